"""The script of the demonstration is whole: every blank is known, every work has its words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from daybook.demo.remarks import GOOD, MIXED, QUARTER, WEAK, Voices
from daybook.demo.script import BureauScript, DepartmentScript, Routine, read_script
from daybook.demo.words import AWAY, BLANK, DATED, RANGE

pytestmark = pytest.mark.once
SCRIPT = read_script()


def routines(unit: DepartmentScript) -> Iterator[tuple[str, Routine]]:
    return ((person.name, routine) for person in unit.people for routine in person.routines)


def shared(script: BureauScript) -> Iterator[Routine]:
    yield from script.chores
    yield script.duty
    yield from (occasion.routine for occasion in script.occasions)


def texts(routine: Routine) -> list[str]:
    said = [each.text for each in (*routine.measures, *routine.outcomes)]
    return [*routine.contents, *said, *routine.places, *routine.people]


def unknown(text: str, slots: set[str]) -> list[str]:
    known = slots | DATED | {"同事", "主"}
    plain = [
        blank for blank in BLANK.findall(text) if not RANGE.fullmatch(blank) and not AWAY.fullmatch(blank)
    ]
    return [blank for blank in plain if blank not in known]


def test_the_bureau_is_as_large_as_it_says() -> None:
    assert len(SCRIPT.departments) == 8
    assert len(SCRIPT.leaders.people) == 4
    assert 50 <= len(SCRIPT.people) <= 60
    assert len({person.number for person in SCRIPT.people.values()}) == len(SCRIPT.people)


def test_every_department_has_one_head_and_a_leader_in_charge() -> None:
    leaders = {person.name for person in SCRIPT.leaders.people}
    for unit in SCRIPT.departments:
        assert unit.leader in leaders
        assert [person.role for person in unit.people].count("department_head") == 1


@pytest.mark.parametrize("unit", SCRIPT.units, ids=lambda unit: unit.short)
def test_every_work_has_measures_and_outcomes_that_fit_it(unit: DepartmentScript) -> None:
    bare = [
        (name, routine.contents[number], kind)
        for name, routine in [*routines(unit), *(("", each) for each in shared(SCRIPT))]
        for number in range(len(routine.contents))
        for kind, variants in (("m", routine.measures), ("o", routine.outcomes))
        if not any(not each.fits or number in each.fits for each in variants)
    ]
    assert bare == []


@pytest.mark.parametrize("unit", SCRIPT.units, ids=lambda unit: unit.short)
def test_every_blank_can_be_filled(unit: DepartmentScript) -> None:
    slots = {*SCRIPT.slots, *unit.slots}
    said = [text for _name, routine in routines(unit) for text in texts(routine)]
    said += [text for routine in shared(SCRIPT) for text in texts(routine)]
    said += [
        text
        for matter in unit.matters
        for step in matter.steps
        for text in (matter.title, step.place, step.people, step.content, step.measures, step.outcome)
    ]
    said += [*SCRIPT.help_measures, *SCRIPT.help_outcomes]
    assert [(text, unknown(text, slots)) for text in said if unknown(text, slots)] == []


@pytest.mark.parametrize("unit", SCRIPT.units, ids=lambda unit: unit.short)
def test_every_matter_runs_forward_and_is_told_by_people_of_the_bureau(unit: DepartmentScript) -> None:
    for matter in unit.matters:
        days = [date(2024, int(step.day[:2]), int(step.day[3:])) for step in matter.steps]
        assert days == sorted(days), matter.title
        assert {step.author for step in matter.steps} <= SCRIPT.people.keys()
        assert all(0 <= step.progress <= 100 for step in matter.steps)
        assert len(matter.steps) >= 3


def test_every_superior_has_a_voice_of_his_own() -> None:
    from random import Random

    superiors = {person.style for person in SCRIPT.people.values() if person.style}
    voices = Voices(Random(1))
    facts = dict.fromkeys("好果日事另又", "某事") | {"差": "某项"}
    said = {
        (style, tone): {voices.say(style, tone, facts) for _each in range(8)}
        for style in superiors
        for tone in (GOOD, MIXED, WEAK, QUARTER)
    }
    assert len(superiors) == 13
    assert all(sentences for sentences in said.values())
    openings = [sentence for (style, _tone), found in said.items() if style != "nice" for sentence in found]
    assert len(openings) == len(set(openings))


def test_nobody_is_blamed_for_what_is_not_open() -> None:
    from random import Random

    voices = Voices(Random(2))
    facts = dict.fromkeys("好果日事另又", "某事") | {"差": ""}
    for style in ("exact", "strict", "brisk", "plain", "warm", "field", "gentle", "technical", "old"):
        for tone in (GOOD, MIXED, WEAK, QUARTER):
            sentences = {voices.say(style, tone, facts) for _each in range(9)}
            assert all("。。" not in text and "““" not in text and "“”" not in text for text in sentences)
