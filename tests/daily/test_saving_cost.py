"""What it costs to save an entry: a fixed and small number of statements, session and shown row included."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daybook.org.moments import local_day
from tests.pages import reading
from tests.people import Cast

STATEMENTS = {"sqlite": 13, "postgresql": 12}  # a lock of the month more, the chain in one
WORDS = {
    "content": "核对二季度水利投资计划执行情况",
    "start": "09:00",
    "end": "11:30",
    "place": "三楼会议室",
    "people": "陈明、褚卫",
    "measures": "逐项核对台账",
    "progress": "80",
    "state": "ongoing",
    "outcome": "形成核对表初稿",
}


def statements(client: Client, address: str, key: str) -> int:
    """The statements of one saving, but for those that begin and end a transaction."""
    with CaptureQueriesContext(connection) as counted:
        answer = client.post(address, {"key": key, **WORDS}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert key in answer.content.decode()
    return sum("SAVEPOINT" not in each["sql"] for each in counted.captured_queries)


def test_an_entry_is_saved_in_few_statements_however_many_stand_already(cast: Cast) -> None:
    client = reading(cast["S03"])
    address = f"/days/{local_day(cast.bureau, timezone.now())}/record"
    most = STATEMENTS[connection.vendor]
    statements(client, address, "first")  # begins the session's minute
    assert [statements(client, address, f"again-{number}") for number in range(5)] == [most] * 5
