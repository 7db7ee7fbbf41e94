"""Signatures of the Standard Webhooks specification: ``v1`` is HMAC-SHA-256 over id, time and body.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from secrets import token_bytes

PREFIX = "whsec_"
BYTES = 32
"""Of a new secret; the specification asks for 24 to 64."""


def fresh() -> str:
    """A new secret, as it is shown."""
    return PREFIX + b64encode(token_bytes(BYTES)).decode()


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """What one secret signs."""
    signed = f"{message}.{timestamp}.".encode() + body
    made = hmac.digest(b64decode(secret.removeprefix(PREFIX)), signed, "sha256")
    return f"v1,{b64encode(made).decode()}"


def headers(secrets: Sequence[str], message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers; while a secret is rolled there are two signatures."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(one, message, timestamp, body) for one in secrets),
    }
