"""A second opinion on a year's result: an independent program and random books to hold the first against."""
