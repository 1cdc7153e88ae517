"""Finding policies: shipped ones, a bureau's own folder, and the commands that list, show and check them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import translation
from pytest_django import Settings

from daybook.org import policies
from daybook.org.commands import policy
from daybook.rules.policy_fault import PolicyFault

OWN = """
id = "river"
name = { zh = "江河局办法", en = "River bureau" }
effective_from = 2026-01-01
extends = "log-style-2026"
source = "confirmed_default"

[quarterly]
transfer = "day_weighted"

[[amendments]]
from = 2027-07-01
[amendments.quarterly]
min_workdays = 25
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A bureau's own policy folder."""
    settings.POLICY_DIR = str(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    with translation.override("en"):
        return CliRunner().invoke(policy, arguments)


def test_an_own_policy_overrides_single_values(folder: Path) -> None:
    (folder / "river.toml").write_text(OWN, encoding="utf-8")
    found = policies.policy("river", date(2026, 12, 31))
    assert (found.quarterly.transfer, found.quarterly.min_workdays) == ("day_weighted", 20)
    assert found.eligibility.routine_minimum == Decimal(85)
    assert policies.policy("river", date(2027, 7, 1)).quarterly.min_workdays == 25


def test_days_between_two_amendments_share_one_policy(folder: Path) -> None:
    (folder / "river.toml").write_text(OWN, encoding="utf-8")
    early, late = (policies.policy("river", date(2027, month, day)) for month, day in ((1, 1), (6, 30)))
    assert early is late
    assert policies.policy("river", date(2027, 7, 1)) is not late


def test_a_corrected_file_is_read_again(folder: Path) -> None:
    path = folder / "river.toml"
    path.write_text(OWN, encoding="utf-8")
    before = policies.policy("river", date(2026, 12, 31))
    path.write_text(OWN.replace('"day_weighted"', '"majority"'), encoding="utf-8")
    after = policies.policy("river", date(2026, 12, 31))
    assert (before.quarterly.transfer, after.quarterly.transfer) == ("day_weighted", "majority")
    assert before.hash != after.hash


def test_a_broken_file_breaks_no_other_policy(folder: Path) -> None:
    (folder / "broken.toml").write_text("id = [", encoding="utf-8")
    assert policies.policy("log-style-2026", date(2026, 12, 31)).id == "log-style-2026"
    assert policies.known_policies() == ["log-style-2018", "log-style-2026"]
    with pytest.raises(PolicyFault, match="broken"):
        policies.policy("broken", date(2026, 12, 31))


def test_list_names_every_policy(folder: Path) -> None:
    (folder / "river.toml").write_text(OWN, encoding="utf-8")
    lines = run("list").output.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["log-style-2018", "log-style-2026", "river"]


def test_show_prints_values_with_their_sources() -> None:
    lines = run("show", "log-style-2026", "--on", "2026-03-01").output.splitlines()
    assert lines[0].startswith("# log-style-2026")
    assert any(line.startswith("annual_total.routine_weight.head = 0.25    # ") for line in lines)
    assert any(line.startswith("# bureau_account: ") for line in lines)


def test_show_depends_on_the_day(folder: Path) -> None:
    (folder / "river.toml").write_text(OWN, encoding="utf-8")
    early = run("show", "river", "--on", "2027-06-30").output
    late = run("show", "river", "--on", "2027-07-01").output
    assert "quarterly.min_workdays = 20 " in early
    assert "quarterly.min_workdays = 25 " in late


def test_show_of_an_unknown_policy_is_refused() -> None:
    outcome = run("show", "nothing")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "nothing.toml: extends: there is no policy with the id “nothing”\n"


def test_check_names_file_key_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    faulty = OWN.replace('transfer = "day_weighted"', 'transfer = "dice"\nnonsense = 1')
    path.write_text(faulty.replace("min_workdays = 25", "min_workdays = -1"), encoding="utf-8")
    outcome = run("check", str(path))
    assert outcome.exit_code == 1
    assert sorted(line.split(": ")[:2] for line in outcome.stderr.splitlines()) == [
        ["mine.toml", "quarterly.min_workdays"],
        ["mine.toml", "quarterly.nonsense"],
        ["mine.toml", "quarterly.transfer"],
    ]


def test_check_of_a_file_that_holds(tmp_path: Path) -> None:
    path = tmp_path / "river.toml"
    path.write_text(OWN, encoding="utf-8")
    outcome = run("check", str(path))
    assert (outcome.exit_code, outcome.output) == (0, "river.toml holds: river.\n")


def test_check_of_what_is_no_toml(tmp_path: Path) -> None:
    path = tmp_path / "river.toml"
    path.write_bytes(b"\xff\xfe")
    outcome = run("check", str(path))
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("river.toml: -: cannot be read: ")
