"""What a routine appraisal form says. It is an official form: told in the installation's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.monthly.enums import Rating
from daybook.monthly.statement import MonthStatement
from daybook.org.moments import local_day
from daybook.org.spoken import spoken_code
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.own_forms import FormRead
from daybook.quarterly.queries.own_scored import figure_of_sheet, policy_of_sheet
from daybook.rules.exact import MISSING, plain, score_text
from daybook.rules.policy import Policy
from daybook.web.dates import full_date_words, month_words, quarter_words
from daybook.web.printing import paragraphs_of


@dataclass(frozen=True, slots=True)
class Work:
    """A month's summary, paragraph by paragraph, or that none was submitted."""

    month: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The indicators of a month."""

    month: str
    coverage: str
    saturation: str
    completion: str


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element with its group (empty where it is the one above), weight and score."""

    group: str
    name: str
    weight: str
    score: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet on the form: who signed it and when, for which days, its elements, score, and comment."""

    rater: str
    span: str
    signed: str
    elements: Sequence[ElementRow]
    score: str
    comment: Sequence[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words printed on the form itself."""

    name: str
    gender: str
    department: str
    post: str
    quarter: str
    number: str
    work: str
    months: str
    month: str
    coverage: str
    saturation: str
    completion: str
    elements: str
    group: str
    element: str
    weight: str
    element_score: str
    score: str
    grade: str
    comment: str
    rater_signs: str
    own: str
    signs: str
    office: str
    seal: str
    day: str


@dataclass(frozen=True, slots=True)
class AppraisalForm:
    """A form: what it says of one person and quarter."""

    title: str
    bureau: str
    words: Words
    name: str
    gender: str
    department: str
    post: str
    quarter: str
    number: str
    work: Sequence[Work]
    months: Sequence[MonthFigures]
    sheets: Sequence[SheetPart]
    opinions: Sequence[SheetPart]
    score: str
    grade: str
    own: str
    office: str

    def told(self) -> dict[str, Any]:
        """The form as plain data."""
        return asdict(self)


def appraisal_form(read: FormRead) -> AppraisalForm:
    """The form of a person's quarter. Raises PolicyFault."""
    person, period = read.person, read.period
    post = read.about.post_on(person, period.last)
    parts = [(span.current, _part(read, span.current)) for span in read.spans]
    return AppraisalForm(
        title=_("Routine appraisal form"),
        bureau=person.bureau.name,
        words=_words(),
        name=person.name,
        gender=person.get_gender_display() if person.gender else "",
        department=post.department if post else "",
        post=post.title if post else "",
        quarter=quarter_words(period.key),
        number=person.number,
        work=[_work(each) for each in read.months],
        months=[_figures(each) for each in read.months],
        sheets=[part for sheet, part in parts if sheet.kind == SheetKind.SCORE],
        opinions=[part for sheet, part in parts if sheet.kind == SheetKind.OPINION],
        score=_score(read),
        grade=_grade(read),
        own=_own(read),
        office=_office(read),
    )


def _work(statement: MonthStatement) -> Work:
    report = statement.report
    summary = report.summary if report and statement.is_submitted else _("no summary was submitted")
    return Work(month_words(statement.month), paragraphs_of(summary))


def _figures(statement: MonthStatement) -> MonthFigures:
    found = statement.indicators
    each = (found.coverage, found.saturation, found.completion) if found else (None, None, None)
    shown = [figure.shown if figure else MISSING for figure in each]
    return MonthFigures(month_words(statement.month), *shown)


def _part(read: FormRead, sheet: ScoreSheet) -> SheetPart:
    published = sheet.published_at
    span = _("%(first)s to %(last)s") % {
        "first": full_date_words(sheet.first_day),
        "last": full_date_words(sheet.last_day),
    }
    elements, score = _scored(read, sheet) if sheet.kind == SheetKind.SCORE else ([], "")
    return SheetPart(
        rater=sheet.rater.name if sheet.rater else _("the committee"),
        span=span,
        signed=full_date_words(local_day(sheet.bureau, published)) if published else "",
        elements=elements,
        score=score,
        comment=paragraphs_of(sheet.comment),
    )


def _scored(read: FormRead, sheet: ScoreSheet) -> tuple[list[ElementRow], str]:
    """The elements of a sheet in the order of its form, and the score they give."""
    figure = figure_of_sheet(sheet, read.about)
    scores = {code: score_text(score) for code, score in figure.sheet.scores.items()}
    return list(_rows(policy_of_sheet(sheet), figure.form.key, scores)), score_text(figure.hundredths)


def _rows(in_force: Policy, key: str, scores: dict[str, str]) -> Iterator[ElementRow]:
    sheet = in_force.sheets[key]
    for group, codes in sheet.groups.items():
        for place, code in enumerate(codes):
            name = spoken_code(in_force, group) if place == 0 else ""
            yield ElementRow(name, spoken_code(in_force, code), plain(sheet.weights[code]), scores[code])


def _score(read: FormRead) -> str:
    result = read.scored.result(read.person.number, read.period.first.year)
    figure = result.quarters.get(read.period.number) if result else None
    return score_text(figure.hundredths) if figure else _("not scored")


def _grade(read: FormRead) -> str:
    result = read.scored.result(read.person.number, read.period.first.year)
    grade = result.grades.get(read.period.number, "") if result else ""
    if not grade:
        return MISSING
    return _("to be settled by the personnel office") if read.is_unsettled else str(Rating(grade).label)


def _own(read: FormRead) -> str:
    """What the person said of the sheets in the system; the form is signed by hand all the same."""
    days = [_acknowledged(span.current) for span in read.spans if span.counts]
    told = [day for day in days if day]
    if not told or len(told) < len(days):
        return ""
    return _("Read and acknowledged in the system on %(day)s.") % {"day": max(told)}


def _acknowledged(sheet: ScoreSheet) -> str:
    found = getattr(sheet, "acknowledgement", None)
    return full_date_words(local_day(sheet.bureau, found.acknowledged_at)) if found else ""


def _office(read: FormRead) -> str:
    decided = read.about.grades.get((read.person.pk, read.period.key))
    if decided is None:
        return ""
    words = {"grade": Rating(decided.grade).label, "reason": decided.reason}
    return _("Graded “%(grade)s”: %(reason)s") % words


def _words() -> Words:
    return Words(
        name=_("Name"),
        gender=_("Gender"),
        department=_("Department"),
        post=_("Post"),
        quarter=_("Quarter appraised"),
        number=_("Number"),
        work=_("Main work of the quarter"),
        months=_("Plan and record of the three months"),
        month=pgettext("column", "Month"),
        coverage=_("Coverage"),
        saturation=_("Saturation"),
        completion=_("Completion"),
        elements=_("Scores of the elements"),
        group=_("Group"),
        element=_("Element"),
        weight=_("Weight"),
        element_score=pgettext("sheet", "Score"),
        score=_("Score of the quarter"),
        grade=pgettext("official form", "Grade"),
        comment=_("Comment of the rater"),
        rater_signs=_("Rater (signature):"),
        own=_("The person's own words"),
        signs=_("Signature:"),
        office=_("Words of the personnel office"),
        seal=_("(Seal)"),
        day=pgettext("date to be written by hand", "      (day)"),
    )
