"""One tenant's append-only log (the only SQL on this floor)."""
