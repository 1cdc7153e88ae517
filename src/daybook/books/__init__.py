"""The books: a bureau's tables in, and out again."""
