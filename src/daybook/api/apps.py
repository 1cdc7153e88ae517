"""Names the app to Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The interface for other programs."""

    name = "daybook.api"
