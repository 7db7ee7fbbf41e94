"""The texts of roles, and of what waits for somebody, as (Japanese, English)."""

ROLES: dict[str, tuple[str, str]] = {}
"""By the name that templates and modules call them by."""
