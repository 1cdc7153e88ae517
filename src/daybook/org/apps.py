"""The Django application."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    """Bureaus, people and posts."""

    name = "daybook.org"
