"""The summary of a month as it is read: set like a document, by paragraphs."""

from __future__ import annotations

import time_machine

from daybook.monthly.actions.submit import submit_month
from tests.factories import noon
from tests.pages import page, reading
from tests.people import Cast

MARCH, ADDRESS = "2026-03", "/months/2026-03"


@time_machine.travel(noon(2026, 4, 2), tick=False)
def test_every_line_of_a_summary_is_a_paragraph_of_its_own(cast: Cast) -> None:
    mine = reading(cast["S03"])
    text = "第一段。\n\n第二段<b>。"
    mine.post(f"{ADDRESS}/summary", {"text": text, "version": "0"})
    said = "<p>第一段。</p><p>第二段&lt;b&gt;。</p>"
    assert said in page(mine, f"{ADDRESS}/submit")
    assert said in page(mine, ADDRESS).replace('<span class="typed">', "").replace("</span>", "")
    submit_month(person=cast["S03"], month=MARCH, summary=text, version=1)
    assert said in page(mine, ADDRESS)
    assert said in page(reading(cast["H02"]), f"/reviews/{MARCH}/S03/2026-03-01")
