"""One module per format: bytes → pages of text. They run in the sandboxed child only."""
