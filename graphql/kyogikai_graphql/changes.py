"""写しの同期: what changed since a cursor, for whoever keeps a copy; no audit data."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from graphene import ID, Boolean, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import ids
from kyogikai_graphql.common import listed
from kyogikai_graphql.pages import LARGEST
from kyogikai_graphql.permitting import may
from kyogikai_graphql.problems import BadCursor, BadPage, Forbidden
from kyogikai_graphql.things import asking
from kyogikai_projections.following import Changed, ChangesAfter, Stretch
from kyogikai_projections.tables import ENTITIES
from kyogikai_tenants.permission import Reading

RECORDS = tuple(sorted(table for table in ENTITIES if table in ids.TYPES))
"""The records that have a type in the API."""


class Change(ObjectType):
    """A subject that changed; removed where it is there no longer, or no longer for this reader."""

    subject_id = ID(required=True)
    typename = String(required=True)
    removed = Boolean(required=True)

    @staticmethod
    def resolve_subject_id(root: Changed, _info: GraphQLResolveInfo) -> str:
        """Its id."""
        return ids.encode(ids.TYPES[root.kind], root.id)

    @staticmethod
    def resolve_typename(root: Changed, _info: GraphQLResolveInfo) -> str:
        """Its type."""
        return ids.TYPES[root.kind]


class ChangePage(ObjectType):
    """Changes in order, and the cursor from which the next question goes on."""

    cursor = String(required=True)
    more = Boolean(required=True)
    changes = listed(Change)

    @staticmethod
    def resolve_cursor(root: Stretch, _info: GraphQLResolveInfo) -> str:
        """Opaque."""
        return mark(root.upto)


def mark(position: int) -> str:
    """A position as a cursor."""
    return urlsafe_b64encode(f"changes:{position}".encode()).decode().rstrip("=")


def position_of(cursor: str) -> int:
    """The position that a cursor stands for. Raises BadCursor."""
    try:
        text = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode()
    except ValueError:
        text = ""
    found = re.fullmatch(r"changes:(0|[1-9][0-9]{0,17})", text, re.ASCII)
    if found is None or mark(int(found[1])) != cursor:
        raise BadCursor("This is no cursor of changes.")
    return int(found[1])


async def changes(info: GraphQLResolveInfo, after: str | None, first: int | None) -> Any:
    """The changes after a cursor; from the beginning without one. Raises BadCursor, BadPage, Forbidden."""
    asker = asking(info).context.asker
    if asker and not may(asker, Reading.CHANGES):
        raise Forbidden("This API client follows changes only with the scope changes:read.")
    size = LARGEST if first is None else first
    if not 1 <= size <= LARGEST:
        raise BadPage(f"A page has 1 to {LARGEST} entries.")
    start = position_of(after) if after is not None else 0
    return await asking(info).load(ChangesAfter(RECORDS, asking(info).moment(), size), start)
