"""緊急閲覧 at /cases/emergency: the secretariat reads one case, once, and says why; the auditors are told.

What will happen is said before. The auditors' mail says who did it; which case and why stands in the trail.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Response, request

from kyogikai_graphql.asker import Asker
from kyogikai_platform.accounts.mail import Letter
from kyogikai_platform.web.account.entry import host_of
from kyogikai_platform.web.cases.desk import OFFICE
from kyogikai_platform.web.cases.seat import Seat, key_of_form, number_of, said
from kyogikai_platform.web.cases.telling import sealed_of
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words
from kyogikai_projections import rights_of
from kyogikai_tenants.access import email_of
from kyogikai_tenants.cases import BreakGlass, BreakGlassUsed
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.personal_data import ERASED, Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.vocabulary import Role

LONGEST_NUMBER, LONGEST_REASON = 40, 400


def emergency(site: Site) -> Response:
    """The form: shown, or sent."""
    if request.method != "POST":
        return _form(Seat.at(site, OFFICE))
    seat = Seat.by_form(site, OFFICE)
    typed = {
        "reference": number_of(request.form.get("reference", "")[:LONGEST_NUMBER]),
        "reason": request.form.get("reason", "")[:LONGEST_REASON].strip(),
    }
    found = seat.any_case(typed["reference"]) if typed["reference"] else None
    errors = {} if found else {"reference": words("case_no_such", seat.lang)}
    errors |= {} if typed["reason"] else {"reason": words("case_why_missing", seat.lang)}
    if found is None or errors:
        return _form(seat, typed, errors, HTTPStatus.BAD_REQUEST)
    try:
        receipt = seat.run(BreakGlass(found.id, typed["reason"]), BreakGlassUsed, found.id, key_of_form())
    except Refused as refusal:
        wrong = {refusal.field or "reference": said(refusal, seat.lang)}
        return _form(seat, typed, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    if receipt.repeated:  # a look is one look
        return _form(seat, typed, {"reference": words("case_looked", seat.lang)}, HTTPStatus.CONFLICT)
    told = notify(seat)
    facts: dict[str, Any] = {"told": told, "sealed": sealed_of(seat.texts(found.id), seat.lang)}
    return seat.page("cases/emergency_open.html", reference=found.row["reference"], **facts)


def _form(
    seat: Seat,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    blank = {"reference": "", "reason": ""}
    return seat.page("cases/emergency.html", status, typed=typed or blank, errors=errors or {})


def notify(seat: Seat) -> int:
    """Tell every auditor that a case was read in an emergency; how many letters are on their way."""
    visit = seat.visit
    addresses = visit.site.read(visit.asker, _auditors)
    at = host_of(visit.site)
    text = words("case_mail", "ja", name=visit.asker.name, link=f"{at.origin}/trail?cases=1")
    letters = [Letter(to, words("case_mail_subject", "ja"), text) for to in addresses]
    return sum(visit.site.post.send(request.host, letter) for letter in letters)


def _auditors(connection: sa.Connection, asker: Asker) -> list[str]:
    """The addresses of today's auditors, opened for the moment of sending."""
    ids: list[UUID] = [
        one.id for one in rights_of.accounts(connection, asker.day) if Role.AUDITOR in one.roles
    ]
    log, keys = Log.within(connection), Keys(connection)
    return [to for to in (email_of(log, keys, one) for one in ids) if to != ERASED]
