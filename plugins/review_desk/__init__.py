"""The review desk (审查台): where clerks, the office and reviewers work, inside the Airflow UI."""
