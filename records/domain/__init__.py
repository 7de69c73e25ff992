"""The rules: what a document is, what may happen to it and by whose hand. Standard library only."""
