"""The Django application."""

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    """Objections, and what they reopen."""

    name = "daybook.objections"

    def ready(self) -> None:
        """Tell the page of a quarter of objections to its sheets, and the year of those to its notice."""
        from daybook.annual.hindrances import asked_of
        from daybook.objections.queries.docket import objections_told
        from daybook.objections.queries.year_case import open_against
        from daybook.quarterly.queries.own_objections import told_by

        told_by(objections_told)
        asked_of(open_against)
