"""A file → what it says. Pure: no database, no Airflow, nothing else of ours."""
