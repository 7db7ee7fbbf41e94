"""The directory of municipalities: which tenant a host name means. Small, global and without council content.

Whoever registers a tenant says so in its log and enters it here in one transaction.
"""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.tables import municipality
from kyogikai_tenants.vocabulary import MunicipalityKind, TenantStatus


class Listed(NamedTuple):
    """A row of the directory."""

    tenant_id: UUID
    host: str
    code: str
    name: str
    kind: MunicipalityKind
    status: TenantStatus
    fictitious: bool


class HostTaken(Refused):
    """A host name means one municipality, and a municipality is registered once."""

    CODE = "HOST_TAKEN"
    JA = "ホスト名「{host}」または自治体はすでに登録されています。"
    EN = "The host name {host} or the municipality is registered already."


def register(connection: sa.Connection, listed: Listed) -> None:
    """Enter a tenant. Raises HostTaken."""
    row = listed._asdict() | {"kind": listed.kind.value, "status": listed.status.value}
    enter = insert(municipality).values(**row).on_conflict_do_nothing().returning(municipality.c.host)
    if connection.execute(enter).first() is None:
        raise HostTaken(field="host", host=listed.host)


def tenant_by_host(connection: sa.Connection, host: str) -> Listed | None:
    """Whom a host name means; None for any other host."""
    row = connection.execute(sa.select(municipality).where(municipality.c.host == host)).one_or_none()
    return _listed(row) if row else None


def tenants(connection: sa.Connection) -> list[Listed]:
    """Every registered municipality, by host name."""
    rows = connection.execute(sa.select(municipality).order_by(municipality.c.host.collate("C")))
    return [_listed(row) for row in rows]


def set_status(connection: sa.Connection, tenant_id: UUID, status: TenantStatus) -> None:
    """Follow what the tenant's log says of it."""
    which = municipality.c.tenant_id == tenant_id
    connection.execute(sa.update(municipality).where(which).values(status=status.value))


def _listed(row: sa.Row[tuple[UUID, str, str, str, str, str, bool]]) -> Listed:
    found = Listed._make(row)
    return found._replace(kind=MunicipalityKind(found.kind), status=TenantStatus(found.status))
