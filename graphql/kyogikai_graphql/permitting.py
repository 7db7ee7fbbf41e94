"""May they: asked once before a command is run, whoever asks and however they came in.

The answer follows from what the asker holds (``tenants.permission``) and from whose the record is, which
is looked up here, in the transaction of the command.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker
from kyogikai_projections import belonging
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import DECLARED, Event
from kyogikai_tenants.permission import Reading, Touched, may_read, role_for
from kyogikai_tenants.vocabulary import Role

NAMING = ("bodies", "body_id")
"""Fields of an event that say of which bodies a record is to be."""


@dataclass(frozen=True)
class Verdict:
    """Yes, and in which role; or no, and the rule that says so."""

    role: Role | None
    refusal: Refused | None = None

    def __bool__(self) -> bool:
        """Whether they may."""
        return self.refusal is None


def may(
    asker: Asker,
    act: type[Event] | Reading,
    subject: UUID | None = None,
    fields: Mapping[str, Any] | None = None,
    connection: sa.Connection | None = None,
) -> Verdict:
    """Whether somebody may do a thing on the day for which they were judged, and which rule says no.

    To read what stands beside the record, or to record an event; that takes the connection of the command.
    """
    if isinstance(act, Reading):
        return _verdict(lambda: _reads(asker, act))
    assert connection is not None, "whose a record is stands in the database"  # noqa: S101 - callers' contract
    return _verdict(lambda: permitted(asker, act, subject, fields or {}, connection).role)


def _verdict(decide: Callable[[], Role]) -> Verdict:
    try:
        return Verdict(decide())
    except Refused as refusal:
        return Verdict(None, refusal)


def _reads(asker: Asker, what: Reading) -> Role:
    may_read(asker.holds, what)
    return asker.holds.roles[0]


def permitted(
    asker: Asker,
    event: type[Event],
    subject: UUID | None,
    fields: Mapping[str, Any],
    connection: sa.Connection,
) -> Actor:
    """As whom the asker may record an event: the actor to run the command as.

    Raises a Refused that names the rule and who may allow it. ``subject`` is the record that it is about
    (None: a new one), ``fields`` what is said of it, by the names of the event's own fields.
    """
    about = belonging.record(connection, subject) if subject else None
    opened_by = DECLARED.get(about.topic) if about else None
    touched = Touched(about.bodies if about else None, _named(fields))
    role = role_for(asker.holds, event, subject, touched, opened_by)
    return Actor(asker.actor.id if asker.actor else "", role)


def _named(fields: Mapping[str, Any]) -> frozenset[UUID]:
    """The bodies that an input names as those of the record."""
    found = [fields.get(name) for name in NAMING]
    flat = [v for value in found for v in (value if isinstance(value, list | tuple) else [value])]
    ids = [v.get("body_id") if isinstance(v, Mapping) else getattr(v, "body_id", v) for v in flat if v]
    return frozenset(body for v in ids if (body := _uuid(v)))


def _uuid(value: Any) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None
