"""Names the app to Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base page, components, navigation."""

    name = "daybook.web"
