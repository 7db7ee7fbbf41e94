"""The texts of what is published for everybody, as (Japanese, English)."""

PUBLIC: dict[str, tuple[str, str]] = {}
"""By the name that templates and modules call them by."""
