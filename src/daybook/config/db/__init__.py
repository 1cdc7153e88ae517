"""Database engines of our own, as thin layers over Django's."""
