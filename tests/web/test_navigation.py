"""The navigation shows the rooms that exist and are one's own."""

from __future__ import annotations

import pytest
from django.utils import translation

from daybook.web import navigation
from daybook.web.navigation import Room, doors


def labels(path: str, *rights: str) -> list[str]:
    with translation.override("zh-hans"):
        return [door.label for door in doors(path, rights)]


def test_a_room_that_is_not_built_has_no_door() -> None:
    assert [label for label in ("今日", "动态") if label in labels("/")] == ["今日", "动态"]
    assert "管理" not in labels("/", "personnel_office")


def test_rooms_stand_in_the_order_of_the_rhythms() -> None:
    order = ["今日", "本月", "本季", "年度", "动态", "分析", "管理"]
    with translation.override("zh-hans"):
        assert [str(room.label) for room in navigation.ROOMS] == order


def test_the_room_one_is_in_is_marked() -> None:
    assert [door.href for door in doors("/feed", ()) if door.here] == ["/feed"]
    for path in ("/today", "/days/2026-03-31"):
        assert [door.href for door in doors(path, ()) if door.here] == ["/today"]
    assert [door.href for door in doors("/", ()) if door.here] == []


def test_an_administrator_has_no_door_to_the_record() -> None:
    assert "动态" not in labels("/", "audit_admin")
    assert "今日" in labels("/", "audit_admin")


def test_a_room_with_a_right_opens_to_those_who_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room("feed", "分析", frozenset({"leader"}))
    monkeypatch.setattr(navigation, "ROOMS", (room,))
    assert doors("/", ()) == []
    assert [door.label for door in doors("/", {"leader"})] == ["分析"]
