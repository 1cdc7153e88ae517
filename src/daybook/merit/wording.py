"""The words of the use of results: dimensions, grounds, alerts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from daybook.annual.wording import figure_word, grade_word
from daybook.merit.enums import BenefitKind
from daybook.org.spoken import spoken_code
from daybook.rules.exact import HUNDRED, MISSING, plain, score_text
from daybook.rules.policy import Policy
from daybook.rules.preference import Ground
from daybook.rules.working import Working

DIMENSIONS: Mapping[str, str | Promise] = {
    "appraisal": gettext_lazy("appraisal results"),
    "experience": gettext_lazy("posts held"),
    "urgent_tasks": gettext_lazy("urgent and difficult tasks"),
    "rewards_and_sanctions": gettext_lazy("rewards and sanctions"),
    "recognition": gettext_lazy("recognition by the masses"),
}
ALERTS: Mapping[str, str | Promise] = {
    "third_class_merit": gettext_lazy("record a third-class merit"),
    "admonition": gettext_lazy("admonish"),
    "dismissal": gettext_lazy("proceed by law"),
}
LISTS: Mapping[str, str | Promise] = {
    BenefitKind.AWARD: gettext_lazy("Merit selection"),
    BenefitKind.TRAINING: gettext_lazy("Practical training"),
    BenefitKind.RECUPERATION: gettext_lazy("Recuperation"),
}
RULES: Mapping[str, str | Promise] = {
    "career_evaluation": gettext_lazy(
        "the dimensions weighed; one without a value is dropped and the rest rescaled"
    ),
    "career_appraisal": gettext_lazy("the annual totals weighed, newest first; a missing year is dropped"),
    "career_recognition": gettext_lazy("the ballots of heads and staff, merged"),
    "career_entered": gettext_lazy("entered by the personnel office"),
}


def dimension_word(policy: Policy, code: str) -> str:
    """What a dimension is called; a bureau's own by its policy."""
    return str(DIMENSIONS.get(code) or spoken_code(policy, code))


def alert_word(policy: Policy, code: str) -> str:
    """The act that an alert calls attention to."""
    return str(ALERTS.get(code) or spoken_code(policy, code))


def years_words(years: tuple[int, ...]) -> str:
    """Years in order, the earliest first."""
    return pgettext("list of names", ", ").join(str(year) for year in sorted(years))


def career_word(working: Working, policy: Policy) -> str:
    """What a figure of an evaluation's working is called."""
    if working.label == "career_evaluation":
        return _("career evaluation")
    if working.label == "year_total":
        return _("annual total of %(year)s") % {"year": working.detail}
    return dimension_word(policy, working.detail) if working.label in RULES else figure_word(working, policy)


def ground_words(ground: Ground) -> str:
    """A condition of a list in words, met or not, with the values that were compared."""
    return GROUNDS[ground.code](ground)


def _top_share(ground: Ground) -> str:
    if ground.has is None:
        return _("no routine score in %(year)s") % {"year": ground.year}
    words = {"rank": ground.has, "count": ground.of, "share": plain(ground.wants * HUNDRED)}
    if ground.met:
        return (
            _("rank %(rank)s of %(count)s in the unit by routine score: within the first %(share)s%%") % words
        )
    return (
        _("rank %(rank)s of %(count)s in the unit by routine score: not within the first %(share)s%%") % words
    )


def _grade(ground: Ground) -> str:
    if not ground.grade:
        return _("no grade decided for %(year)s") % {"year": ground.year}
    return _("graded %(grade)s in %(year)s") % {"grade": grade_word(ground.grade), "year": ground.year}


def _routine(ground: Ground) -> str:
    if ground.has is None:
        return _("no routine score in %(year)s") % {"year": ground.year}
    least = plain(Fraction(ground.wants, HUNDRED))
    words = {"year": ground.year, "least": least, "score": score_text(ground.has)}
    if ground.met:
        return _("routine score of %(year)s %(score)s, from %(least)s on") % words
    return _("routine score of %(year)s %(score)s, below %(least)s") % words


def _grades(ground: Ground) -> str:
    words = {"count": ground.has, "wants": ground.wants, "year": ground.year}
    if ground.met:
        return _("one of these grades in the %(count)s years up to %(year)s") % words
    return _("one of these grades in %(count)s years running up to %(year)s, not in %(wants)s") % words


def _age(ground: Ground) -> str:
    words = {"age": ground.has, "most": ground.wants}
    if ground.has is None:
        return _("date of birth not known")
    if ground.met:
        return _("aged %(age)s, at most %(most)s") % words
    return _("aged %(age)s, over %(most)s") % words


def _interval(ground: Ground) -> str:
    words = {"last": ground.has, "years": ground.wants}
    if ground.has is None:
        return _("no recuperation leave on record")
    if ground.met:
        return _("last recuperation in %(last)s, %(years)s years ago or more") % words
    return _("recuperation in %(last)s, not %(years)s years ago yet") % words


GROUNDS: Mapping[str, Callable[[Ground], str]] = {
    "top_share": _top_share,
    "grade": _grade,
    "routine": _routine,
    "grades": _grades,
    "age": _age,
    "interval": _interval,
}


def score_or_dash(hundredths: int | None) -> str:
    """A score with two places, or a dash where there is none."""
    return MISSING if hundredths is None else score_text(hundredths)
