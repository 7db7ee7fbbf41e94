"""事例の要旨 at /meetings/<id>/abstracts/<id>: presented there, read by a form, and that it is read recorded.

A link only leads to it: what is asked for shows that there is an abstract, and the form is the look.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_graphql.abstracts import TABLE, Shown, read
from kyogikai_graphql.asker import still
from kyogikai_platform.web import form_token
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.meetings.telling import called
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_projections import era
from kyogikai_projections.reading import ById, Moment, Row
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.errors import NotFound, Refused
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import ERASED
from kyogikai_tenants.session import Session


def show(site: Site, meeting_id: str, abstract_id: str) -> Response:
    """Its place, and with the form its text; for whoever may not read it there is no such page."""
    if request.method == "POST":
        form_token.require(request, site.door.here.settings)
    visit = Visit.any(site).now()
    if visit.asker.actor is None:
        raise Elsewhere(f"/sign-in?next={request.path}" if request.method == "GET" else "/sign-in")
    meeting, abstract = record_of(meeting_id, "Meeting"), record_of(abstract_id, "PresentedAbstract")
    row = _row(visit, abstract)
    if row is None or row["meeting_id"] != meeting:
        abort(HTTPStatus.NOT_FOUND)
    shown, refusal = None, None
    if request.method == "POST":
        try:
            shown = _read(visit, abstract)
        except NotFound:
            abort(HTTPStatus.NOT_FOUND)
        except Refused as refused:
            refusal = refused
    return _page(visit, meeting_id, row, shown, refusal)


def _row(visit: Visit, abstract: UUID) -> Row | None:
    """As they see it now: neither an earlier day nor what was known then brings one back."""
    read_by_id = ById(TABLE, Moment(visit.asker.day))
    return visit.read(lambda reading: read_by_id.fetch(reading, [abstract])).get(abstract)


def _read(visit: Visit, abstract: UUID) -> Shown:
    """Under rights that hold in the transaction of the look. Raises Refused."""
    site, asker = visit.site, visit.asker
    while True:
        with transaction(site.door.here.engine, asker.tenant_id) as connection:
            session = Session(connection, ReadModels())
            if still(connection, asker):
                return read(session, connection, asker, abstract, new_id().hex)
        asker = site.door.again(asker)


def _page(visit: Visit, meeting_id: str, row: Row, shown: Shown | None, refusal: Refused | None) -> Response:
    answer = visit.ask("meetings/abstract", id=meeting_id)
    meeting = answer["meeting"] or abort(HTTPStatus.NOT_FOUND)
    facts: dict[str, Any] = {
        "text": shown.text if shown and shown.text != ERASED else "", "read": shown is not None,
        "presented": era.cell_label(row["effective"], visit.lang),
        "refusal": refusal.message(visit.lang) if refusal else "", "sealed_texts": True,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    name, way = called(meeting, visit.lang), f"/meetings/{meeting_id}"
    return visit.page("meetings/abstract.html", answer, status, name=name, way=way, **facts)
