"""What the loader refuses: file, key and reason."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from typing import Any

import pytest

from daybook.rules.policy_fault import REASONS, Fault, PolicyFault
from daybook.rules.policy_load import load_policy, policy_ids

from .cast import NEW_YEAR, policy_files, shipped
from .loading import faults_of, load, own

# -- what is refused


@pytest.mark.parametrize(
    ("tables", "key", "code"),
    [
        ({"daily": {"on_time_days": 1}}, "daily.on_time_days", "unknown_key"),
        ({"dayly": {"on_time_workdays": 1}}, "dayly", "unknown_key"),
        ({"daily": 3}, "daily", "wrong_type"),
        ({"sheets": 3}, "sheets", "wrong_type"),
        ({"daily": {"on_time_workdays": "1"}}, "daily.on_time_workdays", "wrong_type"),
        ({"daily": {"on_time_workdays": True}}, "daily.on_time_workdays", "wrong_type"),
        ({"eligibility": {"routine_minimum": Decimal("nan")}}, "eligibility.routine_minimum", "wrong_type"),
        ({"career": {"dimensions": {"rewards": Decimal("inf")}}}, "career.dimensions.rewards", "wrong_type"),
        ({"statutory": {"bands": {"well": 101}}}, "statutory.bands.well", "too_great"),
        ({"assessment": {"options": {"D": -50}}}, "assessment.options.D", "too_small"),
        ({"daily": {"on_time_workdays": 0.5}}, "daily.on_time_workdays", "inexact"),
        ({"daily": {"internal_reasons": "case"}}, "daily.internal_reasons", "wrong_type"),
        ({"daily": {"internal_reasons": [1]}}, "daily.internal_reasons", "wrong_type"),
        ({"daily": {"backfill_workdays": 0}}, "daily.backfill_workdays", "not_above"),
        ({"monthly": {"plan_workday": 0}}, "monthly.plan_workday", "too_small"),
        ({"monthly": {"workday_hours": 25}}, "monthly.workday_hours", "too_great"),
        ({"monthly": {"review_workday": 4}}, "monthly.review_workday", "not_above"),
        ({"monthly": {"half_days": {"night": ["22:00", "23:00"]}}}, "monthly.half_days", "wrong_halves"),
        (
            {"monthly": {"half_days": {"morning": ["12:00", "08:00"]}}},
            "monthly.half_days.morning",
            "bad_time",
        ),
        ({"monthly": {"half_days": {"morning": ["08:00"]}}}, "monthly.half_days.morning", "bad_time"),
        ({"monthly": {"half_days": {"morning": ["08:00", "8:60"]}}}, "monthly.half_days.morning", "bad_time"),
        ({"quarterly": {"transfer": "first"}}, "quarterly.transfer", "not_a_choice"),
        ({"quarterly": {"score_most": 0}}, "quarterly.score_most", "not_above"),
        ({"quarterly": {"score_least": Decimal("0.001")}}, "quarterly.score_least", "too_fine"),
        ({"quarterly": {"score_most": Decimal("99.75")}}, "quarterly.score_most", "off_step"),
        ({"eligibility": {"routine_minimum": Decimal("84.995")}}, "eligibility.routine_minimum", "too_fine"),
        ({"statutory": {"bands": {"well": Decimal("89.995")}}}, "statutory.bands.well", "too_fine"),
        ({"sheets": {"leader": {"groups": {}, "weights": {}}}}, "sheets.leader", "unknown_category"),
        ({"sheets": {"replaces": True}}, "sheets", "needs_both"),
        ({"sheets": {"staff": {"weights": {"expertise": 11}}}}, "sheets.staff.weights", "weights_not_100"),
        ({"sheets": {"staff": {"weights": {"expertise": 0}}}}, "sheets.staff.weights.expertise", "not_above"),
        ({"sheets": {"staff": {"weights": {"charm": 10}}}}, "sheets.staff.weights.charm", "not_in_a_group"),
        (
            {"sheets": {"staff": {"groups": {"task_completion": ["quantity", "quantity"]}}}},
            "sheets.staff.groups",
            "in_two_groups",
        ),
        (
            {"sheets": {"staff": {"groups": {"professional_competence": ["charm"]}}}},
            "sheets.staff.groups",
            "no_weight",
        ),
        ({"statutory": {"bands": {"fair": 80}}}, "statutory.bands.fair", "bands_overlap"),
        ({"statutory": {"bands": {"poor": 1}}}, "statutory.bands.poor", "bands_gap"),
        ({"statutory": {"bands": {"superb": 95}}}, "statutory.bands", "wrong_grades"),
        ({"statutory": {"well_share": 2}}, "statutory.well_share", "too_great"),
        ({"annual_total": {"routine_weight": {"leader": 1}}}, "annual_total.routine_weight", "wrong_grades"),
        ({"annual_total": {"routine_weight": {"head": 25}}}, "annual_total.routine_weight.head", "too_great"),
        ({"assessment": {"virtues": {"integrity": 25}}}, "assessment.virtues", "weights_not_100"),
        ({"assessment": {"virtues": {"courage": 0}}}, "assessment.virtues", "five_virtues"),
        ({"assessment": {"weights": {"A": 40}}}, "assessment.weights", "weights_not_100"),
        ({"assessment": {"trim_each": 3}}, "assessment.trim_each", "too_many_trimmed"),
        ({"assessment": {"uncounted": "A"}}, "assessment.uncounted", "unknown_option"),
        ({"assessment": {"uncounted": "X"}}, "assessment.uncounted", "unknown_option"),
        ({"assessment": {"options": {"AA": 1}}}, "assessment.options", "unknown_option"),
        ({"assessment": {"options": {"E": 40}}}, "assessment.options", "unknown_option"),
        ({"assessment": {"options": {"N": 0}}}, "assessment.options", "unknown_option"),
        (
            {"assessment": {"shown_groups": [["A"], ["C", "D"]]}},
            "assessment.shown_groups",
            "classes_not_covered",
        ),
        ({"assessment": {"electorate": {"E": []}}}, "assessment.electorate", "classes_not_covered"),
        ({"assessment": {"electorate": {"D": ["friends"]}}}, "assessment.electorate.D", "unknown_voting"),
        ({"assessment": {"signed": ["E"]}}, "assessment.signed", "unknown_class"),
        (
            {"circumstances": {"late": {"kind": "state", "effects": []}}},
            "circumstances.late.effects",
            "no_effect",
        ),
        (
            {"circumstances": {"late": {"kind": "state", "effects": ["scolded"]}}},
            "circumstances.late.effects",
            "unknown_effect",
        ),
        (
            {"circumstances": {"late": {"kind": "state", "effects": ["incompetent", "undetermined"]}}},
            "circumstances.late.effects",
            "one_year_only",
        ),
        ({"circumstances": {"left": {"kind": "state"}}}, "circumstances.left.kind", "not_computed"),
        ({"circumstances": {"refused": {"kind": "computed"}}}, "circumstances.refused.kind", "not_computed"),
        (
            {"circumstances": {"leave_over_half": {"absences": []}}},
            "circumstances.leave_over_half.absences",
            "no_absences",
        ),
        ({"circumstances": {"late": {"effects": ["incompetent"]}}}, "circumstances.late.kind", "missing"),
        (
            {"circumstances": {"refused": {"comment": "long"}}},
            "circumstances.refused.comment",
            "not_a_choice",
        ),
        ({"pools": {"support": ["support_worker", "civil_servant"]}}, "pools", "pools_wrong"),
        ({"units": {"heads": "nowhere"}}, "units.heads", "not_a_choice"),
        ({"quotas": {"method": "lottery"}}, "quotas.method", "not_a_choice"),
        ({"quotas": {"excellent": {"ratio": Decimal("0.26")}}}, "quotas.excellent.ratio", "over_consent"),
        ({"quotas": {"good": {"ratio": Decimal("0.9")}}}, "quotas", "ratios_over_one"),
        ({"suggestions": {"competent_from": 60}}, "suggestions.competent_from", "not_above"),
        ({"statutory_form_grade": {"good": "decent"}}, "statutory_form_grade.good", "unknown_grade"),
        ({"notice": {"grades": ["superb"]}}, "notice.grades", "unknown_grade"),
        ({"alerts": {"praise": {"grade": "superb", "years": 2}}}, "alerts.praise.grade", "unknown_grade"),
        (
            {"preference": {"merit_selection": {"grades": ["superb"]}}},
            "preference.merit_selection.grades",
            "unknown_grade",
        ),
        (
            {"preference": {"recuperation": {"grades": ["superb"]}}},
            "preference.recuperation.grades",
            "unknown_grade",
        ),
        ({"career": {"dimensions": {"experience": 20}}}, "career.dimensions", "weights_not_100"),
        ({"daily": {"on_time_workdays": 1, "source": "hearsay"}}, "daily.on_time_workdays", "unknown_source"),
        ({"daily": {"source_of": {"on_time_workdays": "default"}}}, "daily", "source_of_nothing"),
        ({"daily": {"source": 3}}, "daily", "wrong_type"),
        ({"daily": {"source_of": 3}}, "daily", "wrong_type"),
        ({"daily": {"replaces": "yes"}}, "daily", "not_a_switch"),
        ({"amendments": [{"daily": {}}]}, "amendments", "wrong_type"),
        ({"amendments": "later"}, "amendments", "wrong_type"),
        ({"name": {"zh": "本局办法"}}, "name.en", "missing"),
        ({"effective_from": "2026"}, "effective_from", "wrong_type"),
        (
            {"sources": {"hearsay": {"kind": "rumour", "title": "", "title_en": ""}}},
            "sources.hearsay.kind",
            "not_a_choice",
        ),
        ({"sources": ["hearsay"]}, "sources", "wrong_type"),
        ({"labels": {"charm": {"zh": "风度"}}}, "labels.charm.en", "missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_policy_is_refused_with_file_key_and_reason(tables: Any, key: str, code: str) -> None:
    assert ("own", key, code) in faults_of(own(**tables))


def test_a_career_dimension_heavier_than_the_appraisal_is_refused() -> None:
    heavier = {
        "appraisal": 30,
        "experience": 40,
        "urgent_tasks": 10,
        "rewards_and_sanctions": 10,
        "recognition": 10,
    }
    assert faults_of(own(career={"dimensions": heavier})) == [
        ("own", "career.dimensions.experience", "not_heaviest")
    ]
    equal = {**heavier, "appraisal": 35, "experience": 35}
    assert load(own(career={"dimensions": equal})).career.dimensions["experience"] == 35


def test_a_career_without_the_appraisal_is_refused() -> None:
    only = {"replaces": True, "experience": 100}
    assert faults_of(own(career={"dimensions": only})) == [("own", "career.dimensions", "no_appraisal")]


def test_an_element_without_a_name_is_refused() -> None:
    weights = {"expertise": 5, "charm": 5}
    groups = {"professional_competence": ["expertise", "casework", "communication", "learning", "charm"]}
    table = own(sheets={"staff": {"weights": weights, "groups": groups}})
    assert faults_of(table) == [("own", "sheets.staff.weights.charm", "no_label")]
    table["labels"] = {"charm": {"zh": "风度", "en": "Charm"}}
    assert load(table).labels["charm"].zh == "风度"


def test_all_faults_are_reported_at_once() -> None:
    table = own(daily={"on_time_days": 1, "backfill_workdays": "3"}, quotas={"method": "lottery"})
    assert sorted(faults_of(table)) == [
        ("own", "daily.backfill_workdays", "wrong_type"),
        ("own", "daily.on_time_days", "unknown_key"),
        ("own", "quotas.method", "not_a_choice"),
    ]


def test_a_value_without_a_source_is_refused_where_nothing_is_extended() -> None:
    files = copy.deepcopy(dict(policy_files()))
    del files["log-style-2018"]["daily"]["source"], files["log-style-2018"]["source"]
    with pytest.raises(PolicyFault) as refused:
        load_policy(files, "log-style-2018", NEW_YEAR)
    assert ("daily.on_time_workdays", "no_source") in [(each.key, each.code) for each in refused.value.faults]


def test_a_policy_that_extends_another_stands_for_its_own_values() -> None:
    files = {**policy_files(), "river": {"extends": "log-style-2026", "daily": {"on_time_workdays": 2}}}
    policy = load_policy(files, "river", NEW_YEAR)
    assert (policy.daily.on_time_workdays, policy.source_of("daily.on_time_workdays")) == (2, "river")
    assert policy.source_of("daily.backfill_workdays") == "confirmed_default"
    assert (policy.source_texts["river"].kind, policy.source_texts["river"].title) == ("bureau", "river")
    parent = load_policy(files, "log-style-2026", NEW_YEAR)
    assert (policy.name.zh, policy.effective_from) == ("river", parent.effective_from)
    assert policy_ids(files) == ["log-style-2018", "log-style-2026", "river"]


def test_a_malformed_name_is_named_even_where_nothing_else_is_said() -> None:
    table = {"extends": "log-style-2026", "name": "江河局办法", "daily": {"on_time_workdays": 2}}
    assert ("own", "name", "wrong_type") in faults_of(table)


def test_a_table_may_name_its_source_beside_that_of_its_values() -> None:
    policy = shipped("log-style-2026")
    assert policy.source_of("routine_score") == "bureau_account"
    assert policy.source_of("routine_score.min_quarters") == "confirmed_default"


def test_a_named_policy_is_its_own_source_by_its_name() -> None:
    table = own(daily={"on_time_workdays": 2})
    del table["source"]
    policy = load_policy({**policy_files(), "own": table}, "own", NEW_YEAR)
    assert policy.source_texts[policy.source_of("daily.on_time_workdays")].title == "本局办法"


def test_a_fault_is_laid_to_the_file_it_stands_in() -> None:
    parent = own(id="parent", daily={"on_time_workdays": -1})
    assert faults_of(own(extends="parent"), parent=parent) == [
        ("parent", "daily.on_time_workdays", "too_small")
    ]
    files = copy.deepcopy(dict(policy_files()))
    del files["log-style-2018"]["daily"]["backfill_workdays"]
    with pytest.raises(PolicyFault) as refused:
        load_policy(files, "log-style-2026", NEW_YEAR)
    assert [str(each) for each in refused.value.faults] == [
        "log-style-2018 daily.backfill_workdays 缺少这个键"
    ]


def test_a_missing_table_and_a_missing_heading_are_named() -> None:
    files = copy.deepcopy(dict(policy_files()))
    del files["log-style-2018"]["daily"], files["log-style-2018"]["name"]
    with pytest.raises(PolicyFault) as refused:
        load_policy(files, "log-style-2026", NEW_YEAR)
    assert [(each.key, each.code) for each in refused.value.faults] == [
        ("name", "missing"),
        ("daily", "missing"),
    ]


def test_a_plain_value_may_not_stand_where_a_table_was_nor_a_table_where_a_value_was() -> None:
    assert ("own", "quotas.excellent", "wrong_type") in faults_of(own(quotas={"excellent": 1}))
    assert ("own", "quotas.method", "wrong_type") in faults_of(own(quotas={"method": {"name": "adams"}}))


def test_an_unknown_policy_parent_or_a_circle_is_refused() -> None:
    with pytest.raises(PolicyFault, match="没有编号为“none”的考核办法"):
        load_policy(policy_files(), "none", NEW_YEAR)
    assert faults_of(own(extends="none")) == [("own", "extends", "unknown_policy")]
    assert faults_of(own(extends="own")) == [("own", "extends", "cycle")]
    other = own(id="other", extends="own")
    assert faults_of(own(extends="other"), other=other) == [("other", "extends", "cycle")]


def test_an_id_in_two_files_is_refused() -> None:
    assert faults_of(own(), twin=own()) == [("own", "id", "same_id")]


def test_a_faulty_source_of_the_shipped_ones_is_laid_to_their_file() -> None:
    sources = {**policy_files()["sources"], "broken": {"kind": "law"}}
    assert faults_of(own(), sources=sources) == [
        ("sources", "sources.broken.title", "missing"),
        ("sources", "sources.broken.title_en", "missing"),
    ]


def test_a_fault_reads_well_in_both_languages() -> None:
    fault = Fault("own", "quotas.excellent.ratio", "over_consent", {"limit": "0.25", "value": "0.3"})
    assert str(fault) == "own quotas.excellent.ratio 比例0.3超过经同意的上限0.25"
    assert fault.reason_en == "the ratio 0.3 is above 0.25, the most with consent"


def test_every_reason_can_be_filled_in_both_languages() -> None:
    details = {"value": "1", "limit": "2", "expected": "数", "expected_en": "a number"}
    for code in REASONS:
        fault = Fault("own", "key", code, details)
        assert fault.reason
        assert fault.reason_en


def test_a_refusal_reads_the_same_in_another_process() -> None:
    refused = PolicyFault([Fault("own", "quotas", "missing"), Fault("own", "units", "missing")])
    again = pickle.loads(pickle.dumps(refused))
    assert (str(again), again.faults) == (str(refused), refused.faults)
