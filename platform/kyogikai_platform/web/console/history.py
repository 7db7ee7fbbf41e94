"""The fourth step: where the history that there is already comes in; it can be left out."""

from uuid import UUID

from flask import Response

from kyogikai_platform.web.console.desk import Desk
from kyogikai_platform.web.site import Site


def show(site: Site, tenant_id: UUID) -> Response:
    """Who brings it in, and how: it is content, which the operator does not see."""
    desk = Desk.at(site)
    tenant = desk.tenant(tenant_id)
    return desk.step(tenant, "history", origin=desk.origin(tenant))
