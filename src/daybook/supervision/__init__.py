"""Supervision: to-dos and deadlines, told to whom they concern."""
