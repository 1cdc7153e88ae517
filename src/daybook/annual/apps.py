"""The Django application."""

from django.apps import AppConfig


class AnnualConfig(AppConfig):
    """The year: assessment, quotas, grades."""

    name = "daybook.annual"

    def ready(self) -> None:
        """Let no quarter of a final year be scored or graded."""
        from daybook.annual.actions.stages import require_open_to_scores
        from daybook.quarterly.final_years import asked_of

        asked_of(require_open_to_scores)
