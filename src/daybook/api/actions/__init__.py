"""The verbs of the interface for other programs."""
