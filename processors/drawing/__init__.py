"""Draws the pages of formats for which nobody else here does: OFD → a PDF of outlines, pictures and searchable text."""
