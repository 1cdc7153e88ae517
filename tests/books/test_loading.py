"""What follows from a book: words that find an entry, who is named, what is sealed, what a sheet scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from daybook.annual.models import Ballot, Poll
from daybook.books.writing.write import Writer
from daybook.daily.models import LogEntry, LogVersion
from daybook.daily.queries.found import newest, query_words
from daybook.ledger.models import LedgerLine
from daybook.org.models import Appointment, Bureau, Person
from daybook.org.policies import policy
from daybook.plans.models import SealedMonth
from daybook.quarterly.models import ScoreSheet
from tests.books.shelf import Tables, give_out, sample, take_in, write_book


@dataclass(frozen=True)
class Wish:
    """A search by words alone."""

    words: Sequence[str]
    day: None = None
    since: None = None
    until: None = None
    departments: None = None
    people: None = None
    matters: None = None


def found_keys(code: str, text: str) -> list[str]:
    """The keys of the entries that a search finds."""
    ids = newest(Bureau.objects.get(code=code).pk, Wish(query_words(text)), None, 50)
    return list(LogEntry.objects.filter(pk__in=ids).order_by("-id").values_list("key", flat=True))


@pytest.fixture
def loaded(db: None, tmp_path: Path) -> Tables:
    tables = sample()
    assert take_in(write_book(tmp_path / "book", tables)).accepted
    return tables


def entry(key: str) -> LogEntry:
    return LogEntry.objects.get(key=key)


@pytest.mark.usefixtures("loaded")
class TestEntries:
    def test_the_department_is_the_authors_on_the_day(self) -> None:
        department = entry("E-2026-03-26-01").department
        assert department is not None
        assert department.code == "D02"

    def test_the_version_follows_those_that_are_kept(self) -> None:
        assert [(each.key, each.version) for each in LogEntry.objects.order_by("key")] == [
            ("E-2026-03-26-01", 2),
            ("E-2026-03-27-01", 1),
            ("E-2026-03-30-01", 1),
        ]

    def test_colleagues_are_found_by_name_and_by_number(self) -> None:
        named = entry("E-2026-03-26-01").named.order_by("person__number")
        assert list(named.values_list("person__number", flat=True)) == ["H02", "S01"]

    def test_open_entries_are_found_and_internal_ones_are_not(self) -> None:
        assert found_keys("SAMPLE", "投资计划") == ["E-2026-03-26-01"]
        assert found_keys("SAMPLE", "来访") == []

    def test_the_feed_is_in_the_order_of_recording(self) -> None:
        entries = LogEntry.objects.order_by("id")
        assert list(entries.values_list("recorded_at", flat=True)) == sorted(
            entries.values_list("recorded_at", flat=True)
        )


@pytest.mark.usefixtures("loaded")
def test_a_published_sheet_has_its_score_and_its_policy() -> None:
    sheet = ScoreSheet.objects.get()
    kept = policy("log-style-2026", sheet.last_day)
    # 88×10 + 87.5×10 + 89×10 + 85×10 + 88×15 + 89.5×20 + 92×15 + 86×10 = 8845
    assert (sheet.score, sheet.policy, sheet.policy_hash) == (Decimal("88.45"), kept.id, kept.hash)


@pytest.mark.usefixtures("loaded")
def test_a_submitted_month_is_sealed() -> None:
    assert list(SealedMonth.objects.values_list("person__number", "month")) == [("S02", "2026-03")]


@pytest.mark.usefixtures("loaded")
def test_a_poll_is_closed_and_its_ballots_have_keys_of_their_own() -> None:
    assert list(Poll.objects.values_list("year", "closed")) == [(2025, True)]
    assert sorted(Ballot.objects.values_list("serial", "options")) == [
        ("0be845d6", "ABANA"),
        ("7f3a91c2", "AABAA"),
    ]


@pytest.mark.django_db
def test_a_draft_sheet_may_be_incomplete_and_has_no_score(tmp_path: Path) -> None:
    tables = sample()
    tables["score_sheets"][0]["published_at"] = ""
    del tables["element_scores"][3:], tables["citations"], tables["acknowledgements"]
    del tables["objections"], tables["hearing_notes"]
    assert take_in(write_book(tmp_path / "book", tables)).lines == []
    assert list(ScoreSheet.objects.values_list("score", "policy")) == [(None, "")]


@pytest.mark.django_db
def test_an_open_poll_takes_no_ballots(tmp_path: Path) -> None:
    tables = sample()
    names = ("polls", "electorate", "ballots", "ballot_participation")
    ballots = {name: tables.pop(name) for name in names}
    take_in(write_book(tmp_path / "book", tables))
    Poll.objects.create(bureau=Bureau.objects.get(), year=2025, closed=False)
    assert take_in(write_book(tmp_path / "ballots", ballots)).lines == [
        f"{name}:2:year: 2025 年的测评尚未结束；只应导入已结束测评的票" for name in names
    ]


class TestUpdate:
    """What stands with other values is a fault, unless it may be changed."""

    def changed(self, tables: Tables, tmp_path: Path, *, update: bool = False) -> list[str]:
        return take_in(write_book(tmp_path / "changed", tables), update=update).lines

    def test_without_the_option_it_is_a_fault(self, loaded: Tables, tmp_path: Path) -> None:
        loaded["departments"][0] |= {"name": "综合办公室", "order": "9"}
        told = "departments:2:{}: 库中已有这个键而内容不同：库中为“{}”，册中为“{}”；"
        told += "应与库中一致，要更改请加 --update"
        assert self.changed(loaded, tmp_path) == [
            told.format("name", "办公室", "综合办公室"),
            told.format("order", "1", "9"),
        ]

    def test_every_table_changes_and_goes_out_as_it_came(self, loaded: Tables, tmp_path: Path) -> None:
        change(loaded)
        outcome = take_in(write_book(tmp_path / "changed", loaded), update=True)
        assert outcome.lines == []
        assert {name for name, counts in outcome.counts.items() if counts.changed} == CHANGED.keys() | {
            "bureau"
        }
        assert {counts.new for counts in outcome.counts.values()} == {0}
        give_out("SAMPLE", tmp_path / "out")
        again = take_in(tmp_path / "out")
        assert again.lines == []
        assert {(counts.new, counts.changed) for counts in again.counts.values()} == {(0, 0)}
        assert take_in(write_book(tmp_path / "again", loaded)).lines == []

    def test_absent_rows_are_left_alone(self, loaded: Tables, tmp_path: Path) -> None:
        people = [{**loaded["people"][0], "name": "王海"}]
        assert self.changed({"people": people}, tmp_path, update=True) == []
        assert Person.objects.count() == len(loaded["people"])
        assert Person.objects.get(number="L01").name == "王海"

    def test_every_change_has_its_line_without_the_words(self, loaded: Tables, tmp_path: Path) -> None:
        loaded["people"][0]["name"] = "王海"
        self.changed(loaded, tmp_path, update=True)
        lines = list(LedgerLine.objects.order_by("sequence"))[-2:]
        assert [(line.action, line.object_type, line.object_key) for line in lines] == [
            ("change_by_import", "people", "L01"),
            ("import_table", "people", "SAMPLE"),
        ]
        assert (lines[0].before.keys(), lines[0].after.keys()) == ({"name"}, {"name"})
        assert "王海" not in str(lines[0].before) + str(lines[0].after)
        assert (lines[1].after["new"], lines[1].after["changed"]) == (0, 1)

    def test_what_an_entry_said_is_kept(self, loaded: Tables, tmp_path: Path) -> None:
        loaded["log_entries"][0]["content"] = "核对并印发防汛计划"
        self.changed(loaded, tmp_path, update=True)
        row = entry("E-2026-03-26-01")
        assert (row.content, row.version) == ("核对并印发防汛计划", 3)
        said = LogVersion.objects.get(entry=row, version=2)
        assert (said.content, said.editor.number) == ("核对投资计划终稿，送签并印发", "S02")
        assert found_keys("SAMPLE", "防汛") == ["E-2026-03-26-01"]
        assert found_keys("SAMPLE", "送签") == []

    def test_a_version_that_the_book_brings_is_written_once(self, loaded: Tables, tmp_path: Path) -> None:
        log = loaded["log_entries"][0]
        columns = loaded["log_versions"][0].keys() - {"entry", "version", "editor", "recorded_at"}
        version = {name: log.get(name, "") for name in columns}
        told = {
            "entry": log["key"],
            "version": "2",
            "editor": "S02",
            "recorded_at": "2026-03-26T19:00:00+08:00",
        }
        loaded["log_versions"].append({**version, **told})
        log["content"] = "核对并印发防汛计划"
        assert self.changed(loaded, tmp_path, update=True) == []
        assert entry("E-2026-03-26-01").version == 3
        assert LogVersion.objects.count() == 2

    def test_a_changed_element_changes_the_score_of_its_sheet(self, loaded: Tables, tmp_path: Path) -> None:
        elements = [{**loaded["element_scores"][0], "score": "98", "reason": "独立完成"}]
        assert self.changed({"element_scores": elements}, tmp_path, update=True) == []
        assert ScoreSheet.objects.get().score == Decimal("89.45")

    def test_a_returned_month_is_open_again(self, loaded: Tables, tmp_path: Path) -> None:
        loaded["monthly_reports"][0]["submitted_at"] = ""
        self.changed(loaded, tmp_path, update=True)
        assert SealedMonth.objects.count() == 0


CHANGED = {
    "calendar_days": {"kind": "workday"},
    "departments": {"name": "综合办公室", "valid_to": "2030-12-31"},
    "people": {"birth_date": "", "email": "x@example.org"},
    "appointments": {"duties": "主持全面工作"},
    "portfolios": {"leader": "L01"},
    "absences": {"last_day": "", "half_day": "上午"},
    "circumstances": {"document": "改"},
    "conflicts": {"last_day": "2027-01-01"},
    "delegations": {"deputy": "S02"},
    "rights": {"last_day": "2029-01-01"},
    "department_goals": {"year": "2025"},
    "annual_goals": {"progress": "", "state": ""},
    "matters": {"department": "", "last_day": "2026-12-31"},
    "plan_items": {"weight": "0.25", "matter": "", "due_date": ""},
    "log_entries": {"start": "08:30", "entered_by": "S01", "recorded_at": "2026-03-26T17:20:01+08:00"},
    "log_versions": {"content": "另一说法"},
    "log_corrections": {"content": "另一更正"},
    "plan_changes": {"kind": "撤销", "consented": "", "old_weight": "", "matter": ""},
    "extensions": {"act": "审阅", "person": "", "until": "2026-04-16"},
    "log_comments": {"content": "另一留言", "seen_at": ""},
    "log_unlocks": {"granted": "否", "answer": ""},
    "attachments": {"name": "另一名称.pdf", "entry": "E-2026-03-27-01"},
    "log_confirmations": {"confirmed_at": "2026-03-31T08:15:01+08:00"},
    "quarantines": {"lifted_at": "", "lifted_by": ""},
    "monthly_reports": {"summary": "另一小结"},
    "monthly_reviews": {"on_behalf_of": "L02", "saturation_rating": ""},
    "month_events": {"actor": "S01", "reason": "另一理由"},
    "score_sheets": {"rater": "L02"},
    "element_scores": {"score": "70"},
    "acknowledgements": {"acknowledged_at": "2026-04-17T08:40:00+08:00"},
    "objections": {"outcome": "成立", "by_committee": "是", "grounds": "另一理由"},
    "hearing_notes": {"text": "另一记录"},
    "routine_grades": {"grade": "一般"},
    "polls": {"closes_on": "", "closed_at": "2026-01-16T17:31:00+08:00"},
    "electorate": {"leader": "", "votes": "否"},
    "ballots": {"integrity": "", "probity": "N"},
    "seats": {"seats": "0"},
    "decisions": {"stage": "终定"},
    "annual_reports": {"summary": "另一总结"},
    "unit_freezes": {"frozen_by": "S02"},
    "unit_members": {"appraised": "否"},
    "seat_decisions": {"decided_by": "S02"},
    "notices": {"put_up_at": "2026-01-19T09:31:00+08:00"},
    "noticed_people": {"post": "另一岗位"},
    "signatures": {"signed_at": "2026-01-28T10:06:00+08:00"},
    "year_objections": {"text": "另一异议"},
    "career_inputs": {"score": "", "reason": "录错"},
    "benefits": {"title": "另一疗养", "document": ""},
    "alert_notes": {"text": "另一办理情况"},
    "promotion_issues": {"purpose": "另一用途"},
}
"""A change to the first row of every table that has more than its key."""


def change(tables: Tables) -> None:
    tables["bureau"][0]["name"] = "另一名称"
    for name, values in CHANGED.items():
        tables[name][0] |= values


def test_the_changes_cover_every_table_with_more_than_a_key() -> None:
    assert sample().keys() - CHANGED.keys() == {"bureau", "citations", "ballot_participation"}


@pytest.mark.django_db
def test_appointments_of_the_database_count_with_those_of_the_book(loaded: Tables, tmp_path: Path) -> None:
    posts = [{"person": "S01", "department": "D01", "role": "department_head", "valid_from": "2026-05-01"}]
    lines = take_in(write_book(tmp_path / "posts", {"appointments": posts})).lines
    assert [line.split("；")[0] for line in lines] == [
        "appointments:2:department: 处室 D01 已有主要负责人 H01（库中已有的一行，2020-01-01 至 …）",
        "appointments:2:valid_from: 与 S01 在库中已有的一行的任职（2020-01-01 至 …）重叠",
    ]
    assert Appointment.objects.count() == len(loaded["appointments"])


@pytest.mark.django_db
def test_a_failure_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(writer: Writer) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Writer, "note", fail)
    with pytest.raises(OSError, match="full"):
        take_in(write_book(tmp_path / "book", sample()))
    assert (Bureau.objects.count(), LogEntry.objects.count(), LedgerLine.objects.count()) == (0, 0, 0)
