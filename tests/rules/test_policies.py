"""The shipped policies, their hash, and how one extends and amends another."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal

from daybook.rules.policy import Rules
from daybook.rules.policy_checks import CHECKS
from daybook.rules.policy_load import load_policy, policy_ids

from .cast import NEW_YEAR, own_policy, policy_files, shipped
from .loading import faults_of, load, own

# -- what ships


def test_two_policies_ship() -> None:
    assert policy_ids(policy_files()) == ["log-style-2018", "log-style-2026"]


def test_the_default_extends_the_account() -> None:
    assert shipped("log-style-2018").lineage == ("log-style-2018",)
    assert shipped().lineage == ("log-style-2018", "log-style-2026")


def test_the_overlay_changes_what_makes_it_lawful_and_nothing_else() -> None:
    before, after = shipped("log-style-2018"), shipped()
    changed = {each.name for each in fields(Rules) if getattr(before, each.name) != getattr(after, each.name)}
    assert changed == {
        "statutory",
        "eligibility",
        "suggestions",
        "circumstances",
        "notice",
        "remedies",
        "statutory_form_grade",
    }  # fmt: skip
    assert set(before.circumstances) == {"left"}
    assert not before.statutory.applies
    assert before.quotas == after.quotas


def test_the_numbers_of_the_account() -> None:
    policy = shipped("log-style-2018")
    assert policy.annual_total.routine_weight == {"head": Decimal("0.25"), "staff": Decimal("0.5")}
    assert policy.eligibility.routine_minimum == 85
    sources = {policy.source_of(f"annual_total.routine_weight.{key}") for key in ("head", "staff")}
    assert sources | {policy.source_of("eligibility.routine_minimum")} == {"bureau_account"}


def test_every_value_has_a_source_that_exists_and_every_source_a_title() -> None:
    for policy_id in policy_ids(policy_files()):
        policy = shipped(policy_id)
        assert set(policy.sources.values()) <= set(policy.source_texts)
        assert all(each.title and each.title_en for each in policy.source_texts.values())
        assert policy.source_of("quotas.excellent") == "appraisal_provisions"


def test_a_group_weighs_what_the_account_says() -> None:
    sheets = shipped().sheets
    weights = {
        group: sum(form.weights[element] for element in elements)
        for form in sheets.values()
        for group, elements in form.groups.items()
    }
    assert weights == {
        "duty_capability": 50, "execution_power": 50, "professional_competence": 40, "task_completion": 60,
    }  # fmt: skip


def test_official_forms_of_the_overlay_write_competent_for_the_local_grade() -> None:
    assert shipped("log-style-2018").statutory_form_grade == {}
    assert shipped().statutory_form_grade == {"good": "competent"}


def test_every_check_speaks_of_a_sentence() -> None:
    assert all(check.__doc__ for check in CHECKS)


# -- the hash


def test_equal_content_has_an_equal_hash_and_another_value_another() -> None:
    assert shipped().hash == load_policy(policy_files(), "log-style-2026", NEW_YEAR).hash
    assert len({shipped("log-style-2018").hash, shipped().hash}) == 2
    same = {"good": {"ratio": Decimal("0.300")}}
    assert own_policy(quotas=same).hash == shipped().hash
    other = {"good": {"ratio": Decimal("0.301")}}
    assert own_policy(quotas=other).hash != shipped().hash


# -- extending and amending


def test_a_single_value_is_overridden_and_names_its_own_source() -> None:
    policy = own_policy(quotas={"good": {"ratio": Decimal("0.25")}})
    assert (policy.quotas.good.ratio, policy.quotas.excellent.ratio) == (Decimal("0.25"), Decimal("0.2"))
    assert policy.source_of("quotas.good.ratio") == "confirmed_default"
    assert policy.source_of("quotas.excellent.ratio") == "appraisal_provisions"


def test_a_source_may_be_the_policys_own() -> None:
    notice = {"kind": "bureau", "title": "局发〔2026〕8号", "title_en": "Bureau notice 8 of 2026"}
    policy = load(own(sources={"notice_8": notice}, daily={"on_time_workdays": 2, "source": "notice_8"}))
    assert policy.source_texts[policy.source_of("daily.on_time_workdays")].title == "局发〔2026〕8号"


def test_a_table_may_replace_the_inherited_one() -> None:
    weights = {"replaces": True, "quantity": 40, "quality": 60}
    groups = {"replaces": True, "task_completion": ["quantity", "quality"]}
    policy = load(own(sheets={"staff": {"weights": weights, "groups": groups}}))
    assert policy.sheets["staff"].weights == {"quantity": 40, "quality": 60}
    assert "sheets.staff.weights.expertise" not in policy.sources


def test_an_amendment_holds_from_its_day_on() -> None:
    amended = own(
        amendments=[
            {"from": date(2026, 10, 1), "daily": {"backfill_workdays": 7}},
            {"from": date(2026, 7, 1), "source": "bureau_account", "daily": {"backfill_workdays": 5}},
        ]
    )
    june, july, october = (load(amended, date(2026, month, 1)) for month in (6, 7, 10))
    assert [each.daily.backfill_workdays for each in (june, july, october)] == [3, 5, 7]
    assert [each.source_of("daily.backfill_workdays") for each in (june, july, october)] == [
        "confirmed_default", "bureau_account", "confirmed_default",
    ]  # fmt: skip
    assert len({june.hash, july.hash, october.hash}) == 3
    assert july.on == date(2026, 7, 1)


def test_an_override_stands_above_an_amendment_of_the_parent() -> None:
    parent = own(id="parent", amendments=[{"from": NEW_YEAR, "daily": {"backfill_workdays": 5}}])
    child = own(extends="parent", daily={"backfill_workdays": 4})
    assert load(child, parent=parent).daily.backfill_workdays == 4


def test_a_fault_of_an_amendment_to_come_is_found_today() -> None:
    amended = own(amendments=[{"from": date(2030, 1, 1), "daily": {"backfill_workdays": -1}}])
    assert faults_of(amended) == [
        ("own", "daily.backfill_workdays", "too_small"),
    ]
