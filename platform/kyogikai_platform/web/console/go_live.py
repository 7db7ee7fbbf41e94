"""The last step: what is still missing, read off the record; and going into use."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request

from kyogikai_platform.onboarding import checklist
from kyogikai_platform.onboarding.operator import NotReady
from kyogikai_platform.web.console.desk import Desk, Errors
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.vocabulary import TenantStatus

AT = {
    "settings": "settings", "licence": "settings", "contact": "settings", "council": "template",
    "bodies": "template", "administrator_invited": "invite", "administrator_accepted": "invite",
    "history": "history",
}  # fmt: skip
"""Where a line is seen to."""
NAMES = {
    "settings": "console_line_settings", "council": "console_line_council", "bodies": "console_line_bodies",
    "administrator_invited": "console_line_invited", "administrator_accepted": "console_line_accepted",
    "checkpoint": "console_line_checkpoint", "second_factor": "console_line_factor",
    "licence": "console_line_licence", "contact": "console_line_contact", "history": "console_line_history",
}  # fmt: skip
"""The lines in words."""


def show(site: Site, tenant_id: UUID) -> Response:
    """The checklist."""
    desk = Desk.at(site)
    return _page(desk, desk.tenant(tenant_id), {})


def send(site: Site, tenant_id: UUID) -> Response:
    """Sign a checkpoint, or put the tenant into use."""
    desk = Desk.by_form(site)
    tenant = desk.tenant(tenant_id)
    if request.form.get("do") == "checkpoint":
        desk.operator.checkpoint(tenant)
        return onward(f"/tenants/{tenant_id}/go-live")
    try:
        desk.operator.activate(tenant)
    except NotReady:
        return _page(desk, tenant, {"checklist": words("console_not_ready", desk.lang)}, HTTPStatus.CONFLICT)
    except Refused as refused:
        return _page(desk, tenant, {"checklist": refused.message(desk.lang)}, HTTPStatus.CONFLICT)
    return onward(f"/tenants/{tenant_id}?done=activate")


def _page(desk: Desk, tenant: Listed, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    with snapshot(desk.operator.here.answering_engine, tenant.tenant_id) as connection:
        lines = checklist.read(connection)
    told = [_told(line, desk.lang) for line in lines]
    return desk.step(
        tenant, "go-live", status, errors=errors, needed=[t for t in told if t["needed"]],
        optional=[t for t in told if not t["needed"]], in_use=tenant.status is not TenantStatus.REGISTERED,
        ready=all(line.done for line in lines if line.needed), origin=desk.origin(tenant),
    )  # fmt: skip


def _told(line: checklist.Line, lang: str) -> dict[str, Any]:
    text = words(NAMES[line.name], lang)
    return line._asdict() | {"text": text, "at": AT.get(line.name, "")}
