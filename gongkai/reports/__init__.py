"""Reports that the bureau owes, as tables, workbooks, documents and kept files."""
