"""The write side: command -> event. A municipality's append-only log, and all that may happen to a council."""
