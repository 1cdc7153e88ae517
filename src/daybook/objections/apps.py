"""The Django application."""

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    """Objections, and what they reopen."""

    name = "daybook.objections"

    def ready(self) -> None:
        """Let the page of a quarter tell of the objections to its sheets."""
        from daybook.objections.queries.docket import objections_told
        from daybook.quarterly.queries.own_objections import told_by

        told_by(objections_told)
