"""Filters of the year's pages: the words of its codes."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from daybook.annual import wording
from daybook.annual.shown.units import UnitNames
from daybook.web.dates import full_date_words

register = template.Library()


@register.filter
def grade(code: str) -> str:
    """The name of a grade."""
    return wording.grade_word(code)


@register.filter
def pool(code: str) -> str:
    """The name of a pool."""
    return wording.pool_word(code)


@register.filter
def unit_name(names: UnitNames, unit: str) -> str:
    """What a unit is called."""
    return names.full(unit)


@register.filter
def date_words(at: datetime) -> str:
    """The day of an instant with its year, as a document tells it."""
    return full_date_words(timezone.localtime(at).date())
