"""What may be named in a line: completions, equal titles told apart, and what names nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from daybook.daily.models import LogEntry
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from tests.daily.sending import send
from tests.factories import entry_of, noon
from tests.pages import reading
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 7, 7), tick=False):
        yield


def test_completions_come_from_the_plan_and_the_people_around(cast: Cast) -> None:
    plan_month(
        person=cast["S03"], month="2026-07", lines=[PlanLine("预案送审", key="P1")], at=noon(2026, 7, 1)
    )
    open_matter(bureau=cast.bureau, title="预案演练", key="M1", actor=cast["H02"])
    entry_of(cast["S03"], date(2026, 7, 6), place="三楼会商室")
    client = reading(cast["S03"])

    def found(field: str, text: str) -> list[str]:
        answer = client.get("/suggest", {"field": field, "q": text})
        return [each["value"] for each in answer.json()["found"]]

    assert found("place", "三楼") == ["三楼会商室"]
    assert found("people", "陈") == ["陈明"]
    assert found("people", "冯") == []
    assert found("matter", "预案") == ["预案送审", "预案演练"]
    assert found("colour", "红") == []


def test_a_hash_that_names_nothing_has_a_chip_that_says_where_it_stays(cast: Cast) -> None:
    plan_month(
        person=cast["S03"],
        month="2026-07",
        lines=[PlanLine("预案送审", key="P1"), PlanLine("台账核对", key="P2")],
        at=noon(2026, 7, 1),
    )
    client = reading(cast["S03"])
    chips = send(client, "/days/2026-07-07/line", line="核对 #年底考核 #预案送审 #台账核对").content.decode()
    unknown = re.findall(r'<div class="is-unknown"><dt>(.*?)</dt><dd>(.*?)</dd></div>', chips)
    assert [label for label, _ in unknown] == ["#年底考核", "#台账核对"]
    assert "no item of this month&#x27;s plan" in unknown[0][1]
    assert "one of each is taken" in unknown[1][1]


@pytest.fixture
def namesakes(cast: Cast) -> Cast:
    """Items and matters of one title."""
    plan_month(
        person=cast["S03"],
        month="2026-07",
        lines=[
            PlanLine("台账核对", key="P-0001", due_date=date(2026, 7, 10)),
            PlanLine("台账核对", key="P-0002", due_date=date(2026, 7, 20)),
        ],
        at=noon(2026, 7, 1),
    )
    for key, since in (("M-0001", date(2026, 3, 2)), ("M-0002", date(2026, 3, 2)), ("M-0003", None)):
        matter = open_matter(bureau=cast.bureau, title="台账核对", key=key, actor=cast["H02"])
        type(matter).objects.filter(pk=matter.pk).update(first_day=since)
    return cast


def test_equal_titles_are_told_apart_where_one_is_chosen(namesakes: Cast) -> None:
    client = reading(namesakes["S03"])
    found = client.get("/suggest", {"field": "matter", "q": "台账"}).json()["found"]
    assert [each["value"] for each in found] == ["P-0001", "P-0002", "M-0003", "M-0002", "M-0001"]
    assert len({each["label"] for each in found}) == 5
    form = client.get("/days/2026-07-07?form=seven").content.decode()
    options = re.findall(r'<option value="[PM]-000\d"[^>]*>(.*?)</option>', form)
    assert len(options) == len(set(options)) == 5
    assert "due" in options[0]
    assert "…0002" in next(each for each in options if "0002" in each)


def test_the_chosen_of_two_equal_titles_is_the_one_recorded(namesakes: Cast) -> None:
    client = reading(namesakes["S03"])
    chips = send(client, "/days/2026-07-07/line", line="核对 #P-0002 #M-0001").content.decode()
    assert re.search(r"<dt>Plan item</dt><dd>台账核对 \(due ", chips)
    assert re.search(r"<dt>Matter</dt><dd>台账核对 \(.*…0001\)", chips)
    send(client, "/days/2026-07-07/record", line="核对 #P-0002 #M-0001", key="K1")
    entry = LogEntry.objects.get()
    assert entry.plan_item is not None
    assert entry.matter is not None
    assert (entry.plan_item.key, entry.matter.key) == ("P-0002", "M-0001")
