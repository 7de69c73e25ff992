"""Airflow and the portal on one machine: start, watch, stop."""
