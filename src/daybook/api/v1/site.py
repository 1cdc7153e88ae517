"""The interface as a whole: its operations, its refusals, its description."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from daybook.api.actions.matters import AnotherMatter
from daybook.api.v1 import entries, matters, people, plans
from daybook.api.v1.faults import NotCarriedOut, faulty, sentences
from daybook.daily.actions.amend import Overtaken
from daybook.web.refusals import Refused

PREFIX = "/api/v1"
VERSION = "1"
TOLD = frozenset({"summary", "description", "tags"})


class Site(NinjaAPI):
    """Names each operation by its verb."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function behind an operation."""
        return str(operation.view_func.__name__)


site = Site(
    title="Daybook",
    version=VERSION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api_v1",
)
for each in (people, entries, plans, matters):
    site.add_router("", each.router)


@site.exception_handler(NotCarriedOut)
def _not_carried_out(_request: HttpRequest, fault: NotCarriedOut) -> HttpResponse:
    headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}
    return faulty(fault.status, [(fault.field, fault.message)], headers.get(fault.status))


@site.exception_handler(Refused)
def _refused(_request: HttpRequest, fault: Refused) -> HttpResponse:
    status = 409 if isinstance(fault, Overtaken | AnotherMatter) else 422
    return faulty(status, [(fault.field, fault.message)])


@site.exception_handler(Http404)
def _not_found(_request: HttpRequest, _fault: Http404) -> HttpResponse:
    return nothing_here()


@site.exception_handler(ValidationError)
def _unfit(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return faulty(422, sentences(fault.errors))


@site.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, fault: HttpError) -> HttpResponse:
    return faulty(fault.status_code, [("", _("The body is no JSON in UTF-8."))])


def nothing_here() -> HttpResponse:
    """There is nothing under this address for who asks."""
    return faulty(404, [("", _("There is nothing under this address for you."))])


def description() -> dict[str, Any]:
    """The interface in OpenAPI, its sentences in the language of the call."""
    told: dict[str, Any] = _translated(dict(site.get_openapi_schema(path_prefix=PREFIX)))
    for schema in told["components"]["schemas"].values():
        schema.pop("description", None)  # that is written for who reads the code
    told["info"]["description"] = _(
        "Records, goals, plans and matters of a bureau, for its other systems. A token acts for one person, "
        "who makes it in Daybook; what that person may not do or read, the token may not either."
    )
    return _explained(told)


def meanings() -> dict[int, str]:
    """When each status is answered."""
    return {
        200: _("done; or it stood already"),
        201: _("done, something new was made"),
        400: _("the body is no JSON"),
        401: _("no token, or one that does not hold: expired, revoked, or its person has left"),
        403: _("the token may not be used for this, or the thing is not one’s own"),
        404: _("there is no such thing for this person"),
        409: _("it was changed meanwhile, or the key stands for something else"),
        422: _("a field does not fit, or the procedure does not allow it; each sentence says why"),
        429: _("too many calls with tokens that do not hold"),
    }


def _explained(told: dict[str, Any]) -> dict[str, Any]:
    """The description with what each status means instead of its name."""
    meant = meanings()
    for methods in told["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                answer["description"] = meant[int(status)]
    return told


def describe(_request: HttpRequest) -> HttpResponse:
    """The description, for programs."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


def _translated(part: Any, key: str = "") -> Any:
    """The same with every sentence and tag in the language of the call."""
    if isinstance(part, dict):
        return {name: _translated(value, name) for name, value in part.items()}
    if isinstance(part, list):
        return [_translated(value, key) for value in part]
    return _(part) if isinstance(part, str) and key in TOLD and part else part
