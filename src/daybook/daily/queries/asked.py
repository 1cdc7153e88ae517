"""From what somebody wrote into the filters of the feed to what is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from daybook.daily.forms import FeedForm
from daybook.daily.queries.feed import FeedWish
from daybook.daily.queries.found import query_words
from daybook.org.models import Bureau, Department, Person
from daybook.plans.models import Matter

# A name or a word may fit many; whoever looks for one person or matter writes more of it.
MOST_PEOPLE = 20
MOST_MATTERS = 50
PLACES = ("before", "after", "known")  # where in the feed, not what of it


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the feed: the filters used, the wish, the people whose name was written.

    `matters` are the keys of those whose title or key was written.
    """

    query: dict[str, str]
    wish: FeedWish
    people: Sequence[Person] = ()
    matters: Sequence[str] = ()


def asked_of(bureau: Bureau, form: FeedForm) -> Asked:
    """Look up what the form names, in at most three statements; a fault in the form fits no entry."""
    if not form.is_valid():
        return Asked({"date": ""}, FeedWish(people=()))
    given = {key: str(value) for key, value in form.cleaned_data.items() if value and key not in PLACES}
    people = _people(bureau, given)
    words = query_words(given.get("q", ""))
    if "q" in given and not words:
        # Signs of punctuation alone stand in no entry.
        return Asked(given, FeedWish(people=()))
    matters = _matters(bureau, given["matter"]) if "matter" in given else None
    wish = FeedWish(
        words=words,
        day=form.cleaned_data["date"],
        departments=_departments(bureau, given["department"]) if "department" in given else None,
        people=[person.pk for person in people] if "person" in given else None,
        matters=list(matters) if matters is not None else None,
    )
    return Asked(given, wish, people, list((matters or {}).values()))


def _people(bureau: Bureau, given: dict[str, str]) -> list[Person]:
    """The people whose number or part of the name is the filter's; for a search, whose whole name it is."""
    if text := given.get("person"):
        fits = Q(number=text) | Q(name__icontains=text)
    elif text := given.get("q"):
        fits = Q(number=text) | Q(name=text)
    else:
        return []
    found = Person.objects.filter(fits, bureau=bureau).order_by("id")[:MOST_PEOPLE]
    return sorted(found, key=lambda person: person.number)


def _departments(bureau: Bureau, code: str) -> list[int]:
    return list(Department.objects.filter(bureau=bureau, code=code).values_list("id", flat=True))


def _matters(bureau: Bureau, text: str) -> dict[int, str]:
    """The keys of the matters with this key, or with this text in their title, by row."""
    fits = Q(key=text) | Q(title__icontains=text.lstrip("#"))
    found = Matter.objects.filter(fits, bureau=bureau).order_by("-id")
    return dict(found.values_list("id", "key")[:MOST_MATTERS])
