"""A person at /people/<id>, an organisation at /organizations/<id>: where they sat, and how often they came.

How to reach them is no part of this: for whoever may see that, it has a page of its own (``contact``).
"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask import Response, abort

from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.council.contact import reads
from kyogikai_platform.web.council.facts import Told
from kyogikai_platform.web.council.sitting import Sittings, attendance, counts
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.labels import word
from kyogikai_projections.lives import Life, lives, rows_of, where
from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_projections.search import VARIANTS
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.permission import Reading as What
from kyogikai_tenants.vocabulary import AttendanceStatus

KINDS = {"Person": ("person", "person_id"), "Organization": ("organization", "organization_id")}


def person(site: Site, person: str) -> Response:
    """Somebody's page."""
    return _show(site, "Person", person)


def organization(site: Site, organization: str) -> Response:
    """An organisation's page."""
    return _show(site, "Organization", organization)


def _show(site: Site, kind: str, given: str) -> Response:
    visit = Visit.at(site)
    table, column = KINDS[kind]
    record = record_of(given, kind)
    answer, when = visit.ask("frame"), visit.when

    def read(reading: Reading) -> tuple[Life | None, Sittings, list[Row]]:
        moment = reading.moment(when.day, when.known)
        return _read(reading, moment, table, column, record)

    life, sittings, came = visit.read(read)
    if life is None:
        abort(404)
    told = Told(visit.lang, sittings.grounds)
    row = life.on(when.day)
    told_all = sittings.told(when.day, visit.lang)
    found = [s for s in told_all if s.life.versions[0]["valid_from"] <= when.day]
    latest = sorted(found, key=lambda s: (s.there(when.day), _begin(s.life)), reverse=True)
    return visit.page(
        "council/party.html", answer, party=row, own=given, kind=kind, names=_names(life, row), told=told,
        variant=row["name"].translate(VARIANTS), sittings=latest,
        now=[s for s in latest if s.there(when.day)],
        came={word(AttendanceStatus(status), visit.lang): count for status, count in counts(came).items()},
        held=len({c["meeting_id"] for c in came if c["status"]}), rests=told.rests(row),
        contact=_contact(visit, given) if kind == "Person" else None,
    )  # fmt: skip


def _contact(visit: Visit, given: str) -> tuple[str, str] | None:
    """Where somebody's contact details are, or who looked at them, for whom the matrix names."""
    for what, name in ((What.CONTACTS, "contact_see"), (What.CONTACT_LOOKS, "contact_looks")):
        if reads(visit.asker, what):
            return name, f"/people/{given}/contact"
    return None


def _read(
    reading: Reading, moment: Moment, table: str, column: str, record: UUID
) -> tuple[Life | None, Sittings, list[Row]]:
    found = lives(table, rows_of(reading, moment, table, where(table, "id", [record])))
    life = found.get(record)
    own = life.versions if life else ()
    sittings = Sittings.read(reading, moment, where("membership", column, [record]), also=own)
    t = TABLES["attendance"].c
    theirs: list[sa.ColumnElement[bool]] = [t.membership_id.in_(list(sittings.memberships))]
    if column == "organization_id":
        theirs.append(t.organization_id == record)
    came = attendance(reading, moment, sa.or_(*theirs))
    return life, sittings, came


def _names(life: Life, now: Row) -> list[str]:
    """What it was called before, as far as the record has another name."""
    return list(dict.fromkeys(v["name"] for v in life.versions if v["name"] != now["name"]))


def _begin(life: Life) -> date:
    begin: date = life.opening["valid_from"]
    return begin
