"""The Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The audit trail."""

    name = "daybook.ledger"
