"""The texts of signing in otherwise than by passphrase, and of one's own account, as (Japanese, English)."""

ACCOUNT: dict[str, tuple[str, str]] = {}
"""By the name that templates and modules call them by."""
