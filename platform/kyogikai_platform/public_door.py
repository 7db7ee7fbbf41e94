"""Everybody is the public: the host says whose record is asked, and nothing else is looked at."""

from ipaddress import IPv6Address, ip_address, ip_network

import sqlalchemy as sa
from flask import Request

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.problems import HttpProblem
from kyogikai_graphql.rights import viewer
from kyogikai_platform.installation import Installation, NoSuchMunicipality
from kyogikai_platform.tenancy import label_of
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_projections.tables import tenant_position
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role, TenantStatus


def tenant_at(here: Installation, host: str) -> Tenant:
    """The municipality of a Host header. Raises NoSuchMunicipality."""
    label = label_of(host, here.settings.base_domain)
    if label is None:
        raise NoSuchMunicipality(host[:100], [])
    listed = here.listed(label)
    if listed.status in {TenantStatus.SUSPENDED, TenantStatus.CLOSED}:
        raise NoSuchMunicipality(host[:100], [])
    return Tenant(here.answering_engine, listed.tenant_id)


def address_of(remote: str | None) -> str:
    """Whose points the public spends: an address, in IPv6 the network that one household has."""
    try:
        found = ip_address(remote or "")
    except ValueError:
        return "address:"
    network = f"{ip_network((found, 64), strict=False)}" if isinstance(found, IPv6Address) else str(found)
    return f"address:{network}"


class PublicDoor:
    """Lets everybody in."""

    def __init__(self, here: Installation) -> None:
        self.here = here

    def admit(self, request: Request) -> Asker:
        """The public. Raises HttpProblem where the host is no municipality's."""
        try:
            tenant = tenant_at(self.here, request.host)
        except NoSuchMunicipality as problem:
            message = "No municipality has this host name."
            raise HttpProblem(404, "UNKNOWN_MUNICIPALITY", message) from problem
        asker = Asker(tenant.id, viewer(Role.PUBLIC), 0, today(), client=address_of(request.remote_addr))
        return self.again(asker)

    def again(self, asker: Asker) -> Asker:
        """At the position that the municipality's rights have now."""
        column = tenant_position.c
        query = sa.select(column.rights).where(column.tenant_id == asker.tenant_id)
        with snapshot(self.here.answering_engine, asker.tenant_id) as connection:
            rights = connection.execute(query).scalar_one_or_none() or 0
        return Asker(asker.tenant_id, asker.viewer, rights, today(), client=asker.client)
