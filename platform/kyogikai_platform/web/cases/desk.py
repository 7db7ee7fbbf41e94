"""個別事例デスク at /cases: the cases that are open to a case worker, each by its number and without a text.

To read one is an act: a form of its own, an entry of the log, and only then the text.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.web.cases.fields import given, laid, problems, refused
from kyogikai_platform.web.cases.seat import Seat, key_of_form
from kyogikai_platform.web.cases.telling import Called, acts_of, card, sealed_of, sheet_of
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections import case_desk
from kyogikai_projections.case_desk import Found
from kyogikai_projections.labels import word
from kyogikai_tenants.cases import (
    CaseAbstractDrafted,
    CaseAccessGranted,
    CaseAccessRevoked,
    CaseClosed,
    CaseConferenceHeld,
    CaseConsentRecorded,
    CaseConsentWithdrawn,
    CaseCorrection,
    CaseLinkedToIssue,
    CasePresented,
    CaseRegistered,
    CaseState,
    CaseViewed,
    LinkCase,
    LookedAs,
    WithdrawConsent,
)  # fmt: skip
from kyogikai_tenants.cases.states import reference_of
from kyogikai_tenants.commands import Command, CorrectEvent
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event, EventCorrected
from kyogikai_tenants.session import Receipt
from kyogikai_tenants.vocabulary import Audience, Role

WORKER, OFFICE = Role.CASE_WORKER, Role.SECRETARIAT
ACTS: Mapping[str, type[Event]] = {
    "consent": CaseConsentRecorded, "withdraw": CaseConsentWithdrawn, "share": CaseAccessGranted,
    "unshare": CaseAccessRevoked, "draft": CaseAbstractDrafted, "conference": CaseConferenceHeld,
    "present": CasePresented, "link": CaseLinkedToIssue, "close": CaseClosed,
}  # fmt: skip
"""What is done with a case, by the word in its address."""
LONGEST_VERSION = 9


def index(site: Site) -> Response:
    """The cases of a case worker; the abstracts that wait for the secretariat."""
    seat = Seat.at(site, WORKER, OFFICE)
    day, account, held = seat.visit.asker.day, seat.account, set(seat.visit.asker.holds.roles)
    mine = seat.visit.read(lambda r: case_desk.of_worker(r, account, day)) if WORKER in held else []
    waiting = seat.visit.read(lambda r: case_desk.awaiting(r, day)) if OFFICE in held else []
    called = Called.of(seat, [row["worker_id"] for row in mine] + [d["author_id"] for _, d in waiting])
    return seat.page(
        "cases/index.html", cases=[card(row, called, seat) for row in mine], works=WORKER in held,
        waiting=[(row["reference"], called.people(d["author_id"]), called.day(d)) for row, d in waiting],
        office=OFFICE in held,
    )  # fmt: skip


def new(site: Site) -> Response:
    """The form of a new case: shown, or sent."""
    seat = Seat.by_form(site, WORKER) if request.method == "POST" else Seat.at(site, WORKER)
    return _form(seat, CaseRegistered, None)


def show(site: Site, reference: str) -> Response:
    """A case without its texts."""
    seat = Seat.at(site, WORKER)
    return _shown(seat, seat.case(reference))


def read(site: Site, reference: str) -> Response:
    """Its texts: once it is on record that they are read."""
    seat = Seat.by_form(site, WORKER)
    found = seat.case(reference)
    own = found.row["worker_id"] == seat.account
    look = LookedAs.OWN if own else LookedAs.GRANTED
    try:
        seat.say(CaseViewed, found.id, {"looked_as": look})
    except Refused:
        return onward(f"/cases/{reference}")
    return _shown(seat, found, sealed=sealed_of(seat.texts(found.id), seat.lang))


def act(site: Site, reference: str, word: str) -> Response:
    """The form of something that is done with a case: shown, or sent."""
    seat = Seat.by_form(site, WORKER) if request.method == "POST" else Seat.at(site, WORKER)
    event, found = ACTS.get(word), seat.case(reference)
    if event is None or word not in acts_of(found):
        abort(HTTPStatus.NOT_FOUND)
    return _form(seat, event, found)


def correct(site: Site, reference: str) -> Response:
    """Another text in place of one that was written: sealed under the same key."""
    seat = Seat.by_form(site, WORKER)
    found, typed = seat.case(reference), request.form
    version, name, text = (typed.get(n, "") for n in ("version", "field", "text"))
    reason = next((r for r in CaseCorrection if r.name.lower() == typed.get("reason")), None)
    if not version.isdecimal() or len(version) > LONGEST_VERSION or reason is None:
        abort(HTTPStatus.BAD_REQUEST)
    command = CorrectEvent(found.id, int(version), name, text.replace("\r\n", "\n"), reason.value)
    try:
        seat.run(command, EventCorrected, found.id, key_of_form())
    except Refused as refusal:
        return _shown(seat, found, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=refusal)
    return onward(f"/cases/{reference}")


def _shown(seat: Seat, found: Found, status: int = HTTPStatus.OK, **facts: Any) -> Response:
    erased = found.row["state"] == CaseState.ERASED
    reasons = [(r.name.lower(), word(r, seat.lang)) for r in CaseCorrection]
    given: dict[str, Any] = {"sealed": None, "acts": acts_of(found), "erased": erased, "reasons": reasons}
    return seat.page("cases/case.html", status, case=sheet_of(found, seat), **(given | facts))


def _recorded(seat: Seat, event: type[Event], found: Found | None, told: dict[str, Any]) -> Receipt:
    """Raises Refused."""
    if found is None:
        return seat.say(event, None, told | {"audience": Audience.CASE}, key_of_form())
    whole = _command(event, found.id, told)
    if whole is not None:
        return seat.run(whole, event, found.id, key_of_form())
    return seat.say(event, found.id, told, key_of_form())


def _command(event: type[Event], case: UUID, told: dict[str, Any]) -> Command | None:
    """What says more than its one event."""
    if event is CaseLinkedToIssue:
        return LinkCase(case, told["issue_id"], told["effective"])
    if event is CaseConsentWithdrawn:
        return WithdrawConsent(case, told["effective"], told.get("withdrawal", ""))
    return None


def _form(seat: Seat, event: type[Event], found: Found | None) -> Response:
    """A form of ours; what is wrong with it, or refused, stands in it again."""
    sent, seeks = request.method == "POST", request.form.get("act", "").startswith("find:")
    posted = sent and not seeks  # who looks for something to choose has recorded nothing yet
    sheet = laid(seat, event, request.form if sent else {"effective": seat.visit.asker.day.isoformat()})
    wrong, status = (problems(seat, sheet), HTTPStatus.BAD_REQUEST) if posted else ({}, HTTPStatus.OK)
    if posted and not wrong:
        try:
            receipt = _recorded(seat, event, found, given(sheet))
            return onward(f"/cases/{reference_of(receipt.record_id)}")
        except Refused as refusal:
            wrong, status = refused(seat, sheet, refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    return seat.page(
        "cases/form.html", status, controls=sheet.controls(seat.lang), errors=wrong,
        label=event.LABEL if seat.lang == "ja" else event.LABEL_EN,
        reference=found.row["reference"] if found else "", command=event.COMMAND,
        what=words("case_withdraw_what", seat.lang) if event is CaseConsentWithdrawn else "",
    )  # fmt: skip
