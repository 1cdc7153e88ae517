"""The Django application."""

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    """Objections, and what they reopen."""

    name = "daybook.objections"
