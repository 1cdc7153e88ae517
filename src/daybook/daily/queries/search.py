"""The search of a bureau's open entries: who and what is called so, and the entries that hold the words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_

from django.db.models import Q
from django.utils.safestring import SafeString

from daybook.daily.access import Reader
from daybook.daily.hits import Hits
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import FeedWish, sequence_of, with_names
from daybook.daily.queries.found import TOO_MANY_WORDS, found_up_to
from daybook.daily.queries.seeing import seen_by
from daybook.daily.queries.walking import Found
from daybook.daily.question import Question
from daybook.daily.search import Term, of_rows, phrase_of, words_of
from daybook.daily.seen import SeenEntry
from daybook.org.models import Appointment, Person
from daybook.org.roster import touching
from daybook.plans.models import Matter

PAGE = 30
MOST_COUNTED = 1_000
MOST_PEOPLE = 12
MOST_MATTERS = 8
NAMES_LOOKED_UP = 8
LONG = 160  # signs of a text beside the content


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, its texts with the hits marked; texts beside the content with their labels."""

    seen: SeenEntry
    content: SafeString
    short: Sequence[tuple[str, SafeString]]
    long: Sequence[tuple[str, SafeString]]


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody whose name or number was written, with the department of today."""

    person: Person
    department: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of what was found; `count` says on the first how many entries, `counted` whether that is all."""

    question: Question
    people: Sequence[PersonFound]
    meant: Sequence[Person]
    matters: Sequence[Matter]
    hits: Sequence[Hit]
    count: int
    counted: bool
    older: str

    @property
    def rest(self) -> str:
        """The words that name nobody."""
        names = {name for person in self.meant for name in (person.name, person.number.lower())}
        return " ".join(word for word in self.question.words if word.lower() not in names)

    @property
    def count_words(self) -> str:
        """How many entries were found; where not all were counted, that it is more."""
        return str(self.count) if self.counted else f"{min(self.count, MOST_COUNTED)}+"


def search_page(reader: Reader, question: Question, before: str = "") -> SearchPage:
    """What a search finds, newest first, behind the entry with the key `before`."""
    called = _people(reader, question)
    meant = [person for person in called if {person.name, person.number.lower()} & _small(question.words)]
    mark = sequence_of(reader.person.bureau, before) if before else None
    found = _found(reader, question, meant, mark)
    hits = Hits(
        [word for each in question.words for word in words_of(each)],
        [*question.phrases, *(person.name for person in meant)],
    )
    entries = _entries(reader, found.ids[:PAGE], hits)
    return SearchPage(
        question=question,
        people=_with_departments(called, reader.today) if mark is None else (),
        meant=meant,
        matters=_matters(reader, question) if mark is None else (),
        hits=entries,
        count=len(found.ids) if mark is None else 0,
        counted=found.whole,
        older=entries[-1].seen.entry.key if found.ids[PAGE:] and entries else "",
    )


def _found(reader: Reader, question: Question, meant: Collection[Person], before: int | None) -> Found:
    """The ids of the page, and of so many beyond as are counted."""
    terms = _terms(question, meant)
    nothing_asked = not terms and question.first is None
    if nothing_asked or terms is None:
        return Found([], whole=True)
    wish = FeedWish(words=terms, since=question.first, until=question.last)
    enough = PAGE + 1
    most = max(MOST_COUNTED + 1, enough) if before is None else enough
    return found_up_to(reader.person.bureau_id, wish, before, enough, most)


def _terms(question: Question, meant: Collection[Person]) -> list[Term] | None:
    """The search in words of the index; nothing where what was typed holds no word at all.

    Whoever is named by name or number is found as an author, too.
    """
    rows: dict[str, list[int]] = {}
    for person in meant:
        for name in (person.name, person.number.lower()):
            rows.setdefault(name, []).append(person.pk)
    terms: list[Term] = []
    for word in question.words:
        if word.lower() in rows:
            called = {phrase_of(person.name) for person in meant if person.pk in rows[word.lower()]}
            terms.append([phrase_of(word), *sorted(called), *of_rows("人", rows[word.lower()])])
        else:
            terms += words_of(word)
    terms += [[phrase] for each in question.phrases if (phrase := phrase_of(each))]
    typed = question.words or question.phrases
    return None if typed and not terms else terms[:TOO_MANY_WORDS]


def _small(words: Collection[str]) -> set[str]:
    return {word.lower() for word in words}


def _entries(reader: Reader, ids: Sequence[int], hits: Hits) -> list[Hit]:
    if not ids:
        return []
    found = list(with_names(LogEntry.objects.filter(id__in=ids)).order_by("-id"))
    return [_hit(seen, hits) for seen in seen_by(reader, found, told_fully=False) if not seen.mute]


def _hit(seen: SeenEntry, hits: Hits) -> Hit:
    return Hit(
        seen=seen,
        content=hits.marked(seen.entry.content),
        short=[(label, hits.marked(text, LONG)) for label, text in seen.short],
        long=[(label, hits.marked(text, LONG)) for label, text in seen.long],
    )


def _people(reader: Reader, question: Question) -> list[Person]:
    """The people whose number or part of the name was typed, by number."""
    words = [word for word in (*question.words, *question.phrases) if len(word) > 1][:NAMES_LOOKED_UP]
    if not words:
        return []
    fits = reduce(
        lambda either, word: either | Q(name__icontains=word) | Q(number__iexact=word), words, Q(pk__in=())
    )
    found = Person.objects.filter(fits, bureau=reader.person.bureau_id).order_by("id")[:MOST_PEOPLE]
    return sorted(found, key=lambda person: person.number)


def _with_departments(people: Sequence[Person], today: date) -> list[PersonFound]:
    if not people:
        return []
    held = touching(today, today, start="valid_from", end="valid_to")
    posts = Appointment.objects.filter(held, person__in=people).values_list("person_id", "department__name")
    departments = dict(posts)
    return [PersonFound(person, departments.get(person.pk) or "") for person in people]


def _matters(reader: Reader, question: Question) -> list[Matter]:
    """The matters whose title holds everything that was typed, the newest first."""
    words = [*question.words, *question.phrases]
    if not words:
        return []
    holds = reduce(and_, (Q(title__icontains=word.lstrip("#＃")) for word in words))
    found = Matter.objects.filter(holds, bureau=reader.person.bureau_id).order_by("-id")
    return list(found[:MOST_MATTERS])
