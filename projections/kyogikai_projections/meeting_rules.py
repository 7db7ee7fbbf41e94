"""会議の規程: the rules that bind a meeting's bodies on its day, with the share that a quorum takes."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import ById, Moment, Reading, Row
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.vocabulary import Existence


class InForce(NamedTuple):
    """A rule, and what it says of a quorum and of decisions."""

    title: str
    quorum: str
    share: str
    decision: str


def _rows(reading: Reading, body_ids: Collection[UUID], moment: Moment) -> list[Row]:
    """Those that the reader sees, of the bodies, of their groups or of the whole council (one statement).

    Whether a rule that is only attested later was in force before, nobody knows: it is not told of.
    """
    rule, body = TABLES["enactment"], TABLES["body"]
    own = sa.select(body.c.id).where(reading.current(body, "body", moment), body.c.id.in_(body_ids))
    group = sa.select(body.c.group_id).where(reading.current(body, "body", moment), body.c.id.in_(body_ids))
    council = sa.select(body.c.council_id).where(
        reading.current(body, "body", moment), body.c.id.in_(body_ids)
    )
    binds = sa.or_(
        rule.c.scope_id.in_(own), rule.c.scope_id.in_(group), rule.c.scope_id.in_(council),
        sa.and_(rule.c.scope_id.is_(None), rule.c.council_id.in_(council)),
    )  # fmt: skip
    live = rule.c.existence == Existence.LIVE.value
    query = sa.select(rule).where(reading.current(rule, "enactment", moment), live, binds)
    return reading.rows(query.order_by(rule.c.sort, rule.c.id))


def in_force(
    reading: Reading, body_ids: Collection[UUID], day: date, position: int | None = None
) -> list[InForce]:
    """Of any of the bodies (one statement)."""
    return [_told(row) for row in _rows(reading, body_ids, Moment(day, position))]


def by_body(reading: Reading, body_ids: Collection[UUID], day: date) -> dict[UUID, list[InForce]]:
    """Of each of the bodies (two statements)."""
    moment = Moment(day)
    bodies = ById("body", moment).fetch(reading, sorted(body_ids))
    rules = _rows(reading, body_ids, moment)
    return {body: [_told(rule) for rule in rules if _binds(rule, row)] for body, row in bodies.items()}


def _binds(rule: Row, body: Row) -> bool:
    """Whether a rule is of a body, of its group or of its council."""
    if rule["scope_id"] is None:
        return bool(rule["council_id"] == body["council_id"])
    return rule["scope_id"] in {body["id"], body["group_id"], body["council_id"]}


def _told(rule: Row) -> InForce:
    return InForce(rule["title"], rule["quorum"], rule["quorum_share"], rule["decision"])
