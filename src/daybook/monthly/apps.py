"""The Django application."""

from django.apps import AppConfig


class MonthlyConfig(AppConfig):
    """The monthly reconciliation."""

    name = "daybook.monthly"

    def ready(self) -> None:
        """Have the months searched too where an entry is purged."""
        # The models are not loaded before.
        from daybook.daily.actions.quoting import quoted_by
        from daybook.monthly.actions.quoting import remove_quotations

        quoted_by(remove_quotations)
