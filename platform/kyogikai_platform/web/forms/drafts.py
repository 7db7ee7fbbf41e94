"""Drafts: what somebody typed into a form and has not recorded yet. Sealed under their own key.

A draft's idempotency key follows from its random id and the municipality's key, so that however often
it is sent, it records once; when the draft is gone, nobody can make that key again. Once it is recorded,
what was typed is gone, and the draft only leads to what it recorded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_platform.retention import forget, kept
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.personal_data import ERASED, Keys, place
from kyogikai_tenants.log.tables import metadata, row_security
from kyogikai_tenants.retention import Kept

MOST = 50
"""Of one person; the oldest makes room."""
LARGEST = 400_000
"""Characters of one draft."""
MOMENT = sa.DateTime(timezone=True)
draft = sa.Table(
    "form_draft",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("sealed", sa.Text),
    sa.Column("entries", sa.Text, nullable=False, server_default=""),
    sa.Column("saved_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", "user_id", "id", name="form_draft_pkey"),
    sa.Index("form_draft_saved_at", "tenant_id", "saved_at"),
    postgresql_with={"fillfactor": 70},
    comment="Operational, owned by forms, kept as long as the municipality says after it was last saved, "
    "never exported: what "
    "somebody typed and has not recorded yet, sealed under their own key.",
)


def ddl() -> Sequence[str]:
    """Row security; what is over is deleted."""
    return row_security(draft.name, "SELECT, INSERT, UPDATE, DELETE")


@dataclass(frozen=True)
class Draft:
    """What was typed for a command, and the key under which it is sent."""

    id: UUID
    command: str
    typed: dict[str, str] = field(default_factory=dict)
    key: str = ""
    entries: tuple[str, ...] = ()
    """The entries that it recorded."""
    saved_at: datetime | None = None


class Listed(NamedTuple):
    """A draft in a list."""

    id: UUID
    command: str
    saved_at: datetime


class TooMuch(Exception):
    """A draft holds no more than a form can."""


def save(
    connection: sa.Connection, user: UUID, draft_id: UUID, command: str, typed: Mapping[str, str]
) -> Draft:
    """Keep what was typed, under the key that the draft has had from its beginning. Raises TooMuch."""
    old = find(connection, user, draft_id)
    if old is not None and old.entries:
        return old
    plain, keys = msgspec.json.encode(dict(typed)).decode(), Keys(connection)
    if len(plain) > LARGEST:
        raise TooMuch
    sealed = keys.seal(user, plain, _place(connection, draft_id))
    driver(connection).execute(
        "INSERT INTO form_draft (tenant_id, id, user_id, command, sealed) VALUES (%s, %s, %s, %s, %s) "
        "ON CONFLICT (tenant_id, user_id, id) DO UPDATE SET sealed = excluded.sealed, saved_at = now() "
        "WHERE form_draft.entries = ''",
        (_tenant(connection), draft_id, user, command, msgspec.json.encode(sealed).decode()),
    )
    _tidy(connection, user)
    return Draft(draft_id, command, dict(typed), _key(keys, draft_id))


def find(connection: sa.Connection, user: UUID, draft_id: UUID) -> Draft | None:
    """Somebody's own draft, opened."""
    row = _row(connection, user, draft_id)
    if row is None:
        return None
    command, sealed, entries, saved_at = row
    keys, told = Keys(connection), tuple(entries.split(",")) if entries else ()
    opened = keys.open(msgspec.json.decode(sealed), _place(connection, draft_id)) if sealed else ERASED
    typed: dict[str, str] = {} if opened == ERASED else msgspec.json.decode(opened)
    return Draft(draft_id, command, typed, _key(keys, draft_id), told, saved_at)


def _row(connection: sa.Connection, user: UUID, draft_id: UUID) -> Any:
    return driver(connection).execute(
        "SELECT command, sealed, entries, saved_at FROM form_draft "
        "WHERE tenant_id = %s AND user_id = %s AND id = %s",
        (_tenant(connection), user, draft_id),
    ).fetchone()  # fmt: skip


def recorded(connection: sa.Connection, user: UUID, draft_id: UUID, entries: Sequence[str]) -> None:
    """What was typed has become entries of the log; it is needed no longer."""
    driver(connection).execute(
        "UPDATE form_draft SET sealed = NULL, entries = %s, saved_at = now() "
        "WHERE tenant_id = %s AND user_id = %s AND id = %s",
        (",".join(entries), _tenant(connection), user, draft_id),
    )


def drop(connection: sa.Connection, user: UUID, draft_id: UUID) -> None:
    """Throw a draft away."""
    driver(connection).execute(
        "DELETE FROM form_draft WHERE tenant_id = %s AND user_id = %s AND id = %s",
        (_tenant(connection), user, draft_id),
    )


def listed(connection: sa.Connection, user: UUID) -> list[Listed]:
    """Somebody's drafts that are not recorded, the last one first."""
    rows = driver(connection).execute(
        "SELECT id, command, saved_at FROM form_draft "  # noqa: S608 - words of ours
        "WHERE tenant_id = %s AND user_id = %s AND entries = '' "
        f"AND saved_at > now() - {kept(Kept.DRAFTS, draft.name)} ORDER BY saved_at DESC, id",
        (_tenant(connection), user),
    ).fetchall()  # fmt: skip
    return [Listed(*row) for row in rows]


def _tidy(connection: sa.Connection, user: UUID) -> None:
    """What is older than is kept goes, and of one person what is more than they may have."""
    forget(connection, Kept.DRAFTS)
    driver(connection).execute(
        "DELETE FROM form_draft WHERE tenant_id = %(tenant)s AND user_id = %(user)s AND id IN "
        "(SELECT id FROM form_draft WHERE tenant_id = %(tenant)s AND user_id = %(user)s "
        "ORDER BY saved_at DESC OFFSET %(most)s)",
        {"tenant": _tenant(connection), "user": user, "most": MOST},
    )


def _key(keys: Keys, draft_id: UUID) -> str:
    return keys.fingerprint(f"form {draft_id}").hex()


def _tenant(connection: sa.Connection) -> UUID:
    tenant: UUID = connection.info["tenant_id"]
    return tenant


def _place(connection: sa.Connection, draft_id: UUID) -> bytes:
    return place(_tenant(connection), draft_id, 1, "form.draft", "typed")
