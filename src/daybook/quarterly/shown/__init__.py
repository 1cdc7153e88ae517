"""What the pages of the quarter show, made ready for their templates."""
