"""A plan: the statement of an operation, and where the values of its parameters come from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_operation_root_type,
)  # fmt: skip
from graphql.execution.collect_fields import collect_fields

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiler import notes
from kyogikai_graphql.compiler.selecting import Fields, Selecting, Slot
from kyogikai_graphql.compiler.statement import NotCompilable, Place, Statement
from kyogikai_graphql.rights import Viewer
from kyogikai_projections.reading import Sight

STATE = "coalesce(p.content || ' ' || extract(epoch FROM p.rebuilt), '')"
"""What a kept answer rests on, as text: it changes with whatever an answer might change with."""


HERE = "FROM (SELECT 1) one LEFT JOIN tenant_position p ON p.tenant_id = "
"""One row for a municipality that has not recorded anything, too."""
PARAMETER = re.compile(r"\$(\d+)")


@dataclass(frozen=True)
class Plan:
    """One statement: it returns the state, whether the asker's rights still hold, and the answer if so."""

    name: bytes
    """What the database is to call it."""
    tag: bytes
    """What it is called in every process: notes aside, the same statement has the same tag."""
    sql: bytes
    sources: tuple[str | Place, ...]
    slots: tuple[Slot, ...]
    noted: bool
    """Whether the answer has notes in it that are to be read."""
    keys: tuple[str, ...] = ()
    """The response keys, in order."""
    left: tuple[str, ...] = ()
    """Those that the plain resolvers are to answer."""

    def values(self, asker: Asker, variables: Mapping[str, Any]) -> tuple[bytes | None, ...]:
        """The parameters of a request. Raises Problem for arguments that are no good."""
        own = [slot.values(variables) for slot in self.slots]
        return tuple(
            written(own[s.slot][s.number]) if isinstance(s, Place) else fixed(s, asker) for s in self.sources
        )


def fixed(name: str, asker: Asker) -> bytes:
    """A parameter that follows from who asks."""
    if name == "tenant_id":
        return str(asker.tenant_id).encode()
    if name == "today":
        return asker.day.isoformat().encode()
    if name == "rights":
        return b"%d" % asker.rights
    if name in {"bodies", "beside"}:
        return f"{{{','.join(sorted(map(str, getattr(asker.viewer, name))))}}}".encode()
    assert name == "credential" and asker.credential  # noqa: S101, PT018 - a plan of somebody with one
    return b"\\x" + asker.credential.digest.hex().encode()


def written(value: Any) -> bytes:
    """A value as PostgreSQL reads it."""
    if isinstance(value, bool):
        return b"true" if value else b"false"
    return str(value).encode()


def kind_of(asker: Asker) -> tuple[Viewer, str]:
    """What a plan depends on of who asks: which rows and fields are theirs, and how that is verified."""
    return _without_names(asker.viewer), asker.credential.live if asker.credential else ""


@lru_cache(4096)
def _without_names(viewer: Viewer) -> Viewer:
    """Whether there are bodies of their own, and not which."""
    return replace(viewer, bodies=_any(viewer.bodies), beside=_any(viewer.beside))


def _any(bodies: frozenset[UUID]) -> frozenset[UUID]:
    return frozenset({UUID(int=0)}) if bodies else frozenset()


def planned(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
    asker: Asker,
) -> Plan:
    """The plan of an operation in this shape of its variables. Raises NotCompilable, Problem."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    viewer, live = kind_of(asker)
    c = Selecting(schema, fragments, variables, viewer)
    root = get_operation_root_type(schema, operation)
    fields = collect_fields(schema, fragments, variables, root, operation.selection_set)
    columns, left = _columns(c, root, fields)
    if not columns:
        raise NotCompilable(", ".join(left))
    return replace(_plan(c, columns, live), keys=tuple(fields), left=left)


def _columns(c: Selecting, root: GraphQLObjectType, fields: Fields) -> tuple[list[str], tuple[str, ...]]:
    """The root fields that compile, and the keys of those that are left to the plain resolvers."""
    columns: list[str] = []
    left: list[str] = []
    for key, nodes in fields.items():
        before = c.mark()
        try:
            columns += c.columns(root, {key: nodes}, None)
        except NotCompilable:
            c.reset(before)
            left.append(key)
    return columns, tuple(left)


def _plan(c: Selecting, columns: Sequence[str], live: str) -> Plan:
    statement = c.statement
    there = " AND ".join(statement.needed) or "true"
    data = f"SELECT row_to_json(q)::text FROM (SELECT {', '.join(columns)}) q WHERE {there}"
    gate = open_to(statement.parameter, live)
    known = f"WITH {', '.join(statement.known)} " if statement.known else ""
    tenant = statement.parameter("tenant_id", "UUID")
    text = f"{known}SELECT {STATE}, {gate}, CASE WHEN {gate} THEN ({data}) END {HERE}{tenant}"
    return _made(statement, text, tuple(c.slots))


def _made(statement: Statement, text: str, slots: tuple[Slot, ...]) -> Plan:
    sources, text = _used([source for source, _ in statement.parameters], text)
    sql = text.encode()
    name, tag = (_digest(text) for text in (sql, sql.replace(notes.WORD.encode(), b"")))
    return Plan(name, tag, sql, sources, slots, notes.WORD.encode() in sql)


def _digest(sql: bytes) -> bytes:
    return blake2b(sql, digest_size=16).hexdigest().encode()


@lru_cache
def probe(live: str) -> Plan:
    """What is asked about an answer that is kept: does it still hold."""
    statement = Statement(Sight())
    gate = open_to(statement.parameter, live)
    tenant = statement.parameter("tenant_id", "UUID")
    text = f"SELECT {STATE}, {gate}, NULL {HERE}{tenant}"
    return _made(statement, text, ())


def _used(sources: Sequence[str | Place], text: str) -> tuple[tuple[str | Place, ...], str]:
    """The parameters that stand in the statement, numbered anew: a count has no use for a page's."""
    used = sorted({int(number) for number in PARAMETER.findall(text)})
    places = {number: n for n, number in enumerate(used, 1)}
    anew = PARAMETER.sub(lambda found: f"${places[int(found[1])]}", text)
    return tuple(sources[n - 1] for n in used), anew


def open_to(parameter: Any, live: str) -> str:
    """Whether the asker's rights are the ones that were judged, and the credential is still good."""
    text = f"coalesce(p.rights, 0) = {parameter('rights', 'BIGINT')}"
    if not live:
        return text
    own = live.replace(":tenant_id", parameter("tenant_id", "UUID"))
    return f"{text} AND ({own.replace(':credential', parameter('credential', 'BYTEA'))})"
