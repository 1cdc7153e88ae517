"""The words for the codes of a settled year: reasons, warnings, grades, units."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from daybook.annual.enums import BallotClass, Grade, Pool
from daybook.org.enums import CircumstanceKind
from daybook.quarterly.wording import OF_QUARTER, figure_of_quarter, quarter_word
from daybook.rules.policy import Policy
from daybook.rules.working import Working

COMPUTED_CIRCUMSTANCES: dict[str, str | Promise] = {
    "left": gettext_lazy("left before 31 December"),
    "leave_over_half": gettext_lazy("on leave for more than half of the year"),
}
EFFECTS: dict[str, str | Promise] = {
    "not_appraised": gettext_lazy("%(kind)s: not appraised"),
    "incompetent": gettext_lazy("%(kind)s: incompetent"),
    "undetermined": gettext_lazy("%(kind)s: undetermined"),
    "not_excellent": gettext_lazy("%(kind)s: not excellent"),
}
REASONS: dict[str, str | Promise] = {
    "not_employed": gettext_lazy("%(quarter)s: not employed"),
    "below_min_workdays": gettext_lazy("%(quarter)s: too few due workdays"),
    "no_sheet": gettext_lazy("%(quarter)s: no score sheet"),
    "not_published": gettext_lazy("%(quarter)s: score sheet not published"),
    "too_few_quarters": gettext_lazy("too few scored quarters"),
    "no_ballots": gettext_lazy("no counted ballots"),
    "tie": gettext_lazy("tied at the last seat of %(grade)s"),
    "routine_below_minimum": gettext_lazy("routine score below %(minimum)s"),
    "statutory_grade": gettext_lazy("a quarter graded fair or poor"),
    "few_good_quarters": gettext_lazy("“well” in too few quarters"),
}
WARNINGS: dict[str, str | Promise] = {
    "cap_exceeded": gettext_lazy("%(detail)s: more people graded “well” than the cap allows"),
    "calendar_missing": gettext_lazy(
        "The holidays of %(detail)s are not loaded; Monday to Friday are counted."
    ),
}
FIGURES: dict[str, str | Promise] = {
    "annual_total": gettext_lazy("annual total"),
    "routine_score": gettext_lazy("routine score"),
    "assessment": gettext_lazy("annual assessment"),
}
CLASS_JOINT = "+"


def grade_word(code: str | None) -> str:
    """The name of a grade; a dash where none is suggested."""
    return str(Grade(code).label) if code else "—"


def pool_word(code: str) -> str:
    """The name of a pool."""
    return str(Pool(code).label)


def warning_words(code: str) -> str:
    """A warning of a settled year as a sentence."""
    kind, _colon, detail = code.partition(":")
    named = quarter_word(detail) if kind == "cap_exceeded" else detail
    return str(WARNINGS[kind]) % {"detail": named}


def reason_words(code: str, minimum: str = "") -> str:
    """A reason of `why` or `barred_by` in words; `minimum` is the least routine score of the policy."""
    kind, _colon, detail = code.partition(":")
    if kind in EFFECTS:
        return str(EFFECTS[kind]) % {"kind": circumstance_word(detail)}
    fill: Mapping[str, Callable[[str], str]] = {"tie": grade_word}
    named = fill.get(kind, _quarter_or_nothing)(detail)
    return str(REASONS[kind]) % {"quarter": named, "grade": named, "minimum": minimum}


def circumstance_word(kind: str) -> str:
    """The name of a circumstance, entered or computed."""
    return str(COMPUTED_CIRCUMSTANCES.get(kind) or CircumstanceKind(kind).label)


def unit_word(unit: str, leaders: Mapping[str, str]) -> str:
    """What a unit is called: its leader's name, the heads' own pool, or nobody's."""
    if unit == "HEADS":
        return _("department heads")
    return leaders.get(unit, unit) if unit else _("without a leader in charge")


def _quarter_or_nothing(detail: str) -> str:
    return quarter_word(detail) if detail else ""


def figure_word(working: Working, policy: Policy) -> str:
    """What a figure of a working is called."""
    if working.label in OF_QUARTER:
        return figure_of_quarter(working, policy)
    if working.label == "ballot_group":
        classes = (str(BallotClass(each).label) for each in working.detail.split(CLASS_JOINT))
        return pgettext("list of names", ", ").join(classes)
    return str(FIGURES[working.label])
