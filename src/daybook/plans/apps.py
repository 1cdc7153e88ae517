"""The Django application."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Goals and plan items."""

    name = "daybook.plans"
