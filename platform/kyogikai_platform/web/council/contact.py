"""連絡先 at /people/<id>/contact: how a member is reached, for the secretariat and for themselves.

Whoever else looks is told that there is no such page (404), but for the auditor, who reads who looked: of one
person here, and of all at /contacts.
"""

from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from flask import Response, abort, request

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming
from kyogikai_platform.contacts.readings import Look, looks, opened
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_projections.calendar_feed import person_of
from kyogikai_projections.reading import ById, Moment, Reading
from kyogikai_projections.rights_of import names
from kyogikai_projections.telling import called
from kyogikai_tenants.council.contacts import Contact, ContactRecorded
from kyogikai_tenants.log.personal_data import ERASED, NoMasterKey
from kyogikai_tenants.permission import READERS
from kyogikai_tenants.permission import Reading as What


class Seen(NamedTuple):
    """A look, in words."""

    at: str
    reader: str
    person: str
    path: str


def reads(asker: Asker | None, what: What) -> bool:
    """Whether somebody reads contact details, or who read them."""
    return asker is not None and not READERS[what].isdisjoint(asker.holds.roles)


def show(site: Site, person: str) -> Response:
    """How somebody is reached, or who looked."""
    visit, record = _visit(site), record_of(person, "Person")
    today = Moment(visit.asker.day)
    found = visit.read(lambda reading: ById("person", today).fetch(reading, [record]).get(record))
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    own = _own(visit) == record
    if own or reads(visit.asker, What.CONTACTS):
        return _details(site, visit, person, found["name"], own=own)
    if not reads(visit.asker, What.CONTACT_LOOKS):
        abort(HTTPStatus.NOT_FOUND)
    return _looks(visit, record)


def show_looks(site: Site) -> Response:
    """Who looked at whose."""
    visit = _visit(site)
    if not reads(visit.asker, What.CONTACT_LOOKS):
        abort(HTTPStatus.NOT_FOUND)
    return _looks(visit, None)


def _visit(site: Site) -> Visit:
    visit = Visit.any(site).now()
    if visit.asker.actor is None:
        raise Elsewhere(f"/sign-in?next={request.path}")
    return visit


def _own(visit: Visit) -> UUID | None:
    """Who of the record the account is."""
    account = visit.asker.holds.account
    return visit.read(lambda reading: person_of(reading, account)) if account else None


def _details(site: Site, visit: Visit, person: str, name: str, *, own: bool) -> Response:
    tenant, sealed = site.door.named_by(request), ""
    contact = Contact()
    try:
        contact = opened(tenant, record_of(person, "Person"), None if own else visit.asker.holds.account)
    except NoMasterKey as problem:
        sealed = problem.message(visit.lang)
    records = reads(visit.asker, What.CONTACTS)
    form = f"/record/{naming.mutation(ContactRecorded.COMMAND)}?{urlencode({'personId': person})}"
    return visit.page(
        "council/contact.html", visit.ask("frame"), name=name, person=person, contact=contact,
        erased=ERASED in contact, sealed=sealed, own=own and not records, form=form if records else "",
    )  # fmt: skip


def _looks(visit: Visit, person: UUID | None) -> Response:
    def read(connection: sa.Connection, asker: Asker) -> list[Seen]:
        found = looks(connection, person)
        reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
        people = called(reading, {look.person for look in found})
        readers = names(connection, [str(look.reader) for look in found])
        return [_seen(look, people.get(look.person, ""), readers, visit.lang) for look in found]

    found = visit.site.read(visit.asker, read)
    return visit.page("council/contact_looks.html", visit.ask("frame"), looks=found, one=person is not None)


def _seen(look: Look, person: str, readers: dict[str, str], lang: str) -> Seen:
    reader = str(look.reader)
    path = f"/people/{ids.encode('Person', look.person)}"
    return Seen(minute(look.at, lang), readers.get(reader, reader), person, path)
