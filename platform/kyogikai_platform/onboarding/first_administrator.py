"""The first administrator of a tenant: whom the operator invites; all others are theirs to invite."""

from typing import NamedTuple
from uuid import UUID

from kyogikai_platform.installation import Installation
from kyogikai_projections import rights_of
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.vocabulary import Role


class First(NamedTuple):
    """Who it is, and whether they have come in."""

    id: UUID
    name: str
    accepted: bool


def of(here: Installation, tenant: Listed) -> First | None:
    """An administrator who has come in, else one who is invited, else nobody."""
    with snapshot(here.answering_engine, tenant.tenant_id) as connection:
        every = rights_of.accounts(connection, today())
    found = [First(a.id, a.name, a.accepted) for a in every if Role.TENANT_ADMINISTRATOR in a.roles]
    return min(found, key=lambda one: not one.accepted, default=None)
