"""The texts of meetings, as (Japanese, English)."""

MEETINGS: dict[str, tuple[str, str]] = {}
"""By the name that templates and modules call them by."""
