"""What is wrong with a policy file: file, key and reason, every fault at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

REASONS: dict[str, tuple[str, str]] = {
    "unreadable": ("读不出来：{value}", "cannot be read: {value}"),
    "unknown_policy": ("没有编号为“{value}”的考核办法", "there is no policy with the id “{value}”"),
    "same_id": ("编号“{value}”有两个文件", "two files have the id “{value}”"),
    "cycle": ("继承关系成环：{value}", "policies extend each other in a circle: {value}"),
    "unknown_key": ("不认识这个键", "this key is unknown"),
    "missing": ("缺少这个键", "this key is missing"),
    "wrong_type": ("应为{expected}，实为“{value}”", "expected {expected_en}, found “{value}”"),
    "inexact": ("小数须按十进制读入", "fractions must be read as decimals"),
    "too_small": ("不得小于{limit}，实为{value}", "must be at least {limit}, is {value}"),
    "too_great": ("不得大于{limit}，实为{value}", "must be at most {limit}, is {value}"),
    "not_a_choice": ("应为 {limit} 之一，实为“{value}”", "must be one of {limit}, is “{value}”"),
    "not_a_switch": ("replaces 只能是 true 或 false", "replaces must be true or false"),
    "no_source": ("没有注明来源", "no source is named"),
    "unknown_source": ("来源“{value}”不存在", "the source “{value}” does not exist"),
    "source_of_nothing": ("为不存在的键“{value}”注明了来源", "names a source of the absent key “{value}”"),
    "weights_not_100": ("权重合计应为100，实为{value}", "weights must sum to 100, they sum to {value}"),
    "not_in_a_group": ("要素“{value}”不在任何一组", "the element “{value}” is in no group"),
    "in_two_groups": ("要素“{value}”列了两次", "the element “{value}” is listed twice"),
    "no_weight": ("要素“{value}”没有权重", "the element “{value}” has no weight"),
    "unknown_category": (
        "类别应为 head 或 staff，可加“/岗位类别”",
        "must be head or staff, perhaps with “/post class”",
    ),
    "needs_both": ("须有 head 与 staff 两类", "both head and staff are needed"),
    "bands_overlap": ("分数段重叠或颠倒：“{value}”", "bands overlap or are out of order at “{value}”"),
    "bands_gap": ("最低一段须从{limit}起", "the lowest band must start at {limit}"),
    "wrong_grades": ("应为且仅为 {limit}", "must be exactly {limit}"),
    "unknown_grade": ("不认识的等次“{value}”", "the grade “{value}” is unknown"),
    "not_heaviest": (
        "“{value}”重于考核结果，考核结果须最重",
        "“{value}” is heavier than the appraisal, which must weigh most",
    ),
    "no_appraisal": ("缺少考核结果（appraisal）一维", "the dimension appraisal is missing"),
    "over_consent": (
        "比例{value}超过经同意的上限{limit}",
        "the ratio {value} is above {limit}, the most with consent",
    ),
    "ratios_over_one": ("各等次比例合计超过1：{value}", "the ratios sum to more than 1: {value}"),
    "not_above": ("应大于 {limit}", "must be greater than {limit}"),
    "unknown_class": ("不认识的票类“{value}”", "the ballot class “{value}” is unknown"),
    "classes_not_covered": (
        "各组须恰好包含每个票类一次",
        "the groups must hold every ballot class exactly once",
    ),
    "unknown_voting": ("不认识的投票范围“{value}”", "the voting right “{value}” is unknown"),
    "unknown_option": (
        "不认识的选项“{value}”，只有 {limit}",
        "the option “{value}” is unknown, there is only {limit}",
    ),
    "unfit_ballot": (
        "已投的票里有本办法没有的选项",
        "a ballot that was cast has an option which the policy does not know",
    ),
    "five_virtues": ("须有五项，实为{value}项", "there must be five, there are {value}"),
    "pools_wrong": ("四种人员类别须各在一个池中", "each of the four staff categories must be in one pool"),
    "unknown_effect": ("不认识的影响“{value}”", "the effect “{value}” is unknown"),
    "not_computed": ("只有 {limit} 由系统计算", "only {limit} are computed"),
    "one_year_only": ("只有处分可以影响以后各年", "only a sanction reaches into later years"),
    "no_effect": ("须至少有一年的影响", "needs the effect of at least one year"),
    "no_absences": ("须写明缺勤种类", "must name kinds of absence"),
    "no_label": ("没有名称，请在 labels 中写明", "has no name, give one under labels"),
    "bad_time": ("应为“开始、结束”两个时刻，如 08:00", "must be a start and an end such as 08:00"),
    "wrong_halves": ("应为且仅为 {limit}", "must be exactly {limit}"),
    "off_step": ("不在{limit}的分档上", "is not a multiple of the step {limit}"),
    "too_fine": ("最多两位小数", "has more than two decimal places"),
    "unfit_sheet": (
        "已公布的评分表所含要素“{value}”不合任何一种评分表",
        "no form has the elements of a published sheet: “{value}”",
    ),
    "too_many_trimmed": ("去掉的票不得等于或多于全部", "would drop every ballot"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: in which file, at which dotted key, and why (a code with what fills it)."""

    file: str
    key: str
    code: str
    details: dict[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The reason in Chinese."""
        return REASONS[self.code][0].format(**self.details)

    @property
    def reason_en(self) -> str:
        """The reason in English."""
        return REASONS[self.code][1].format(**self.details)

    def __str__(self) -> str:
        """File, key and reason, as the command line prints them."""
        return f"{self.file} {self.key} {self.reason}"


class PolicyFault(Exception):
    """A policy that is refused; ``faults`` lists everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[PolicyFault], tuple[tuple[Fault, ...]]]:
        """Whole again in another process: the text alone would be taken for the faults."""
        return PolicyFault, (self.faults,)
