"""What the values of a policy must be together. Each check is one sentence; CHECKS is the whole list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from daybook.rules.policy import EFFECTS, ROUTINE_GRADES, Rules, SheetForm

Report = Callable[..., None]
FULL = Decimal(100)
CATEGORIES = ("head", "staff")
STAFF_CATEGORIES = ("civil_servant", "public_institution", "quasi_civil_servant", "support_worker")
COMPUTED = ("left", "leave_over_half")
HALVES = ("morning", "afternoon", "evening")
VOTING = ("everybody", "heads", "portfolio_staff", "own_staff", "unit_staff", "own_head", "colleagues")
GRADES = (
    "excellent", "good", "competent", "basically_competent", "incompetent", "undetermined", "not_appraised",
)  # fmt: skip
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
VIRTUES = 5
OPTIONS = ("A", "B", "C", "D")
UNCOUNTED = "N"
"""The letters of a ballot, wherever it is kept or entered; a policy says what they weigh."""


def periods_follow_each_other(rules: Rules, report: Report) -> None:
    """A backfill ends after what is on time, a review after the submission."""
    if rules.daily.backfill_workdays < rules.daily.on_time_workdays:
        report("daily.backfill_workdays", "not_above", limit="daily.on_time_workdays")
    if rules.monthly.review_workday < rules.monthly.submit_workday:
        report("monthly.review_workday", "not_above", limit="monthly.submit_workday")


def half_days_are_times(rules: Rules, report: Report) -> None:
    """Morning, afternoon and evening each have a start and a later end."""
    halves = rules.monthly.half_days
    if sorted(halves) != sorted(HALVES):
        report("monthly.half_days", "wrong_halves", limit="、".join(HALVES))
    for key, times in halves.items():
        ordered = len(times) == 2 and times[0] < times[1]
        if not ordered or not all(TIME.fullmatch(time) for time in times):
            report(f"monthly.half_days.{key}", "bad_time")


def scale_is_whole(rules: Rules, report: Report) -> None:
    """The scale of an element has an end after its start, steps that fit and no more than two places."""
    scale = rules.quarterly
    if scale.score_most <= scale.score_least:
        report("quarterly.score_most", "not_above", limit="quarterly.score_least")
    for key in ("score_least", "score_most", "score_step"):
        value: Decimal = getattr(scale, key)
        if value * 100 % 1:
            report(f"quarterly.{key}", "too_fine")
        elif value % scale.score_step:
            report(f"quarterly.{key}", "off_step", limit=str(scale.score_step))


def thresholds_are_hundredths(rules: Rules, report: Report) -> None:
    """What a published figure is compared with has no more places than it."""
    for path, value in _thresholds(rules):
        if value * 100 % 1:
            report(path, "too_fine")


def _thresholds(rules: Rules) -> Iterator[tuple[str, Decimal]]:
    yield "quarterly.reason_from", rules.quarterly.reason_from
    yield "quarterly.reason_below", rules.quarterly.reason_below
    yield from ((f"statutory.bands.{grade}", least) for grade, least in rules.statutory.bands.items())
    yield "eligibility.routine_minimum", rules.eligibility.routine_minimum
    yield "suggestions.competent_from", rules.suggestions.competent_from
    yield "suggestions.basically_competent_from", rules.suggestions.basically_competent_from


def sheets_are_known(rules: Rules, report: Report) -> None:
    """There is a sheet for heads and one for staff; others are for post classes of these."""
    for key in rules.sheets:
        category, slash, post_class = key.partition("/")
        if category not in CATEGORIES or (slash and not post_class):
            report(f"sheets.{key}", "unknown_category")
    if not set(CATEGORIES) <= set(rules.sheets):
        report("sheets", "needs_both")


def sheets_are_whole(rules: Rules, report: Report) -> None:
    """Every element is in one group, has a weight and a name; the weights of a sheet sum to 100."""
    for key, form in rules.sheets.items():
        _elements(f"sheets.{key}", form, report)
        _sums(f"sheets.{key}.weights", form.weights, report)


def _elements(path: str, form: SheetForm, report: Report) -> None:
    listed = Counter(element for group in form.groups.values() for element in group)
    for element, times in listed.items():
        if times > 1:
            report(f"{path}.groups", "in_two_groups", value=element)
        if element not in form.weights:
            report(f"{path}.groups", "no_weight", value=element)
    for element in form.weights:
        if element not in listed:
            report(f"{path}.weights.{element}", "not_in_a_group", value=element)


def _sums(path: str, weights: Mapping[str, Decimal], report: Report) -> None:
    for key, weight in weights.items():
        if weight <= 0:
            report(f"{path}.{key}", "not_above", limit="0")
    total = sum(weights.values(), Decimal())
    if total != FULL:
        report(path, "weights_not_100", value=f"{total:f}")


def everything_has_a_name(rules: Rules, report: Report) -> None:
    """Groups, elements and virtues have labels."""
    for path, code in _named(rules):
        if code not in rules.labels:
            report(path, "no_label")


def _named(rules: Rules) -> Iterator[tuple[str, str]]:
    for key, form in rules.sheets.items():
        yield from ((f"sheets.{key}.groups.{code}", code) for code in form.groups)
        yield from ((f"sheets.{key}.weights.{code}", code) for code in form.weights)
    yield from ((f"assessment.virtues.{code}", code) for code in rules.assessment.virtues)


def bands_do_not_overlap(rules: Rules, report: Report) -> None:
    """The four bands go down without overlap, and the lowest starts at the bottom of the scale."""
    bands = rules.statutory.bands
    if sorted(bands) != sorted(ROUTINE_GRADES):
        report("statutory.bands", "wrong_grades", limit="、".join(ROUTINE_GRADES))
        return
    for higher, lower in pairwise(ROUTINE_GRADES):
        if bands[lower] >= bands[higher]:
            report(f"statutory.bands.{lower}", "bands_overlap", value=lower)
    if bands["poor"] > rules.quarterly.score_least:
        report("statutory.bands.poor", "bands_gap", limit=str(rules.quarterly.score_least))


def total_has_both_weights(rules: Rules, report: Report) -> None:
    """Heads and staff each have a share of the routine score between 0 and 1."""
    weights = rules.annual_total.routine_weight
    if sorted(weights) != sorted(CATEGORIES):
        report("annual_total.routine_weight", "wrong_grades", limit="、".join(CATEGORIES))
    for key, weight in weights.items():
        if not 0 <= weight <= 1:
            report(f"annual_total.routine_weight.{key}", "too_great", limit="1", value=str(weight))


def ballots_are_whole(rules: Rules, report: Report) -> None:
    """Five virtues and the classes each weigh 100; trimming leaves ballots over; the options are known."""
    assessment = rules.assessment
    _sums("assessment.virtues", assessment.virtues, report)
    _sums("assessment.weights", assessment.weights, report)
    if len(assessment.virtues) != VIRTUES:
        report("assessment.virtues", "five_virtues", value=str(len(assessment.virtues)))
    if assessment.trim_over < 2 * assessment.trim_each:
        report("assessment.trim_each", "too_many_trimmed")
    for key in assessment.options:
        if key not in OPTIONS:
            report("assessment.options", "unknown_option", limit="、".join(OPTIONS), value=key)
    if assessment.uncounted != UNCOUNTED:
        report("assessment.uncounted", "unknown_option", limit=UNCOUNTED, value=assessment.uncounted)


def classes_are_known(rules: Rules, report: Report) -> None:
    """Groups, electorate and signatures speak of the classes that have a weight."""
    assessment = rules.assessment
    classes = sorted(assessment.weights)
    if sorted(each for group in assessment.shown_groups for each in group) != classes:
        report("assessment.shown_groups", "classes_not_covered")
    if sorted(assessment.electorate) != classes:
        report("assessment.electorate", "classes_not_covered")
    for each in assessment.signed:
        if each not in classes:
            report("assessment.signed", "unknown_class", value=each)
    for key, rights in assessment.electorate.items():
        for right in rights:
            if right not in VOTING:
                report(f"assessment.electorate.{key}", "unknown_voting", value=right)


def circumstances_have_effects(rules: Rules, report: Report) -> None:
    """A circumstance has a known effect for each year it reaches; only sanctions reach beyond one."""
    for key, rule in rules.circumstances.items():
        path = f"circumstances.{key}"
        if not rule.effects:
            report(f"{path}.effects", "no_effect")
        for effect in rule.effects:
            if effect not in EFFECTS:
                report(f"{path}.effects", "unknown_effect", value=effect)
        if rule.kind != "sanction" and len(rule.effects) > 1:
            report(f"{path}.effects", "one_year_only")
        if (rule.kind == "computed") != (key in COMPUTED):
            report(f"{path}.kind", "not_computed", limit="、".join(COMPUTED))
        if key == "leave_over_half" and not rule.absences:
            report(f"{path}.absences", "no_absences")


def pools_divide_everybody(rules: Rules, report: Report) -> None:
    """Every staff category is in exactly one pool."""
    listed = sorted(category for pool in rules.pools.values() for category in pool)
    if listed != sorted(STAFF_CATEGORIES):
        report("pools", "pools_wrong")


def ratios_keep_within(rules: Rules, report: Report) -> None:
    """No ratio is above what consent allows, and together they leave nobody out twice."""
    for key in ("excellent", "good"):
        quota = getattr(rules.quotas, key)
        if quota.ratio > quota.most:
            report(f"quotas.{key}.ratio", "over_consent", limit=str(quota.most), value=str(quota.ratio))
    total = rules.quotas.excellent.ratio + rules.quotas.good.ratio
    if total > 1:
        report("quotas", "ratios_over_one", value=str(total))


def suggestions_descend(rules: Rules, report: Report) -> None:
    """Competent begins above basically competent."""
    if rules.suggestions.competent_from <= rules.suggestions.basically_competent_from:
        report("suggestions.competent_from", "not_above", limit="suggestions.basically_competent_from")


def grades_are_known(rules: Rules, report: Report) -> None:
    """Every grade that is named exists."""
    for path, grade in _grades(rules):
        if grade not in GRADES:
            report(path, "unknown_grade", value=grade)


def _grades(rules: Rules) -> Iterator[tuple[str, str]]:
    for local, form in rules.statutory_form_grade.items():
        yield from ((f"statutory_form_grade.{local}", grade) for grade in (local, form))
    yield from (("notice.grades", grade) for grade in rules.notice.grades)
    yield from (
        ("preference.merit_selection.grades", grade) for grade in rules.preference.merit_selection.grades
    )
    yield from (("preference.recuperation.grades", grade) for grade in rules.preference.recuperation.grades)
    yield from ((f"alerts.{key}.grade", alert.grade) for key, alert in rules.alerts.items())


def appraisal_weighs_most(rules: Rules, report: Report) -> None:
    """The career dimensions sum to 100, and none is heavier than the appraisal."""
    dimensions = rules.career.dimensions
    _sums("career.dimensions", dimensions, report)
    if "appraisal" not in dimensions:
        report("career.dimensions", "no_appraisal")
        return
    for key, weight in dimensions.items():
        if weight > dimensions["appraisal"]:
            report(f"career.dimensions.{key}", "not_heaviest", value=key)


CHECKS: tuple[Callable[[Rules, Report], None], ...] = (
    periods_follow_each_other,
    half_days_are_times,
    scale_is_whole,
    thresholds_are_hundredths,
    sheets_are_known,
    sheets_are_whole,
    everything_has_a_name,
    bands_do_not_overlap,
    total_has_both_weights,
    ballots_are_whole,
    classes_are_known,
    circumstances_have_effects,
    pools_divide_everybody,
    ratios_keep_within,
    suggestions_descend,
    grades_are_known,
    appraisal_weighs_most,
)
