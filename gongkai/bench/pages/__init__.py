"""公文 pages made for the OCR bench: wording, layout, drawing, wear, and how a reading of them is scored."""
