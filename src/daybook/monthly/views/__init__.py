"""The pages of a month's reconciliation."""
