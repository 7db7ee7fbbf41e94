"""What shows that nobody rewrites the log: verifications, signed notes, and who keeps them outside."""
