"""The use of results: evaluations, lists, alerts, the register, sheets issued."""
