"""要旨の承認 at /cases/<number>/abstract: read it, which is recorded, and approve what was read."""

from http import HTTPStatus

from flask import Response, abort, request

from kyogikai_platform.web.cases.desk import LONGEST_VERSION, OFFICE, WORKER
from kyogikai_platform.web.cases.seat import Seat, key_of_form, said
from kyogikai_platform.web.cases.telling import draft_of, sheet_of
from kyogikai_platform.web.site import Site, onward
from kyogikai_projections.case_desk import Found
from kyogikai_tenants.cases import CaseAbstractApproved, CaseViewed, LookedAs
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.municipalities import done_on


def abstract(site: Site, reference: str) -> Response:
    """What waits for approval, without its text; read, or approved."""
    posted = request.method == "POST"
    seat = Seat.by_form(site, OFFICE, WORKER) if posted else Seat.at(site, OFFICE, WORKER)
    found = _found(seat, reference)
    if posted and request.form.get("act") == "approve":
        return _approved(seat, found)
    return _read(seat, found) if posted else _shown(seat, found)


def _found(seat: Seat, reference: str) -> Found:
    """A case with an abstract: for the secretariat any that may be shared, for a case worker their own."""
    found = seat.any_case(reference)
    if found is None or found.draft is None:
        abort(HTTPStatus.NOT_FOUND)
    if found.withdrawn if seat.role is OFFICE else seat.account not in found.open_to:
        abort(HTTPStatus.NOT_FOUND)
    return found


def _read(seat: Seat, found: Found) -> Response:
    try:
        seat.say(CaseViewed, found.id, {"looked_as": LookedAs.ABSTRACT})
    except Refused as refusal:
        return _shown(seat, found, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=said(refusal, seat.lang))
    draft = draft_of(seat.texts(found.id)) or abort(HTTPStatus.NOT_FOUND)
    mine = draft.author_id == seat.account
    approved = found.approval is not None and found.approval["drafted"] == draft.originator_version
    return _shown(
        seat, found, text=draft.abstract, drafted=draft.originator_version, may=not (mine or approved)
    )


def _approved(seat: Seat, found: Found) -> Response:
    drafted = request.form.get("drafted", "")
    if not drafted.isdecimal() or len(drafted) > LONGEST_VERSION:
        abort(HTTPStatus.BAD_REQUEST)
    given = {"drafted": int(drafted), "effective": done_on(seat.visit.asker.day)}
    try:
        seat.say(CaseAbstractApproved, found.id, given, key_of_form())
    except Refused as refusal:
        return _shown(seat, found, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=said(refusal, seat.lang))
    return onward("/cases")


def _shown(
    seat: Seat,
    found: Found,
    status: int = HTTPStatus.OK,
    *,
    text: str | None = None,
    drafted: int = 0,
    may: bool = False,
    refusal: str = "",
) -> Response:
    return seat.page(
        "cases/abstract.html", status, case=sheet_of(found, seat), text=text, drafted=drafted, may=may,
        refusal=refusal,
    )  # fmt: skip
