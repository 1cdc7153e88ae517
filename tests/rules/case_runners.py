"""How each kind of worked example is worked: what is given goes through the rule."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from daybook.rules import career, deadlines, month, preference
from daybook.rules.alerts import alerts_raised
from daybook.rules.apportionment import apportion, quota_total
from daybook.rules.assessment import assessment, shown_groups
from daybook.rules.circumstances import effects_on
from daybook.rules.eligibility import barred_by, eligible_grades
from daybook.rules.exact import hundredths, score_text, shown_percent
from daybook.rules.facts import Absence, Appointment, Circumstance, Conflict, Person, Portfolio, Sheet
from daybook.rules.figure import Figure
from daybook.rules.grounds import grounds_of
from daybook.rules.nearcut import Standing, error_text, near_the_cut, total_variance
from daybook.rules.periods import Period, quarters_of
from daybook.rules.policy import Policy
from daybook.rules.presence import due_parts, due_workdays
from daybook.rules.quarter import quarter_score, standing_sheets
from daybook.rules.ranking import Contender, quota_awards
from daybook.rules.refill import refill
from daybook.rules.routine import annual_total, routine_score
from daybook.rules.sheet import form_for, publishing_faults, sheet_score
from daybook.rules.spans import quarter_spans
from daybook.rules.statutory import band_of, quarter_grades
from daybook.rules.superiors import Structure
from daybook.rules.vignettes import standing_among
from tests.daily import line_cases

from .cast import SINCE, calendar_2026, flat_scores

Given = dict[str, Any]


def _hundredths(score: str | int | Decimal) -> int:
    return hundredths(Decimal(score))


def _text(figure: Figure | None) -> str:
    return "—" if figure is None else score_text(figure.hundredths)


def _shown(indicator: month.Indicator | None) -> str:
    return shown_percent(indicator.ratio if indicator else None)


def _figure(score: Any) -> Figure:
    return Figure("given", _hundredths(score), (), "annual_total.routine_weight.staff")


def _period(key: str) -> Period:
    return quarters_of(int(key[:4]))[int(key[-1]) - 1]


def _person(given: Given) -> Person:
    return Person("S01", "civil_servant", given.get("employed_from", SINCE), given.get("employed_to"))


def _absences(given: Given) -> list[Absence]:
    return [Absence(**each) for each in given.get("absences", ())]


def run_entry_timing(policy: Policy, given: Given) -> object:
    return deadlines.entry_timing(policy, calendar_2026(), given["work_date"], given["written_on"])


def run_entry_line(_policy: Policy, given: Given) -> object:
    return line_cases.read(given["line"])


def run_unlock_deadline(policy: Policy, given: Given) -> object:
    return deadlines.unlock_deadline(policy, calendar_2026(), given["granted_on"])


def run_month_deadlines(policy: Policy, given: Given) -> object:
    year, number = (int(part) for part in given["month"].split("-"))
    return {
        "plan": deadlines.plan_deadline(policy, calendar_2026(), year, number),
        "submit": deadlines.submit_deadline(policy, calendar_2026(), year, number),
        "review": deadlines.review_deadline(policy, calendar_2026(), year, number),
    }


def run_due_workdays(policy: Policy, given: Given) -> object:
    due = due_workdays(calendar_2026(), _person(given), _absences(given), given["first"], given["last"])
    return Decimal(due.numerator) / due.denominator


def run_month_indicators(policy: Policy, given: Given) -> object:
    due = due_parts(calendar_2026(), _person(given), _absences(given), given["first"], given["last"])
    entries = [month.Recorded(**each) for each in given.get("entries", ())]
    items = [
        month.Planned(Fraction(each.get("weight", 1)), each.get("state", ""), each.get("progress"))
        for each in given.get("plan", ())
    ]
    return {
        "coverage": _shown(month.coverage(due, entries)),
        "saturation": _shown(month.saturation(policy, due, entries)),
        "completion": _shown(month.completion(items)),
    }


def run_sheet_score(policy: Policy, given: Given) -> object:
    scores = {code: _hundredths(score) for code, score in given["scores"].items()}
    return _text(sheet_score(form_for(policy, given["category"]), Sheet(1, scores, SINCE)))


def run_publishing(policy: Policy, given: Given) -> object:
    scores = {code: _hundredths(score) for code, score in given["scores"].items()}
    faults = publishing_faults(
        policy,
        form_for(policy, given["category"]),
        scores,
        reasons=given.get("reasons", ()),
        cited=given.get("cited", ()),
        already_published=given.get("already_published", False),
    )
    return [f"{fault.code}:{fault.element}" for fault in faults]


def run_quarter_score(policy: Policy, given: Given) -> object:
    period = _period(given["quarter"])
    sheets = []
    for each in given["sheets"]:
        more = {key: value for key, value in each.items() if key not in ("score", "published")}
        published = SINCE if each.get("published", True) else None
        sheets.append(Sheet(period.number, flat_scores(policy, "staff", each["score"]), published, **more))
    counted = standing_sheets(sheets, period).counted
    figures = [sheet_score(form_for(policy, "staff"), each, period.key) for each in counted]
    return _text(quarter_score(policy, period, figures, calendar_2026()) if figures else None)


def run_statutory_grades(policy: Policy, given: Given) -> object:
    scores = {n: _hundredths(score) for n, score in enumerate(given["scores"], start=1)}
    decided = {int(quarter): grade for quarter, grade in given.get("decided", {}).items()}
    return list(quarter_grades(policy, scores, decided).values())


def run_routine_score(policy: Policy, given: Given) -> object:
    return _text(routine_score(policy, [_figure(score) for score in given["quarters"]]))


def run_annual_total(policy: Policy, given: Given) -> object:
    routine = routine_score(policy, [_figure(score) for score in given["quarters"]])
    assert routine is not None
    total = annual_total(policy, given["category"], routine, _figure(given["assessment"]))
    return {"routine_score": _text(routine), "annual_total": _text(total)}


def run_assessment(policy: Policy, given: Given) -> object:
    figure = assessment(policy, given["ballots"])
    groups = [] if figure is None else shown_groups(policy, figure)
    shown = {each.figure.detail: _text(each.figure) for each in groups}
    return {"assessment": _text(figure), "shown": shown}


def run_eligibility(policy: Policy, given: Given) -> object:
    quarters = [_figure(score) for score in given["quarters"]]
    routine = routine_score(policy, quarters)
    scores = {n: each.hundredths for n, each in enumerate(quarters, start=1)}
    grades = quarter_grades(policy, scores, {})
    number = None if routine is None else routine.hundredths
    reasons = barred_by(policy, (), number, list(grades.values()))
    return {
        "routine_score": _text(routine),
        "barred_by": reasons,
        "eligible": list(eligible_grades(reasons, routine is not None)),
    }


def run_circumstances(policy: Policy, given: Given) -> object:
    entered = [Circumstance(**each) for each in given.get("circumstances", ())]
    effects = effects_on(
        policy,
        calendar_2026(),
        _person(given),
        given["year"],
        circumstances=entered,
        absences=_absences(given),
    )
    return [f"{each.effect}:{each.kind}" for each in effects]


def _units(bases: list[int]) -> dict[str, int]:
    return {f"L{number:02}": base for number, base in enumerate(bases, start=1)}


def run_apportionment(policy: Policy, given: Given) -> object:
    bases = given["bases"] if isinstance(given["bases"], dict) else _units(given["bases"])
    headcount = sum(bases.values())
    total = given["total"] if "total" in given else quota_total(headcount, Fraction(given["ratio"]))
    seats = apportion(given["method"], total, bases).seats
    return seats if isinstance(given["bases"], dict) else list(seats.values())


def run_refilling(policy: Policy, given: Given) -> object:
    bases = _units(given["bases"])
    seats, eligible = _units(given["seats"]), _units(given["eligible"])
    return list(refill(bases, seats, eligible).seats.values())


def run_suggestions(policy: Policy, given: Given) -> object:
    contenders = [
        Contender(
            each["person"],
            (_hundredths(each["total"]), _hundredths(each.get("routine", 90))),
            not each.get("good_only", False),
        )
        for each in given["eligible"]
    ]
    awards = quota_awards(contenders, given["excellent"], given["good"])
    return {
        person: award.grade or ("、".join(f"tie:{grade}" for grade in award.ties) or "by_total")
        for person, award in awards.items()
    }


def run_error_at_cut(policy: Policy, given: Given) -> object:
    totals = {each["person"]: _total(policy, given["category"], each) for each in given["people"]}
    ranked = sorted(totals, key=lambda person: -totals[person].hundredths)
    held = ranked[: given.get("seats", 0)]
    near = near_the_cut(Standing(person, totals[person], person in held) for person in ranked)
    variances = {person: total_variance(total) for person, total in totals.items()}
    errors = {person: "—" if each is None else error_text(each) for person, each in variances.items()}
    return {"errors": errors, "near": sorted(near)}


def _total(policy: Policy, category: str, given: Given) -> Figure:
    routine = routine_score(policy, [_figure(score) for score in given["quarters"]])
    assessed = assessment(policy, given["ballots"])
    assert routine is not None
    assert assessed is not None
    return annual_total(policy, category, routine, assessed)


def run_band(policy: Policy, given: Given) -> object:
    return band_of(policy, _hundredths(given["score"]))


def run_vignette(policy: Policy, given: Given) -> object:
    form = form_for(policy, given["category"])
    codes = [code for code, _weight in form.elements]
    flat = [dict.fromkeys(codes, _hundredths(score)) for score in given["flat"]]
    for scores, quality in zip(flat, given.get("quality", ()), strict=False):
        scores["quality"] = _hundredths(quality)
    found = standing_among(policy, form, flat)
    if found is None:
        return "—"
    told = {"totals": [score_text(each) for each in found.totals], "median": score_text(found.median)}
    return {**told, "quality": score_text(found.elements["quality"])}


POSTS = (
    ("L01", "principal_leader", None),
    ("L02", "bureau_leader", None),
    ("H01", "department_head", "D01"),
    ("A01", "acting_head", "D02"),
    ("H08", "department_head", "D08"),
    ("S01", "staff", "D01"),
    ("S02", "staff", "D02"),
    ("S03", "staff", "D03"),
    ("S09", "staff", "D09"),
)
"""D03 and D09 have no head, D08 and D09 are in nobody's portfolio."""


def run_grounds(_policy: Policy, given: Given) -> object:
    structure = Structure(
        [Appointment(number, department, role, SINCE) for number, role, department in POSTS],
        [Portfolio("L02", code, SINCE) for code in ("D01", "D02", "D03")],
        [Conflict(**each, first_day=SINCE) for each in given.get("conflicts", ())],
    )
    person = Person(given["person"], "civil_servant", SINCE)
    (span,) = quarter_spans(structure, calendar_2026(), person, _period("2026-Q2"))
    found = grounds_of(structure, person.number, span, given["rater"], given.get("left", ()))
    return [found.base, *(f"{why}:{number}" for number, why in found.passed)]


def run_career(policy: Policy, given: Given) -> object:
    totals = {int(year): _hundredths(total) for year, total in given["totals"].items()}
    found = {
        code: career.entered_dimension(code, _hundredths(score))
        for code, score in given.get("entered", {}).items()
    }
    appraised = career.appraisal_dimension(policy, given["year"], totals)
    assessed = assessment(policy, given.get("ballots", {}))
    recognised = assessed and career.recognition_dimension(policy, assessed)
    found |= {each.detail: each for each in (appraised, recognised) if each}
    return {
        "appraisal": _text(appraised),
        "recognition": _text(recognised),
        "evaluation": _text(career.career_evaluation(policy, found)),
        "dropped": career.dropped(policy, found),
    }


def _candidate(given: Given, year: int) -> preference.Candidate:
    scores = [given.get("routine"), *given.get("before", ())]
    grades = [given.get("grade", ""), *given.get("earlier_grades", ())]
    years = {
        year - back: preference.YearStanding(
            None if back >= len(scores) or scores[back] is None else _hundredths(scores[back]),
            grades[back] if back < len(grades) else "",
        )
        for back in range(max(len(scores), len(grades)))
    }
    return preference.Candidate(given["person"], "L02", years, given.get("born"), given.get("recuperated"))


def run_preference(policy: Policy, given: Given) -> object:
    year = given["year"]
    people = [_candidate(each, year) for each in given["people"]]
    places = preference.LISTS[given["list"]](policy, year, people)
    return {
        "order": [
            f"{each.rank} {each.person}："
            + "、".join(f"{'' if ground.met else '未'}{ground.code}" for ground in each.grounds)
            for each in places
        ]
    }


def run_alerts(policy: Policy, given: Given) -> object:
    grades = {int(year): grade for year, grade in given["grades"].items()}
    found = alerts_raised(policy, given["year"], grades)
    return [f"{each.alert}：{'、'.join(map(str, each.years))}" for each in found]


RUNNERS: dict[str, Callable[[Policy, Given], object]] = {
    name.removeprefix("run_"): run for name, run in globals().items() if name.startswith("run_")
}
