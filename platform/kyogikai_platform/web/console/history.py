"""The fourth step: where the history that there is already comes in; it can be left out."""

from uuid import UUID

from flask import Response

from kyogikai_platform.onboarding import checklist
from kyogikai_platform.web.console.desk import Desk
from kyogikai_platform.web.site import Site
from kyogikai_projections.reading import snapshot


def show(site: Site, tenant_id: UUID) -> Response:
    """Who brings it in, and where: it is content, which the operator does not see, only that it is there."""
    desk = Desk.at(site)
    tenant = desk.tenant(tenant_id)
    with snapshot(desk.operator.here.answering_engine, tenant.tenant_id) as connection:
        done = {line.name for line in checklist.read(connection) if line.done}
    return desk.step(
        tenant, "history", origin=desk.origin(tenant), there="history" in done,
        came_in="administrator_accepted" in done,
    )  # fmt: skip
