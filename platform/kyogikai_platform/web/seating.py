"""Members in the order of their roster, wherever they are listed: by the number of their seat."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_graphql import ids
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.reading import Moment, Reading
from kyogikai_projections.tables import TABLES

LAST = math.inf
"""Where who has no numbered seat stands; among themselves they stay as the record orders them."""

Node = Mapping[str, Any]


def itself(node: Node) -> Node:
    """A membership among memberships."""
    return node


def by_seat(visit: Visit, nodes: Sequence[Any], own: Callable[[Node], Node | None] = itself) -> list[Any]:
    """Nodes of the API in the order of the seats of their memberships: one statement, where there are any."""
    members = [member["id"] if (member := own(node)) else None for node in nodes]
    records = sorted({ids.decode_as(member, "Membership")[1] for member in members if member})
    if not records:
        return list(nodes)
    when = visit.when
    found = visit.read(lambda reading: _numbers(reading, reading.moment(when.day, when.known), records))
    numbers = {ids.encode("Membership", record): number for record, number in found.items()}
    placed = sorted(zip(members, nodes, strict=True), key=lambda one: numbers.get(one[0] or "", LAST))
    return [node for _, node in placed]


def _numbers(reading: Reading, moment: Moment, records: Sequence[UUID]) -> dict[UUID, int]:
    member, seat = TABLES["membership"], TABLES["seat"]
    which = [
        member.c.id == sa.any_(sa.literal(records, pg.ARRAY(sa.Uuid))),
        member.c.seat_id == seat.c.id,
        seat.c.number.is_not(None),
        reading.standing(member, "membership", moment),
        reading.current(seat, "seat", moment),
    ]
    query = sa.select(member.c.id, seat.c.number).distinct().where(*which)
    return {row["id"]: row["number"] for row in reading.rows(query)}
