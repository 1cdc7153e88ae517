"""The Django application."""

from django.apps import AppConfig


class DailyConfig(AppConfig):
    """The daily record."""

    name = "daybook.daily"
