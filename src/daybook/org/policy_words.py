"""What the keys and codes of a policy are called on its page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from daybook.org.enums import AbsenceKind, CircumstanceKind, HalfDay, StaffCategory

Word = str | Promise

# The tables of a policy in the order of the procedure; sheets and circumstances stand apart.
SECTIONS: tuple[tuple[Word, tuple[str, ...]], ...] = (
    (_("Daily record"), ("daily",)),
    (_("Month"), ("monthly", "leaders")),
    (_("Quarter"), ("quarterly", "statutory", "feedback")),
    (
        _("Year: routine score, assessment, total"),
        ("annual_summary", "routine_score", "annual_total", "assessment"),
    ),
    (_("Eligibility, quotas, grades"), ("eligibility", "pools", "units", "quotas", "suggestions")),
    (_("Notice, remedies, forms"), ("notice", "remedies", "statutory_form_grade")),
    (_("Use of the results"), ("career", "preference", "alerts")),
)

KEYS: dict[str, Word] = {
    "daily.on_time_workdays": _("An entry is on time within"),
    "daily.backfill_workdays": _("Afterwards it may be backfilled, with a reason, within"),
    "daily.internal": _("Entries may be marked internal"),
    "daily.internal_reasons": _("Reasons for an internal entry"),
    "monthly.plan_workday": _("The month is planned by its"),
    "monthly.submit_workday": _("The month is reconciled by the next month's"),
    "monthly.review_workday": _("The month is reviewed by the next month's"),
    "monthly.review_min_workdays": _("A superior of part of a month reviews it from"),
    "monthly.workday_hours": _("Hours of a workday"),
    "monthly.near_copy_share": _("Texts are nearly the same from this share of common runs of three signs"),
    "monthly.half_days.morning": _("A morning is"),
    "monthly.half_days.afternoon": _("An afternoon is"),
    "monthly.half_days.evening": _("An evening is"),
    "leaders.reviewed": _("Months of bureau leaders are reviewed"),
    "quarterly.due_workday": _("Sheets are published by this workday after the quarter"),
    "quarterly.transfer": _("After a transfer within the quarter"),
    "quarterly.min_workdays": _("Fewer due workdays: the quarter is not scored"),
    "quarterly.score_least": _("Lowest score of an element"),
    "quarterly.score_most": _("Highest score of an element"),
    "quarterly.score_step": _("Step of an element"),
    "quarterly.reason_from": _("Without cited evidence a reason is required from"),
    "quarterly.reason_below": _("A reason is required below"),
    "quarterly.least_told": _("Scores of others are told in the aggregate, and from so many on"),
    "statutory.applies": _("Statutory grades are given each quarter"),
    "statutory.well_share": _("“Well” at most, of the people with a score"),
    "statutory.bands.well": _("“Well” from"),
    "statutory.bands.fairly_well": _("“Fairly well” from"),
    "statutory.bands.fair": _("“Fair” from"),
    "statutory.bands.poor": _("“Poor” from"),
    "feedback.objection_workdays": _("A person may object to a sheet within"),
    "feedback.decision_workdays": _("An objection is decided within"),
    "annual_summary.due_workday": _("The annual summary is due by January's"),
    "routine_score.min_quarters": _("The routine score needs at least"),
    "annual_total.routine_weight.head": _("Share of the routine score, heads"),
    "annual_total.routine_weight.staff": _("Share of the routine score, staff"),
    "assessment.uncounted": _("Not counted on a ballot"),
    "assessment.signed": _("Signed by name"),
    "assessment.trim_over": _("Ballots above which the extremes are dropped"),
    "assessment.trim_each": _("Dropped at each end"),
    "assessment.shown_groups": _("Classes shown together"),
    "assessment.shown_min_ballots": _("A group is shown from"),
    "assessment.flat_over": _("A flat list is queried above"),
    "eligibility.routine_minimum": _("Excellent and good need a routine score of"),
    "eligibility.low_quarter_bars": _("A quarter graded fair or poor bars excellent and good"),
    "eligibility.excellent_well_share": _("Excellent needs “well” in this share of the scored quarters"),
    "units.heads": _("Heads belong to"),
    "units.last_seat_shown_from": _("The score at the last seat is told in units from"),
    "quotas.method": _("Quotas are apportioned by"),
    "quotas.excellent.ratio": _("Excellent, share of the headcount"),
    "quotas.excellent.most": _("Excellent, with consent from above at most"),
    "quotas.good.ratio": _("Good, share of the headcount"),
    "quotas.good.most": _("Good, at most"),
    "suggestions.competent_from": _("Competent from an annual total of"),
    "suggestions.basically_competent_from": _("Basically competent from an annual total of"),
    "suggestions.low_share_over": _(
        "Fair or poor in more than this share of quarters: basically competent at most"
    ),
    "notice.applies": _("Grades are put up for public notice"),
    "notice.workdays": _("Public notice lasts"),
    "notice.grades": _("Put up for notice"),
    "remedies.reconsideration_days": _("Reconsideration may be asked for within"),
    "remedies.appeal_days": _("An appeal may follow within"),
    "statutory_form_grade.good": _("“Good” (local) is written on official forms as"),
    "career.year_weights": _("Annual totals of the last years, newest first, weigh"),
    "career.dimensions.appraisal": _("Career evaluation: appraisal results"),
    "career.dimensions.experience": _("Career evaluation: posts held"),
    "career.dimensions.urgent_tasks": _("Career evaluation: urgent and difficult tasks"),
    "career.dimensions.rewards_and_sanctions": _("Career evaluation: rewards and sanctions"),
    "career.dimensions.recognition": _("Career evaluation: recognition by the masses"),
    "preference.merit_selection.top_share": _("Awards: the unit's top by routine score"),
    "preference.merit_selection.grades": _("Awards: or a grade of"),
    "preference.practical_training.routine_minimum": _("Practical training: routine score from"),
    "preference.practical_training.years": _("Practical training: in consecutive years"),
    "preference.practical_training.age_most": _("Practical training: age at most"),
    "preference.recuperation.routine_minimum": _("Recuperation: routine score from"),
    "preference.recuperation.grades": _("Recuperation: or a grade of"),
    "preference.recuperation.grade_years": _("Recuperation: held in consecutive years"),
    "preference.recuperation.interval_years": _("Recuperation: not again within"),
    "alerts.third_class_merit.grade": _("Alert for a third-class merit: grade"),
    "alerts.third_class_merit.years": _("Alert for a third-class merit: consecutive years"),
    "alerts.admonition.grade": _("Alert for an admonition: grade"),
    "alerts.admonition.years": _("Alert for an admonition: consecutive years"),
    "alerts.dismissal.grade": _("Alert for dismissal by law: grade"),
    "alerts.dismissal.years": _("Alert for dismissal by law: consecutive years"),
}
# A family of keys with one name, completed by the name of the last part.
FAMILIES: dict[str, Word] = {
    "assessment.virtues": _("Weight of a virtue: %(name)s"),
    "assessment.options": _("Value of an option: %(name)s"),
    "assessment.weights": _("Weight of a ballot class: %(name)s"),
    "assessment.electorate": _("Who is voted on by: %(name)s"),
    "pools": _("Pool: %(name)s"),
}

COMPUTED_CIRCUMSTANCES: dict[str, Word] = {
    "left": _("left before 31 December"),
    "leave_over_half": _("on leave for more than half of the year"),
}
KINDS: dict[str, Word] = {
    "state": pgettext_lazy("kind of circumstance", "state"),
    "sanction": pgettext_lazy("kind of circumstance", "sanction"),
    "computed": pgettext_lazy("kind of circumstance", "computed"),
}
EFFECTS: dict[str, Word] = {
    "not_appraised": _("not appraised"),
    "incompetent": _("incompetent"),
    "undetermined": _("undetermined"),
    "not_excellent": _("not excellent"),
}
GRADES: dict[str, Word] = {
    "excellent": pgettext_lazy("grade", "excellent"),
    "good": pgettext_lazy("grade", "good"),
    "competent": _("competent"),
    "basically_competent": _("basically competent"),
    "incompetent": _("incompetent"),
}
# Codes that mean one thing wherever they stand …
CODES: dict[str, Word] = {
    **dict(StaffCategory.choices),
    **dict(AbsenceKind.choices),
    **dict(HalfDay.choices),
    **dict(CircumstanceKind.choices),
    **COMPUTED_CIRCUMSTANCES,
    **EFFECTS,
    **GRADES,
    "majority": _("the sheet of the longest span counts"),
    "day_weighted": _("sheets are weighted by workdays"),
    "unit": _("the unit of their department"),
    "own_pool": _("a unit of their own"),
    "largest_remainder": _("largest remainder"),
    "sainte_lague": _("Sainte-Laguë"),
    "jefferson": _("Jefferson"),
    "huntington_hill": _("Huntington–Hill"),
    "adams": _("Adams"),
    "everybody": _("everybody appraised"),
    "heads": _("all heads but oneself"),
    "portfolio_staff": _("the staff of the own portfolio"),
    "own_staff": _("the own staff"),
    "unit_staff": _("the staff of the same unit"),
    "own_head": _("the own head"),
    "colleagues": _("the colleagues of the department"),
    "civil": pgettext_lazy("pool", "civil servants"),
    "institution": pgettext_lazy("pool", "institution staff"),
    "support": pgettext_lazy("pool", "support workers"),
    "N": _("do not know"),
}
# … and those that mean something else in one table.
CODES_OF_TABLE: dict[str, dict[str, Word]] = {
    "daily.internal_reasons": {
        "petition": _("petition"),
        "personnel": pgettext_lazy("internal reason", "personnel"),
        "case": pgettext_lazy("internal reason", "case"),
        "other": _("otherwise sensitive"),
        "other_sensitive": _("otherwise sensitive"),
    },
    "assessment.options": {
        "A": pgettext_lazy("ballot", "excellent"),
        "B": pgettext_lazy("ballot", "good"),
        "C": pgettext_lazy("ballot", "middling"),
        "D": pgettext_lazy("ballot", "poor"),
    },
    "ballot_classes": {
        "A": _("principal leader"),
        "B": _("other bureau leaders"),
        "C": _("heads"),
        "D": _("staff"),
    },
}
BALLOT_CLASSES = (
    "assessment.weights",
    "assessment.electorate",
    "assessment.signed",
    "assessment.shown_groups",
)
