"""How a session begins, however somebody showed who they are: in one transaction with what is said of it."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import sessions
from kyogikai_platform.accounts.attempts import Failures
from kyogikai_platform.accounts.devices import network_of
from kyogikai_projections import rights_of
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import InvitationAccepted, SignedIn, SignInFailuresCounted
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role


class SignInFailed(Exception):
    """What was shown is wrong; which part of it, nobody is told."""


class Entered(NamedTuple):
    """Who came in, and the token of their session."""

    user_id: UUID
    token: str


class Came(NamedTuple):
    """From where, and with which browser (``addresses.place_of``, ``devices.device_of``)."""

    place: str
    device: str = ""


def begin(
    connection: sa.Connection, user_id: UUID, method: str, came: Came, *failed: Failures | None
) -> Entered:
    """A session, after what failed before it. Raises SignInFailed for an account that may not sign in."""
    known = rights_of.user(connection, user_id, today())
    if known is None:
        raise SignInFailed
    session = Session(connection, ReadModels())
    actor = Actor(str(user_id), known.holdings.roles[0])
    if not known.accepted:
        session.execute(Say(InvitationAccepted, user_id, {"effective": done_on(today())}), actor=actor)
    for failures in filter(None, failed):
        session.execute(counted(user_id, *failures), actor=actor)
    session.execute(Say(SignedIn, user_id, {"method": method}), actor=actor)
    token = sessions.begin(connection, user_id, method, came.device, network_of(came.place))
    return Entered(user_id, token)


def actor_of(connection: sa.Connection, user: UUID) -> Actor:
    """As whom somebody acts on their own account."""
    known = rights_of.user(connection, user, today())
    return Actor(str(user), known.holdings.roles[0] if known else Role.PUBLIC)


def counted(user: UUID, number: int, since: object) -> Say:
    """One entry for many failures."""
    return Say(SignInFailuresCounted, user, {"count": number, "since": since})
