"""The Django application."""

from django.apps import AppConfig


class QuarterlyConfig(AppConfig):
    """The quarterly evaluation."""

    name = "daybook.quarterly"

    def ready(self) -> None:
        """Have the quarters searched too where an entry is purged."""
        # The models are not loaded before.
        from daybook.daily.actions.quoting import quoted_by
        from daybook.quarterly.actions.quoting import remove_quotations

        quoted_by(remove_quotations)
