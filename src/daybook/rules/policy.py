"""The appraisal policy (考核办法) as an immutable record: every number of it is data with a source.

One class is one table of the policy file, one attribute one key. What a value may be stands beside it;
what values must be together stands in ``policy_checks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

TRANSFERS = ("majority", "day_weighted")
HEADS_IN = ("unit", "own_pool")
METHODS = ("largest_remainder", "sainte_lague", "jefferson", "huntington_hill", "adams")
CIRCUMSTANCE_KINDS = ("state", "sanction", "computed")
EFFECTS = ("not_appraised", "incompetent", "undetermined", "not_excellent")
COMMENTS = ("usual", "only", "none")
ROUTINE_GRADES = ("well", "fairly_well", "fair", "poor")
QUOTA_GRADES = ("excellent", "good")


class Amount(NamedTuple):
    """A number no smaller than ``least`` and, if given, no greater than ``most``."""

    least: str = "0"
    most: str | None = None


class OneOf(NamedTuple):
    """A word from a list."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What the policy calls an element, a group or a virtue, in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: the bureau's own account, a law, or a default the bureau confirms."""

    kind: Annotated[str, OneOf(("account", "law", "default", "bureau"))]
    title: str
    title_en: str
    issuer: str = ""
    number: str = ""
    articles: str = ""
    effective_from: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Daily:
    """The daily record (日记实). Periods are in workdays after the work date."""

    on_time_workdays: Annotated[int, Amount()]
    backfill_workdays: Annotated[int, Amount()]
    internal: bool
    internal_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Monthly:
    """The month (月对账). Deadlines are the n-th workday of a month; half days are start and end times."""

    plan_workday: Annotated[int, Amount("1")]
    submit_workday: Annotated[int, Amount("1")]
    review_workday: Annotated[int, Amount("1")]
    review_min_workdays: Annotated[int, Amount("1")]
    workday_hours: Annotated[Decimal, Amount("1", "24")]
    near_copy_share: Annotated[Decimal, Amount("0.01", "1")]
    half_days: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Leaders:
    """Whether the principal leader reviews the months of the other bureau leaders."""

    reviewed: bool


@dataclass(frozen=True, slots=True)
class Quarterly:
    """The quarter (季评鉴): scale of an element, reasons asked for, transfers, least presence."""

    due_workday: Annotated[int, Amount("1")]
    transfer: Annotated[str, OneOf(TRANSFERS)]
    min_workdays: Annotated[int, Amount()]
    score_least: Annotated[Decimal, Amount("0", "100")]
    score_most: Annotated[Decimal, Amount("0", "100")]
    score_step: Annotated[Decimal, Amount("0.01", "100")]
    reason_from: Annotated[Decimal, Amount("0", "100")]
    reason_below: Annotated[Decimal, Amount("0", "100")]
    least_told: Annotated[int, Amount("1")]


@dataclass(frozen=True, slots=True)
class Feedback:
    """Feedback and objection (异议), in workdays."""

    objection_workdays: Annotated[int, Amount("1")]
    decision_workdays: Annotated[int, Amount("1")]


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The elements (考核要素) of one category, or of one post class of it, in groups, with weights of 100."""

    groups: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Statutory:
    """Statutory quarterly grades: the lowest score of each band, and the share of the top one at most."""

    applies: bool
    well_share: Annotated[Decimal, Amount("0", "1")]
    bands: Mapping[str, Annotated[Decimal, Amount("0", "100")]]


@dataclass(frozen=True, slots=True)
class AnnualSummary:
    """The annual summary (年度总结) is due by this workday of January."""

    due_workday: Annotated[int, Amount("1")]


@dataclass(frozen=True, slots=True)
class RoutineScore:
    """The routine score (平时考核成绩) needs so many scored quarters."""

    min_quarters: Annotated[int, Amount("1", "4")]


@dataclass(frozen=True, slots=True)
class AnnualTotal:
    """The share of the routine score in the annual total, by category."""

    routine_weight: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The annual assessment (年度综合测评): virtues, options, ballot classes, who votes, what is shown.

    ``trim_over``: with more ballots in a class, ``trim_each`` highest and lowest are dropped.
    ``shown_groups`` are merged until a group has ``shown_min_ballots``.
    """

    virtues: Mapping[str, Decimal]
    options: Mapping[str, Annotated[Decimal, Amount("0", "100")]]
    uncounted: str
    weights: Mapping[str, Decimal]
    electorate: Mapping[str, tuple[str, ...]]
    signed: tuple[str, ...]
    trim_over: Annotated[int, Amount("2")]
    trim_each: Annotated[int, Amount("0")]
    shown_groups: tuple[tuple[str, ...], ...]
    shown_min_ballots: Annotated[int, Amount("1")]
    flat_over: Annotated[int, Amount("1")]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What the quota grades ask for beside an annual total and the absence of a circumstance."""

    routine_minimum: Annotated[Decimal, Amount("0", "100")]
    low_quarter_bars: bool
    excellent_well_share: Annotated[Decimal, Amount("0", "1")]


@dataclass(frozen=True, slots=True)
class CircumstanceRule:
    """What a special circumstance does: in the year it stands or begins, and the years after.

    ``absences`` and ``share`` belong to the leave that is computed: more than this share of the year's
    workdays.
    """

    kind: Annotated[str, OneOf(CIRCUMSTANCE_KINDS)]
    effects: tuple[str, ...]
    comment: Annotated[str, OneOf(COMMENTS)] = "usual"
    absences: tuple[str, ...] = ()
    share: Annotated[Decimal, Amount("0", "1")] = Decimal(1)


@dataclass(frozen=True, slots=True)
class Units:
    """Whether heads belong to the unit of their department or are a unit of their own.

    In a unit of ``last_seat_shown_from`` people and more, each of them is told the score at its last seat.
    """

    heads: Annotated[str, OneOf(HEADS_IN)]
    last_seat_shown_from: Annotated[int, Amount("1")]


@dataclass(frozen=True, slots=True)
class Quota:
    """A grade's ratio of the headcount, and the ratio that consent from above would allow at most."""

    ratio: Annotated[Decimal, Amount("0", "1")]
    most: Annotated[Decimal, Amount("0", "1")]


@dataclass(frozen=True, slots=True)
class Quotas:
    """Quotas (名额) and the method that apportions them."""

    method: Annotated[str, OneOf(METHODS)]
    excellent: Quota
    good: Quota


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggested grades outside the quotas, by annual total.

    With more than ``low_share_over`` of the quarters low, basically competent is the most (1: never).
    """

    competent_from: Annotated[Decimal, Amount("0", "100")]
    basically_competent_from: Annotated[Decimal, Amount("0", "100")]
    low_share_over: Annotated[Decimal, Amount("0", "1")]


@dataclass(frozen=True, slots=True)
class Notice:
    """Public notice (公示) of the named grades, in workdays."""

    applies: bool
    workdays: Annotated[int, Amount()]
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """Statutory remedies beside the procedure (复核, 申诉), in days; 0 where there is none."""

    reconsideration_days: Annotated[int, Amount()]
    appeal_days: Annotated[int, Amount()]


@dataclass(frozen=True, slots=True)
class Career:
    """The career evaluation (干部经历业绩评价): years of annual totals, newest first, and the dimensions."""

    year_weights: tuple[int, ...]
    dimensions: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class MeritSelection:
    """Preferred for awards (评先选优): the top share of a unit by routine score, or one of the grades."""

    top_share: Annotated[Decimal, Amount("0", "1")]
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticalTraining:
    """Preferred for practical training (实践锻炼): routine score, consecutive years, age in years."""

    routine_minimum: Annotated[Decimal, Amount("0", "100")]
    years: Annotated[int, Amount("1")]
    age_most: Annotated[int, Amount("1")]


@dataclass(frozen=True, slots=True)
class Recuperation:
    """Preferred for recuperation leave (健康疗养): routine score, or grades; years since the last."""

    routine_minimum: Annotated[Decimal, Amount("0", "100")]
    grades: tuple[str, ...]
    grade_years: Annotated[int, Amount("1")]
    interval_years: Annotated[int, Amount()]


@dataclass(frozen=True, slots=True)
class Preference:
    """The preference lists: they order candidates and exclude nobody."""

    merit_selection: MeritSelection
    practical_training: PracticalTraining
    recuperation: Recuperation


@dataclass(frozen=True, slots=True)
class Alert:
    """So many years in a row with a grade call somebody's attention to an act; never the act itself."""

    grade: str
    years: Annotated[int, Amount("1")]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The tables of a policy file that hold values."""

    daily: Daily
    monthly: Monthly
    leaders: Leaders
    quarterly: Quarterly
    feedback: Feedback
    sheets: Mapping[str, SheetForm]
    statutory: Statutory
    annual_summary: AnnualSummary
    routine_score: RoutineScore
    annual_total: AnnualTotal
    assessment: Assessment
    eligibility: Eligibility
    circumstances: Mapping[str, CircumstanceRule]
    pools: Mapping[str, tuple[str, ...]]
    units: Units
    quotas: Quotas
    suggestions: Suggestions
    notice: Notice
    remedies: Remedies
    statutory_form_grade: Mapping[str, str]
    career: Career
    preference: Preference
    alerts: Mapping[str, Alert]
    labels: Mapping[str, Label]


@dataclass(frozen=True, slots=True, eq=False)
class Policy(Rules):
    """A policy as it stands on a day: amendments up to then applied, parents resolved.

    ``sources`` gives the source key of every value by its dotted path; ``source_texts`` the sources
    themselves. ``hash`` is the SHA-256 of the canonical content, kept with every sealed result.
    """

    id: str
    name: Label
    effective_from: date
    on: date
    hash: str
    lineage: tuple[str, ...]
    sources: Mapping[str, str]
    source_texts: Mapping[str, Source]
    table_sources: Mapping[str, str]
    values: Mapping[str, Any] = field(repr=False)

    def source_of(self, path: str) -> str:
        """The source key of the value or table at a dotted path, or of the first value below it."""
        found = self.sources.get(path) or self.table_sources.get(path)
        if found is not None:
            return found
        below = path + "."
        return next(key for place, key in self.sources.items() if place.startswith(below))
