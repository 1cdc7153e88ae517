"""What a line of somebody's entry may point at, the likeliest first; this is offered while typing, too.

Own history counts first, then the department's, then the rest of the bureau. Of others' entries only open
ones are looked at: a place or a name that stands in an internal entry alone is offered to nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Subquery, Value, When

from daybook.daily.enums import Visibility
from daybook.daily.half_days import half_days_of
from daybook.daily.line import Known, Named, Titled
from daybook.daily.models import LogEntry
from daybook.daily.named import names_in
from daybook.org.checked import length_limit
from daybook.org.models import Appointment, Person
from daybook.org.roster import touching
from daybook.plans.apart import item_words, matter_words, told_apart
from daybook.plans.models import Matter, PlanItem
from daybook.plans.months import month_of
from daybook.web.folding import folded

RECENT = timedelta(days=60)
OF_THE_DEPARTMENT = 400  # its newest entries
MOST_PEOPLE = 2000
MOST_MATTERS = 300


class _Told(NamedTuple):
    """What of an entry tells where, with whom and about what somebody works."""

    person: int
    place: str
    people: str
    matter: int | None


def known_for(author: Person, day: date, text: str = "") -> Known:
    """What a line of this author on this day may point at, the likeliest first; in five statements.

    Of the bureau's people those nearby are known, and all whom `text` may mean: lines that name them, or the
    beginning of a name that is being typed.
    """
    own, near = _own_history(author, day), _history_of_department(author, day)
    items, matters = _titles(author, day, {each.matter for each in own if each.matter})
    return Known(
        day=day,
        author=author.name,
        people=_colleagues(author, day, own, near, text),
        places=tuple(_most_used(each.place for each in (*own, *near))),
        items=items,
        matters=matters,
        half_days=half_days_of(author.bureau, day),
    )


def _own_history(author: Person, day: date) -> list[_Told]:
    span = LogEntry.objects.filter(person=author, work_date__gt=day - RECENT, work_date__lte=day)
    return _told(span.filter(quarantined=False).order_by("-work_date", "-id"))


def _history_of_department(author: Person, day: date) -> list[_Told]:
    """What the newest open entries of the author's department tell."""
    posts = Appointment.objects.filter(_on(day), person=author).order_by().values("department_id")
    found = LogEntry.objects.filter(department_id=Subquery(posts[:1])).order_by("-id")
    shown = found.filter(visibility=Visibility.OPEN, quarantined=False, withdrawn_reason="")
    return _told(shown[:OF_THE_DEPARTMENT])


def _told(entries: QuerySet[LogEntry]) -> list[_Told]:
    return [_Told(*row) for row in entries.values_list("person_id", "place", "people", "matter_id")]


def _most_used(words: Iterable[str]) -> list[str]:
    """Each word once, the most used first; of those used as often, the one that came first."""
    return [word for word, _ in Counter(word for word in words if word).most_common()]


def _colleagues(
    author: Person, day: date, own: Sequence[_Told], near: Sequence[_Told], text: str
) -> tuple[Named, ...]:
    """Of those employed that day: whom the author names, who writes or is named nearby, then the rest."""
    rows = _people(author, day, [*own, *near], text.replace("\x00", " "))
    by_name = _ranks(name for each in own for name in names_in(each.people))
    nearby = _ranks(name for each in near for name in names_in(each.people))
    writing = {each.person for each in near}

    def distance(row: tuple[int, str, str]) -> tuple[int, int]:
        key, number, name = row
        if (rank := by_name.get(name, by_name.get(number))) is not None:
            return 0, rank
        if key in writing:
            return 1, 0
        rank = nearby.get(name, nearby.get(number))
        return (2, rank) if rank is not None else (3, 0)

    return tuple(Named(number, name) for _, number, name in sorted(rows, key=distance))


def _people(author: Person, day: date, told: Sequence[_Told], text: str) -> list[tuple[int, str, str]]:
    """The department, whom its entries name, whom a text may mean, and all who share a name with them."""
    span = touching(day, day, start="employed_from", end="employed_to")
    everybody = Person.objects.filter(span, bureau=author.bureau_id)
    named = {name for each in told for name in names_in(each.people)}
    posts = Appointment.objects.filter(_on(day), person=author).order_by().values("department_id")
    home = Appointment.objects.filter(_on(day), department_id__in=posts).order_by().values("person_id")
    nearby = Q(id__in=home) | Q(id__in={author.pk, *(each.person for each in told)})
    meant = nearby | Q(name__in=named) | Q(number__in=named) | _heard_in(text)
    heard = everybody.annotate(heard=Value(f"{text} {folded(text)}", CharField()))
    bearers = heard.filter(meant).order_by().values("name")
    rows = everybody.filter(name__in=bearers).order_by("id").values_list("id", "number", "name")
    return list(rows[:MOST_PEOPLE])


def _heard_in(text: str) -> Q:
    """Whose name or number stands in a text, or whose name the whole text is a part of."""
    sought = text.strip()
    if not sought:
        return Q()
    heard = Q(heard__icontains=F("name")) | Q(heard__icontains=F("number"))
    if len(sought) > length_limit(Person, "name"):
        return heard  # a part of no name, and too long a pattern for SQLite
    return heard | Q(name__icontains=sought) | Q(number__iexact=sought)


def _ranks(words: Iterable[str]) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(_most_used(words))}


def _titles(author: Person, day: date, used: set[int]) -> tuple[tuple[Titled, ...], tuple[Titled, ...]]:
    """The items of the month's plan, and the matters open that day: used of late, then the department's."""
    items = PlanItem.objects.filter(person=author, month=month_of(day)).order_by("key")
    planned = [
        (key, title, item_words(due)) for key, title, due in items.values_list("key", "title", "due_date")
    ]
    posts = Appointment.objects.filter(_on(day), person=author).order_by().values("department_id")
    home = Q(department_id__in=posts) | Q(department__isnull=True)
    standing = Q(last_day__isnull=True) | Q(last_day__gte=day)
    known = Matter.objects.filter(home | Q(id__in=used), standing, bureau=author.bureau_id)
    rows = known.order_by(*_used_first(used), "-id").values_list(
        "key", "title", "department__name", "first_day"
    )
    matters = [(key, title, matter_words(home, since)) for key, title, home, since in rows[:MOST_MATTERS]]
    return _titled(planned), _titled(matters)


def _used_first(used: set[int]) -> list[Case]:
    """Nothing where none was used: a bare number to order by is to PostgreSQL the number of a column."""
    return [Case(When(id__in=used, then=0), default=1, output_field=IntegerField())] if used else []


def _titled(rows: list[tuple[str, str, str]]) -> tuple[Titled, ...]:
    """Each with the words that tell it apart, where its title alone does not."""
    words = told_apart(rows)
    return tuple(Titled(key, title, words.get(key, "")) for key, title, _words in rows)


def _on(day: date) -> Q:
    return touching(day, day, start="valid_from", end="valid_to")
