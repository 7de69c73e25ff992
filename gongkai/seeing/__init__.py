"""What operators see of an installation: its state, the alarms that it raises, metrics and traces."""
