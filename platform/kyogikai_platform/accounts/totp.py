"""Codes of an authenticator app (RFC 6238): a code of now or of the step beside it, none twice."""

import hmac
import time
from typing import NamedTuple
from uuid import UUID

import pyotp
import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.personal_data import ERASED, Keys, place

STEP, DIGITS, BESIDE = 30, 6, 1
"""Seconds of a step, digits of a code, and how many steps a clock may be off."""


class Secret(NamedTuple):
    """What an authenticator needs, shown while it is not confirmed and never again."""

    text: str

    def uri(self, account: str, issuer: str) -> str:
        """As a QR code says it."""
        return str(pyotp.TOTP(self.text).provisioning_uri(name=account, issuer_name=issuer))


def propose(connection: sa.Connection, user_id: UUID) -> Secret:
    """A new secret in place of one that waits. Raises Refused without a key, AlreadyEnrolled."""
    fresh, tenant = pyotp.random_base32(32), connection.info["tenant_id"]
    sealed = Keys(connection).seal(user_id, fresh, _place(connection, user_id))["sealed"]
    made = driver(connection).execute(
        "INSERT INTO account_totp (tenant_id, user_id, sealed) VALUES (%s, %s, %s) "
        "ON CONFLICT (tenant_id, user_id) DO UPDATE SET sealed = excluded.sealed, last_step = 0, "
        "created_at = now() WHERE account_totp.confirmed_at IS NULL",
        (tenant, user_id, sealed),
    )
    if not made.rowcount:
        raise AlreadyEnrolled
    return Secret(fresh)


class AlreadyEnrolled(Exception):
    """One authenticator at a time: the other is removed first."""


def proposed(connection: sa.Connection, user_id: UUID) -> Secret | None:
    """The secret that waits to be confirmed."""
    found = _sealed(
        connection, user_id, "confirmed_at IS NULL AND created_at > now() - interval '15 minutes'"
    )
    text = _opened(connection, user_id, found)
    return Secret(text) if text else None


def confirm(connection: sa.Connection, user_id: UUID, code: str) -> bool:
    """Put a secret that waits into use by a code of it; that code is used then."""
    waiting = proposed(connection, user_id)
    step = _step(waiting.text, code) if waiting else None
    if step is None:
        return False
    return bool(
        driver(connection)
        .execute(
            "UPDATE account_totp SET confirmed_at = now(), last_step = %s "
            "WHERE tenant_id = %s AND user_id = %s AND confirmed_at IS NULL",
            (step, connection.info["tenant_id"], user_id),
        )
        .rowcount
    )


def enrolled(connection: sa.Connection, user_id: UUID) -> bool:
    """Whether an account signs in with codes."""
    query = "SELECT FROM account_totp WHERE tenant_id = %s AND user_id = %s AND confirmed_at IS NOT NULL"
    return driver(connection).execute(query, (connection.info["tenant_id"], user_id)).fetchone() is not None


def accept(connection: sa.Connection, user_id: UUID, code: str) -> bool:
    """Whether a code is good now; it is used up with that, and so is every earlier one."""
    found = _sealed(connection, user_id, "confirmed_at IS NOT NULL")
    text = _opened(connection, user_id, found)
    step = _step(text, code) if text else None
    if step is None:
        return False
    used = "UPDATE account_totp SET last_step = %s WHERE tenant_id = %s AND user_id = %s AND last_step < %s"
    given = step, connection.info["tenant_id"], user_id, step
    return bool(driver(connection).execute(used, given).rowcount)


def remove(connection: sa.Connection, user_id: UUID) -> bool:
    """Sign in without codes from now on; whether there were any."""
    gone = "DELETE FROM account_totp WHERE tenant_id = %s AND user_id = %s AND confirmed_at IS NOT NULL"
    return bool(driver(connection).execute(gone, (connection.info["tenant_id"], user_id)).rowcount)


def _step(text: str, code: str) -> int | None:
    """Of which step a code is; all that may be are compared, whichever it is."""
    now, totp = int(time.time()) // STEP, pyotp.TOTP(text)
    fits = [
        step
        for step in range(now - BESIDE, now + BESIDE + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
    ]
    return max(fits, default=None)


def _sealed(connection: sa.Connection, user_id: UUID, which: str) -> str:
    query = f"SELECT sealed FROM account_totp WHERE tenant_id = %s AND user_id = %s AND {which}"  # noqa: S608 - constants
    row = driver(connection).execute(query, (connection.info["tenant_id"], user_id)).fetchone()
    return row[0] if row else ""


def _opened(connection: sa.Connection, user_id: UUID, sealed: str) -> str:
    """The secret; empty where there is none, or where the key of what was theirs is destroyed."""
    own = {"sealed": sealed, "of": str(user_id)}
    text = Keys(connection).open(own, _place(connection, user_id)) if sealed else ERASED
    return "" if text == ERASED else text


def _place(connection: sa.Connection, user_id: UUID) -> bytes:
    return place(connection.info["tenant_id"], user_id, 0, "account_totp", "secret")
