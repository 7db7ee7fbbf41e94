"""The texts of forms, as (Japanese, English)."""

FORMS: dict[str, tuple[str, str]] = {}
"""By the name that templates and modules call them by."""
