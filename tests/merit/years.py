"""Two final years of the cast and a third under way, for the tests of using their results."""

from __future__ import annotations

from datetime import UTC, date, datetime

from daybook.annual.actions.seal import seal_year
from daybook.annual.enums import Stage
from daybook.annual.models import Decision
from daybook.org.models import Person
from tests.annual.scored import publish, publish_year, vote
from tests.people import Cast

SCORED = ("H01", "H02", "H03", "S01", "S02", "S03", "S04", "S05", "S06")
NOW = datetime(2027, 3, 31, 2, 0, tzinfo=UTC)
GRADES = {
    2025: {"S02": "excellent", "S03": "good", "S04": "basically_competent", "S05": "incompetent"},
    2026: {"S02": "excellent", "S03": "excellent", "S04": "good", "S05": "incompetent", "S06": "good"},
}
SCORES = {
    2025: {"S02": "95", "S03": "93", "S04": "84", "S05": "60"},
    2026: {"S02": "96", "S03": "94", "S04": "92", "S05": "58", "S06": "90.5"},
}


def two_years(cast: Cast) -> Cast:
    """Both years scored, voted, decided and sealed; in 2027 one quarter of one person."""
    for number, born in (("S02", 1985), ("S03", 1979), ("S04", 1990)):
        cast[number].birth_date = date(born, 5, 1)
        cast[number].save(update_fields=["birth_date"])
    for year in (2025, 2026):
        final_year(cast, year)
    publish(cast["S02"], "2027-Q1", "91", cast["H01"])
    return cast


def final_year(cast: Cast, year: int) -> None:
    for number in SCORED:
        score = SCORES.get(year, {}).get(number, "88")
        publish_year(cast[number], year, (score,) * 4)
        vote(cast[number], year, "BBBBB", 3, "D")
    vote(cast["S02"], year, "AAAAA", 4, "B")
    vote(cast["S03"], year, "AAAAA", 2, "B")
    for number in SCORED:
        decided(cast[number], year, GRADES.get(year, {}).get(number, "competent"))
    seal_year(bureau=cast.bureau, year=year, actor=None, at=datetime(year + 1, 1, 29, 4, tzinfo=UTC))


def decided(person: Person, year: int, grade: str, stage: Stage = Stage.FINAL, version: int = 1) -> None:
    at = datetime(year + 1, 1, 20, 4, tzinfo=UTC)
    Decision.objects.create(
        bureau=person.bureau,
        year=year,
        person=person,
        version=version,
        stage=stage,
        grade=grade,
        decided_by="局考核委员会",
        decided_at=at,
    )
