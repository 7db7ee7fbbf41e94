"""The texts of history, rosters, organisations, people and the search, as (Japanese, English)."""

COUNCIL: dict[str, tuple[str, str]] = {}
"""By the name that templates and modules call them by."""
