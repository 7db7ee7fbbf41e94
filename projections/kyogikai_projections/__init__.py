"""Event -> read model: what the events add up to, on every day, as known at every position."""
