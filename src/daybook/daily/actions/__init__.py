"""The verbs of the daily record."""
