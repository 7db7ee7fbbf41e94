"""Who asks: judged once, kept, and asked again by every statement whether it still holds.

A right that is taken away has no effect on any request after its commit. So whatever answers, answers
only while the tenant's ``rights`` position is the one at which the asker was judged, and while the
credential (a session, a token) is still good: both are read in the snapshot that the answer is read in.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from flask import Request

from kyogikai_graphql.rights import Viewer
from kyogikai_projections.tables import tenant_position
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.municipalities import AS_MOST, Writing
from kyogikai_tenants.permission import NOTHING, Holdings


@dataclass(frozen=True)
class Credential:
    """What was shown: the digest of a secret, and the SQL condition under which it is still good.

    ``live`` is one fixed boolean expression; in it ``:credential`` stands for the digest (bytea) and
    ``:tenant_id`` for the municipality.
    """

    live: str
    digest: bytes


@dataclass(frozen=True)
class Asker:
    """Somebody who asks one municipality, as judged on a day at a position of its rights."""

    tenant_id: UUID
    viewer: Viewer
    """What they see."""
    rights: int
    """The position at which this was judged (``tenant_position.rights``; 0 without a row)."""
    day: date
    """The day for which it was judged: rights begin and end with days."""
    actor: Actor | None = None
    """As whom they act; None: the public, who record nothing."""
    credential: Credential | None = None
    client: str = ""
    """Whose points are spent: an account, a client, or for the public an address."""
    name: str = ""
    """What the account or client is called."""
    holds: Holdings = NOTHING
    """The roles or scopes that all this follows from."""
    writing: Writing = AS_MOST
    """How the municipality writes, which moves with its rights."""
    trusted_only: bool = False
    """They ask the documents that were registered for them, and nothing else."""
    waiting: bool = False
    """They stand at the way in of a municipality that is not in use yet, and are told its name alone."""


class Door(Protocol):
    """Lets askers in; implemented by the floor above, which knows hosts, sessions and tokens."""

    def admit(self, request: Request) -> Asker:
        """Who asks whom, kept from before where possible; raises HttpProblem for nobody (404, 401)."""

    def again(self, asker: Asker) -> Asker:
        """The same asker judged anew; raises HttpProblem where nothing is left of their right to ask."""


def still(connection: sa.Connection, asker: Asker) -> bool:
    """Whether an asker's rights are, in this transaction, the ones that were judged."""
    p = tenant_position.c
    rights = sa.select(p.rights).where(p.tenant_id == asker.tenant_id).scalar_subquery()
    own = asker.credential
    live = sa.text(own.live) if own else sa.true()
    given = {"tenant_id": asker.tenant_id, "credential": own.digest} if own else {}
    found = connection.execute(sa.select(sa.func.coalesce(rights, 0), live), given).one()
    return bool(found[0] == asker.rights and found[1])
