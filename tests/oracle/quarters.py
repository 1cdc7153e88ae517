"""The quarters of a person: which sheet counts, what it scores, what grade the quarter has."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from .figures import published
from .policy import Policy
from .tables import Book, Row, day, days_between, holds, quarter_days

Result = dict[str, Any]


def quarter_score(
    book: Book, year: int, quarter: int, policy: Policy, person: Result
) -> tuple[Fraction | None, str | None]:
    """The quarter's score, or the first reason that applies why there is none."""
    days = quarter_days(year, quarter)
    employed = [d for d in days if person["employed"][0] <= d <= person["employed"][1]]
    if not employed:
        return None, "not_employed"
    # fewer than the minimum of due workdays: not scored and not counted, even if a sheet exists
    if due_workdays(book, person["person"], employed) < policy["min_workdays"]:
        return None, "below_min_workdays"
    sheets = standing_sheets(book, year, quarter, person["person"])
    if not sheets:
        return None, "no_sheet"
    # unpublished sheets are drafts and never count
    counted = [sheet for sheet in sheets if sheet["published_at"]]
    if not counted:
        return None, "not_published"
    if policy["transfer"] == "majority":
        # the one whose span has most calendar workdays is the quarter's (tie: the later)
        return sheet_score(policy, max(counted, key=lambda s: (s["workdays"], s["first"]))), None
    # day_weighted: Σ workdays × sheet score ÷ Σ workdays over the spans that have a sheet, published
    weighted = sum((s["workdays"] * sheet_score(policy, s) for s in counted), Fraction(0))
    return published(weighted / sum(s["workdays"] for s in counted)), None


def due_workdays(book: Book, number: str, employed: list[date]) -> Fraction:
    """Workdays within employment, not covered by an absence; a half-day absence makes its days half due."""
    absences = book.of(book.absences, number)
    return sum((1 - part_away(absences, when) for when in book.workdays.among(employed)), Fraction(0))


def part_away(absences: list[Row], when: date) -> Fraction:
    """How much of a day absences take: a whole one all of it, one half a half, two different halves all."""
    halves = {a["half_day"] for a in absences if holds(a, when, "first_day", "last_day")}
    if not halves:
        return Fraction(0)
    return Fraction(1, 2) if len(halves) == 1 and "" not in halves else Fraction(1)


def standing_sheets(book: Book, year: int, quarter: int, number: str) -> list[Result]:
    """The score sheets that stand in a quarter, published or not, with bounds, workdays and score."""
    days = quarter_days(year, quarter)
    newest: dict[date, Result] = {}
    for row in book.of(book.sheets, number):
        if row["quarter"] != f"{year}-Q{quarter}":
            continue
        # empty bounds mean the period's bounds; an empty version is 1; an empty kind is `score`
        sheet = {
            "first": day(row["first_day"]) or days[0],
            "last": day(row["last_day"]) or days[-1],
            "version": int(row["version"] or 1),
            "kind": row["kind"] or "score",
            "published_at": row["published_at"],
        }
        sheet["elements"] = elements_of(book, row, sheet)
        # unpublished sheets are drafts and never count: a drafted correction unseats nothing
        drafted = sheet["kind"] != "withdrawn" and not sheet["published_at"]
        sheet["rank"] = (not drafted, sheet["version"])
        # of one (person, quarter, first_day) the highest version counts
        if sheet["first"] not in newest or newest[sheet["first"]]["rank"] < sheet["rank"]:
            newest[sheet["first"]] = sheet
    # opinions are not counted; withdrawn ones replace what stood there
    sheets = [sheet for sheet in newest.values() if sheet["kind"] == "score"]
    for sheet in sheets:
        # workdays of a span are the bureau's, absences ignored, over the bounds the sheet carries
        sheet["workdays"] = len(book.workdays.among(days_between(sheet["first"], sheet["last"])))
    # spans without a workday are dropped
    return [sheet for sheet in sheets if sheet["workdays"]]


def elements_of(book: Book, row: Row, sheet: Result) -> dict[str, Fraction]:
    """The element scores of one version of a sheet."""
    first_of_quarter = date(int(row["quarter"][:4]), 3 * int(row["quarter"][-1]) - 2, 1)
    return {
        e["element"]: Fraction(e["score"])
        for e in book.of(book.element_scores, row["person"])
        if e["quarter"] == row["quarter"]
        and (day(e["first_day"]) or first_of_quarter) == sheet["first"]
        and int(e["version"] or 1) == sheet["version"]
    }


def sheet_score(policy: Policy, sheet: Result) -> Fraction:
    """Sheet score = Σ weight × element ÷ 100, published."""
    elements = sheet["elements"]
    # a sheet holds every element of its category, once: its elements tell the category
    weights = next(w for w in policy["elements"].values() if w.keys() == elements.keys())
    return published(sum((weights[e] * elements[e] for e in elements), Fraction(0)) / 100)


def quarter_grades(book: Book, year: int, policy: Policy, person: Result) -> dict[int, str]:
    """The statutory grade of each scored quarter; a quarter without a score has no grade."""
    if policy["statutory"] is None:
        return {}
    grades = {}
    for quarter, score in person["quarters"].items():
        if score is None:
            continue
        # bands: ≥ 90 well, ≥ 80 fairly well, ≥ 60 fair, below that poor
        bands = [band for band in ("well", "fairly_well", "fair") if score >= policy["statutory"][band]]
        grades[quarter] = bands[0] if bands else "poor"
        for row in book.of(book.routine_grades, person["person"]):
            # a decided grade replaces the band of its quarter, whatever the cap, up or down
            if row["quarter"] == f"{year}-Q{quarter}" and row["grade"]:
                grades[quarter] = row["grade"]
    return grades


def cap_warnings(policy: Policy, year: int, people: list[Result]) -> list[str]:
    """Well at most 40 % (floor) of the people with a score that quarter in the bureau."""
    if policy["statutory"] is None:
        return []
    warnings = []
    for quarter in (1, 2, 3, 4):
        grades = [p["grades"][quarter] for p in people if quarter in p["grades"]]
        if grades.count("well") > floor(policy["statutory"]["cap"] * len(grades)):
            warnings.append(f"cap_exceeded:{year}-Q{quarter}")
    return warnings
