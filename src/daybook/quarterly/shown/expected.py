"""应评一览 in words: who scores whom and why, what is owed, and what the personnel office must see to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from daybook.quarterly.enums import SheetKind
from daybook.quarterly.queries.expected import (
    ACKNOWLEDGED,
    OPEN,
    PUBLISHED,
    REOPENED,
    ExpectedPerson,
    ExpectedSheet,
    ExpectedSheets,
)
from daybook.rules.exact import plain
from daybook.rules.grounds import IN_CHARGE, LEFT, ONESELF, RECUSED, UNLED, VACANT, VACANT_UNLED, Grounds
from daybook.web.dates import day_words

NAMES_TOLD = 5
BASES: Mapping[str, str | Promise] = {
    "department_head": gettext_lazy("heads the department"),
    "acting_head": gettext_lazy("acting head of the department"),
    VACANT: gettext_lazy("no head: the leader in charge"),
    VACANT_UNLED: gettext_lazy("no head, in nobody's charge: the principal leader"),
    IN_CHARGE: gettext_lazy("the leader in charge"),
    UNLED: gettext_lazy("in nobody's charge: the principal leader"),
}
PASSED: Mapping[str, str | Promise] = {
    ONESELF: gettext_lazy("nobody scores himself: one level up"),
    RECUSED: gettext_lazy("%(name)s is recused: one level up"),
    LEFT: gettext_lazy("%(name)s has left: one level up"),
}
STATES: Mapping[tuple[str, str], str | Promise] = {
    (OPEN, SheetKind.SCORE): pgettext_lazy("score sheet", "not published"),
    (OPEN, SheetKind.OPINION): pgettext_lazy("opinion", "not written"),
    (PUBLISHED, SheetKind.SCORE): pgettext_lazy("score sheet", "published"),
    (PUBLISHED, SheetKind.OPINION): pgettext_lazy("opinion", "written"),
    (ACKNOWLEDGED, SheetKind.SCORE): pgettext_lazy("score sheet", "acknowledged"),
    (ACKNOWLEDGED, SheetKind.OPINION): pgettext_lazy("opinion", "acknowledged"),
    (REOPENED, SheetKind.SCORE): pgettext_lazy("score sheet", "to be scored again"),
    (REOPENED, SheetKind.OPINION): pgettext_lazy("opinion", "to be written again"),
}
FORMS: Mapping[str, str | Promise] = {
    "head": pgettext_lazy("score form", "heads"),
    "staff": pgettext_lazy("score form", "staff"),
}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet as a line of the table."""

    days: str
    workdays: int
    form: str
    rater: str
    why: str
    kind: str
    decides: str
    state: str
    on: date | None
    is_open: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class PersonLines:
    """A person with the lines of the sheets and what is to be known beside them."""

    number: str
    name: str
    role: str
    is_head: bool
    due: str
    notes: Sequence[str]
    not_scored: str
    lines: Sequence[SheetLine]

    @property
    def rows(self) -> int:
        """The rows of the table that are the person's."""
        return max(1, len(self.lines))


@dataclass(frozen=True, slots=True)
class DepartmentLines:
    """A department with its people."""

    name: str
    people: Sequence[PersonLines]


def lines_of_departments(found: ExpectedSheets) -> list[DepartmentLines]:
    """Everything as the table tells it."""
    return [
        DepartmentLines(
            each.department.name if each.department else _("in no department"),
            [_person(found, person) for person in each.people],
        )
        for each in found.departments
    ]


def _person(found: ExpectedSheets, person: ExpectedPerson) -> PersonLines:
    return PersonLines(
        number=person.person.number,
        name=person.person.name,
        role=person.role,
        is_head=person.sheets[-1].span.category == "head",
        due=plain(person.due),
        notes=list(_notes(found, person)),
        not_scored=_not_scored(found, person) if person.is_below else "",
        lines=[_sheet(found, person, sheet) for sheet in person.wanted],
    )


def _not_scored(found: ExpectedSheets, person: ExpectedPerson) -> str:
    words = {"due": plain(person.due), "least": found.policy.quarterly.min_workdays}
    return _("only %(due)s due workdays, fewer than %(least)s: not scored") % words


def _notes(found: ExpectedSheets, person: ExpectedPerson) -> Iterator[str]:
    row, period = person.person, found.period
    if row.employed_from is not None and period.first < row.employed_from:
        yield _("joined on %(day)s") % {"day": day_words(row.employed_from, found.today)}
    if row.employed_to is not None and row.employed_to <= period.last:
        yield _("employed until %(day)s") % {"day": day_words(row.employed_to, found.today)}
    if person.changes_category:
        yield _("scored on both forms, part by part")
    for sheet in person.odd:
        words = {"first": day_words(sheet.first), "last": day_words(sheet.last)}
        yield _("published for %(first)s–%(last)s, which is no span of his any more") % words


def _sheet(found: ExpectedSheets, person: ExpectedPerson, sheet: ExpectedSheet) -> SheetLine:
    span = sheet.span
    return SheetLine(
        days=f"{day_words(span.first)}–{day_words(span.last)}",
        workdays=span.workdays,
        form=str(FORMS[span.category]),
        rater=sheet.rater.name if sheet.rater else _("the committee"),
        why=grounds_words(sheet, found.names),
        kind=_("opinion") if span.kind == SheetKind.OPINION else _("score"),
        decides=_decides(found, person, sheet),
        state=str(STATES[sheet.state, sheet.signed.kind if sheet.signed else span.kind]),
        on=timezone.localtime(sheet.signed.at).date() if sheet.signed else None,
        is_open=sheet.state in {OPEN, REOPENED},
        is_late=sheet.is_late,
    )


def grounds_words(sheet: ExpectedSheet, names: Mapping[str, str]) -> str:
    """Why it is this one who scores."""
    grounds: Grounds = sheet.grounds
    said = [str(BASES[grounds.base])]
    said += [str(PASSED[why]) % {"name": names.get(number, number)} for number, why in grounds.passed]
    if sheet.rater is None:
        said.append(_("nobody above: the committee, recorded by the personnel office"))
    return "；".join(said)


def _decides(found: ExpectedSheets, person: ExpectedPerson, sheet: ExpectedSheet) -> str:
    """The workdays that make it a score or an opinion, where there are several spans."""
    if len(person.sheets) == 1:
        return ""
    own, most = sheet.span.workdays, max(each.span.workdays for each in person.sheets)
    words = {"own": own, "most": most, "all": sum(each.span.workdays for each in person.sheets)}
    if found.policy.quarterly.transfer != "majority":
        return _("weighted %(own)s of %(all)s workdays") % words
    if sheet.span.kind == SheetKind.SCORE:
        return _("%(own)s of %(all)s workdays, most") % words
    if own == most:
        return _("%(own)s workdays too, but earlier") % words
    return _("%(own)s workdays, fewer than %(most)s") % words


def problems(found: ExpectedSheets) -> list[str]:
    """What the personnel office must see to, the gravest first."""
    return list(chain(_vacancies(found), _of_committee(found), _odd(found), _late(found)))


def _vacancies(found: ExpectedSheets) -> Iterator[str]:
    for each in found.vacant:
        words = {
            "department": each.department.name,
            "first": day_words(each.first, found.today),
            "last": day_words(each.last, found.today),
        }
        yield (
            _(
                "%(department)s has no head and no acting head from %(first)s to %(last)s: "
                "appoint one, or the leader scores everybody"
            )
            % words
        )


def _of_committee(found: ExpectedSheets) -> Iterator[str]:
    names = [
        person.person.name
        for person in found.people
        if any(sheet.rater is None and sheet.state in {OPEN, REOPENED} for sheet in person.wanted)
    ]
    if names:
        yield _(
            "%(names)s: no superior is left; the committee scores, and the personnel office records it"
        ) % {"names": _named(names)}


def _odd(found: ExpectedSheets) -> Iterator[str]:
    names = [person.person.name for person in found.people if person.odd]
    if names:
        yield _(
            "%(names)s: a post was changed after the sheet was published; its span is none any more, and a "
            "correction by objection must replace it"
        ) % {"names": _named(names)}


def _named(names: Sequence[str]) -> str:
    """Names; beyond a few the rest is told as such."""
    if len(names) <= NAMES_TOLD:
        return "、".join(names)
    told = {"names": "、".join(names[:NAMES_TOLD]), "count": len(names)}
    return _("%(names)s and others, %(count)s people") % told


def _late(found: ExpectedSheets) -> Iterator[str]:
    late = Counter(
        sheet.rater.name if sheet.rater else _("the committee") for sheet in found.wanted if sheet.is_late
    )
    for name, count in sorted(late.items(), key=lambda each: -each[1]):
        words = {"name": name, "count": count, "day": day_words(found.due_by, found.today)}
        yield (
            ngettext(
                "%(name)s is late with %(count)s sheet, due on %(day)s",
                "%(name)s is late with %(count)s sheets, due on %(day)s",
                count,
            )
            % words
        )
