"""A month as its pages show it: rows, figures opened, the summary with its sources."""
