"""Write a book of very many log entries: `python -m bench.book FOLDER ENTRIES`.

Its sentences are put together from parts, so that the index has words to work on; nobody reads them.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

PEOPLE = 1000
START = date(2021, 1, 1)
DAYS = 1800
VERBS = ("研究", "起草", "核对", "督办", "走访", "整理", "会签", "巡查", "审核", "汇总", "部署", "复查")
THINGS = (
    "预算调整方案",
    "防汛应急预案",
    "排水许可材料",
    "河道巡查记录",
    "信访答复意见",
    "采购需求清单",
    "年度目标分解",
    "工程进度月报",
    "供水水质月报",
    "会议纪要",
    "整改台账",
    "行政许可事项",
)
PLACES = ("三楼会议室", "办公室", "沙溪河左岸", "政务服务中心", "北门泵站", "档案室")
OUTCOMES = ("形成初稿", "已报分管领导", "发现问题两处并交办", "按期完成", "无", "数据已核对一致")
ENTRY_HEAD = (
    "key,person,work_date,start,end,half_day,place,people,content,measures,progress,state,outcome,plan_item,matter,"
    "visibility,internal_reason,recorded_at,backfill_reason,entered_by,withdrawn_reason"
)


def main(folder: Path, entries: int) -> None:
    """Write the tables of one bureau of a thousand people."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [f"P{number:05}" for number in range(1, PEOPLE + 1)]
    _write(
        folder,
        "bureau",
        "code,name,policy,time_zone",
        [("LOAD", "负载局", "log-style-2026", "Asia/Shanghai")],
    )
    _write(
        folder, "departments", "code,name,order,valid_from,valid_to", [("D01", "一处", "1", "2015-01-01", "")]
    )
    _write(
        folder,
        "people",
        "number,name,staff_category,employed_from",
        ((number, f"人员{number}", "civil_servant", "2015-01-01") for number in numbers),
    )
    _write(
        folder,
        "appointments",
        "person,department,role,valid_from",
        ((number, "D01", "staff", "2015-01-01") for number in numbers),
    )
    _write(folder, "log_entries", ENTRY_HEAD, _entries(numbers, entries))


def _write(folder: Path, table: str, head: str, rows: Iterable[Sequence[str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head.split(","))
        writer.writerows(rows)


def _entries(numbers: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    chance = random.Random(1)
    for number in range(count):
        day = (START + timedelta(days=number * DAYS // count)).isoformat()
        hour = chance.randint(8, 16)
        content = f"{chance.choice(VERBS)}{chance.choice(THINGS)}第{chance.randint(1, 99)}号"
        yield (
            f"E{number:09}", numbers[number % PEOPLE], day, f"{hour:02}:00", f"{hour + 1:02}:30", "",
            chance.choice(PLACES), "", content, f"逐项{chance.choice(VERBS)}，对照{chance.choice(THINGS)}",
            str(chance.randint(0, 10) * 10), "ongoing", chance.choice(OUTCOMES), "", "", "open", "",
            f"{day}T17:{number % 60:02}:00+08:00", "", "", "",
        )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
