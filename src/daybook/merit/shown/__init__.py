"""What the pages of the use of results show, in words."""
