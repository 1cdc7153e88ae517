"""Score sheets: drafted, published all at once, or an opinion in place of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.lines import Lines, lines_of
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy_of
from daybook.org.spoken import spoken_code
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ElementScore, ScoreSheet
from daybook.quarterly.spans import majority_span, period_of, span_of_rater
from daybook.rules import facts
from daybook.rules.exact import hundredths
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, SheetFault, form_for, publishing_faults, scale_fault, sheet_score
from daybook.rules.spans import Span
from daybook.web.refusals import Refused


def draft_sheet(
    *,
    person: Person,
    quarter: str,
    rater: Person,
    scores: Mapping[str, Decimal],
    reasons: Mapping[str, str] | None = None,
    comment: str = "",
    first_day: date | None = None,
    at: datetime | None = None,
) -> ScoreSheet:
    """Save a draft of the rater's sheet, whole or in part, in place of his draft before. Raises Refused.

    Drafts are seen by their rater only and never count.
    """
    instant = moment(at)
    with recorded():
        lines, today = _lines(person, quarter, instant)
        span = span_of_rater(lines, person, quarter, rater=rater, today=today, first_day=first_day)
        sheet = _open_sheet(person, quarter, span)
        policy = policy_of(person.bureau, today)
        elements = _elements(policy, form_of(lines, person, span, policy), scores, reasons or {})
        sheet.rater, sheet.last_day, sheet.comment = rater, span.last, comment.strip()
        checked(sheet).save()
        _replace_elements(sheet, elements)
        note(
            rater,
            person.bureau,
            "draft_sheet",
            "sheet",
            sheet_key(sheet),
            after={"draft": _digest(sheet, elements)},
        )
    return sheet


def publish_sheets(
    *, sheets: Sequence[ScoreSheet], rater: Person, at: datetime | None = None
) -> list[ScoreSheet]:
    """Sign and publish sheets, all or none. Raises Refused, with a sentence for every sheet that is not fit.

    Each needs every element of its form within the scale, reasons where the policy asks for them, and a span
    that is over and still the rater's. The published score keeps the policy it was published under.
    """
    instant = moment(at)
    with recorded():
        rows = _held(sheets)
        elements = _elements_of(rows)
        if faults := _publish_each(rows, elements, rater, instant):
            raise Refused(next(iter(faults.values())), field="sheets", rows=faults)
        ScoreSheet.objects.bulk_update(rows, ["score", "policy", "policy_hash", "published_at"])
        for sheet in rows:
            after = {
                "score": sealed(sheet.score),
                "policy": sheet.policy,
                "policy_hash": sheet.policy_hash,
                "sheet": _digest(sheet, elements[sheet.pk]),
            }
            note(rater, sheet.bureau, "publish_sheet", "sheet", sheet_key(sheet), after=after)
    return rows


def write_opinion(
    *,
    person: Person,
    quarter: str,
    rater: Person,
    comment: str,
    first_day: date | None = None,
    at: datetime | None = None,
) -> ScoreSheet:
    """Write an opinion on a span whose sheet is not the quarter's; it has no elements and does not count."""
    instant = moment(at)
    with recorded():
        lines, today = _lines(person, quarter, instant)
        span = span_of_rater(lines, person, quarter, rater=rater, today=today, first_day=first_day)
        sheet = _open_sheet(person, quarter, span)
        sheet.rater, sheet.last_day, sheet.kind = rater, span.last, SheetKind.OPINION
        sheet.comment, sheet.published_at = text_given(comment, "comment"), instant
        checked(sheet).save()
        _replace_elements(sheet, [])
        after = {"comment": sealed(sheet.comment)}
        note(rater, person.bureau, "write_opinion", "sheet", sheet_key(sheet), after=after)
    return sheet


def sheet_key(sheet: ScoreSheet) -> str:
    """A sheet's key in the ledger."""
    return f"{sheet.person.number}:{sheet.quarter}:{sheet.first_day}:{sheet.version}"


def form_of(lines: Lines, person: Person, span: Span, policy: Policy) -> Form:
    """The form of a span: that of its category, or of the post class held at its end."""
    held = lines.structure.appointment_on(person.number, span.last)
    return form_for(policy, span.category, held.post_class if held else "")


def _lines(person: Person, quarter: str, at: datetime) -> tuple[Lines, date]:
    period, today = period_of(quarter), local_day(person.bureau, at)
    if period.first > today:
        raise Refused(_("This quarter has not begun."), field="quarter")
    return lines_of(person.bureau, period.first, period.last), today


def _open_sheet(person: Person, quarter: str, span: Span) -> ScoreSheet:
    """The draft of a span, or a new one; a published sheet is opened by an objection only."""
    versions = ScoreSheet.objects.select_for_update().filter(
        person=person, quarter=quarter, first_day=span.first
    )
    known = versions.order_by("-version").first()
    if known is None:
        return ScoreSheet(bureau=person.bureau, person=person, quarter=quarter, first_day=span.first)
    if known.published_at is not None:
        raise Refused(_("This sheet is published."), field="quarter")
    known.kind = SheetKind.SCORE
    return known


def _elements(
    policy: Policy, form: Form, scores: Mapping[str, Decimal], reasons: Mapping[str, str]
) -> list[ElementScore]:
    unknown = sorted((scores.keys() | reasons.keys()) - form.codes)
    if unknown:
        raise Refused(
            _("The sheet has no such element: %(codes)s.") % {"codes": "、".join(unknown)}, field="scores"
        )
    rows = []
    for code, _weight in form.elements:
        if code in scores:
            _require_storable(policy, code, scores[code])
            row = ElementScore(element=code, reason=reasons.get(code, "").strip())
            row.score = scores[code]
            rows.append(checked(row))
    return rows


def _require_storable(policy: Policy, code: str, score: Decimal) -> None:
    """A draft may stand between two steps while it is written, never outside the scale."""
    try:
        exact = hundredths(score)
    except ValueError as fault:
        raise Refused(_("A score has at most two decimal places."), field=code) from fault
    if scale_fault(policy, exact) == "out_of_range":
        raise Refused(fault_words(SheetFault("out_of_range", code), policy), field=code)


def _replace_elements(sheet: ScoreSheet, elements: Sequence[ElementScore]) -> None:
    sheet.element_scores.all().delete()
    for row in elements:
        row.sheet = sheet
    ElementScore.objects.bulk_create(elements)


def _held(sheets: Sequence[ScoreSheet]) -> list[ScoreSheet]:
    """The rows as they stand now, in the order given, held for this transaction."""
    rows = ScoreSheet.objects.select_for_update(of=("self",)).select_related("bureau", "person")
    known = rows.in_bulk([sheet.pk for sheet in sheets])
    return [known[sheet.pk] for sheet in sheets]


def _elements_of(sheets: Sequence[ScoreSheet]) -> dict[int, list[ElementScore]]:
    found: dict[int, list[ElementScore]] = {}
    for row in ElementScore.objects.filter(sheet__in=sheets).order_by("id"):
        found.setdefault(row.sheet_id, []).append(row)
    return found


def _publish_each(
    rows: Sequence[ScoreSheet], elements: Mapping[int, Sequence[ElementScore]], rater: Person, at: datetime
) -> dict[int, str]:
    """Put scores on all sheets, unsaved; a sentence for each that is not fit, by its place."""
    known: dict[str, tuple[Lines, date]] = {}
    faults: dict[int, str] = {}
    for number, sheet in enumerate(rows):
        if sheet.quarter not in known:
            known[sheet.quarter] = _lines(sheet.person, sheet.quarter, at)
        try:
            _publish(sheet, elements.get(sheet.pk, []), rater, *known[sheet.quarter])
        except Refused as fault:
            faults[number] = f"{sheet.person.name}：{fault.message}"
        sheet.published_at = at
    return faults


def _publish(
    sheet: ScoreSheet, elements: Sequence[ElementScore], rater: Person, lines: Lines, today: date
) -> None:
    """Check one sheet and put its score on it, unsaved."""
    span = _span_to_publish(sheet, rater, lines, today)
    policy = policy_of(sheet.bureau, today)
    _require_counted(sheet, span, policy, lines)
    form = form_of(lines, sheet.person, span, policy)
    scores = {row.element: hundredths(row.score) for row in elements}
    reasons = [row.element for row in elements if row.reason]
    faults = publishing_faults(
        policy, form, scores, reasons=reasons, already_published=sheet.published_at is not None
    )
    if faults:
        raise Refused("；".join(fault_words(fault, policy) for fault in faults), field="scores")
    number = period_of(sheet.quarter).number
    sheet.score = sheet_score(form, facts.Sheet(number, scores, today)).value
    sheet.policy, sheet.policy_hash = policy.id, policy.hash


def _span_to_publish(sheet: ScoreSheet, rater: Person, lines: Lines, today: date) -> Span:
    if sheet.rater_id != rater.pk or sheet.kind != SheetKind.SCORE:
        raise Refused(_("Only its rater publishes a score sheet."), field="rater")
    span = span_of_rater(
        lines, sheet.person, sheet.quarter, rater=rater, today=today, first_day=sheet.first_day
    )
    if span.last != sheet.last_day:
        raise Refused(_("The span of this sheet has changed; save it again."), field="last_day")
    if today < span.last:
        raise Refused(_("This span is not over."), field="quarter")
    return span


def _require_counted(sheet: ScoreSheet, span: Span, policy: Policy, lines: Lines) -> None:
    """Where the majority decides, the superiors of the other spans write opinions."""
    if policy.quarterly.transfer == "majority" and span != majority_span(lines, sheet.person, sheet.quarter):
        raise Refused(_("Another superior had most of this quarter; write an opinion."), field="quarter")


def fault_words(fault: SheetFault, policy: Policy) -> str:
    """A fault of a sheet in words, with the element's name."""
    sentence = {
        "already_published": _("The sheet is published already"),
        "not_in_form": _("“%(element)s” is not on this sheet"),
        "missing": _("“%(element)s” has no score"),
        "out_of_range": _("“%(element)s” is outside the scale"),
        "off_step": _("“%(element)s” is between two steps of the scale"),
        "reason_required": _("“%(element)s” needs a reason"),
    }[fault.code]
    return sentence % {"element": spoken_code(policy, fault.element)}


def _digest(sheet: ScoreSheet, elements: Sequence[ElementScore]) -> str:
    """The salted digest of what a sheet says."""
    said = [f"{row.element}={row.score}:{row.reason}" for row in elements]
    return sealed("\n".join((*said, sheet.comment)))
