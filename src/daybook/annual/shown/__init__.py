"""What a settled year looks like to one reader: tables and trees of words, ready to be laid out."""
