"""Reading a book from a folder or a workbook into the spool."""
