"""The Django application."""

from django.apps import AppConfig


class QuarterlyConfig(AppConfig):
    """The quarterly evaluation."""

    name = "daybook.quarterly"
