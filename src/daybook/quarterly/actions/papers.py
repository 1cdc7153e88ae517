"""What a rater writes of one span of a person's quarter, made ready to be saved as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.daily.models import LogEntry
from daybook.ledger.actions import sealed
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.spoken import spoken_code
from daybook.quarterly.actions.desk import Desk
from daybook.quarterly.actions.evidence import Evidence, cited_rows
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.final_years import require_open_year
from daybook.quarterly.models import Citation, ElementScore, ScoreSheet
from daybook.quarterly.spans import ScoreSpan
from daybook.rules.exact import hundredths
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, SheetFault, scale_fault
from daybook.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet or opinion as its rater hands it in; `version` is that of the draft it was written in.

    Without a `first_day` it is about the rater's longest span. An opinion has a comment and nothing else.
    """

    person: Person
    first_day: date | None = None
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    citations: Mapping[str, Sequence[LogEntry]] = field(default_factory=dict)
    version: int = 0
    kind: SheetKind = SheetKind.SCORE


@dataclass(slots=True)
class Ready:
    """A sheet that may be saved, with its rows; none of them has been."""

    sheet: ScoreSheet
    span: ScoreSpan
    elements: Sequence[ElementScore] = ()
    citations: Sequence[Citation] = ()

    @property
    def cited(self) -> dict[str, list[int]]:
        """The rows of the entries cited, by element."""
        found: dict[str, list[int]] = {}
        for row in self.citations:
            found.setdefault(row.element, []).append(row.entry_id)
        return found

    def digest(self, evidence: Evidence) -> str:
        """The salted digest of what the sheet says."""
        said = [f"{row.element}={row.score}:{row.reason}" for row in self.elements]
        said += [f"{row.element}>{evidence.entries[row.entry_id].key}" for row in self.citations]
        return sealed("\n".join((*said, self.sheet.comment)))


class OpenSheets:
    """The newest version of each sheet of some people in a quarter, held for this transaction."""

    def __init__(self, desk: Desk, people: Iterable[Person]) -> None:
        """Take whose sheets are wanted; whoever signs for one of them at the same time waits.

        Refuses a final year: even a draft would change what it says of why there is no score.
        """
        require_open_year(desk.rater.bureau, desk.period)
        rows = {person.pk for person in people}
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=rows).order_by("pk"))
        sheets = ScoreSheet.objects.select_for_update().filter(quarter=desk.period.key, person__in=rows)
        self.desk = desk
        self.taken: set[tuple[int, date]] = set()
        self.newest = {(sheet.person_id, sheet.first_day): sheet for sheet in sheets.order_by("version")}

    def open(self, paper: Paper, span: ScoreSpan) -> ScoreSheet:
        """The draft of a span, or a new one; a published sheet is opened by an objection only."""
        place = (paper.person.pk, span.first)
        if place in self.taken:
            raise Refused(_("This sheet was handed in twice."), field="first_day")
        self.taken.add(place)
        known = self.newest.get(place)
        if known is not None and known.kind != SheetKind.WITHDRAWN:
            if known.published_at is not None:
                raise Refused(_("This sheet is published."), field="quarter")
            sheet = known
        else:
            sheet = ScoreSheet(bureau=self.desk.rater.bureau, quarter=self.desk.period.key)
            sheet.first_day, sheet.version = span.first, known.version + 1 if known else 1
        return written_on(sheet, paper, span, self.desk.rater)


def written_on(sheet: ScoreSheet, paper: Paper, span: ScoreSpan, rater: Person) -> ScoreSheet:
    """A sheet as its rater fills it in, unsaved. Raises Refused for what does not fit."""
    sheet.person, sheet.rater, sheet.kind, sheet.last_day = paper.person, rater, paper.kind, span.last
    sheet.comment = paper.comment.strip()
    if paper.kind == SheetKind.OPINION:
        text_given(paper.comment, "comment")
    return checked(sheet)


def ready(desk: Desk, sheet: ScoreSheet, paper: Paper, span: ScoreSpan, evidence: Evidence) -> Ready:
    """A sheet with its elements and its evidence. Raises Refused for what its form does not have."""
    if paper.kind == SheetKind.OPINION:
        return Ready(sheet, span)
    form, cited = desk.form(paper.person, span), cited_rows(paper.citations)
    _require_known(form, (*paper.scores, *paper.reasons, *cited))
    elements = _elements(desk.policy, form, paper)
    evidence.require_fit(paper.person, span, cited)
    citations = [
        Citation(element=code, entry_id=row) for code, _weight in form.elements for row in cited.get(code, ())
    ]
    return Ready(sheet, span, elements, citations)


def save_ready(made: Sequence[Ready]) -> None:
    """Save sheets with their rows, in place of what stood on them; in as few statements as for one."""
    sheets = [each.sheet for each in made]
    known = [sheet for sheet in sheets if sheet.pk]
    ScoreSheet.objects.bulk_update(known, ["rater", "kind", "last_day", "comment"])
    ScoreSheet.objects.bulk_create([sheet for sheet in sheets if not sheet.pk])
    for rows in (ElementScore, Citation):
        rows._default_manager.filter(sheet__in=known).delete()
    for each in made:
        for element in each.elements:
            element.sheet = each.sheet
        for cited in each.citations:
            cited.sheet = each.sheet
    ElementScore.objects.bulk_create(row for each in made for row in each.elements)
    Citation.objects.bulk_create(row for each in made for row in each.citations)


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


def _require_known(form: Form, codes: Iterable[str]) -> None:
    if unknown := sorted(set(codes) - form.codes):
        sentence = _("The sheet has no such element: %(codes)s.")
        raise Refused(sentence % {"codes": "、".join(unknown)}, field="scores")


def _elements(policy: Policy, form: Form, paper: Paper) -> list[ElementScore]:
    rows = []
    for code, _weight in form.elements:
        if code in paper.scores:
            _require_storable(policy, code, paper.scores[code])
            row = ElementScore(element=code, reason=paper.reasons.get(code, "").strip())
            row.score = paper.scores[code]
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
