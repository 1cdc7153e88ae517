"""The pages of the year, by what they are about."""
