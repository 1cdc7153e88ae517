"""Names the app to Django."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Messages to a person."""

    name = "daybook.inbox"
