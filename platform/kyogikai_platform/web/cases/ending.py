"""鍵の破棄 at /cases/<number>/destroy: what it means is said, and its number is typed, before it is done."""

from http import HTTPStatus

from flask import Response, abort, request

from kyogikai_platform.web.cases.desk import WORKER
from kyogikai_platform.web.cases.seat import Seat, key_of_form, number_of, said
from kyogikai_platform.web.cases.telling import acts_of
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.cases import CaseKeyDestroyed, ErasureReason
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.municipalities import done_on

LONGEST = 40


def destroy(site: Site, reference: str) -> Response:
    """The form: shown, or sent."""
    seat = Seat.by_form(site, WORKER) if request.method == "POST" else Seat.at(site, WORKER)
    found = seat.case(reference)
    if "destroy" not in acts_of(found):
        abort(HTTPStatus.NOT_FOUND)
    reason = next((r for r in ErasureReason if r.value == request.form.get("reason")), None)
    typed = request.form.get("reference", "")[:LONGEST].strip()
    errors, status = dict[str, str](), HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
        errors |= {} if reason else {"reason": words("case_destroy_pick", seat.lang)}
        same = number_of(typed) == found.row["reference"]
        errors |= {} if same else {"reference": words("case_other_number", seat.lang)}
        if not errors:
            try:
                what = {"reason": reason, "effective": done_on(seat.visit.asker.day)}
                seat.say(CaseKeyDestroyed, found.id, what, key_of_form())
                return onward(f"/cases/{reference}")
            except Refused as refusal:
                errors, status = {"reference": said(refusal, seat.lang)}, HTTPStatus.UNPROCESSABLE_ENTITY
    return seat.page(
        "cases/destroy.html", status, reference=reference, errors=errors, typed=typed,
        chosen=reason.value if reason else "", reasons=[(r.value, word(r, seat.lang)) for r in ErasureReason],
    )  # fmt: skip
