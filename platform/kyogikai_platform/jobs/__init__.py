"""Work that takes longer than a request: rows that a runner takes, one at a time, and whose progress is kept."""
