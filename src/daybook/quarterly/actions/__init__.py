"""The verbs of the quarterly evaluation."""
