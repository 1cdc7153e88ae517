"""Reading the daily record."""
