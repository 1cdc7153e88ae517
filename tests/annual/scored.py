"""A scored year of the cast, written straight into the tables: what is tested is reading it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from daybook.annual.models import Ballot, Poll
from daybook.org.models import Person
from daybook.org.policies import policy
from daybook.quarterly.models import ElementScore, ScoreSheet
from daybook.rules.periods import quarters_of

HEADS = frozenset({"H01", "H02", "H03"})


def publish(person: Person, quarter: str, score: str, rater: Person | None = None) -> ScoreSheet:
    """A published sheet of a whole quarter, the same score in every element."""
    period = quarters_of(int(quarter[:4]))[int(quarter[-1]) - 1]
    published = datetime(
        period.last.year + period.last.month // 12, period.last.month % 12 + 1, 15, 2, tzinfo=UTC
    )
    in_force = policy(person.bureau.policy, published.date())
    sheet = ScoreSheet.objects.create(
        bureau=person.bureau,
        person=person,
        quarter=quarter,
        first_day=period.first,
        last_day=period.last,
        rater=rater,
        published_at=published,
        score=Decimal(score),
        policy=in_force.id,
        policy_hash=in_force.hash,
    )
    weights = in_force.sheets["head" if person.number in HEADS else "staff"].weights
    ElementScore.objects.bulk_create(
        ElementScore(sheet=sheet, element=element, score=Decimal(score)) for element in weights
    )
    return sheet


def publish_year(person: Person, year: int, scores: tuple[str, ...]) -> None:
    """Four quarters of one person."""
    for number, score in enumerate(scores, start=1):
        publish(person, f"{year}-Q{number}", score)


def vote(person: Person, year: int, options: str, count: int = 3, ballot_class: str = "D") -> None:
    """So many like ballots on a person, in a closed poll."""
    poll, _ = Poll.objects.get_or_create(bureau=person.bureau, year=year, defaults={"closed": True})
    Ballot.objects.bulk_create(
        Ballot(
            poll=poll,
            ballot_class=ballot_class,
            serial=f"{person.number}-{ballot_class}-{number}",
            ratee=person,
            options=options,
        )
        for number in range(count)
    )
