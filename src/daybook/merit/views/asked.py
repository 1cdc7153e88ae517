"""What the pages of the use of results ask for and are sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from daybook.merit.access import UseSight, use_sight
from daybook.merit.enums import BenefitKind
from daybook.merit.queries.kept import Kept
from daybook.merit.queries.use_year import UseYear, use_year
from daybook.merit.shown.head import UseHead
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused
from daybook.web.sent import number_of

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Asked:
    """A year that is there, and what the reader sees of it."""

    use: UseYear
    sight: UseSight
    head: UseHead


@dataclass(slots=True)
class Sent:
    """What was typed, and the sentence by which it was refused."""

    typed: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    field: str = ""

    def refused(self, refused: Refused) -> None:
        """Note why nothing was done."""
        self.fault, self.field = refused.message, refused.field


View = Callable[..., HttpResponseBase]


def of_the_year(here: str) -> Callable[[View], View]:
    """The door of a page of the year: the view gets what is asked for; an empty page where there is nothing.

    Raises Http404 for whoever sees nothing of it.
    """

    def door(view: View) -> View:
        @wraps(view)
        def asked(request: PersonRequest, year: int, **more: str) -> HttpResponseBase:
            sight = use_sight(request.frame)
            if more.get("benefit", BenefitKind.AWARD) not in BenefitKind.values:
                raise Http404
            use = use_year(request.bureau, year)
            kept = use if isinstance(use, Kept) else use.kept
            head = UseHead(year, kept.years, sight, here, more.get("benefit", ""))
            if isinstance(use, Kept):
                if request.method == "POST" or "number" in more:
                    raise Http404
                return render(request, "merit/empty.html", {"head": head, "year": year})
            return view(request, Asked(use, sight, head), **more)

        return asked

    return door


def sent_texts(request: PersonRequest) -> Sent:
    """Everything that was typed, without surrounding blanks."""
    return Sent({name: str(text).strip() for name, text in request.POST.items()})


def page_asked(request: PersonRequest) -> int:
    """The page of a table that is asked for; the first where none is."""
    return number_of(str(request.GET.get("page", "")))


def day_typed(sent: Sent, name: str) -> date | None:
    """A day as it was typed; nothing where nothing was. Raises Refused."""
    text = sent.typed.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Refused(_("A day is written 2026-03-31."), field=name) from fault
