"""The write side: command -> event. A municipality's append-only log, and what may happen to a council."""
