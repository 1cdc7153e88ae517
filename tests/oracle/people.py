"""The people of a year: who is appraised, on what figures, and what stands against them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from .figures import published
from .policy import SANCTIONS, STATES, Policy
from .quarters import part_away, quarter_grades, quarter_score
from .tables import Book, Row, day, days_between, holds

POOLS = {
    "civil_servant": "civil",
    "quasi_civil_servant": "civil",
    "public_institution": "institution",
    "support_worker": "support",
}
Result = dict[str, Any]


def person_of_year(book: Book, row: Row, year: int) -> Result | None:
    """Somebody employed on at least one day of the year, as the year looks at them, or none."""
    # everybody employed on at least one day of the year ...
    first, last = day(row["employed_from"]) or date.min, day(row["employed_to"]) or date.max
    if first > date(year, 12, 31) or last < date(year, 1, 1):
        return None
    reference = min(last, date(year, 12, 31))
    # ... whose role on 31 December, or on the last day employed, is head or staff
    held = [a for a in book.of(book.appointments, row["number"]) if holds(a, reference)]
    if not held or held[0]["role"] not in ("department_head", "acting_head", "staff"):
        return None
    return {
        "person": row["number"],
        "employed": (first, last),
        # left before 31 December
        "left": last < date(year, 12, 31),
        "reference": reference,
        # category head: department_head, acting_head; category = that of the role on that day
        "category": "staff" if held[0]["role"] == "staff" else "head",
        "department": held[0]["department"],
        "pool": POOLS[row["staff_category"]],
    }


def score_person(book: Book, year: int, policy: Policy, person: Result) -> None:
    """Quarters, routine score, assessment, total, grades of quarters, circumstances, eligibility."""
    why: list[str] = []
    person["quarters"] = {}
    for quarter in (1, 2, 3, 4):
        score, reason = quarter_score(book, year, quarter, policy, person)
        person["quarters"][quarter] = score
        if reason:
            why.append(f"{reason}:{year}-Q{quarter}")
    scored = [score for score in person["quarters"].values() if score is not None]
    # needs two or more scored quarters; a missing quarter is never 0
    enough = len(scored) >= policy["min_quarters"]
    # routine score = mean of the published quarter scores, published
    person["routine"] = published(sum(scored, Fraction(0)) / len(scored)) if enough else None
    if not enough:
        why.append("too_few_quarters")
    person["assessment"] = assessment(book, year, policy, person["person"])
    if person["assessment"] is None:
        why.append("no_ballots")
    person["total"] = annual_total(policy, person)
    person["why"] = why
    person["grades"] = quarter_grades(book, year, policy, person)
    person["effects"] = circumstances(book, year, policy, person)
    person["barred_by"] = barred_by(policy, person)
    person["eligible"] = eligible(person)


def annual_total(policy: Policy, person: Result) -> Fraction | None:
    """w × routine + (1 − w) × assessment, published."""
    if person["routine"] is None or person["assessment"] is None:
        return None
    share: Fraction = policy["routine_share"][person["category"]]
    return published(share * person["routine"] + (1 - share) * person["assessment"])


def assessment(book: Book, year: int, policy: Policy, number: str) -> Fraction | None:
    """Σ class weight × class mean ÷ Σ weights of the classes with ballots, published."""
    means: dict[str, Fraction] = {}
    for ballot_class in policy["classes"]:
        values = []
        for row in book.of(book.ballots, number):
            if (row["year"], row["ballot_class"]) == (str(year), ballot_class):
                value = ballot_value(policy, row)
                # one with no virtue rated is not counted
                if value is not None:
                    values.append(value)
        values.sort()
        # with more than 5 ballots one highest and one lowest are dropped first
        if len(values) > policy["trim_above"]:
            values = values[1:-1]
        if values:
            means[ballot_class] = sum(values, Fraction(0)) / len(values)
    if not means:
        return None
    weights = policy["classes"]
    return published(sum(weights[c] * means[c] for c in means) / Fraction(sum(weights[c] for c in means)))


def ballot_value(policy: Policy, row: Row) -> Fraction | None:
    """Σ weight × option ÷ Σ weight over the virtues rated (N is not counted, nor is an empty one)."""
    virtues = [row[v] for v in ("integrity", "ability", "diligence", "achievement", "probity")]
    rated = [
        (w, policy["options"][v])
        for w, v in zip(policy["virtues"], virtues, strict=True)
        if v not in ("N", "")
    ]
    if not rated:
        return None
    return Fraction(sum(w * option for w, option in rated), sum(w for w, _ in rated))


def circumstances(book: Book, year: int, policy: Policy, person: Result) -> dict[str, list[str]]:
    """The kinds that stand against the person, by effect, each once, by code point."""
    effects: dict[str, set[str]] = {
        "not_appraised": set(),
        "incompetent": set(),
        "undetermined": set(),
        "not_excellent": set(),
    }
    # left before 31 December: computed, in both policies
    if person["left"]:
        effects["not_appraised"].add("left")
    if policy["circumstances"]:
        for row in book.of(book.circumstances, person["person"]):
            effect = entered_effect(row, year, person["reference"])
            if effect:
                effects[effect].add(row["kind"])
        if leave_over_half(book, year, person):
            effects["undetermined"].add("leave_over_half")
    return {effect: sorted(kinds) for effect, kinds in effects.items()}


def entered_effect(row: Row, year: int, reference: date) -> str | None:
    """The effect of one entered circumstance on a year."""
    if row["kind"] in STATES:
        # states count if they stand on 31 December, or on the last day employed
        return STATES[row["kind"]] if holds(row, reference, "first_day", "last_day") else None
    # sanctions count in the calendar year of their first day and the following years the table names
    first = day(row["first_day"])
    assert first is not None
    return SANCTIONS[row["kind"]].get(year - first.year)


def leave_over_half(book: Book, year: int, person: Result) -> bool:
    """Sick and personal leave on more than half of the whole year's workdays."""
    workdays = book.workdays.among(days_between(date(year, 1, 1), date(year, 12, 31)))
    absences = book.of(book.absences, person["person"])
    leave = [a for a in absences if a["kind"] in ("sick_leave", "personal_leave")]
    # an absence outside employment (a warning on import) is no leave
    employed = [d for d in workdays if person["employed"][0] <= d <= person["employed"][1]]
    return sum((part_away(leave, d) for d in employed), Fraction(0)) > Fraction(len(workdays), 2)


def barred_by(policy: Policy, person: Result) -> list[str]:
    """Every reason that takes a quota grade away, each tested on its own."""
    reasons = [f"{effect}:{kind}" for effect, kinds in person["effects"].items() for kind in kinds]
    # a missing routine score is not below the minimum
    if person["routine"] is not None and person["routine"] < policy["routine_minimum"]:
        reasons.append("routine_below_minimum")
    grades = list(person["grades"].values())
    # no quarter graded fair or poor
    if policy["low_quarter_bars"] and ("fair" in grades or "poor" in grades):
        reasons.append("statutory_grade")
    # for excellent: well in at least half of the scored quarters (no scored quarter: not tested)
    if grades.count("well") < policy["excellent_well_share"] * len(grades):
        reasons.append("few_good_quarters")
    return reasons


def eligible(person: Result) -> list[str]:
    """The quota grades the person may get; empty without an annual total."""
    if person["total"] is None:
        return []
    only_not_excellent = ("not_excellent:", "few_good_quarters")  # these leave `good` open
    if not person["barred_by"]:
        return ["excellent", "good"]
    return ["good"] if all(reason.startswith(only_not_excellent) for reason in person["barred_by"]) else []
