"""Saying again who one is, before what matters: by the passphrase, or without one by a fresh sign-in.

Fresh is a session that began a few minutes ago in a way that somebody took part in just then: a passkey, a
code after a provider, or a provider who says that they signed in anew. Being known to the provider from this
morning is not enough, since whoever finds the browser open is known to it too.
"""

from datetime import timedelta
from enum import StrEnum, auto
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver

FRESH = timedelta(minutes=10)
TOOK_PART = ("passkey", "oidc-anew", "oidc+totp", "oidc+recovery-code")
"""How sessions begin in which somebody took part."""
ASKED = """
SELECT p.hash <> '', EXISTS (SELECT FROM account_session s WHERE s.tenant_id = p.tenant_id
  AND s.digest = %(digest)s AND s.user_id = p.user_id
  AND s.method = ANY(%(methods)s) AND s.created_at > now() - %(fresh)s::interval)
FROM account_password p WHERE p.tenant_id = %(tenant)s AND p.user_id = %(user)s
"""


class Confirming(StrEnum):
    """What is asked of somebody before what matters."""

    PASSPHRASE = auto()
    NOTHING = auto()
    """They have just signed in."""
    ANEW = auto()
    """They sign in anew."""


def confirming(connection: sa.Connection, user_id: UUID, session: bytes) -> Confirming:
    """Of an account in a session (its digest)."""
    given = {
        "tenant": connection.info["tenant_id"], "user": user_id, "digest": session,
        "methods": list(TOOK_PART), "fresh": FRESH,
    }  # fmt: skip
    row = driver(connection).execute(ASKED, given).fetchone()
    if row is None or row[0]:
        return Confirming.PASSPHRASE
    return Confirming.NOTHING if row[1] else Confirming.ANEW
