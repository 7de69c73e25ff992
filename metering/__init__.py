"""What a process tells its operators: metrics and log lines. Knows nothing of ours."""
