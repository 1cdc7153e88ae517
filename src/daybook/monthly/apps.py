"""The Django application."""

from django.apps import AppConfig


class MonthlyConfig(AppConfig):
    """The monthly reconciliation."""

    name = "daybook.monthly"
