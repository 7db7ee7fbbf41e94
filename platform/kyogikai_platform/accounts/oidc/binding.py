"""Whose an identity is: bound once to the account invited at the address; from then on only that counts.

An identity is what the provider calls somebody for ever (``sub``), kept as a keyed digest. An address may be
given to somebody else one day, and would not bring them in.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import passwords, tickets
from kyogikai_platform.accounts.oidc.kept import Provider
from kyogikai_platform.accounts.oidc.problems import NotByProvider, Why
from kyogikai_platform.accounts.passwords import address_of
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.personal_data import Keys


class Known(NamedTuple):
    """Whose an identity is, and whether it became theirs now."""

    user_id: UUID
    new: bool


def recognise(connection: sa.Connection, provider: Provider, claims: Mapping[str, Any]) -> Known:
    """The account of an identity, bound now if it is the first time. Raises NotByProvider."""
    digest = Keys(connection).fingerprint(f"identity {provider.issuer} {claims['sub']}")
    tenant = connection.info["tenant_id"]
    query = "SELECT user_id FROM account_identity WHERE tenant_id = %s AND digest = %s"
    row = driver(connection).execute(query, (tenant, digest)).fetchone()
    if row is not None:
        return Known(row[0], new=False)
    return Known(_bound(connection, provider, claims, digest), new=True)


def _bound(connection: sa.Connection, provider: Provider, claims: Mapping[str, Any], digest: bytes) -> UUID:
    address = claims.get(provider.claim)
    if claims.get("email_verified") is not True or not isinstance(address, str) or not address:
        raise NotByProvider(Why.UNVERIFIED)
    stored = passwords.find(connection, Keys(connection).fingerprint(address_of(address)))
    if stored is None:
        raise NotByProvider(Why.UNINVITED)
    made = driver(connection).execute(
        "INSERT INTO account_identity (tenant_id, digest, user_id, issuer) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT DO NOTHING",
        (connection.info["tenant_id"], digest, stored.user_id, provider.issuer),
    )
    if not made.rowcount:
        raise NotByProvider(Why.BOUND)
    tickets.void(connection, stored.user_id)
    return stored.user_id


def release(connection: sa.Connection, user_id: UUID) -> None:
    """No identity is theirs any more: the next one at their address is bound anew."""
    gone = "DELETE FROM account_identity WHERE tenant_id = %s AND user_id = %s"
    driver(connection).execute(gone, (connection.info["tenant_id"], user_id))
