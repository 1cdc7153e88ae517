"""Names the app to Django."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """To-dos and deadlines."""

    name = "daybook.supervision"
