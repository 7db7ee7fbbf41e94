"""Who somebody is: judged from what they showed, in one state of the log, for one day."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker, Credential
from kyogikai_graphql.rights import viewer, viewer_of
from kyogikai_platform.accounts import calendar_links, client_documents, sessions, tokens
from kyogikai_projections import rights_of
from kyogikai_projections.reading import Moment, Reading, snapshot
from kyogikai_projections.standing import of_tenant
from kyogikai_projections.tables import TABLES, tenant_position
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.tables import municipality
from kyogikai_tenants.municipalities import AS_MOST, EraDisplay, Notation, Writing
from kyogikai_tenants.permission import Holdings
from kyogikai_tenants.vocabulary import Role, TenantStatus


class Shown(NamedTuple):
    """What a request brought: the digest of a session's token, an API token, a calendar link; nothing."""

    digest: bytes = b""
    token: bool = False
    calendar: bool = False

    @property
    def live(self) -> str:
        """The condition under which it is still good."""
        if self.calendar:
            return calendar_links.LIVE
        return tokens.LIVE if self.token else sessions.LIVE


PUBLIC = Shown()
WAITING = TenantStatus.REGISTERED.value
PAUSED, CLOSED = TenantStatus.SUSPENDED.value, TenantStatus.CLOSED.value


class NotServed(Exception):
    """The municipality is closed or not there any more."""


class Paused(Exception):
    """The municipality is suspended: nothing of it is shown to anybody, but that."""


class NotInUse(Exception):
    """The municipality is registered and not in use yet: its pages are for its own accounts."""


def judge(
    engine: sa.Engine, tenant_id: UUID, shown: Shown, day: date, *, entering: bool = False,
    listed: bool = True,
) -> Asker | None:  # fmt: skip
    """Who asks; None where what they showed is not, or no longer, good there.

    Raises NotServed, Paused, NotInUse. Who is ``entering`` is at the way in, which is open before anything
    else is. Whoever is ``listed`` is in the directory, or was destroyed; tenant zero never is.

    A municipality's status is read in the same state of the log as its rights, which move with it.
    """
    with snapshot(engine, tenant_id) as connection:
        rights, status, written = _rights(connection, tenant_id, day)
        if listed and not status:
            raise NotServed
        if shown == PUBLIC:
            if status == WAITING and not entering:
                raise NotInUse
            public = viewer(Role.PUBLIC)
            return Asker(tenant_id, public, rights, day, writing=written, waiting=status == WAITING)
        known = _known(connection, shown, day)
        if known is None:
            return None
        assemblies = rights_of.assemblies(connection, day)
        seen = viewer_of(known.holdings, assemblies)
        own = known.holdings.account
        only = bool(shown.token and own and client_documents.bound(connection, own))
        judged = Asker(tenant_id, seen, rights, day, writing=written, trusted_only=only)
        return _asker(shown, known, judged)


def _known(connection: sa.Connection, shown: Shown, day: date) -> rights_of.Known | None:
    if shown.token:
        own = tokens.shown(connection, shown.digest)
        return rights_of.client(connection, own.client_id, day, own.scopes) if own else None
    whose = calendar_links.user_of if shown.calendar else sessions.user_of
    user = whose(connection, shown.digest)
    return rights_of.user(connection, user, day) if user else None


def _asker(shown: Shown, known: rights_of.Known, judged: Asker) -> Asker:
    holds: Holdings = known.holdings
    return replace(
        judged,
        actor=Actor(str(holds.account), holds.roles[0]),
        credential=Credential(shown.live, shown.digest),
        client=f"{'client' if shown.token else 'user'}:{holds.account}",
        name=known.name,
        holds=holds,
    )


def _rights(connection: sa.Connection, tenant_id: UUID, day: date) -> tuple[int, str, Writing]:
    """The position of the rights, the status, and how the municipality writes, which move with one event."""
    p, m, own = tenant_position.c, municipality.c, TABLES["municipality_profile"]
    reading = Reading(connection, tenant_id, viewer(Role.PUBLIC).sight)
    rights = sa.select(p.rights).where(p.tenant_id == tenant_id).scalar_subquery()
    status = sa.select(m.status).where(m.tenant_id == tenant_id).scalar_subquery()
    which = of_tenant(reading, own, Moment(day))
    columns = (own.c.notation, own.c.era, own.c.accent)
    written = [sa.select(column).where(which).scalar_subquery() for column in columns]
    found = connection.execute(sa.select(sa.func.coalesce(rights, 0), status, *written)).one()
    if found[1] == CLOSED:
        raise NotServed
    if found[1] == PAUSED:
        raise Paused
    writing = Writing(Notation(found[2]), EraDisplay(found[3]), found[4] or "") if found[2] else AS_MOST
    return int(found[0]), found[1] or "", writing


def touch(connection: sa.Connection, shown: Shown) -> bool:
    """Note that a credential is used. Whether it is still good."""
    if shown.calendar:
        return calendar_links.touch(connection, shown.digest)
    noted = tokens.touch if shown.token else sessions.touch
    return noted(connection, shown.digest)
