"""Reminders on their way to people: their words, the channels that carry them, and the daily run."""
