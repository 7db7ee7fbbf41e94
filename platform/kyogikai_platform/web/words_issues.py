"""The texts of issues, recommendations, activities and plans, as (Japanese, English)."""

ISSUES: dict[str, tuple[str, str]] = {}
"""By the name that templates and modules call them by."""
