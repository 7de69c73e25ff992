"""Backups of an installation, and how one is made of a backup again."""
