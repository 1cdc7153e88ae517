"""The floor of saving: the plainest Django project that takes the same form, on the same server and database."""
