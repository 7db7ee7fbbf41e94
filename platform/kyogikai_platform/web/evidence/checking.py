"""Verifying and sealing on demand: asked for at /evidence, watched at /evidence/checks/<job>."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import Response, abort, request

from kyogikai_graphql.asker import Asker, still
from kyogikai_platform.integrity import kept
from kyogikai_platform.integrity.sealing import SEAL
from kyogikai_platform.integrity.verifying import VERIFY
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import NoSuchJob
from kyogikai_platform.web import form_token
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.evidence.badge import KINDS, Badge, open_job, verified
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.permission import READERS, Reading

Found = TypeVar("Found")


def verify(site: Site) -> Response:
    """Ask for the whole log to be verified; while that is being done, it is not asked for again."""
    return _given(site, VERIFY)


def seal(site: Site) -> Response:
    """Ask for the log to be sealed as it stands; one that was found broken is not signed."""
    return _given(site, SEAL)


def _given(site: Site, kind: str) -> Response:
    form_token.require(request, site.door.here.settings)
    visit = _reviewer(site)

    def give(connection: sa.Connection, actor: Actor) -> UUID | None:
        if kind == SEAL and Badge.read(connection).broken:
            return None
        return open_job(connection) or keeping.give(connection, kind, actor, {})

    given = _act(visit, give)
    return onward(f"/evidence/checks/{given}" if given else "/evidence")


def show(site: Site, job: UUID) -> Response:
    """How far it is, and what came of it."""
    visit = _reviewer(site)
    try:
        found = visit.site.read(visit.asker, lambda connection, _: keeping.of(connection, job))
    except NoSuchJob:
        abort(HTTPStatus.NOT_FOUND)
    if found.kind not in KINDS:
        abort(HTTPStatus.NOT_FOUND)
    done = visit.site.read(visit.asker, lambda connection, _: kept.verification_of(connection, job))
    return visit.page(
        "evidence/check.html", visit.ask("frame"), job=found, verifies=found.kind == VERIFY,
        found=verified(done, visit.lang) if done else None, asked=minute(found.created_at, visit.lang),
    )  # fmt: skip


def _reviewer(site: Site) -> Visit:
    """Who reads the whole trail; for all others there is no such page. Raises Elsewhere."""
    visit = Visit.any(site).now()
    if visit.asker.actor is None:
        raise Elsewhere("/sign-in?next=/evidence")
    if not visit.asker.viewer.may_read_trail:
        abort(HTTPStatus.NOT_FOUND)
    return visit


def _act(visit: Visit, act: Callable[[sa.Connection, Actor], Found]) -> Found:
    """Do something in a transaction in which their rights still hold."""
    door, asker = visit.site.door, visit.asker
    while True:
        if not asker.viewer.may_read_trail or asker.actor is None:
            abort(HTTPStatus.NOT_FOUND)
        with transaction(door.here.engine, asker.tenant_id) as connection:
            if still(connection, asker):
                return act(connection, acting(asker, asker.actor.id))
        asker = door.again(asker)


def acting(asker: Asker, own: str) -> Actor:
    """Who asks, in the role in which they read the trail."""
    role = next(role for role in asker.holds.roles if role in READERS[Reading.TRAIL])
    return Actor(own, role)
