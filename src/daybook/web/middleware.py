"""What holds for every page: its headers, its language, and the end of an idle session."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]

# Everything comes from this host; nothing is written into a page that a page could execute.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
RENEWAL_SECONDS = 60


class HeadersMiddleware:
    """Sets the headers that keep a page to itself; a signed-in person's pages are stored nowhere."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add what the answer does not say itself."""
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            response.setdefault("Cache-Control", "no-store")
        return response


class LanguageMiddleware:
    """The language a person chose, else the installation's.

    The browser's own wish is not asked: an English browser in a Chinese bureau is the rule, not a choice.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class IdleMiddleware:
    """Renews the session of somebody who is at work, at most once a minute: not one write a page.

    A script that asks by itself says so in the header `Daybook-Unattended`: an open page is nobody at work.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note when the person was last seen, then answer."""
        if "Daybook-Unattended" not in request.headers and not request.session.is_empty():
            now = int(time.time())
            if now - request.session.get("seen", 0) >= RENEWAL_SECONDS:
                request.session["seen"] = now
        return self.get_response(request)


class PlainAddressMiddleware:
    """An address that holds the character NUL leads nowhere: not every database takes it in a question."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the address is looked at once its view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Raise Http404 for such an address."""
        if "\0" in request.path:
            raise Http404


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a signed-in person, unless its view says otherwise."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Send to sign-in; a part of a page asked for by script sends the whole page there."""
        response: HttpResponseRedirect = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request") == "true":
            # A script follows a redirect unseen and would put the sign-in form into the page.
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
            response.status_code = 200
        return response
