"""What was destroyed here, at /certificates: a signed certificate of each, to take away."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort

from kyogikai_platform.closing import certificate
from kyogikai_platform.closing.certificate import Kept
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.console.desk import Desk
from kyogikai_platform.web.evidence.sealing import given
from kyogikai_platform.web.site import Site
from kyogikai_tenants.log.connection import transaction

FORMS = {"json": "application/json", "ja": "text/plain; charset=utf-8", "en": "text/plain; charset=utf-8"}


def show(site: Site) -> Response:
    """The list."""
    desk = Desk.at(site)
    told = [_told(one, desk.lang) for one in _kept(desk)]
    return desk.page("console/certificates.html", certificates=told)


def take(site: Site, certificate_id: UUID, form: str) -> Response:
    """One of them, as it is signed or in words."""
    desk = Desk.at(site)
    found = next((one for one in _kept(desk) if one.id == certificate_id), None)
    if found is None or form not in FORMS:
        abort(HTTPStatus.NOT_FOUND)
    body = found.body if form == "json" else certificate.text(found.body, form)
    name = f"certificate-{found.host}" + (".json" if form == "json" else f"-{form}.txt")
    return given(body, FORMS[form], name)


def _kept(desk: Desk) -> list[Kept]:
    here = desk.operator.here
    with transaction(here.answering_engine, here.zero) as connection:
        return certificate.kept(connection)


def _told(one: Kept, lang: str) -> dict[str, Any]:
    facts = certificate.facts_of(one.body)
    return {
        "id": one.id, "name": one.name, "host": one.host, "at": minute(facts.destroyed_at, lang),
        "rows": f"{sum(facts.rows.values()):,}", "key_count": f"{facts.keys:,}",
    }  # fmt: skip
