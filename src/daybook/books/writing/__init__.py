"""Writing a checked book into the database, in one transaction."""
