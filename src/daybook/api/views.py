"""The pages about the interface: its handbook, and one's own tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.api.access import own_token_for, tokens_of
from daybook.api.actions.tokens import make_token, revoke_token
from daybook.api.forms import TokenForm
from daybook.api.shown import shown_tokens, year_on
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused


@require_safe
def docs(request: PersonRequest) -> HttpResponse:
    """Every operation with its fields, answers and a call, from the description that programs read."""
    from daybook.api.handbook import handbook

    address = request.build_absolute_uri("/").rstrip("/")
    return render(request, "api/docs.html", {"groups": handbook(address), "address": address})


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: PersonRequest) -> HttpResponse:
    """One's own tokens, and making one; its text is on the page that answers, and never again."""
    form = TokenForm(request.POST or None, initial={"expires_on": year_on(request.today)})
    made = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = make_token(person=request.person, **form.cleaned_data)[1]
            form = TokenForm(initial={"expires_on": year_on(request.today)})
        except Refused as fault:
            form.add_error(fault.field or None, fault.message)
    variables = {
        "form": form,
        "made": made,
        "tokens": shown_tokens(tokens_of(request.person), timezone.now()),
        "address": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "api/tokens.html", variables, status=422 if form.is_bound and form.errors else 200)


@require_POST
def revoke(request: PersonRequest, mark: str) -> HttpResponse:
    """Revoke a token of one's own."""
    token = own_token_for(request.person, mark)
    try:
        revoke_token(token=token, actor=request.person)
        messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    except Refused as fault:
        messages.error(request, fault.message)
    return redirect("api_tokens")
