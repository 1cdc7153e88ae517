"""The verbs of the monthly reconciliation."""
