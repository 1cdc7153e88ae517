"""A settled year as a page of text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from daybook.annual.queries.settled import Settled
from daybook.annual.wording import grade_word, pool_word, reason_words, unit_word, warning_words
from daybook.org.models import Bureau
from daybook.rules.result import PersonResult, PoolResult, YearResult

GAP = "  "


def printed_year(bureau: Bureau, settled: Settled) -> str:
    """The whole year: warnings, quotas by pool and unit, then everybody by number."""
    result, names = settled.result, settled.roster.names
    lines = [_("%(bureau)s, %(year)s, under %(policy)s") % _heading(bureau, result), ""]
    lines += [warning_words(code) for code in result.warnings]
    for pool in result.pools:
        lines += [*_quotas(pool, names), ""]
    return "\n".join([*lines, *_people(settled), ""])


def _heading(bureau: Bureau, result: YearResult) -> dict[str, object]:
    return {"bureau": bureau.name, "year": result.year, "policy": result.policy_id}


def _quotas(pool: PoolResult, names: dict[str, str]) -> Iterator[str]:
    totals = {grade: quota.total for grade, quota in pool.quotas.items()}
    yield _("%(pool)s: headcount %(count)s") % {"pool": pool_word(pool.pool), "count": pool.headcount}
    head = [_("unit"), _("base"), *(grade_word(grade) for grade in totals)]
    rows = [
        [unit_word(u.unit, names), str(u.base), *(str(u.seats[grade]) for grade in totals)]
        for u in pool.units
    ]
    foot = [_("total"), str(pool.headcount), *(str(total) for total in totals.values())]
    yield from _table(head, [*rows, foot], left=1)


def _people(settled: Settled) -> Iterator[str]:
    minimum = str(settled.policy.eligibility.routine_minimum)
    head = [
        _("number"),
        _("name"),
        _("unit"),
        _("routine"),
        _("assessed"),
        _("total"),
        _("rank"),
        _("suggested"),
    ]
    rows = [_person(each, settled.roster.names, minimum) for each in settled.result.people]
    yield from _table([*head, _("because")], rows, left=3)


def _person(each: PersonResult, names: dict[str, str], minimum: str) -> list[str]:
    figures = [each.routine, each.assessment, each.total]
    reasons = [reason_words(code, minimum) for code in [*each.barred_by, *each.why]]
    return [
        each.number,
        names[each.number],
        unit_word(each.unit, names),
        *("—" if figure is None else str(figure.value) for figure in figures),
        "—" if each.rank is None else str(each.rank),
        grade_word(each.suggested),
        "；".join(reasons),
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], left: int) -> Iterator[str]:
    """Columns padded to their widest cell, the first `left` and the words flush left."""
    lines = [head, *rows]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(head))]
    figures = [all(_is_figure(line[column]) for line in lines[1:]) for column in range(len(head))]
    for line in lines:
        cells = [
            _padded(cell, width, right=column >= left and figures[column])
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield GAP.join(cells).rstrip()


def _is_figure(cell: str) -> bool:
    return cell == "—" or cell.replace(".", "", 1).isdigit()


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
