"""Passkeys (WebAuthn): a key on a device of the user, for this host, used after the device knew its user.

A ceremony's challenge is a ticket: it is of one municipality, of one browser or account, and good once.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kyogikai_platform.accounts import tickets
from kyogikai_platform.accounts.beginning import SignInFailed
from kyogikai_platform.accounts.tickets import Use
from kyogikai_tenants.log.connection import driver

MOST, NAMED = 20, 60
"""Passkeys of an account, characters of a name."""
LARGEST = 20_000
"""Characters of what a browser sends of a passkey."""


class Host(NamedTuple):
    """Where a ceremony takes place: the host, and the origin that a browser says it is at."""

    name: str
    origin: str


class Owner(NamedTuple):
    """Whose a new passkey is."""

    user_id: UUID
    name: str
    municipality: str


class Passkey(NamedTuple):
    """One of a user's passkeys, as they see it."""

    handle: str
    name: str
    created: datetime
    used: datetime | None


class PasskeyRefused(Exception):
    """What a browser sent is no passkey that could be kept."""


def offer(connection: sa.Connection, host: Host, owner: Owner) -> str:
    """What a browser needs to make a passkey, as JSON."""
    challenge = tickets.issue(connection, Use.NEW_PASSKEY, owner.user_id, owner.user_id.bytes)
    options = generate_registration_options(
        rp_id=host.name,
        rp_name=owner.municipality,
        user_id=owner.user_id.bytes,
        user_name=owner.name,
        user_display_name=owner.name,
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=row[0]) for row in _rows(connection, owner.user_id)
        ],
    )
    return options_to_json(options)


def register(connection: sa.Connection, host: Host, user_id: UUID, sent: str, name: str) -> None:
    """Keep a new passkey. Raises PasskeyRefused."""
    challenge = _challenge(sent)
    if not challenge or tickets.take(connection, Use.NEW_PASSKEY, challenge, user_id.bytes) is None:
        raise PasskeyRefused
    try:
        made = verify_registration_response(
            credential=sent,
            expected_challenge=challenge.encode(),
            expected_rp_id=host.name,
            expected_origin=host.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as problem:
        raise PasskeyRefused from problem
    if len(_rows(connection, user_id)) >= MOST:
        raise PasskeyRefused
    kept = driver(connection).execute(
        "INSERT INTO account_passkey (tenant_id, credential, user_id, public_key, sign_count, name) "
        "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (tenant_id, credential) DO NOTHING",
        (
            connection.info["tenant_id"], made.credential_id, user_id, made.credential_public_key,
            made.sign_count, name[:NAMED],
        ),
    )  # fmt: skip
    if not kept.rowcount:
        raise PasskeyRefused


def ask(connection: sa.Connection, host: Host, browser: bytes) -> str:
    """What a browser needs to show any passkey of this host, as JSON."""
    challenge = tickets.issue(connection, Use.PASSKEY, bound=browser)
    options = generate_authentication_options(
        rp_id=host.name,
        challenge=challenge.encode(),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def recognise(connection: sa.Connection, host: Host, sent: str, browser: bytes) -> UUID:
    """Whose passkey was shown, which is used then. Raises SignInFailed."""
    challenge, given = _challenge(sent), _credential(sent)
    if not challenge or tickets.take(connection, Use.PASSKEY, challenge, browser) is None:
        raise SignInFailed
    query = (
        "SELECT user_id, public_key, sign_count FROM account_passkey WHERE tenant_id = %s AND credential = %s"
    )
    row = driver(connection).execute(query, (connection.info["tenant_id"], given.id)).fetchone()
    if row is None or (given.user and given.user != row[0].bytes):
        raise SignInFailed
    try:
        shown = verify_authentication_response(
            credential=sent,
            expected_challenge=challenge.encode(),
            expected_rp_id=host.name,
            expected_origin=host.origin,
            credential_public_key=row[1],
            credential_current_sign_count=row[2],
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as problem:
        raise SignInFailed from problem
    used = (
        "UPDATE account_passkey SET used_at = now(), sign_count = %s "
        "WHERE tenant_id = %s AND credential = %s AND sign_count = %s"
    )
    given_now = shown.new_sign_count, connection.info["tenant_id"], given.id, row[2]
    if not driver(connection).execute(used, given_now).rowcount:
        raise SignInFailed
    return UUID(str(row[0]))


def of_user(connection: sa.Connection, user_id: UUID) -> list[Passkey]:
    """A user's passkeys, the newest last."""
    return [Passkey(row[0].hex(), *row[1:]) for row in _rows(connection, user_id)]


def rename(connection: sa.Connection, user_id: UUID, handle: str, name: str) -> bool:
    """Call one otherwise; whether there is one."""
    query = "UPDATE account_passkey SET name = %s WHERE tenant_id = %s AND user_id = %s AND credential = %s"
    given = name[:NAMED], connection.info["tenant_id"], user_id, _bytes(handle)
    return bool(driver(connection).execute(query, given).rowcount)


def remove(connection: sa.Connection, user_id: UUID, handle: str) -> bool:
    """Let one sign in no more; whether there was one."""
    query = "DELETE FROM account_passkey WHERE tenant_id = %s AND user_id = %s AND credential = %s"
    given = connection.info["tenant_id"], user_id, _bytes(handle)
    return bool(driver(connection).execute(query, given).rowcount)


def remove_all(connection: sa.Connection, user_id: UUID) -> int:
    """Let none sign in any more; how many there were."""
    query = "DELETE FROM account_passkey WHERE tenant_id = %s AND user_id = %s"
    return driver(connection).execute(query, (connection.info["tenant_id"], user_id)).rowcount


def _rows(connection: sa.Connection, user_id: UUID) -> list[Any]:
    query = (
        "SELECT credential, name, created_at, used_at FROM account_passkey "
        "WHERE tenant_id = %s AND user_id = %s ORDER BY created_at, credential"
    )
    return driver(connection).execute(query, (connection.info["tenant_id"], user_id)).fetchall()


class _Said(msgspec.Struct):
    challenge: str


class _Response(msgspec.Struct):
    clientDataJSON: str  # noqa: N815 - the browser's word
    userHandle: str | None = None  # noqa: N815 - the browser's word


class _Sent(msgspec.Struct):
    id: str
    response: _Response


class _Credential(NamedTuple):
    id: bytes
    user: bytes


def _read(sent: str) -> _Sent | None:
    try:
        return msgspec.json.decode(sent[: LARGEST + 1], type=_Sent) if len(sent) <= LARGEST else None
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None


def _challenge(sent: str) -> str:
    """The challenge that was answered; empty for what is no answer. Whether it is ours, its ticket says."""
    found = _read(sent)
    try:
        said = base64url_to_bytes(found.response.clientDataJSON) if found else b""
        return base64url_to_bytes(msgspec.json.decode(said, type=_Said).challenge).decode("ascii")
    except (msgspec.DecodeError, ValueError):
        return ""


def _credential(sent: str) -> _Credential:
    found = _read(sent)
    try:
        handle = found.response.userHandle if found else None
        return _Credential(
            base64url_to_bytes(found.id) if found else b"", base64url_to_bytes(handle) if handle else b""
        )
    except ValueError:
        return _Credential(b"", b"")


def _bytes(handle: str) -> bytes:
    try:
        return bytes.fromhex(handle)
    except ValueError:
        return b""
