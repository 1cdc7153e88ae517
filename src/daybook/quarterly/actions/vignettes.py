"""Sample months (样例): written by the personnel office, opened, and scored by all superiors alike.

No score of any person is changed by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_office
from daybook.org.calendar import work_calendar
from daybook.org.checked import checked, text_given
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy_of
from daybook.quarterly.models import Vignette, VignetteScore
from daybook.quarterly.queries.expected import raters_of
from daybook.quarterly.spans import period_of
from daybook.rules.deadlines import sheet_deadline
from daybook.rules.exact import hundredths
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, SheetFault, form_for, publishing_faults
from daybook.web.refusals import Refused

MOST = 3  # as the database keeps it too


@dataclass(frozen=True, slots=True)
class SampleMonth:
    """What a sample tells: the form it is scored on, plan, record and indicators, without names."""

    category: str
    plan: str
    record: str
    indicators: str = ""


def write_vignette(
    *,
    bureau: Bureau,
    quarter: str,
    number: int,
    sample: SampleMonth,
    actor: Person,
    at: datetime | None = None,
) -> Vignette:
    """Write the sample of a number, or write it anew, until the samples are opened. Raises Refused."""
    instant = moment(at)
    period_of(quarter)
    with recorded():
        require_office(actor, bureau, local_day(bureau, instant))
        rows = _held(bureau, quarter)
        _require_closed(rows)
        row = rows.get(number) or Vignette(bureau=bureau, quarter=quarter, number=number)
        before = {"text": _digest(row)} if row.pk else {}
        row.category, row.written_by = sample.category, actor
        row.plan, row.record = text_given(sample.plan, "plan"), text_given(sample.record, "record")
        row.indicators = sample.indicators.strip()
        _require_number(row.number)
        checked(row).save()
        note(actor, bureau, "write_vignette", "vignette", _key(row), before=before, after=_told(row))
    return row


def remove_vignette(
    *, bureau: Bureau, quarter: str, number: int, actor: Person, at: datetime | None = None
) -> None:
    """Take a sample away that is not opened. Raises Refused."""
    with recorded():
        require_office(actor, bureau, local_day(bureau, moment(at)))
        rows = _held(bureau, quarter)
        _require_closed(rows)
        if number not in rows:
            raise Refused(_("There is no such sample."), field="number")
        note(actor, bureau, "remove_vignette", "vignette", _key(rows[number]), before=_told(rows[number]))
        rows[number].delete()


def open_vignettes(
    *, bureau: Bureau, quarter: str, actor: Person, at: datetime | None = None
) -> list[Vignette]:
    """Open the samples of a quarter to all superiors; from then on they stay as they are. Raises Refused."""
    instant = moment(at)
    with recorded():
        require_office(actor, bureau, local_day(bureau, instant))
        rows = _held(bureau, quarter)
        _require_closed(rows)
        if not rows:
            raise Refused(_("Write a sample first."), field="open")
        for row in rows.values():
            row.opened_at = instant
            row.save()
        after = {"numbers": "、".join(str(number) for number in sorted(rows))}
        note(actor, bureau, "open_vignettes", "quarter", quarter, after=after)
    return list(rows.values())


def score_vignette(
    *,
    bureau: Bureau,
    quarter: str,
    number: int,
    scores: Mapping[str, Decimal],
    scorer: Person,
    at: datetime | None = None,
) -> list[VignetteScore]:
    """Score every element of an open sample, once; by a superior of the quarter. Raises Refused."""
    instant = moment(at)
    today = local_day(bureau, instant)
    with recorded():
        row = _held(bureau, quarter).get(number)
        if row is None or row.opened_at is None:
            raise Refused(_("There is no such sample."), field="number")
        _require_superior(scorer, row, instant)
        policy = policy_of(bureau, today)
        form = vignette_form(policy, row)
        _require_whole(policy, form, scores)
        given = [_score(row, scorer, code, scores[code], instant) for code, _weight in form.elements]
        VignetteScore.objects.bulk_create(given)
        said = "\n".join(f"{each.element}={each.score}" for each in given)
        note(scorer, bureau, "score_vignette", "vignette", _key(row), after={"scores": sealed(said)})
    return given


def vignette_form(policy: Policy, vignette: Vignette) -> Form:
    """The form a sample is scored on."""
    return form_for(policy, vignette.category)


def _held(bureau: Bureau, quarter: str) -> dict[int, Vignette]:
    rows = Vignette.objects.select_for_update().filter(bureau=bureau, quarter=quarter).order_by("number")
    return {row.number: row for row in rows}


def _require_closed(rows: Mapping[int, Vignette]) -> None:
    if any(row.opened_at is not None for row in rows.values()):
        raise Refused(
            _("The samples of this quarter are opened; all superiors score the same text."), field="open"
        )


def _require_number(number: int) -> None:
    if not 1 <= number <= MOST:
        raise Refused(_("A quarter has at most %(most)s samples.") % {"most": MOST}, field="number")


def _require_superior(scorer: Person, vignette: Vignette, at: datetime) -> None:
    bureau, today = vignette.bureau, local_day(vignette.bureau, at)
    period = period_of(vignette.quarter)
    if scorer.bureau_id != bureau.pk or scorer.pk not in raters_of(bureau, period, today):
        raise Refused(_("Only a superior who scores somebody in this quarter scores a sample."))
    calendar = work_calendar(bureau, period.first.year, period.first.year + 1)
    if today > sheet_deadline(policy_of(bureau, today), calendar, period):
        raise Refused(_("The sheets of this quarter are due; its samples are no longer scored."))
    if vignette.scores.filter(scorer=scorer).exists():
        raise Refused(_("You have scored this sample already; it is scored once."), field="scores")


def _require_whole(policy: Policy, form: Form, scores: Mapping[str, Decimal]) -> None:
    """Every element within the scale and on its steps; no reason is asked for."""
    exact: dict[str, int] = {}
    for code, score in scores.items():
        try:
            exact[code] = hundredths(score)
        except ValueError as fault:
            raise Refused(_("A score has at most two decimal places."), field=code) from fault
    faults = publishing_faults(policy, form, exact, reasons=list(exact), already_published=False)
    if faults:
        raise Refused(_fault_words(faults[0]), field=faults[0].element)


def _fault_words(fault: SheetFault) -> str:
    sentences = {
        "missing": _("Every element needs a score."),
        "out_of_range": _("A score lies outside the scale."),
        "off_step": _("A score lies between two steps of the scale."),
    }
    return sentences.get(fault.code, _("The form has no such element."))


def _score(row: Vignette, scorer: Person, code: str, score: Decimal, at: datetime) -> VignetteScore:
    made = VignetteScore(vignette=row, scorer=scorer, element=code, scored_at=at)
    made.score = score
    return checked(made)


def _key(row: Vignette) -> str:
    return f"{row.quarter}:{row.number}"


def _told(row: Vignette) -> dict[str, str]:
    return {"category": row.category, "text": _digest(row)}


def _digest(row: Vignette) -> str:
    return sealed("\n".join((row.plan, row.record, row.indicators)))
