"""The page of the units: every figure recomputed from the page itself, by another hand than ours."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from math import floor, isqrt
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from daybook.annual.access import YearSight
from daybook.annual.queries.results import Kept, YearResults
from daybook.annual.queries.settled import Settled
from daybook.annual.queries.units import UnitStory
from daybook.annual.shown.unit_page import UnitsPage
from daybook.org.roster import Roster
from daybook.rules.facts import Person
from daybook.rules.policy import METHODS, Policy
from daybook.rules.quotas import pool_result
from daybook.rules.result import PersonResult, PoolResult, YearResult
from tests.annual.results import text
from tests.oracle.apportion import apportion, quotient, refill
from tests.rules.cast import Bureau, own_policy, shipped

NOBODY = YearSight(number="", office=False, principal=False, leader=False, administrator=False)
ROOT = "huntington_hill"


# What stands on a page --------------------------------------------------------------------------------------


def sheets(html: str) -> list[dict[str, Any]]:
    """Every sheet of a page: its total with the inputs, its table by heads, its steps."""
    return [_sheet(each) for each in re.findall(r'<section class="unit-sheet".*?</section>', html, re.DOTALL)]


def cells(html: str) -> list[str]:
    """The words of every cell of a piece of a table."""
    return [text(each) for each in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html, re.DOTALL)]


def _sheet(html: str) -> dict[str, Any]:
    total = re.search(r"⌊(\d+) × ([\d.]+)%⌋ = ⌊([\d.]+)⌋ = (\d+)", html)
    assert total is not None
    heads = [
        text(each) for each in re.findall(r"<th[^>]*>(.*?)</th>", html.partition("<tbody>")[0], re.DOTALL)
    ]
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    named = re.sub(r'<span class="small">.*?</span>', "", body)
    rows = [
        dict(zip(heads, cells(row), strict=True)) for row in re.findall(r"<tr>.*?</tr>", named, re.DOTALL)
    ]
    foot = html.partition("<tfoot>")[2].partition("</tfoot>")[0]
    return {
        "count": int(total[1]),
        "ratio": Fraction(total[2]) / 100,
        "product": Fraction(total[3]),
        "total": int(total[4]),
        "rows": rows,
        "foot": dict(zip(heads, cells(foot), strict=True)),
        "steps": _steps(html, "given"),
        "refilled": _steps(html, "given refilled"),
    }


def _steps(html: str, name: str) -> list[tuple[str, str]]:
    found = re.search(rf'<ol class="{name}">(.*?)</ol>', html, re.DOTALL)
    items = re.findall(r"<li><span>(.*?)</span> <span[^>]*>(.*?)</span></li>", found[1]) if found else []
    return [(text(unit), text(working)) for unit, working in items]


def number(cell: str) -> int:
    return int(cell.replace("−", "-").replace("+", "") or 0)


def places(value: Fraction, count: int = 3) -> str:
    """A fraction with three places, halves up: 2.000."""
    scaled = floor(value * 10**count + Fraction(1, 2))
    return f"{scaled // 10**count}.{scaled % 10**count:0{count}d}"


def root(square: int) -> Fraction:
    """A square root, exact far beyond what is shown."""
    return Fraction(isqrt(square * 10**24), 10**12)


# Recomputed from the page -----------------------------------------------------------------------------------


def recompute(sheet: dict[str, Any], method: str) -> None:
    """Every figure of a sheet follows from its bases, its ratio and who is eligible."""
    rows = sheet["rows"]
    bases = [(row["Appraisal unit"], int(row["Base"])) for row in rows]
    count, total = sum(base for _, base in bases), floor(sheet["count"] * sheet["ratio"])
    assert (sheet["count"], sheet["total"]) == (count, total)
    assert sheet["product"] == count * sheet["ratio"]
    given = apportion(method, total, bases)
    for row, (unit, base) in zip(rows, bases, strict=True):
        share = Fraction(total * base, count)
        assert row["share"] == places(share)
        assert int(row["by base"]) == given[unit]
        if method == "largest_remainder":
            assert int(row["whole"]) == floor(share)
            assert row["remainder"] == f"{total * base % count}/{count}"
    assert sum(given.values()) == total
    _order(sheet, method, dict(bases), given)
    if "eligible" in rows[0]:
        _afterwards(sheet, bases, given)


def _order(sheet: dict[str, Any], method: str, bases: dict[str, int], given: dict[str, int]) -> None:
    """The seats in their order: each is the highest claim of the moment, with its arithmetic."""
    held = {row["Appraisal unit"]: int(row.get("whole", 0)) for row in sheet["rows"]}
    order: dict[str, list[str]] = {unit: [] for unit in bases}
    for place, (unit, working) in enumerate(sheet["steps"], start=1):
        order[unit].append(str(place))
        if method == "largest_remainder":
            rests = {each: Fraction(row["remainder"]) for each, row in _by_unit(sheet).items()}
            waiting = [each for each in bases if len(order[each]) - (each == unit) == 0]
            assert max(waiting, key=lambda each: (rests[each], bases[each])) == unit
            assert working == f"remainder {_by_unit(sheet)[unit]['remainder']}"
        else:
            claims = {each: (quotient(method, bases[each], held[each]), bases[each]) for each in bases}
            assert max(claims, key=lambda each: claims[each]) == unit
            _arithmetic(working, method, bases[unit], held[unit])
        held[unit] += 1
    assert held == given
    assert {unit: _by_unit(sheet)[unit]["seats no."] for unit in bases} == {
        unit: ", ".join(numbers) for unit, numbers in order.items()
    }


def _by_unit(sheet: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {row["Appraisal unit"]: row for row in sheet["rows"]}


def _arithmetic(working: str, method: str, base: int, held: int) -> None:
    if method in {"adams", ROOT} and not held:
        assert working == f"first seat, base {base}"
    elif method == ROOT:
        found = re.fullmatch(r"(\d+) ÷ √\((\d+) × (\d+)\) = ([\d.]+)", working)
        assert found is not None
        assert (int(found[1]), int(found[2]), int(found[3])) == (base, held, held + 1)
        assert found[4] == places(base / root(held * (held + 1)))
    else:
        divisor = {"sainte_lague": 2 * held + 1, "jefferson": held + 1, "adams": held}[method]
        assert working == f"{base} ÷ {divisor} = {places(Fraction(base, divisor))}"


def _afterwards(sheet: dict[str, Any], bases: list[tuple[str, int]], given: dict[str, int]) -> None:
    """What is given back and given again, seat by seat, and the seats in the end."""
    rows, room = _by_unit(sheet), {}
    for unit, _base in bases:
        room[unit] = int(rows[unit]["eligible"])
    held = {unit: min(given[unit], room[unit]) for unit in given}
    for unit, working in sheet["refilled"]:
        open_units = [each for each, _ in bases if held[each] < room[each]]
        claims = {each: Fraction(dict(bases)[each], 2 * held[each] + 1) for each in open_units}
        assert max(open_units, key=lambda each: (claims[each], dict(bases)[each])) == unit
        assert working == f"{dict(bases)[unit]} ÷ {2 * held[unit] + 1} = {places(claims[unit])}"
        held[unit] += 1
    assert held == refill(given, bases, room)
    for unit, seats in held.items():
        row = rows[unit]
        back, again = (number(row.get(head, "")) for head in ("given back", "refilled"))
        assert int(row["by base"]) + back + again == seats
        assert int(row["seats"]) == seats + number(row.get("moved", ""))
    given_out = sum(int(row["seats"]) for row in rows.values())
    assert given_out == int(sheet["foot"]["seats"]) <= sheet["total"]


# Random bureaus ---------------------------------------------------------------------------------------------


def member(unit: str, place: int, *, excellent: bool, good: bool) -> PersonResult:
    """Somebody of a unit, eligible or not."""
    each = PersonResult()
    each.person = Person(f"{unit}-{place}", "civil_servant", Bureau().calendar.first)
    each.unit, each.pool, each.in_base, each.assessment = unit, "civil", True, None
    each.eligible = tuple(grade for grade, may in (("excellent", excellent and good), ("good", good)) if may)
    return each


def random_pool(chance: random.Random, policy: Policy) -> tuple[PoolResult, list[PersonResult]]:
    """A bureau of 1 to 40 units of 1 to 60 people, few or many of them eligible."""
    members = {}
    for place in range(chance.randint(1, 40)):
        unit, likely = f"L{place:02}", chance.choice([0.05, 0.3, 0.9])
        size = chance.choice([1, chance.randint(1, 8), chance.randint(1, 60)])
        members[unit] = [
            member(unit, n, excellent=chance.random() < 0.7, good=chance.random() < likely)
            for n in range(size)
        ]
    people = [each for unit in members.values() for each in unit]
    return pool_result(policy, Bureau().facts(), "civil", members, {}), people


def rendered(pool: PoolResult, policy: Policy, people: list[PersonResult]) -> str:
    """The sheets of a pool, as the page sets them."""
    names = {each.unit: f"Leader {each.unit}" for each in pool.units}
    roster = Roster([], [], [], [], {}, names, {})
    result = YearResult("DEMO", 2026, policy.id, "", (), [pool], people, {})
    results = YearResults(2026, Settled(result, policy, roster, {}), Kept())
    results.__dict__["is_assessed"] = True
    page = UnitsPage(results, UnitStory(), NOBODY, Bureau().calendar.last)
    (pools,) = page.pools
    shown = [{"page": page, "pool": pools, "sheet": sheet, "year": 2026} for sheet in pools.grades]
    return "".join(render_to_string("annual/parts/unit_sheet.html", each) for each in shown)


@pytest.mark.once
@pytest.mark.parametrize("method", METHODS)
def test_the_arithmetic_of_a_random_bureau_is_recomputed_from_its_page(method: str) -> None:
    policy = own_policy(quotas={"method": method})
    with translation.override("en"):
        for seed in range(30):
            pool, people = random_pool(random.Random(f"{method}:{seed}"), policy)
            found = sheets(rendered(pool, policy, people))
            assert len(found) == 2
            for sheet in found:
                recompute(sheet, method)


def recompute_all(html: str) -> None:
    for sheet in sheets(html):
        recompute(sheet, "largest_remainder")


@pytest.mark.once
def test_a_wrong_figure_would_be_found() -> None:
    """The test above can fail: any seat of the page that is another is seen."""
    pool, people = random_pool(random.Random(3), shipped())
    with translation.override("en"):
        html = rendered(pool, shipped(), people)
    body = [each.span() for each in re.finditer(r'(?<=<td class="num total">)\d+(?=</td>)', html)]
    for start, end in random.Random(5).sample(body, 12):
        wrong = html[:start] + str(int(html[start:end]) + 1) + html[end:]
        with pytest.raises(AssertionError):
            recompute_all(wrong)
