"""Recovery codes: ten that are good once each, for whoever has no authenticator at hand; kept as digests."""

from base64 import b32encode
from secrets import token_bytes
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.personal_data import Keys

NUMBER, BYTES, GROUP = 10, 10, 4
"""How many, of how many random bytes each (80 bits), written in groups of so many characters."""


def issue(connection: sa.Connection, user_id: UUID) -> list[str]:
    """New codes in place of all others: to be shown now or never."""
    remove(connection, user_id)
    codes = [b32encode(token_bytes(BYTES)).decode().lower() for _ in range(NUMBER)]
    keys, tenant = Keys(connection), connection.info["tenant_id"]
    for code in codes:
        driver(connection).execute(
            "INSERT INTO account_recovery_code (tenant_id, digest, user_id) VALUES (%s, %s, %s)",
            (tenant, _digest(keys, user_id, code), user_id),
        )
    return ["-".join(code[n : n + GROUP] for n in range(0, len(code), GROUP)) for code in codes]


def accept(connection: sa.Connection, user_id: UUID, code: str) -> bool:
    """Whether a code is one of theirs that was not used; it is now."""
    plain = code.replace("-", "").replace(" ", "").lower()
    used = (
        "UPDATE account_recovery_code SET used_at = now() "
        "WHERE tenant_id = %s AND digest = %s AND user_id = %s AND used_at IS NULL"
    )
    given = connection.info["tenant_id"], _digest(Keys(connection), user_id, plain), user_id
    return bool(driver(connection).execute(used, given).rowcount)


def left(connection: sa.Connection, user_id: UUID) -> int:
    """How many are still good."""
    query = (
        "SELECT count(*) FROM account_recovery_code WHERE tenant_id = %s AND user_id = %s AND used_at IS NULL"
    )
    row = driver(connection).execute(query, (connection.info["tenant_id"], user_id)).fetchone()
    return int(row[0]) if row else 0


def remove(connection: sa.Connection, user_id: UUID) -> None:
    """None of them is good any more."""
    gone = "DELETE FROM account_recovery_code WHERE tenant_id = %s AND user_id = %s"
    driver(connection).execute(gone, (connection.info["tenant_id"], user_id))


def _digest(keys: Keys, user_id: UUID, code: str) -> bytes:
    return keys.fingerprint(f"recovery code of {user_id}: {code}")
