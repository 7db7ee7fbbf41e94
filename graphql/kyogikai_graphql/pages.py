"""Connections: opaque cursors, windows of 1 to 100, totals that are counted only when asked for."""

import re
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import graphene
from graphene import Argument, Boolean, Field, Int, NonNull, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql.common import moment_arguments, named
from kyogikai_graphql.problems import BadCursor, BadPage
from kyogikai_graphql.things import Thing, asking
from kyogikai_projections.paging import COUNTED, Condition, Key, Listing, Page, Parent, Slice, Total, Window
from kyogikai_projections.reading import Moment

LARGEST, DEFAULT = 100, 20
USUAL = 300
"""Characters of a cursor whose place is remembered."""


def page_arguments() -> dict[str, Any]:
    """What every connection takes."""
    return {
        "first": Argument(Int),
        "after": Argument(String),
        "last": Argument(Int),
        "before": Argument(String),
    }


def cursor(of: str, key: Key) -> str:
    """A place in a list as the API gives it out."""
    return b64encode(f"{of} {key.id} {key.sort}".encode()).decode()


def list_of(info: GraphQLResolveInfo) -> str:
    """What a cursor says of its list: whose field it is."""
    return f"{info.parent_type.name}.{info.field_name}"


def cursors(info: GraphQLResolveInfo, keys: Iterable[Key]) -> list[str]:
    """The cursors of places in the list of a field."""
    return [cursor(list_of(info), key) for key in keys]


def place(of: str, text: str) -> Key:
    """The place that a cursor of a list stands for. Raises BadCursor."""
    return (_remembered if len(text) <= USUAL else _place)(of, text)


def _place(of: str, text: str) -> Key:
    try:
        written = b64decode(text.encode("ascii"), validate=True).decode()
        whose, record, sort = written.split(" ", 2)
        found = Key(sort, UUID(record))
    except ValueError:
        found = None
    if found is None or cursor(whose, found) != text or "\0" in found.sort:
        raise BadCursor("This is no cursor of this API.")
    if whose != of:
        raise BadCursor("This is no cursor of this list.")
    return found


_remembered = lru_cache(1024)(_place)


def window(info: GraphQLResolveInfo, given: Mapping[str, Any]) -> Window:
    """The window that the arguments ask for. Raises BadPage, BadCursor."""
    return window_of(list_of(info), given)


def window_of(of: str, given: Mapping[str, Any]) -> Window:
    """The same of a list's name."""
    first, last = given.get("first"), given.get("last")
    if first is not None and last is not None:
        raise BadPage("Give first or last, not both.")
    size = next((n for n in (first, last) if n is not None), DEFAULT)
    if not 1 <= size <= LARGEST:
        raise BadPage(f"A page has 1 to {LARGEST} entries.")
    after, before = (place(of, given[w]) if given.get(w) is not None else None for w in ("after", "before"))
    return Window(size, after, before, backward=last is not None)


def counted(wanted: Window) -> Window:
    """A window of a list whose places are numbers (positions, sizes). Raises BadCursor."""
    for key in (wanted.after, wanted.before):
        if key is not None and not re.fullmatch(r"0|[1-9][0-9]{0,17}", key.sort, re.ASCII):
            raise BadCursor("This is no cursor of this list.")
    return wanted


@dataclass(frozen=True, eq=False)
class Found:
    """A page: things, their cursors, what lies beyond, and how to count them all."""

    nodes: Sequence[Any]
    cursors: Sequence[str]
    more: bool
    window: Window
    total: Callable[[], Awaitable[int]]


class PageInfo(ObjectType):
    """What lies before and after a page."""

    has_next_page = Boolean(required=True)
    has_previous_page = Boolean(required=True)
    start_cursor = String()
    end_cursor = String()

    @staticmethod
    def resolve_has_next_page(root: Found, _info: GraphQLResolveInfo) -> bool:
        """Read forward: whether there is more; read backward: whether one came from there."""
        return root.window.before is not None if root.window.backward else root.more

    @staticmethod
    def resolve_has_previous_page(root: Found, _info: GraphQLResolveInfo) -> bool:
        """The same of the other side."""
        return root.more if root.window.backward else root.window.after is not None

    @staticmethod
    def resolve_start_cursor(root: Found, _info: GraphQLResolveInfo) -> str | None:
        """Of the first entry."""
        return root.cursors[0] if root.cursors else None

    @staticmethod
    def resolve_end_cursor(root: Found, _info: GraphQLResolveInfo) -> str | None:
        """Of the last entry."""
        return root.cursors[-1] if root.cursors else None


class _Connection:
    """The resolvers of every connection."""

    @staticmethod
    def resolve_edges(root: Found, _info: GraphQLResolveInfo) -> list[dict[str, Any]]:
        """Each thing with its cursor."""
        return [{"cursor": c, "node": node} for c, node in zip(root.cursors, root.nodes, strict=True)]

    @staticmethod
    def resolve_page_info(root: Found, _info: GraphQLResolveInfo) -> Found:
        """Itself."""
        return root

    @staticmethod
    async def resolve_total_count(root: Found, _info: GraphQLResolveInfo) -> int:
        """How many there are, as this reader sees them; at most 10 000."""
        return min(await root.total(), COUNTED)

    @staticmethod
    async def resolve_total_count_exact(root: Found, _info: GraphQLResolveInfo) -> bool:
        """Whether there are no more than that."""
        return await root.total() <= COUNTED


def connection(path: str) -> Any:
    """The connection type of a type of this package, and its edge type."""
    name = path.rpartition(".")[2]
    node = Field(named(path), required=True)
    edge = type(ObjectType)(f"{name}Edge", (ObjectType,), {"cursor": String(required=True), "node": node})
    fields = {
        "edges": Field(NonNull(graphene.List(NonNull(edge)))),
        "nodes": Field(NonNull(graphene.List(NonNull(named(path))))),
        "page_info": Field(PageInfo, required=True),
        "total_count": Int(required=True),
        "total_count_exact": Boolean(required=True),
    }
    return type(ObjectType)(f"{name}Connection", (_Connection, ObjectType), fields)


def paged(
    of: Any, *, times: bool = False, description: str | None = None, resolver: Any = None, **own: Any
) -> Any:
    """A field with a connection: its own arguments, those of a page and, at the root, those of a moment."""
    arguments = {**own, **page_arguments(), **(moment_arguments() if times else {})}
    return Field(of, required=True, args=arguments, resolver=resolver, description=description)


async def page(
    info: GraphQLResolveInfo,
    table: str,
    moment: Moment,
    given: Mapping[str, Any],
    *conditions: Condition,
    parent: Parent | None = None,
    key: UUID | None = None,
) -> Found:
    """A page of a table: of the tenant, or of those that belong to the parent ``key``."""
    listing, wanted = Listing(table, moment, conditions, parent), window(info, given)
    cut = await asking(info).load(Page(listing, wanted), key) or Slice([], more=False)
    nodes = [Thing(table, row, moment) for row in cut.rows]
    places = cursors(info, (Key(row["sort"], row["id"]) for row in cut.rows))

    async def total() -> int:
        return await asking(info).load(Total(listing), key) or 0

    return Found(nodes, places, cut.more, wanted, total)
