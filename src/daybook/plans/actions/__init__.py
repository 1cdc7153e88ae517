"""The verbs of the plan."""
