"""Chinese words for codes that a book accepts for good, whatever the pages call them at the moment.

A filled-in workbook lives longer than a wording: the words of the procedure stay readable. The first word of
a code is the one that template and documentation show; the labels of the pages are accepted beside them.
"""

from __future__ import annotations

from django.db import models

from daybook.annual.enums import BallotClass, BallotOption, Grade, Pool, QuotaGrade, SignatureKind, Stage
from daybook.daily.enums import EntryState, InternalReason, Visibility
from daybook.merit.enums import BenefitKind
from daybook.monthly.enums import MonthEventKind, Rating
from daybook.objections.enums import Outcome, Subject, YearSubject
from daybook.org.enums import (
    AbsenceKind,
    CircumstanceKind,
    DayKind,
    DelegationKind,
    Gender,
    HalfDay,
    RightKind,
    Role,
    StaffCategory,
)
from daybook.plans.enums import ChangeKind, MonthAct, PlanState
from daybook.quarterly.enums import SheetKind

WORDS: dict[type[models.TextChoices], dict[str, str]] = {
    DayKind: {"休息日": "off", "工作日": "workday", "调休上班": "workday"},
    Gender: {"男": "male", "女": "female"},
    StaffCategory: {
        "公务员": "civil_servant",
        "参公人员": "quasi_civil_servant",
        "事业人员": "public_institution",
        "工勤人员": "support_worker",
    },
    Role: {
        "主要领导": "principal_leader",
        "局领导": "bureau_leader",
        "处室主要负责人": "department_head",
        "主持工作": "acting_head",
        "工作人员": "staff",
    },
    HalfDay: {"上午": "morning", "下午": "afternoon", "晚上": "evening"},
    AbsenceKind: {
        "年休假": "annual_leave",
        "病假": "sick_leave",
        "事假": "personal_leave",
        "产假": "maternity_leave",
        "陪产假": "paternity_leave",
        "育儿假": "childcare_leave",
        "婚假": "marriage_leave",
        "丧假": "bereavement_leave",
        "工伤": "work_injury",
        "培训": "training",
        "其他": "other",
    },
    CircumstanceKind: {
        "试用期": "probation",
        "立案未结": "under_investigation",
        "立案": "under_investigation",
        "借调来": "secondment_in",
        "挂职": "secondment_out",
        "援派": "secondment_out",
        "警告": "warning",
        "党内警告": "warning",
        "组织调整职务": "post_adjusted",
        "诫勉": "admonished",
        "记过": "demerit",
        "党内严重警告": "serious_warning",
        "责令辞职": "removed_by_organisation",
        "免职": "removed_by_organisation",
        "降职": "removed_by_organisation",
        "记大过": "major_demerit",
        "降级": "major_demerit",
        "撤职": "major_demerit",
        "撤销党内职务": "removed_from_party_post",
        "无正当理由不参加": "refused",
        "留党察看一年": "probation_in_party_1",
        "留党察看两年": "probation_in_party_2",
        "开除党籍": "expelled_from_party",
    },
    DelegationKind: {"审阅月小结": "review_months", "代记日志": "enter_log", "代记": "enter_log"},
    RightKind: {
        "组织人事处": "personnel_office",
        "系统管理员": "system_admin",
        "安全管理员": "security_admin",
        "审计管理员": "audit_admin",
    },
    PlanState: {"完成": "done", "部分完成": "partial", "未完成": "not_done", "取消": "cancelled"},
    ChangeKind: {"增加": "add", "修改": "revise", "撤销": "drop", "删除": "drop"},
    MonthAct: {"定计划": "plan", "提交对账": "submit", "对账": "submit", "审阅": "review"},
    MonthEventKind: {"提交": "submitted", "退回": "returned", "申请退回": "asked_back"},
    EntryState: {"推进": "ongoing", "办结": "done", "未动": "untouched", "取消": "cancelled"},
    Visibility: {"公开": "open", "内部": "internal"},
    InternalReason: {
        "信访": "petition",
        "人事": "personnel",
        "案件": "case",
        "其他敏感": "other_sensitive",
    },
    Rating: {"好": "well", "较好": "fairly_well", "一般": "fair", "较差": "poor"},
    SheetKind: {
        "评分表": "score",
        "评分": "score",
        "书面意见": "opinion",
        "意见": "opinion",
        "替换": "withdrawn",
    },
    Subject: {"评分表": "sheet"},
    YearSubject: {"公示": "notice", "复核": "reconsider", "申诉": "appeal"},
    SignatureKind: {"同意": "signed", "不同意": "objected", "拒签": "refused"},
    Outcome: {"成立": "upheld", "不成立": "dismissed", "撤回": "withdrawn", "已撤回": "withdrawn"},
    BenefitKind: {"评先选优": "award", "实践锻炼": "training", "健康疗养": "recuperation"},
    BallotClass: {"主要领导": "A", "其他局领导": "B", "处室主要负责人": "C", "工作人员": "D"},
    BallotOption: {"优": "A", "良": "B", "中": "C", "差": "D", "不了解": "N"},
    Grade: {
        "优秀": "excellent",
        "优良": "good",
        "称职": "competent",
        "基本称职": "basically_competent",
        "不称职": "incompetent",
        "不确定等次": "undetermined",
        "不参加考核": "not_appraised",
    },
    QuotaGrade: {"优秀": "excellent", "优良": "good"},
    Pool: {"公务员和参公人员": "civil", "事业人员": "institution", "工勤人员": "support"},
    Stage: {"建议": "proposed", "决定": "decided", "公示": "noticed", "终定": "final"},
}
