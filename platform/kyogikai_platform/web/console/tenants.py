"""The tenants at /, and one of them: how it stands, suspended and resumed with a reason."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.onboarding import listing
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.console import steps
from kyogikai_platform.web.console.desk import Desk, Errors
from kyogikai_platform.web.console.members import JOINT
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.directory import Listed

DONE = {
    "suspend": "console_done_suspend", "resume": "console_done_resume", "activate": "console_done_activate",
}  # fmt: skip
"""What the page that came before has done, in words."""


def show(site: Site) -> Response:
    """A page of the list, and what was begun and left."""
    desk, number = Desk.at(site), _number()
    seen, count = listing.tenants(desk.operator.here, number)
    pages = max(1, -(-count // listing.PAGE))
    if number > pages:
        abort(HTTPStatus.NOT_FOUND)
    return desk.page(
        "console/tenants.html", tenants=[_told(one, desk.lang) for one in seen], count=count,
        number=number, pages=pages, revision=listing.revision(desk.operator.here),
        drafts=[{"id": d.id, "at": minute(d.saved_at, desk.lang)} for d in desk.drafts()],
    )  # fmt: skip


def show_one(site: Site, tenant_id: UUID) -> Response:
    """One tenant."""
    desk = Desk.at(site)
    return _one(desk, desk.tenant(tenant_id), {})


def change_state(site: Site, tenant_id: UUID) -> Response:
    """Suspend it with a reason, or resume it."""
    desk = Desk.by_form(site)
    tenant, act = desk.tenant(tenant_id), request.form.get("do", "")
    reason = request.form.get("reason", "").strip()
    if act == "suspend" and (not reason or len(reason) > LONGEST):
        errors = {"reason": words("account_reason_missing", desk.lang)}
        return _one(desk, tenant, errors, HTTPStatus.BAD_REQUEST)
    try:
        if act == "suspend":
            desk.operator.suspend(tenant, reason)
        elif act == "resume":
            desk.operator.resume(tenant)
        else:
            abort(HTTPStatus.NOT_FOUND)
    except Refused as refused:
        return _one(desk, tenant, {"reason": refused.message(desk.lang)}, HTTPStatus.CONFLICT)
    return onward(f"/tenants/{tenant_id}?done={act}")


def _one(desk: Desk, tenant: Listed, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    seen = listing.Seen(tenant, listing.facts(desk.operator.here, tenant.tenant_id))
    done = DONE.get(request.args.get("done", ""))
    return desk.page(
        "console/tenant.html", status, tenant=tenant, told=_told(seen, desk.lang), errors=errors,
        steps=steps.of(desk.operator.here, tenant, ""), origin=desk.origin(tenant),
        reason=request.form.get("reason", "")[:LONGEST], done=words(done, desk.lang) if done else "",
    )  # fmt: skip


def _told(seen: listing.Seen, lang: str) -> dict[str, Any]:
    """A tenant in words."""
    listed, facts = seen.listed, seen.facts
    return {
        "id": listed.tenant_id, "name": listed.name, "code": listed.code, "host": listed.host,
        "kind": word(listed.kind, lang), "status": listed.status.value, "state": word(listed.status, lang),
        "fictitious": listed.fictitious, "joint": listed.kind in JOINT,
        "events": facts.events, "last": minute(facts.last_activity, lang),
        "checkpoint": minute(facts.checkpoint_at, lang), "since": facts.events - facts.checkpoint_size,
        "derived": seen.derived, "derived_to": facts.derived_to,
    }  # fmt: skip


def _number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 6 and int(text)):  # noqa: PLR2004 - digits
        abort(HTTPStatus.NOT_FOUND)
    return int(text)
