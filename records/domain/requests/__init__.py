"""依申请公开: requests for information that is not published, from receipt to answer (Regulations, articles 27–45)."""
