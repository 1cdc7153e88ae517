"""平时考核登记表: the routine appraisal form of a person and quarter, as .docx and PDF, one or many."""
