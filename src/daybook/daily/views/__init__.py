"""The pages of the daily record."""
