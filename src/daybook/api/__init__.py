"""The interface for other programs of the bureau: entries and plans, by token."""
