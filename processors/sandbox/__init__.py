"""Child processes with limits: every file of others is opened in one of these, never in ours."""
