"""Secrets that are shown once: 256 random bits as text, of which the database has the SHA-256 only."""

import re
from hashlib import sha256
from secrets import token_urlsafe

BYTES = 32
SECRET = re.compile(r"[A-Za-z0-9_-]{40,80}")
"""What a secret of ours looks like; nothing else is looked up."""


def fresh(prefix: str = "") -> str:
    """A new secret."""
    return prefix + token_urlsafe(BYTES)


def digest(secret: str) -> bytes | None:
    """What is stored of a secret; None of what is none."""
    return sha256(secret.encode()).digest() if SECRET.fullmatch(secret) else None
