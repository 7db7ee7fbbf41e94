"""The fifth step: the first administrator is invited, by mail and by a link that is shown once."""

from http import HTTPStatus
from uuid import UUID

from flask import Response

from kyogikai_platform.accounts.links import Links
from kyogikai_platform.onboarding import first_administrator
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web.account.by_mail import wording
from kyogikai_platform.web.account.staffing import EMAIL
from kyogikai_platform.web.console.desk import Desk, Errors, typed
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.directory import Listed


def show(site: Site, tenant_id: UUID) -> Response:
    """The form, or how far the invitation is."""
    desk = Desk.at(site)
    return _page(desk, desk.tenant(tenant_id), {}, {})


def send(site: Site, tenant_id: UUID) -> Response:
    """Invite, or invite again whoever has not come in yet."""
    desk, given = Desk.by_form(site), typed()
    tenant, errors = desk.tenant(tenant_id), Errors()
    first = first_administrator.of(desk.operator.here, tenant)
    if first and not first.accepted:
        return _invited(desk, tenant, first.id, first.name)
    name, email = given.get("name", ""), given.get("email", "")
    if not name:
        errors["name"] = words("account_name_missing", desk.lang)
    if not EMAIL.fullmatch(email) or not email.isprintable():
        errors["email"] = words("account_email_bad", desk.lang)
    if errors:
        return _page(desk, tenant, given, errors, HTTPStatus.BAD_REQUEST)
    try:
        user = desk.operator.invite(tenant, name, email)
    except Refused as refused:
        errors = {"email" if refused.field == "email" else "name": refused.message(desk.lang)}
        return _page(desk, tenant, given, errors, HTTPStatus.CONFLICT)
    return _invited(desk, tenant, user, name)


def _invited(desk: Desk, tenant: Listed, user: UUID, name: str) -> Response:
    """The link goes by mail, and is shown to the operator this once."""
    here, origin = desk.operator.here, desk.origin(tenant)
    links = Links(Tenant(here.engine, tenant.tenant_id), origin, desk.visit.site.post)
    says = wording("account_mail_invited_subject", "account_mail_invited", name=tenant.name, who=name)
    to, path = links.invitation(user)
    sent = links.send(to, path, says)
    first = first_administrator.of(here, tenant)
    return desk.step(tenant, "invite", first=first, sent=sent, link=origin + path)


def _page(
    desk: Desk, tenant: Listed, given: dict[str, str], errors: Errors, status: int = HTTPStatus.OK
) -> Response:
    first = first_administrator.of(desk.operator.here, tenant)
    return desk.step(tenant, "invite", status, typed=given, errors=errors, first=first)
