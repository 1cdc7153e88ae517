"""Filters of the pages of plans."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def month_short(value: str) -> str:
    """A month `2026-03` without its year."""
    return format_date(date.fromisoformat(f"{value}-01"), pgettext("month without year", "M"))
