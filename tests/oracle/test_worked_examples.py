"""The second opinion itself, held against the examples worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from .apportion import apportion, refill
from .books import write_tables
from .policy import LOG_STYLE_2018, LOG_STYLE_2026, Policy
from .pools import suggest
from .settle import settle
from .tables import Book, Workdays, days_between

CENSUS_1790 = {
    "VA": (630560, 21, 19),
    "MA": (475327, 16, 14),
    "PA": (432879, 14, 13),
    "NC": (353523, 12, 10),
    "NY": (331589, 11, 10),
    "MD": (278514, 9, 8),
    "CT": (236841, 8, 7),
    "SC": (206236, 7, 6),
    "NJ": (179570, 6, 5),
    "NH": (141822, 5, 4),
    "VT": (85533, 3, 2),
    "GA": (70835, 2, 2),
    "KY": (68705, 2, 2),
    "RI": (68446, 2, 2),
    "DE": (55540, 2, 1),
}
pytestmark = pytest.mark.once
ENDS = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}


Quarter = tuple[int, str | None, str | None, str]


def one_person_book(
    folder: Path,
    quarters: list[Quarter],
    *,
    role: str = "staff",
    ballots: tuple[str, ...] = ("A:AAAAA",),
    circumstances: tuple[dict[str, Any], ...] = (),
) -> Book:
    """One person's 2026; a quarter = (its number, first day, last day, the score in every element)."""
    elements = LOG_STYLE_2026["elements"]["staff" if role == "staff" else "head"]
    since = date(2015, 1, 1)
    sheets = [
        {"person": "P1", "quarter": f"2026-Q{q}", "first_day": first, "last_day": last}
        for q, first, last, _ in quarters
    ]
    tables: dict[str, list[dict[str, Any]]] = {
        "bureau": [{"code": "B", "name": "局", "policy": "log-style-2026", "time_zone": "Asia/Shanghai"}],
        "departments": [{"code": "D1", "name": "处", "order": 1, "valid_from": since}],
        "people": [{"number": "P1", "name": "甲", "staff_category": "civil_servant", "employed_from": since}],
        "appointments": [{"person": "P1", "department": "D1", "role": role, "valid_from": since}],
        "circumstances": [{"person": "P1", **row} for row in circumstances],
        "score_sheets": [
            {**sheet, "rater": "P1", "published_at": "2026-12-31T08:00:00+08:00"} for sheet in sheets
        ],
        "element_scores": [
            {**{k: v for k, v in sheet.items() if k != "last_day"}, "element": element, "score": score}
            for sheet, (_, _, _, scores) in zip(sheets, quarters, strict=True)
            for element, score in zip(elements, spread(scores, len(elements)), strict=True)
        ],
        "ballots": [
            {"year": 2026, "ballot_class": text[0], "serial": f"s{n}", "ratee": "P1", **virtues(text[2:])}
            for n, text in enumerate(ballots)
        ],
    }
    folder.mkdir(exist_ok=True)
    write_tables(folder, tables)
    return Book(folder)


def spread(scores: str, count: int) -> list[str]:
    """One score for every element, or one for each."""
    given = scores.split()
    return given * count if len(given) == 1 else given


def virtues(options: str) -> dict[str, str]:
    """The five options of a ballot."""
    return dict(zip(("integrity", "ability", "diligence", "achievement", "probity"), options, strict=True))


def only_person(book: Book, year: int, policy: Policy = LOG_STYLE_2026) -> dict[str, Any]:
    """The printed result of the one person."""
    (person,) = settle(book, year, policy)["people"]
    return dict(person)


EXAMPLE: list[Quarter] = [(1, None, None, "88"), (2, None, None, "92.5"), (3, None, None, "90")]
# 85 in every element, but a half more in expertise (10) and one more in quality (20): 85.25; heads alike
STAFF_FOURTH: Quarter = (4, None, None, "85.5 85 85 85 85 86 85 85")
HEAD_FOURTH: Quarter = (4, None, None, "86 86 85.5 85 85 85 85 85 85")


@pytest.mark.parametrize(
    ("role", "fourth", "total"),
    [("staff", STAFF_FOURTH, "90.07"), ("department_head", HEAD_FOURTH, "90.64")],
)
def test_staff_and_heads_weigh_the_routine_score_differently(
    tmp_path: Path, role: str, fourth: Quarter, total: str
) -> None:
    book = one_person_book(tmp_path, [*EXAMPLE, fourth], role=role, ballots=("A:BBAAA", "C:DBAAA"))
    person = only_person(book, 2026)
    assert list(person["quarters"].values()) == ["88.00", "92.50", "90.00", "85.25"]
    assert (person["routine_score"], person["assessment"], person["annual_total"]) == (
        "88.94",
        "91.20",
        total,
    )


def test_the_workdays_of_2026_are_those_announced() -> None:
    year = days_between(date(2026, 1, 1), date(2026, 12, 31))
    workdays = Workdays([])
    made_up = [d for d in workdays.among(year) if d.weekday() >= 5]
    assert len(workdays.among(year)) == 248
    assert [(d.month, d.day) for d in made_up] == [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]


@pytest.mark.parametrize(("transfer", "score"), [("day_weighted", "84.92"), ("majority", "80.00")])
def test_a_transfer_in_may(tmp_path: Path, transfer: str, score: str) -> None:
    book = one_person_book(tmp_path, [(2, None, "2026-05-15", "90"), (2, "2026-05-16", None, "80")])
    person = only_person(book, 2026, {**LOG_STYLE_2026, "transfer": transfer})
    assert person["quarters"]["2026-Q2"] == score


def test_two_scored_quarters_make_a_routine_score_and_one_does_not(tmp_path: Path) -> None:
    two = only_person(one_person_book(tmp_path / "two", [(1, None, None, "86"), (2, None, None, "84")]), 2026)
    one = only_person(one_person_book(tmp_path / "one", [(1, None, None, "86")]), 2026)
    assert two["routine_score"] == "85.00"
    assert two["why"] == ["no_sheet:2026-Q3", "no_sheet:2026-Q4"]
    assert "routine_below_minimum" not in two["barred_by"]
    assert one["routine_score"] is None
    assert one["why"] == ["no_sheet:2026-Q2", "no_sheet:2026-Q3", "no_sheet:2026-Q4", "too_few_quarters"]


@pytest.mark.parametrize(
    ("circumstance", "year", "barred"),
    [
        ({"kind": "major_demerit", "first_day": "2025-05-10"}, 2025, ["undetermined:major_demerit"]),
        ({"kind": "major_demerit", "first_day": "2025-05-10"}, 2026, ["undetermined:major_demerit"]),
        ({"kind": "major_demerit", "first_day": "2025-05-10"}, 2027, []),
        (
            {"kind": "warning", "first_day": "2025-11-20", "last_day": "2026-04-19"},
            2025,
            ["not_excellent:warning"],
        ),
        ({"kind": "warning", "first_day": "2025-11-20", "last_day": "2026-04-19"}, 2026, []),
        ({"kind": "probation", "first_day": "2025-07-01", "last_day": "2026-06-30"}, 2026, []),
        (
            {"kind": "probation", "first_day": "2025-07-01", "last_day": "2026-06-30"},
            2025,
            ["undetermined:probation"],
        ),
    ],
)
def test_circumstances_count_in_their_years(
    tmp_path: Path, circumstance: dict[str, Any], year: int, barred: list[str]
) -> None:
    person = only_person(one_person_book(tmp_path, [], circumstances=(circumstance,)), year)
    assert person["barred_by"] == barred
    assert only_person(Book(tmp_path), year, LOG_STYLE_2018)["barred_by"] == []


@pytest.mark.parametrize(
    ("bases", "total", "seats"),
    [((3, 3, 3, 3), 2, [1, 1, 0, 0]), ((7, 5, 4, 4), 4, [1, 1, 1, 1]), ((10, 10), 4, [2, 2])],
)
def test_units_share_a_quota(bases: tuple[int, ...], total: int, seats: list[int]) -> None:
    units = [(f"L{n}", base) for n, base in enumerate(bases)]
    assert list(apportion("largest_remainder", total, units).values()) == seats


def test_a_seat_that_cannot_be_filled_goes_to_the_other_unit() -> None:
    units = [("L1", 10), ("L2", 10)]
    assert refill({"L1": 2, "L2": 2}, units, {"L1": 1, "L2": 9}) == {"L1": 1, "L2": 3}
    assert refill({"L1": 2, "L2": 2}, units, {"L1": 1, "L2": 2}) == {"L1": 1, "L2": 2}


@pytest.mark.parametrize(
    ("method", "total", "column"), [("largest_remainder", 120, 1), ("jefferson", 105, 2)]
)
def test_the_first_census(method: str, total: int, column: int) -> None:
    seats = apportion(method, total, [(state, row[0]) for state, row in CENSUS_1790.items()])
    assert seats == {state: row[column] for state, row in CENSUS_1790.items()}


def candidate(total: str, *, good_only: bool = False) -> dict[str, Any]:
    """Somebody eligible, for the ranking alone."""
    return {
        "total": Fraction(total),
        "routine": Fraction(90),
        "eligible": ["good"] if good_only else ["excellent", "good"],
        "effects": {"incompetent": [], "undetermined": []},
        "grades": {},
        "number": object(),
    }


@pytest.mark.parametrize(
    ("excellent", "good", "expected"),
    [
        # nobody is tied across the last seat
        (1, 1, ["excellent", "good", "competent", "competent", "competent"]),
        # the second and third fight for one seat; the loser will have the one good seat
        (2, 1, ["excellent", "tie:excellent", "tie:excellent", "competent", "competent"]),
        (2, 2, ["excellent", "tie:excellent", "tie:excellent", "good", "competent"]),
        # no good seat: nothing to be tied for
        (2, 0, ["excellent", "tie:excellent", "tie:excellent", "competent", "competent"]),
        (0, 2, ["good", "tie:good", "tie:good", "competent", "competent"]),
    ],
)
def test_ties_across_the_last_seat(excellent: int, good: int, expected: list[str]) -> None:
    totals = ["95", "93", "93", "91", "90"]
    people = [candidate(total) for total in totals]
    if (excellent, good) == (1, 1):
        people[1]["routine"] = Fraction(91)  # the same total, told apart by the routine score
    suggest(LOG_STYLE_2026, people, excellent, good)
    assert [p["suggested"] or " ".join(p["ties"]) for p in people] == expected


def test_both_ties_are_listed_where_both_last_seats_fall_among_the_same_people() -> None:
    people = [
        candidate("93"),
        candidate("93"),
        candidate("93"),
        candidate("93", good_only=True),
        candidate("80"),
    ]
    suggest(LOG_STYLE_2026, people, 1, 1)
    assert [p["ties"] for p in people] == [["tie:excellent", "tie:good"]] * 3 + [["tie:good"], []]
    assert [p["suggested"] for p in people] == [None, None, None, None, "competent"]


def test_a_span_without_a_workday_has_no_sheet(tmp_path: Path) -> None:
    book = one_person_book(tmp_path, [(4, "2026-10-01", "2026-10-07", "90")])
    assert only_person(book, 2026)["why"][3] == "no_sheet:2026-Q4"
