"""What an annual appraisal form says. It is an official form: told in the installation's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from daybook.annual.enums import Grade, SignatureKind
from daybook.annual.models import Decision
from daybook.annual.queries.forms import FormRead
from daybook.annual.queries.notices import official_grade
from daybook.annual.wording import EFFECTS, grade_word, reason_words
from daybook.monthly.enums import Rating
from daybook.org.enums import StaffCategory
from daybook.org.moments import local_day
from daybook.plans.models import AnnualGoal
from daybook.quarterly.wording import quarter_word
from daybook.rules.exact import MISSING, score_text
from daybook.rules.periods import quarters_of
from daybook.web.dates import full_date_words
from daybook.web.printing import paragraphs_of

FORM_OF_CIVIL_SERVANTS = gettext_lazy("Annual appraisal form")
TITLES: Mapping[str, Promise] = {
    StaffCategory.PUBLIC_INSTITUTION: gettext_lazy("Annual appraisal form of public institutions"),
    StaffCategory.SUPPORT_WORKER: gettext_lazy("Annual appraisal form of support workers"),
}
"""The forms of those who are appraised beside civil servants, and not as such."""

UNGRADED = frozenset({Grade.UNDETERMINED, Grade.NOT_APPRAISED})


@dataclass(frozen=True, slots=True)
class Words:
    """The words printed on the form itself."""

    name: str
    gender: str
    born: str
    affiliation: str
    post: str
    duties: str
    number: str
    quarters: str
    quarter: str
    quarter_score: str
    quarter_grade: str
    routine: str
    assessment: str
    total: str
    work: str
    training: str
    proposal: str
    decision: str
    own: str
    signs: str
    leader_signs: str
    seal: str
    day: str
    ungraded: str


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter's score and grade."""

    name: str
    score: str
    grade: str


@dataclass(frozen=True, slots=True)
class AnnualForm:
    """A form: what it says of one person and year."""

    title: str
    bureau: str
    year: str
    words: Words
    name: str
    gender: str
    born: str
    post: str
    duties: str
    number: str
    quarters: Sequence[QuarterLine]
    routine: str
    assessment: str
    total: str
    work: Sequence[str]
    proposal: Sequence[str]
    proposed_by: str
    proposed_on: str
    decision: Sequence[str]
    decided_on: str
    own: Sequence[str]
    signed_on: str
    ungraded: Sequence[str]

    def told(self) -> dict[str, Any]:
        """The form as plain data."""
        return asdict(self)


def annual_form(read: FormRead) -> AnnualForm:
    """The form of a person's year."""
    person, result, proposed, decided = read.person, read.result, read.proposed, read.decided
    return AnnualForm(
        title=str(TITLES.get(person.staff_category, FORM_OF_CIVIL_SERVANTS)),
        bureau=person.bureau.name,
        year=(_("%(year)s") if read.is_final else _("%(year)s, not final yet")) % {"year": read.year},
        words=_words(),
        name=person.name,
        gender=person.get_gender_display() if person.gender else "",
        born=person.birth_date.strftime("%Y.%m") if person.birth_date else "",
        post=_post(read),
        duties=read.post.duties if read.post else "",
        number=person.number,
        quarters=list(_quarters(read)),
        routine=_figure(result.routine),
        assessment=_figure(result.assessment),
        total=_figure(result.total),
        work=list(_work(read)),
        proposal=_graded(read, proposed),
        proposed_by=proposed.decided_by if proposed else "",
        proposed_on=_day(proposed),
        decision=_graded(read, decided),
        decided_on=_day(decided),
        own=_own(read),
        signed_on=full_date_words(local_day(person.bureau, read.signature.signed_at))
        if read.signature
        else "",
        ungraded=_ungraded(read),
    )


def _figure(figure: Any) -> str:
    return score_text(figure.hundredths) if figure else MISSING


def _post(read: FormRead) -> str:
    if read.post is None:
        return ""
    department = read.post.department.name if read.post.department else ""
    return f"{department}{read.post.post or read.post.get_role_display()}"


def _quarters(read: FormRead) -> Iterator[QuarterLine]:
    for number, period in enumerate(quarters_of(read.year), start=1):
        grade = read.result.grades.get(number, "")
        score = _figure(read.result.quarters.get(number))
        yield QuarterLine(quarter_word(period.key), score, str(Rating(grade).label) if grade else MISSING)


def _work(read: FormRead) -> Iterator[str]:
    """The person's own words: summary and duty report; goal by goal where neither is there."""
    report = read.report
    texts = [report.summary, report.duty_report] if report else []
    yield from (line for text in texts for line in paragraphs_of(text))
    if not any(texts):
        yield from (_goal(goal) for goal in read.goals)


def _goal(goal: AnnualGoal) -> str:
    state = goal.get_state_display() or MISSING
    words = {"title": goal.title, "state": state, "said": goal.execution.replace("\n", "；")}
    return _("%(title)s (%(state)s): %(said)s") % words if goal.execution else f"{goal.title}（{state}）"


def _graded(read: FormRead, decision: Decision | None) -> list[str]:
    if decision is None:
        return []
    written = official_grade(read.results.settled.policy, decision.grade)
    graded = _("Grade: %(grade)s.") % {"grade": grade_word(written)}
    return [*paragraphs_of(decision.reason), graded]


def _day(decision: Decision | None) -> str:
    if decision is None or decision.decided_at is None:
        return ""
    return full_date_words(local_day(decision.bureau, decision.decided_at))


def _own(read: FormRead) -> list[str]:
    """What the person said of the result; the form is signed by hand all the same."""
    signature = read.signature
    if signature is None:
        return []
    said = {
        SignatureKind.SIGNED: _("I agree with the result."),
        SignatureKind.OBJECTED: _("I object to the result:"),
        SignatureKind.REFUSED: _("Refused to sign, before the witness %(name)s.")
        % {"name": signature.witness},
    }
    return [said[SignatureKind(signature.kind)], *paragraphs_of(signature.text)]


def _ungraded(read: FormRead) -> list[str]:
    """Why there is no grade, or none but an undetermined one."""
    decided = read.decided
    grade = decided.grade if decided else read.result.suggested
    if grade not in UNGRADED:
        return []
    return [reason_words(code) for code in read.result.barred_by if code.partition(":")[0] in EFFECTS]


def _words() -> Words:
    return Words(
        name=_("Name"),
        gender=_("Gender"),
        born=_("Born"),
        affiliation=_("Political affiliation"),
        post=_("Unit and post"),
        duties=_("Work in charge"),
        number=_("Number"),
        quarters=_("Routine appraisal"),
        quarter=pgettext("column", "Quarter"),
        quarter_score=pgettext("sheet", "Score"),
        quarter_grade=pgettext("official form", "Grade"),
        routine=_("Routine score"),
        assessment=_("Annual assessment"),
        total=_("Annual total"),
        work=_("The person's own summary"),
        training=_("Full-time training taken part in"),
        proposal=_("Comment of the leader in charge, and grade proposed"),
        decision=_("Decision of the bureau's head or the appraisal committee"),
        own=_("The person's own words"),
        signs=_("Signature:"),
        leader_signs=_("Leader (signature):"),
        seal=_("(Seal)"),
        day=pgettext("date to be written by hand", "      (day)"),
        ungraded=_("Why the grade is undetermined, or there was no appraisal"),
    )
