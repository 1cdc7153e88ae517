"""Tags and filters of the pages."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from daybook.web import dates

register = template.Library()


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The page's own query with some keys changed; an empty value takes a key out."""
    kept = {key: value for key, value in context["request"].GET.items() if value}
    for key, value in changes.items():
        kept.pop(key, None)
        if value not in (None, ""):
            kept[key] = str(value)
    return f"?{urlencode(kept)}" if kept else "?"


@register.filter
def day(value: date, today: date | None = None) -> str:
    """A day in words, with its year where it is another than that of `today`."""
    return dates.day_words(value, today)


@register.filter
def full_day(value: date) -> str:
    """A day with year and weekday."""
    return dates.full_day_words(value)


@register.filter
def weekday(value: date) -> str:
    """The weekday, short."""
    return dates.weekday_words(value)


@register.filter
def month(value: str) -> str:
    """A month `2026-03` in words."""
    return dates.month_words(value)


@register.filter
def quarter(value: str) -> str:
    """A quarter `2026-Q1` in words."""
    return dates.quarter_words(value)


@register.filter
def full_instant(value: datetime) -> str:
    """An instant with its year, told alike on every day."""
    return dates.full_instant_words(value)


@register.filter
def known_day(value: str) -> str:
    """A day as far as it is known: a year, a month or a day."""
    return dates.known_day_words(value)


@register.filter
def instant(value: datetime, today: date) -> str:
    """An instant in as few words as tell it on `today`."""
    return dates.instant_words(value, today)


@register.filter
def paragraphs(value: str) -> SafeString:
    """A text of several lines, each a paragraph of its own, as a document sets them."""
    return format_html_join("", "<p>{}</p>", ((line,) for line in value.splitlines() if line.strip()))
