"""What a cell may hold: one class a kind, each with its canonical spelling and its way into the database.

`canonical` takes the text of a cell that is not empty and returns the one spelling that a book is written
in; it raises `Refusal` with what is wrong and what is expected. Within an import values stay canonical text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from daybook.books.tables.words import WORDS
from daybook.org.fields import FixedPointField

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")
QUARTER = re.compile(r"(19|20|21)[0-9]{2}-Q[1-4]")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)"
)
WHOLE = re.compile(r"-?[0-9]{1,9}")
YEAR = re.compile(r"[1-9][0-9]{3}")
DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]+)?")
SHOWN_CHARACTERS = 30
DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


class Refusal(ValueError):
    """A cell that cannot be accepted; the message says what is wrong and what is expected."""


def shown(text: str) -> str:
    """A cell's text in quotes, cut to a length that a message can bear."""
    cut = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return "“" + cut.replace("\n", "⏎").replace("\r", "␍").replace("\0", "␀") + "”"


def plain(number: Decimal) -> str:
    """A decimal with a point and no trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Place:
    """Where a book is at home: the bureau's time zone, and the Chinese labels of its policies' elements."""

    zone: ZoneInfo = DEFAULT_ZONE
    elements: Mapping[str, str] = field(default_factory=dict)
    """The code of each label."""


@dataclass(frozen=True)
class Kind:
    """What the cells of a column hold."""

    memorable: ClassVar[bool] = True
    """Whether the same few texts come again and again, so that remembering them pays."""

    def at(self, place: Place) -> Kind:
        """This kind for the book of one bureau."""
        return self

    def canonical(self, text: str) -> str:
        """The one spelling of a cell's text. Raises Refusal."""
        return text

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("text")

    def _words(self, text: str) -> dict[str, str]:
        return {"text": shown(text), "expected": self.expected()}

    def written(self, value: Any) -> str:
        """A value as the model gives it, spelled for a book."""
        return "" if value is None else str(value)

    def stored(self, text: str) -> Any:
        """A canonical text that is not empty, as the database's column takes it."""
        return text

    def typed(self, value: Any) -> str:
        """The text of a spreadsheet's cell that holds a number or a date instead of text."""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        if isinstance(value, datetime):
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        return value.isoformat() if isinstance(value, date | time) else str(value)


@dataclass(frozen=True)
class Text(Kind):
    """Free text, kept as it is; its limit is that of the model's field."""

    memorable: ClassVar[bool] = False


@dataclass(frozen=True)
class Reference(Kind):
    """The key of a row in another table (of the book, or of the same bureau in the database)."""

    table: str = ""
    chinese: str = ""

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        words = {"table": self.table, "chinese": self.chinese}
        return _("a key of the table %(chinese)s (%(table)s)") % words


@dataclass(frozen=True)
class Code(Kind):
    """One code of a list; its Chinese label is accepted too."""

    choices: type[models.TextChoices]

    def labels(self) -> dict[str, str]:
        """The Chinese word for each code, in the order of the codes."""
        words = {code: word for word, code in reversed(WORDS[self.choices].items())}
        return {str(code): words[str(code)] for code in self.choices.values}

    def canonical(self, text: str) -> str:
        """The code; a Chinese label becomes its code. Raises Refusal."""
        if text in self.choices.values:
            return text
        codes = self._codes()
        if text not in codes:
            words = {"text": shown(text), "codes": self.expected()}
            raise Refusal(_("%(text)s is not one of the codes: %(codes)s") % words)
        return codes[text]

    def _codes(self) -> dict[str, str]:
        """The code of each label of the pages, and of each word that is accepted for good."""
        with translation.override("zh-hans"):
            labels = {str(label): str(code) for code, label in self.choices.choices}
        return labels | WORDS[self.choices]

    def expected(self) -> str:
        """The codes with their labels."""
        return "、".join(f"{code} {label}" for code, label in self.labels().items())


@dataclass(frozen=True)
class Letter(Code):
    """One letter of a text that holds several, such as a ballot's options; `-` stands for none."""

    position: int = 0

    def written(self, value: Any) -> str:
        """The letter at its place, empty where there is none."""
        letter = str(value)[self.position]
        return "" if letter == "-" else letter


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number within bounds."""

    low: int = -999_999_999
    high: int = 999_999_999

    def canonical(self, text: str) -> str:
        """The number without leading zeros. Raises Refusal."""
        if not WHOLE.fullmatch(text):
            raise Refusal(_("%(text)s is not a whole number; expected: %(expected)s") % self._words(text))
        number = int(text)
        if not self.low <= number <= self.high:
            raise Refusal(_("%(text)s is out of range; expected: %(expected)s") % self._words(text))
        return str(number)

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        if self.high == Whole.high:
            return _("a whole number") if self.low == Whole.low else _("a whole number from %d up") % self.low
        return _("a whole number from %(low)d to %(high)d") % {"low": self.low, "high": self.high}

    def stored(self, text: str) -> int:
        """The number."""
        return int(text)


@dataclass(frozen=True)
class Year(Whole):
    """A year of four digits."""

    low: int = 1900
    high: int = 2199

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("a year such as 2026")


@dataclass(frozen=True)
class Fixed(Kind):
    """A decimal with at most so many places as the model keeps."""

    places: int
    positive: bool = False

    def canonical(self, text: str) -> str:
        """The number with a point and no trailing zeros. Raises Refusal."""
        if not DECIMAL.fullmatch(text):
            raise Refusal(_("%(text)s is not a number; expected: %(expected)s") % self._words(text))
        spelled = plain(Decimal(text))
        if len(spelled.partition(".")[2]) > self.places:
            raise Refusal(_("%(text)s has too many places; expected: %(expected)s") % self._words(text))
        if self.positive and Decimal(spelled) <= 0:
            raise Refusal(_("%(text)s is out of range; expected: %(expected)s") % self._words(text))
        return "0" if spelled == "-0" else spelled

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        words = {"places": self.places}
        if self.positive:
            return _("a number above 0 with at most %(places)d places, such as 1.5") % words
        return _("a number with at most %(places)d places, such as 88.5") % words

    def written(self, value: Any) -> str:
        """A value as the model gives it, spelled for a book."""
        return "" if value is None else plain(value)

    def stored(self, text: str) -> Any:
        """The number in units of its last place."""
        return FixedPointField(places=self.places).get_prep_value(text)

    def typed(self, value: Any) -> str:
        """A spreadsheet's number; its float is spelled in the fewest digits that give it back."""
        return plain(Decimal(repr(value))) if isinstance(value, float) else super().typed(value)


@dataclass(frozen=True)
class Day(Kind):
    """A date such as 2026-03-31."""

    def canonical(self, text: str) -> str:
        """The date. Raises Refusal."""
        if not DAY.fullmatch(text):
            raise Refusal(
                _("%(text)s is not a date; expected a date such as 2026-03-31") % {"text": shown(text)}
            )
        try:
            date.fromisoformat(text)
        except ValueError:
            raise Refusal(
                _("there is no day %(text)s; expected a date such as 2026-03-31") % {"text": text}
            ) from None
        return text

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("a date such as 2026-03-31")

    def written(self, value: Any) -> str:
        """A value as the model gives it, spelled for a book."""
        return value.isoformat() if value else ""

    def typed(self, value: Any) -> str:
        """A spreadsheet's date."""
        return value.date().isoformat() if isinstance(value, datetime) else super().typed(value)


@dataclass(frozen=True)
class Month(Kind):
    """A month such as 2026-03."""

    def canonical(self, text: str) -> str:
        """The month. Raises Refusal."""
        if not MONTH.fullmatch(text):
            raise Refusal(
                _("there is no month %(text)s; expected a month such as 2026-03") % {"text": shown(text)}
            )
        return text

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("a month such as 2026-03")

    def typed(self, value: Any) -> str:
        """Spreadsheets turn a typed month into its first day."""
        return value.strftime("%Y-%m") if isinstance(value, date) else super().typed(value)


@dataclass(frozen=True)
class Quarter(Kind):
    """A quarter such as 2026-Q1."""

    def canonical(self, text: str) -> str:
        """The quarter. Raises Refusal."""
        if not QUARTER.fullmatch(text):
            words = {"text": shown(text)}
            raise Refusal(_("there is no quarter %(text)s; expected a quarter such as 2026-Q1") % words)
        return text

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("a quarter such as 2026-Q1")


@dataclass(frozen=True)
class Clock(Kind):
    """A time of day such as 09:30."""

    def canonical(self, text: str) -> str:
        """The time. Raises Refusal."""
        if not CLOCK.fullmatch(text):
            raise Refusal(
                _("there is no time %(text)s; expected a time such as 09:30") % {"text": shown(text)}
            )
        return text

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("a time such as 09:30")

    def written(self, value: Any) -> str:
        """A value as the model gives it, spelled for a book."""
        return value.strftime("%H:%M") if value is not None else ""

    def stored(self, text: str) -> str:
        """The time with seconds, as both databases spell it."""
        return f"{text}:00"

    def typed(self, value: Any) -> str:
        """A spreadsheet's time."""
        return value.strftime("%H:%M") if isinstance(value, time | datetime) else super().typed(value)


@dataclass(frozen=True)
class Instant(Kind):
    """An instant to the second, spelled with the bureau's offset; any offset is accepted."""

    zone: ZoneInfo = DEFAULT_ZONE
    memorable: ClassVar[bool] = False

    def at(self, place: Place) -> Instant:
        """Instants spelled with this bureau's offset."""
        return replace(self, zone=place.zone)

    def canonical(self, text: str) -> str:
        """The instant in the bureau's offset. Raises Refusal."""
        if not INSTANT.fullmatch(text):
            raise Refusal(_("%(text)s is not an instant; expected: %(expected)s") % self._words(text))
        try:
            instant = datetime.fromisoformat(text)
            instant.astimezone(UTC)  # databases keep it there: it must exist there too
            return instant.astimezone(self.zone).isoformat()
        except (ValueError, OverflowError):
            raise Refusal(
                _("there is no instant %(text)s; expected: %(expected)s") % self._words(text)
            ) from None

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("an instant with seconds and offset, such as 2026-03-31T18:05:09+08:00")

    def written(self, value: Any) -> str:
        """A value as the model gives it, spelled for a book."""
        return "" if value is None else value.astimezone(self.zone).replace(microsecond=0).isoformat()

    def stored(self, text: str) -> str:
        """The instant in UTC, as both databases take it."""
        return datetime.fromisoformat(text).astimezone(UTC).isoformat(" ")[:19]

    def typed(self, value: Any) -> str:
        """A spreadsheet's date and time, which knows no offset: the bureau's is meant."""
        if isinstance(value, datetime):
            return value.replace(microsecond=0, tzinfo=self.zone).isoformat()
        return super().typed(value)


@dataclass(frozen=True)
class Element(Kind):
    """An element of a score sheet; which ones a sheet has is the policy's to say."""

    codes: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    def at(self, place: Place) -> Element:
        """Elements under the labels of this bureau's policies."""
        return replace(self, codes=place.elements)

    def canonical(self, text: str) -> str:
        """The code; a label of the policy becomes its code."""
        return self.codes.get(text, text)

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("an element of the policy, such as quality")
