"""异议: what somebody holds against a published sheet, what was heard, and how it was decided."""
