"""The Django application."""

from django.apps import AppConfig


class AnnualConfig(AppConfig):
    """The year: assessment, quotas, grades."""

    name = "daybook.annual"
