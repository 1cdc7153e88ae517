"""The floor of saving: a plain Django project that takes the same form, on the same server and engine."""
