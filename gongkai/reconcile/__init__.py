"""`gongkai reconcile`: find and repair what records, originals, bundles, index and Airflow disagree about."""
