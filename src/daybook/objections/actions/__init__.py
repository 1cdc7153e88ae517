"""The verbs of an objection."""
