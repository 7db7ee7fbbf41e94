"""The municipalities of a joint council, at /tenants/<id>/members: one joins, one leaves, as of today."""

from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.onboarding import codes
from kyogikai_platform.onboarding.operator import Member
from kyogikai_platform.web.console.desk import Desk, Errors, typed
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.vocabulary import MunicipalityKind

JOINT = frozenset({MunicipalityKind.JOINT, MunicipalityKind.WIDE_AREA_UNION})
"""Kinds of tenants that several municipalities keep."""
INSIDE = """
SELECT code, name FROM municipality_member WHERE tenant_id = %s AND known_to IS NULL AND valid_to IS NULL
AND existence = 'live' ORDER BY code
"""
DONE = {"join": "console_done_join", "leave": "console_done_leave"}


class Inside(NamedTuple):
    """A municipality that is a member today."""

    code: str
    name: str


def show(site: Site, tenant_id: UUID) -> Response:
    """Who is in it."""
    desk = Desk.at(site)
    return _page(desk, _joint(desk, tenant_id), {}, {})


def send(site: Site, tenant_id: UUID) -> Response:
    """One joins, or one leaves."""
    desk, given = Desk.by_form(site), typed()
    tenant, act, errors = _joint(desk, tenant_id), request.form.get("do", ""), Errors()
    if act not in DONE:
        abort(HTTPStatus.NOT_FOUND)
    member = Member(codes.plain(given.get("code", "")), given.get("name", ""))
    if act == "join" and not member.name:
        errors["name"] = words("console_name_missing", desk.lang)
        return _page(desk, tenant, given, errors, HTTPStatus.BAD_REQUEST)
    try:
        if act == "join":
            desk.operator.join(tenant, member)
        else:
            desk.operator.leave(tenant, member.code, given.get("reason", "")[:LONGEST])
    except Refused as refused:
        errors = {"code": refused.message(desk.lang)}
        return _page(desk, tenant, given, errors, HTTPStatus.CONFLICT)
    return onward(f"/tenants/{tenant_id}/members?done={act}")


def _joint(desk: Desk, tenant_id: UUID) -> Listed:
    """A tenant of several municipalities; of one alone, there is no such page."""
    found = desk.tenant(tenant_id)
    return found if found.kind in JOINT else abort(HTTPStatus.NOT_FOUND)


def _page(
    desk: Desk, tenant: Listed, given: dict[str, str], errors: Errors, status: int = HTTPStatus.OK
) -> Response:
    with snapshot(desk.operator.here.answering_engine, tenant.tenant_id) as connection:
        rows = driver(connection).execute(INSIDE, (tenant.tenant_id,)).fetchall()
    done = DONE.get(request.args.get("done", ""))
    return desk.page(
        "console/members.html", status, tenant=tenant, members=[Inside(*row) for row in rows], typed=given,
        errors=errors, done=words(done, desk.lang) if done else "",
    )  # fmt: skip
