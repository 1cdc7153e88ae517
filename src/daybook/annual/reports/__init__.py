"""The official forms of the year."""
