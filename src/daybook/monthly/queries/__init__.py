"""Reading the monthly reconciliation."""
