"""Work that takes longer than a request: rows that a runner takes, and whose progress is kept."""
