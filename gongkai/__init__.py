"""Command line, settings, logging and the composition root."""
