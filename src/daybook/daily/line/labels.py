"""What is told under its name: 成效：…, 措施：…, → …; and 时间：…, 地点：…, 人物：… as in a form."""

from __future__ import annotations

import re
from typing import NamedTuple

LABELS = {
    **dict.fromkeys(("时间", "工作时间", "时段"), "time"),
    **dict.fromkeys(("地点", "工作地点"), "place"),
    **dict.fromkeys(("人物", "人员", "参加人员", "参与人员", "参加人", "同行"), "people"),
    **dict.fromkeys(("内容", "工作内容", "事由"), "content"),
    **dict.fromkeys(("措施", "工作措施", "做法", "主要做法"), "measures"),
    **dict.fromkeys(("进度", "工作进度", "进展"), "progress"),
    **dict.fromkeys(("成效", "工作成效", "结果", "成果", "效果"), "outcome"),
    **dict.fromkeys(("计划", "计划事项"), "plan_item"),
    "事项": "matter",
}
_LABEL = "|".join(sorted(LABELS, key=len, reverse=True))
# An arrow between two figures (60%→80%) tells how something changed.
_ARROW = r"(?:[→⇒➜➡⟶➔➞⇨]|[-=]{1,3}>)\ufe0f?"
MARK = re.compile(
    rf"(?:(?<![^\s,;:。、!()→>])(?P<label>{_LABEL})\s?:|(?P<arrow>(?<![0-9%]){_ARROW}|{_ARROW}(?!\s*[0-9])))"
)
HEAD = ""


class Segment(NamedTuple):
    """A stretch of the line under one mark: the field it names (empty before the first), mark and end."""

    field: str
    start: int
    told: int
    ends: int


def segments(line: str) -> list[Segment]:
    """The line cut at its marks; behind the first arrow another arrow is a part of the outcome."""
    found = [Segment(HEAD, 0, 0, len(line))]
    for mark in MARK.finditer(line):
        field = LABELS[mark["label"]] if mark["label"] else "outcome"
        if mark["arrow"] and found[-1].field == "outcome":
            continue
        found[-1] = found[-1]._replace(ends=mark.start())
        found.append(Segment(field, mark.start(), mark.end(), len(line)))
    return found
