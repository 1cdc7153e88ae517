"""选拔任用参考表: a person's reference sheet, on the page, as .docx and as PDF."""
