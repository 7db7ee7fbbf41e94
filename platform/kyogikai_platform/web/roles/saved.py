"""Filters of the trail that somebody keeps under a name, for themselves or for all who read the trail."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import ERASED, Keys, place
from kyogikai_tenants.log.tables import metadata, row_security

MOST = 30
"""Of one person."""
LONGEST_NAME = 40
saved_filter = sa.Table(
    "saved_filter",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="saved_filter_pkey"),
    sa.Index("saved_filter_user", "tenant_id", "user_id"),
    comment="Operational, owned by the trail's pages, kept until its owner or an administrator removes it, "
    "never exported: a named filter of the trail, sealed under its owner's key.",
)


def ddl() -> Sequence[str]:
    """Row security; what is removed is deleted."""
    return row_security(saved_filter.name, "SELECT, INSERT, DELETE")


class Saved(NamedTuple):
    """A filter: its name, whose it is, and what its address says after the question mark."""

    id: UUID
    user_id: UUID
    shared: bool
    name: str
    query: str


class TooMany(Exception):
    """Somebody keeps as many as they may."""


def save(connection: sa.Connection, user: UUID, name: str, query: str, *, shared: bool) -> UUID:
    """Keep one. Raises TooMany, NoMasterKey."""
    c, tenant = saved_filter.c, connection.info["tenant_id"]
    own = sa.select(sa.func.count()).where(c.tenant_id == tenant, c.user_id == user)
    if connection.execute(own).scalar_one() >= MOST:
        raise TooMany
    made = new_id()
    text = msgspec.json.encode({"name": name, "query": query}).decode()
    sealed = Keys(connection).seal(user, text, _place(connection, made))["sealed"]
    row = {"tenant_id": tenant, "id": made, "user_id": user, "shared": shared, "sealed": sealed}
    connection.execute(saved_filter.insert().values(**row))
    return made


def listed(connection: sa.Connection, user: UUID) -> list[Saved]:
    """Somebody's own and what others share, by name. Raises NoMasterKey where there are any."""
    c = saved_filter.c
    query = sa.select(c.id, c.user_id, c.shared, c.sealed).where(
        c.tenant_id == connection.info["tenant_id"], sa.or_(c.user_id == user, c.shared)
    )
    found = (_opened(connection, *row) for row in connection.execute(query).all())
    return sorted((one for one in found if one is not None), key=lambda one: (one.name, one.id))


def remove(connection: sa.Connection, filter_id: UUID, user: UUID | None) -> bool:
    """Somebody's own, or anybody's that is shared (None); whether there was one."""
    c = saved_filter.c
    whose = c.shared if user is None else c.user_id == user
    gone = saved_filter.delete().where(c.tenant_id == connection.info["tenant_id"], c.id == filter_id, whose)
    return bool(connection.execute(gone).rowcount)


def _opened(
    connection: sa.Connection, own: UUID, user: UUID, shared: bool, sealed: str  # noqa: FBT001 - a row
) -> Saved | None:  # fmt: skip
    """A filter in words; None where its owner was erased."""
    text = Keys(connection).open({"sealed": sealed, "of": str(user)}, _place(connection, own))
    if text == ERASED:
        return None
    told = msgspec.json.decode(text, type=dict[str, str])
    return Saved(own, user, shared, told["name"], told["query"])


def _place(connection: sa.Connection, own: UUID) -> bytes:
    return place(connection.info["tenant_id"], own, 1, "trail.saved_filter", "filter")
