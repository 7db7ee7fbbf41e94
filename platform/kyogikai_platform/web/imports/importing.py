"""Whoever brings history in: who may, and that they still may when they act."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID

import sqlalchemy as sa
from flask import abort, request

from kyogikai_graphql.asker import Asker, still
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job, NoSuchJob
from kyogikai_platform.web import form_token
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_platform.workbooks import desk
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.meetings import MeetingHeld
from kyogikai_tenants.council.sources import SourceDocumentRegistered
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.permission import Touched, may_ever, role_for

Found = TypeVar("Found")
FORM = 1_000_000
"""Bytes of a form without a file."""


def imports(asker: Asker | None) -> bool:
    """Whether somebody brings history in: they may register the document that it comes from."""
    known = asker is not None and asker.actor is not None
    return known and asker is not None and may_ever(asker.holds, SourceDocumentRegistered)


def acting(asker: Asker) -> Actor:
    """As whom they import: in the role that may record the most of it."""
    every = may_ever(asker.holds, MeetingHeld)
    event = MeetingHeld if every else SourceDocumentRegistered
    return Actor(asker.actor.id if asker.actor else "", role_for(asker.holds, event, None, Touched()))


@dataclass(frozen=True)
class Importing:
    """Somebody at these pages."""

    visit: Visit

    @classmethod
    def at(cls, site: Site) -> "Importing":
        """Who may import; for all others there is no such page. Raises Elsewhere."""
        visit = Visit.any(site).now()
        if visit.asker.actor is None:
            raise Elsewhere(f"/sign-in?next={quote(request.path)}")
        if not imports(visit.asker):
            abort(HTTPStatus.NOT_FOUND)
        return cls(visit)

    @classmethod
    def by_form(cls, site: Site, most: int = FORM) -> "Importing":
        """The same for a form of ours. Raises StaleForm, Elsewhere, RequestEntityTooLarge."""
        here = cls.at(site)
        request.max_content_length = most
        form_token.require(request, site.door.here.settings)
        return here

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.visit.lang

    def read(self, read: Callable[[sa.Connection], Found]) -> Found:
        """What jobs say, in a snapshot in which the reader's rights still hold."""

        def reading(connection: sa.Connection, asker: Asker) -> Found:
            if not imports(asker):
                abort(HTTPStatus.NOT_FOUND)
            return read(connection)

        return self.visit.site.read(self.visit.asker, reading)

    def act(self, act: Callable[[sa.Connection, Actor], Found]) -> Found:
        """Do something in a transaction in which their rights still hold."""
        door, asker = self.visit.site.door, self.visit.asker
        while True:
            if not imports(asker):
                abort(HTTPStatus.NOT_FOUND)
            with transaction(door.here.engine, asker.tenant_id) as connection:
                if still(connection, asker):
                    return act(connection, acting(asker))
            asker = door.again(asker)

    def job(self, job: UUID) -> Job:
        """A job of this municipality; there is no other (404)."""
        try:
            found = self.read(lambda connection: keeping.of(connection, job))
        except NoSuchJob:
            abort(HTTPStatus.NOT_FOUND)
        if found.kind not in desk.KINDS:
            abort(HTTPStatus.NOT_FOUND)
        return found
