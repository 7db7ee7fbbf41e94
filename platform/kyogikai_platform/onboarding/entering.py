"""How a municipality becomes a tenant: said in its log and entered in the directory at once."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.log import directory
from kyogikai_tenants.municipalities import ALWAYS, TenantRegistered
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Audience, MunicipalityKind, TenantStatus


def enter(connection: sa.Connection, session: Session, actor: Actor, **given: Any) -> directory.Listed:
    """Register the municipality whose transaction it is; it is not in use yet. Raises Refused."""
    tenant_id: UUID = connection.info["tenant_id"]
    said = {"effective": ALWAYS, "audience": Audience.PUBLIC} | given
    session.execute(Say(TenantRegistered, tenant_id, said), actor=actor)
    kind, fictitious = MunicipalityKind(given["kind"]), bool(given.get("fictitious"))
    names = (given["host"], given.get("code", ""), given["name"])
    row = directory.Listed(tenant_id, *names, kind, TenantStatus.REGISTERED, fictitious)
    directory.register(connection, row)
    return row
