"""考核单元名单: the units of a year with departments, bases and seats, and the people of those one sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from daybook.annual.queries.results import YearResults
from daybook.annual.queries.units import UnitStory
from daybook.annual.shown.ranks import department_of
from daybook.annual.shown.units import UnitNames, unit_names
from daybook.annual.wording import grade_word, pool_word
from daybook.org.models import Bureau
from daybook.org.moments import local_day
from daybook.rules.policy import QUOTA_GRADES
from daybook.rules.result import PoolResult, UnitResult
from daybook.web.dates import full_date_words
from daybook.web.papers import Grid, OfficialPaper, Part

Sight = Callable[[str], bool]


def unit_paper(
    results: YearResults, story: UnitStory, sees: Sight, bureau: Bureau, today: date
) -> OfficialPaper:
    """The list of units; the people of those whose ranked table a reader `sees`."""
    names = unit_names(results.settled)
    return OfficialPaper(
        title=_("Appraisal units and quotas of %(year)s") % {"year": results.year},
        parts=[
            Part("", [_standing(results, story, bureau)], _units(results, names)),
            *_people(results, names, sees),
        ],
        signed=bureau.name,
        day=full_date_words(today),
    )


def people_listed(results: YearResults, sees: Sight) -> list[str]:
    """The numbers of those it lists for a reader."""
    pools = results.settled.result.pools
    units = [(pool.pool, unit.unit) for pool in pools for unit in pool.units if sees(unit.unit)]
    return sorted(each.number for place in units for each in results.members(*place))


def _standing(results: YearResults, story: UnitStory, bureau: Bureau) -> str:
    """Whether the units are frozen, and since when."""
    latest = story.latest
    if latest is None:
        told: dict[str, object] = {"day": full_date_words(date(results.year, 12, 31))}
        return _("The units stand as of %(day)s and are not frozen yet.") % told
    told = {"version": latest.version}
    if latest.at is None:
        return _("The units are frozen, version %(version)s.") % told
    told["day"] = full_date_words(local_day(bureau, latest.at))
    return _("The units were frozen on %(day)s, version %(version)s.") % told


def _units(results: YearResults, names: UnitNames) -> Grid:
    """A row a unit, and the sums of each pool."""
    rows = []
    for pool in results.settled.result.pools:
        rows += [_unit(pool, unit, names) for unit in pool.units]
        totals = (str(pool.quotas[grade].total) if grade in pool.quotas else "0" for grade in QUOTA_GRADES)
        rows.append((pool_word(pool.pool), _("All units"), "", str(pool.headcount), *totals))
    seats = (_("%(grade)s, seats") % {"grade": grade_word(grade)} for grade in QUOTA_GRADES)
    head = (_("Staff category"), _("Unit"), _("Departments"), _("Base"), *seats)
    return Grid(head, rows, (7, 7, 8, 2, *(3 for _grade in QUOTA_GRADES)))


def _unit(pool: PoolResult, unit: UnitResult, names: UnitNames) -> tuple[str, ...]:
    seats = (str(unit.seats.get(grade, 0)) for grade in QUOTA_GRADES)
    departments = names.departments(unit.departments)
    return (pool_word(pool.pool), names.full(unit.unit), departments, str(unit.base), *seats)


def _people(results: YearResults, names: UnitNames, sees: Sight) -> Iterator[Part]:
    """The people of a unit, with who counts in its base."""
    people = results.settled.roster.names
    head = (_("No."), _("Staff number"), _("Name"), _("Department"), _("In the base"))
    for pool in results.settled.result.pools:
        for unit in pool.units:
            members = results.members(pool.pool, unit.unit) if sees(unit.unit) else []
            rows = [
                (
                    str(place),
                    each.number,
                    people[each.number],
                    department_of(results, each),
                    _("yes") if each.in_base else _("no"),
                )
                for place, each in enumerate(members, start=1)
            ]
            if rows:
                title = f"{names.full(unit.unit)} · {pool_word(pool.pool)}"
                yield Part(title, [], Grid(head, rows, (1, 2, 2, 4, 2)))
