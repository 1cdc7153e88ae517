"""The sample months of the quarter scored last: written, opened, and scored by its superiors."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from daybook.demo.dates import local
from daybook.demo.founding import Stage
from daybook.org.policies import policy_of
from daybook.quarterly.actions.vignettes import (
    SampleMonth,
    open_vignettes,
    score_vignette,
    vignette_form,
    write_vignette,
)

SAMPLES = (
    SampleMonth(
        "staff",
        "1. 完成月度台账核对（15日前）\n2. 牵头修订一项内部流程\n3. 配合一次专项检查",
        "台账14日核完，差错两处，当日更正。流程修订稿征求意见一轮，吸收七条，月底前报出。"
        "专项检查配合三天，提供材料齐全，现场问题一个，已整改。另接临时件四件，均在时限内。",
        "覆盖率100.0% · 饱和度103.5% · 圆满度100.0%",
    ),
    SampleMonth(
        "staff",
        "1. 办结上月结转的两件来信\n2. 汇总季度数据\n3. 更新公开栏目",
        "来信一件按期办结，一件延后两天，已向来信人说明。数据汇总返工一次，因口径未先核。"
        "公开栏目更新八条，其中一条链接错，次日改正。日志多写“继续推进”，成效少。",
        "覆盖率90.9% · 饱和度88.2% · 圆满度75.0%",
    ),
    SampleMonth(
        "staff",
        "1. 起草年度重点工作方案\n2. 组织一次业务培训\n3. 协调跨处室事项一件",
        "方案两稿，第二稿经会议通过，改动不多。培训到场四十人，课后答疑记录完整。"
        "跨处室事项拖到下月：对方处室意见不一，召集协调两次，形成书面分工。连续两晚参加应急值守。",
        "覆盖率95.5% · 饱和度112.0% · 圆满度83.3%",
    ),
)
MARKS = (Decimal(91), Decimal(77), Decimal(86))
STEP = Decimal("0.5")
OFFICER = "高敏芝"


def hold_samples(stage: Stage, quarter: str, publishing: date, raters: Collection[str]) -> None:
    """Have the personnel office open the samples, and every superior score them, before they sign."""
    officer, bureau = stage.people[OFFICER], stage.bureau
    opened = local(publishing - timedelta(days=3), 9, 20)
    for number, sample in enumerate(SAMPLES, 1):
        write_vignette(bureau=bureau, quarter=quarter, number=number, sample=sample, actor=officer, at=opened)
    samples = open_vignettes(bureau=bureau, quarter=quarter, actor=officer, at=opened)
    policy = policy_of(bureau, opened.date())
    day = publishing - timedelta(days=2)
    for rater in sorted(each for each in raters if stage.company.members[each].employed(day)):
        own = Random(f"samples:{quarter}:{rater}")
        leaning = Decimal(own.randint(-8, 8)) * STEP
        for opened_sample, mark in zip(samples, MARKS, strict=True):
            score_vignette(
                bureau=bureau,
                quarter=quarter,
                number=opened_sample.number,
                scores={
                    code: min(mark + leaning + own.randint(-4, 4) * STEP, Decimal(100))
                    for code, _weight in vignette_form(policy, opened_sample).elements
                },
                scorer=stage.people[rater],
                at=local(day, 10, own.randint(0, 59)),
            )
