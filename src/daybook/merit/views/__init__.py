"""The pages of the use of results."""
