"""样例: sample months that all superiors score alike; single scores are nobody's but the scorer's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from daybook.annual.queries.settled import settled_line
from daybook.org.enums import Role
from daybook.quarterly.actions.vignettes import (
    SampleMonth,
    open_vignettes,
    remove_vignette,
    score_vignette,
    write_vignette,
)
from daybook.quarterly.models import Vignette, VignetteScore
from daybook.quarterly.queries.vignettes import samples_waiting
from tests.factories import STAFF_ELEMENTS, last_line, noon, published, refused
from tests.pages import page, reading, statements, words
from tests.people import Cast, join

Q1, APRIL_9 = "2026-Q1", noon(2026, 4, 9)
ADDRESS = f"/quarters/{Q1}/vignettes"
SAMPLE = SampleMonth("staff", "核对台账；催办件", "两项办结，一项延后", "覆盖率95%")
RATERS = ("L02", "L03", "H01", "H02", "H03")


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(APRIL_9, tick=False):
        yield


def write(cast: Cast, number: int = 1, actor: str = "S01", sample: SampleMonth = SAMPLE) -> Vignette:
    return write_vignette(
        bureau=cast.bureau, quarter=Q1, number=number, sample=sample, actor=cast[actor], at=APRIL_9
    )


def opened(cast: Cast, actor: str = "S01") -> list[Vignette]:
    return open_vignettes(bureau=cast.bureau, quarter=Q1, actor=cast[actor], at=APRIL_9)


def score(cast: Cast, scorer: str, mark: str = "88", at: Any = APRIL_9, **more: str) -> list[VignetteScore]:
    scores = {**dict.fromkeys(STAFF_ELEMENTS, Decimal(mark)), **{k: Decimal(v) for k, v in more.items()}}
    return score_vignette(bureau=cast.bureau, quarter=Q1, number=1, scores=scores, scorer=cast[scorer], at=at)


@pytest.fixture
def open_sample(cast: Cast) -> Cast:
    write(cast)
    opened(cast)
    return cast


def test_a_sample_is_written_rewritten_and_taken_away_until_it_is_opened(cast: Cast) -> None:
    write(cast)
    write(cast, sample=SampleMonth("head", "分解任务", "督办三次"))
    (row,) = Vignette.objects.all()
    assert (row.category, row.plan, row.record, row.indicators) == ("head", "分解任务", "督办三次", "")
    assert "督办" not in str(last_line().after)
    remove_vignette(bureau=cast.bureau, quarter=Q1, number=1, actor=cast["S01"], at=APRIL_9)
    assert not Vignette.objects.exists()
    assert last_line().action == "remove_vignette"


def test_what_is_opened_stays_as_it_is(open_sample: Cast) -> None:
    sentence = "The samples of this quarter are opened; all superiors score the same text."
    of = {"bureau": open_sample.bureau, "quarter": Q1, "actor": open_sample["S01"], "at": APRIL_9}
    for act, more in (
        (write_vignette, {"number": 2, "sample": SAMPLE}),
        (remove_vignette, {"number": 1}),
        (open_vignettes, {}),
    ):
        assert refused(act, **of, **more) == ("open", sentence)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"number": 4}, "number"),
        ({"number": 0}, "number"),
        ({"sample": SampleMonth("staff", " ", "记录")}, "plan"),
        ({"sample": SampleMonth("staff", "计划", "")}, "record"),
        ({"sample": SampleMonth("leader", "计划", "记录")}, "category"),
        ({"sample": SampleMonth("staff", "水" * 5001, "记录")}, "plan"),
        ({"quarter": "2026-Q5"}, "quarter"),
    ],
)
def test_a_sample_that_cannot_be_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    of = {"bureau": cast.bureau, "quarter": Q1, "number": 1, "sample": SAMPLE, "actor": cast["S01"]}
    assert refused(write_vignette, **{**of, **more})[0] == field


def test_nothing_is_opened_where_nothing_is_written(cast: Cast) -> None:
    assert refused(opened, cast=cast)[1] == "Write a sample first."
    assert refused(remove_vignette, bureau=cast.bureau, quarter=Q1, number=1, actor=cast["S01"]) == (
        "number",
        "There is no such sample.",
    )


@pytest.mark.parametrize("actor", ["S02", "H01", "L01"])
def test_only_the_personnel_office_writes_and_opens(cast: Cast, actor: str) -> None:
    assert refused(write, cast=cast, actor=actor)[1] == "Only this may be done by: personnel office."
    write(cast)
    assert refused(opened, cast=cast, actor=actor)[1] == "Only this may be done by: personnel office."


def test_a_superior_scores_every_element_once_and_the_ledger_seals_it(open_sample: Cast) -> None:
    score(open_sample, "H01", "87.5")
    assert VignetteScore.objects.count() == len(STAFF_ELEMENTS)
    assert "87.5" not in str(last_line().after)
    assert refused(score, cast=open_sample, scorer="H01")[0] == "scores"
    assert samples_waiting(open_sample.bureau, Q1, open_sample["H01"]) == 0
    assert samples_waiting(open_sample.bureau, Q1, open_sample["H02"]) == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"quality": "88.3"}, "A score lies between two steps of the scale."),
        ({"quality": "100.5"}, "A score lies outside the scale."),
        ({"quality": "88.125"}, "A score has at most two decimal places."),
        ({"planning": "88"}, "The form has no such element."),
    ],
)
def test_a_score_off_the_scale_is_refused(open_sample: Cast, more: dict[str, str], sentence: str) -> None:
    assert refused(score, cast=open_sample, scorer="H01", **more)[1] == sentence
    given = {"bureau": open_sample.bureau, "quarter": Q1, "number": 1, "scorer": open_sample["H01"]}
    assert refused(score_vignette, **given, scores={"quality": Decimal(80)})[1] == (
        "Every element needs a score."
    )


@pytest.mark.parametrize("scorer", ["S01", "S02", "L01"])
def test_who_scores_nobody_in_the_quarter_scores_no_sample(open_sample: Cast, scorer: str) -> None:
    assert refused(score, cast=open_sample, scorer=scorer)[1] == (
        "Only a superior who scores somebody in this quarter scores a sample."
    )


def test_a_sample_is_scored_before_the_sheets_are_due_and_once_it_is_open(cast: Cast) -> None:
    write(cast)
    assert refused(score, cast=cast, scorer="H01")[1] == "There is no such sample."
    opened(cast)
    score(cast, "H01", at=noon(2026, 4, 22))
    assert refused(score, cast=cast, scorer="H02", at=noon(2026, 4, 23))[1] == (
        "The sheets of this quarter are due; its samples are no longer scored."
    )


def post(client: Client, **given: str) -> tuple[int, str]:
    answer = client.post(ADDRESS, {name.replace("__", ":"): text for name, text in given.items()})
    return answer.status_code, words(answer.content.decode())


def test_on_the_page_the_office_writes_and_opens_and_a_superior_scores(cast: Cast) -> None:
    office, head = reading(cast["S01"]), reading(cast["H01"])
    assert "No samples are open in this quarter" in words(page(head, ADDRESS))
    given = {"number": "1", "category": "staff", "plan": "计划甲", "record": "记录甲", "indicators": ""}
    assert post(office, act="write", **given)[0] == 302
    assert "记录甲" not in words(page(head, ADDRESS))  # not opened
    status, told = post(office, act="write", **{**given, "number": "2", "record": ""})
    assert (status, "This may not be empty." in told) == (422, True)
    assert post(office, act="open")[0] == 302
    assert "Score one sample before you score people" in words(page(head, ADDRESS))
    scores = {f"score__{code}": "88.5" for code in STAFF_ELEMENTS}
    status, told = post(head, act="score", number="1", **{**scores, "score__quality": "八十"})
    assert (status, "A score is a number such as 88.5." in told) == (422, True)
    assert post(head, act="score", number="1", **scores)[0] == 302
    told = words(page(head, ADDRESS))
    assert "88.50" in told
    assert "How all scored it is shown once 5 superiors have scored it." in told
    assert post(office, act="remove", number="1")[0] == 422
    assert post(office, act="dance")[0] == 422


def test_from_five_superiors_on_each_sees_where_he_stands_and_no_other_score(open_sample: Cast) -> None:
    for scorer, mark in zip(RATERS[:4], ("80", "84", "91", "97.5"), strict=True):
        score(open_sample, scorer, mark)
    assert "Median of all" not in page(reading(open_sample["H01"]), ADDRESS)
    score(open_sample, "H03", "86")
    told = words(page(reading(open_sample["H01"]), ADDRESS))
    assert "median 86.00; yours is 91.00" in told
    assert not {"80.00", "84.00", "97.50"} & set(told.split())
    office = words(page(reading(open_sample["S01"]), ADDRESS))
    assert "median 86.00" in office
    assert not {"80.00", "84.00", "91.00", "97.50"} & set(office.split())


def test_no_score_of_a_person_changes(open_sample: Cast) -> None:
    published(open_sample["S02"], Q1, open_sample["H01"], "90")
    before = settled_line(open_sample.bureau, 2026)
    for scorer in RATERS:
        score(open_sample, scorer, "60")
    assert settled_line(open_sample.bureau, 2026) == before


@pytest.mark.parametrize("number", ["S02", "L01"])
def test_who_neither_scores_nor_keeps_the_roster_finds_nothing(open_sample: Cast, number: str) -> None:
    page(reading(open_sample[number]), ADDRESS, 404)
    assert post(reading(open_sample[number]), act="score", number="1")[0] == 404


def test_the_page_costs_the_same_for_30_more_superiors(open_sample: Cast) -> None:
    client = reading(open_sample["S01"])
    few = statements(client, ADDRESS)
    for number in range(30):
        join(open_sample, f"Z{number:02}", f"员{number:02}", Role.STAFF, "D02")
    for scorer in RATERS:
        score(open_sample, scorer)
    assert statements(client, ADDRESS) == few <= 15
