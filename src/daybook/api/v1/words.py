"""What the fields of the interface hold: texts without NUL, days, months, times, just as spelled."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

FIRST_YEAR, LAST_YEAR = 1900, 2199
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
MONTH = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"
WEIGHT = r"^(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?$"
KEY = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,99}$"
NO_NUL = r"^[^\x00]*$"


def _day(value: Any) -> date:
    """A day of this and the neighbouring centuries, written 2026-03-31 and in no other way."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("day")
    found = date.fromisoformat(value)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("day")
    return found


def _spelled(number: Decimal) -> str:
    """A number with a point and no trailing zeros, as in a book."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Short = Annotated[str, Field(max_length=100, pattern=NO_NUL)]
Title = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]
Place = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Content = Annotated[str, Field(min_length=1, max_length=500, pattern=NO_NUL)]
Reason = Annotated[str, Field(max_length=500, pattern=NO_NUL)]
Long = Annotated[str, Field(max_length=2000, pattern=NO_NUL)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Clock = Annotated[str, Field(pattern=CLOCK, examples=["09:30"])]
Month = Annotated[str, Field(pattern=MONTH, examples=["2026-03"])]
Key = Annotated[str, Field(pattern=KEY)]
Weight = Annotated[str, Field(pattern=WEIGHT, examples=["1.5"])]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Instant = Annotated[str, Field(examples=["2026-03-31T18:05:09+08:00"])]
Number = Annotated[Decimal, PlainSerializer(_spelled, return_type=str), WithJsonSchema({"type": "string"})]


def clock(text: str | None) -> time | None:
    """A time of day as it is written."""
    return time.fromisoformat(text) if text else None
