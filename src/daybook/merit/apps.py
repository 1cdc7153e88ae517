"""The Django application."""

from django.apps import AppConfig


class MeritConfig(AppConfig):
    """The use of results."""

    name = "daybook.merit"
