"""The one-line entry, read into its fields:

`9:00-11:30 三楼会议室 与张三、李四 研究预算调整 #预算编制 80% → 形成初稿`

Pure Python: what a line may point at comes in as `Known`, what was understood goes out as `Reading`. Nothing
that is typed is ever lost: what is not understood stays in the content. The grammar is told in
docs/entry-line.md, and held by the cases in tests/cases/daily/line.toml.
"""

from __future__ import annotations

from daybook.daily.line.read import read_line
from daybook.daily.line.reading import Known, Reading
from daybook.daily.line.words import Named, Part, Titled
from daybook.daily.line.written import line_of

__all__ = ["Known", "Named", "Part", "Reading", "Titled", "line_of", "read_line"]
