"""The read tables: one for each state class of the floor below, every row a version in two times.

``valid_from``, ``valid_to``: effective days, half open. ``known_from``, ``known_to``: log
positions, half open. ``facts``: the stream versions that a row rests on. ``audience``: who may
see it, as of now, whatever times are asked for (``own_audience``: what the row's own state
says). ``sort``: the place in a list, by bytes.
"""

import types
import typing
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache, partial
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_tenants.effective import Effective
from kyogikai_tenants.features import FEATURES
from kyogikai_tenants.log.tables import metadata, row_security
from kyogikai_tenants.references import members
from kyogikai_tenants.states import STATES, Entity, State

assert FEATURES, "importing the features declares their states"  # noqa: S101

PAGED = frozenset({"activity", "body", "issue", "meeting", "organization", "recommendation"})
"""The tables that are read page by page on any day as known on any other: in order, whatever was known."""

PLAIN = {
    UUID: sa.Uuid(), bool: sa.Boolean(), int: sa.BigInteger(), date: sa.Date(),
    datetime: sa.DateTime(timezone=True),
}  # fmt: skip


def column_type(hint: Any) -> tuple[Any, bool]:
    """A column's type and whether it may be null."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return column_type(arguments[0])
    if origin in {typing.Union, types.UnionType}:
        return column_type(next(a for a in arguments if a is not types.NoneType))[0], True
    if origin is tuple and arguments[0] in {UUID, str, int}:
        return pg.ARRAY(column_type(arguments[0])[0]), False
    if isinstance(hint, type) and issubclass(hint, str):
        return sa.Text(), False
    return (PLAIN[hint], False) if hint in PLAIN else (pg.JSON(), False)


def table_of(state: type[State]) -> sa.Table:
    """The table of a state class, with the indexes that every such table has."""
    name = state.TABLE
    own = [sa.Column(n, *_kind(h)) for n, h in members(state).items()]
    nullable = {n: column_type(h)[1] for n, h in members(state).items()}
    for column in own:
        column.nullable = nullable[column.name]
    now = sa.text("known_to IS NULL")
    links = [c.name for c in own if isinstance(c.type, sa.Uuid)]
    return sa.Table(
        name,
        metadata,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("stream_id", sa.Uuid, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("known_from", sa.BigInteger, nullable=False),
        sa.Column("known_to", sa.BigInteger),
        sa.Column("existence", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("own_audience", sa.Text),
        sa.Column("sort", sa.Text(collation="C"), nullable=False),
        sa.Column("facts", pg.ARRAY(sa.BigInteger), nullable=False),
        *own,
        sa.PrimaryKeyConstraint("tenant_id", "id", "valid_from", "known_from", name=f"{name}_pkey"),
        sa.Index(f"{name}_now", "tenant_id", "id", "valid_from", postgresql_where=now),
        sa.Index(f"{name}_sort", "tenant_id", "sort", "id", postgresql_where=now),
        sa.Index(f"{name}_stream", "tenant_id", "stream_id"),
        *([sa.Index(f"{name}_ever", "tenant_id", "sort", "id")] if name in PAGED else []),
        *(sa.Index(f"{name}_{link}", "tenant_id", link) for link in links),
    )


def _kind(hint: Any) -> tuple[Any]:
    return (column_type(hint)[0],)


TABLES: dict[str, sa.Table] = {name: table_of(state) for name, state in STATES.items()}
"""Every read table in two times, by its name."""

audit_entry = sa.Table(
    "audit_entry",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("stream_id", sa.Uuid, nullable=False),
    sa.Column("stream_version", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("effective", pg.JSON),
    sa.Column("document_id", sa.Uuid),
    sa.Column("locator", sa.Text),
    sa.Column("quality", pg.JSON, nullable=False),
    sa.Column("fields", pg.JSON, nullable=False),
    sa.Column("target", sa.BigInteger),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("published", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.PrimaryKeyConstraint("tenant_id", "position", name="audit_entry_pkey"),
    sa.Index("audit_entry_stream", "tenant_id", "stream_id", "stream_version"),
    sa.Index("audit_entry_topic", "tenant_id", "topic", "position"),
    sa.Index("audit_entry_recorded_at", "tenant_id", "recorded_at", "position"),
    sa.Index("audit_entry_actor", "tenant_id", "actor", "topic", "position"),
    sa.Index("audit_entry_actor_position", "tenant_id", "actor", "position"),
    sa.Index("audit_entry_published", "tenant_id", "position", postgresql_where=sa.text("published")),
    comment="One row an event: the audit trail, and where every fact comes from.",
)

search_gram = sa.Table(
    "search_gram",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("gram", sa.Text(collation="C"), nullable=False),
    sa.Column("stream_id", sa.Uuid, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "gram", "stream_id", name="search_gram_pkey"),
    sa.Index("search_gram_stream", "tenant_id", "stream_id"),
    comment="Pairs of characters of every searchable text, ever: candidates, verified on the rows.",
)

search_text = sa.Table(
    "search_text",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("stream_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text(collation="C"), nullable=False),
    sa.Column("row_table", sa.Text(collation="C"), nullable=False),
    sa.Column("row_id", sa.Uuid, nullable=False),
    sa.Column("field", sa.Text(collation="C"), nullable=False),
    sa.Column("place", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("plain", sa.Text(collation="C"), nullable=False),
    sa.Column("normal", sa.Text(collation="C"), nullable=False),
    sa.PrimaryKeyConstraint(
        "tenant_id", "row_table", "row_id", "field", "place", "digest", name="search_text_pkey"
    ),
    sa.Index("search_text_stream", "tenant_id", "stream_id", "row_table"),
    comment="Each text that a row ever had, as it is compared; when, and who sees it, the row says.",
)  # fmt: skip


tenant_position = sa.Table(
    "tenant_position",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("content", sa.BigInteger, nullable=False),
    sa.Column("rights", sa.BigInteger, nullable=False),
    sa.Column("rebuilt", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    postgresql_with={"fillfactor": 50},
    comment="The last events that changed what readers see, and who may see it: what a kept answer rests on.",
)


def ddl() -> Sequence[str]:
    """Row security for every read table; rebuilds need DELETE."""
    names = [*TABLES, "audit_entry", "search_gram", "search_text", "tenant_position"]
    return [statement for name in names for statement in row_security(name, "SELECT, INSERT, UPDATE, DELETE")]


@cache
def json_columns(state: type[State]) -> frozenset[str]:
    """The columns that hold JSON text."""
    return frozenset(n for n, h in members(state).items() if isinstance(column_type(h)[0], pg.JSON))


def cells(state: State) -> dict[str, Any]:
    """A state's own columns as the driver takes them; JSON as the text that is stored."""
    as_json = json_columns(type(state))
    return {n: _cell(getattr(state, n), as_json=n in as_json) for n in state.__struct_fields__}


def _cell(value: Any, *, as_json: bool) -> Any:
    if value is None:
        return None
    if as_json:
        return stored_date(value) if isinstance(value, Effective) else msgspec.json.encode(value).decode()
    if isinstance(value, tuple):
        return list(value)
    return value.value if hasattr(value, "value") else value


@lru_cache(4096)
def stored_date(value: Effective) -> str:
    """A date as the API's PartialDate has it, all but its label."""
    return msgspec.json.encode(
        {
            "value": value.value or None, "kind": value.kind.name, "precision": value.precision.name,
            "basis": value.basis.name, "earliest": value.earliest if value.value else None,
            "latest": value.latest if value.value else None, "asWritten": value.as_written or None,
        }
    ).decode()  # fmt: skip


def effective_from(cell: Any) -> Effective | None:
    """The date that a cell holds."""
    if cell is None:
        return None
    data = cell if isinstance(cell, dict) else msgspec.json.decode(cell)
    return msgspec.convert(
        {
            "kind": data["kind"].lower(),
            "value": data["value"] or "",
            "basis": data["basis"].lower(),
            "as_written": data["asWritten"] or "",
        },
        Effective,
    )


def state_from(state: type[State], row: typing.Mapping[str, Any]) -> State:
    """The state that a row holds."""
    return state(**{name: read(row[name]) for name, read in _readers(state)})


@cache
def _readers(state: type[State]) -> list[tuple[str, Callable[[Any], Any]]]:
    """How each column's cell becomes a value of its declared type."""
    return [
        (name, _reader(hint, as_json=name in json_columns(state))) for name, hint in members(state).items()
    ]


def _reader(hint: Any, *, as_json: bool) -> Callable[[Any], Any]:
    if as_json and "Effective" in str(hint):
        return effective_from
    if isinstance(hint, type) and hint in PLAIN:
        return lambda cell: cell
    if as_json:
        return partial(_from_json, hint)
    return lambda cell: msgspec.convert(cell, hint, builtin_types=(UUID, date, datetime))


def _from_json(hint: Any, cell: Any) -> Any:
    """A JSON cell, as text or already read."""
    return msgspec.json.decode(cell, type=hint) if isinstance(cell, str) else msgspec.convert(cell, hint)


ENTITIES = {name: state for name, state in STATES.items() if issubclass(state, Entity)}
