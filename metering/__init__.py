"""Metrics: what is counted, how Prometheus reads it, and where. Knows nothing of ours."""
