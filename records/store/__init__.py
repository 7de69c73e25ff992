"""Where records are kept: SQLite or PostgreSQL for rows, a folder for originals and sealed files."""
