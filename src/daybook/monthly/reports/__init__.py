"""The month of a department or of the bureau as a printed report: .docx, PDF and .xlsx."""
