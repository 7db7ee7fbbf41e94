"""Whose file it is: the municipality is found by its host name, or registered with its first file."""

from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.importing.layout import ImportFile
from kyogikai_platform.importing.problems import AnotherMunicipality, Problem
from kyogikai_platform.onboarding.entering import enter
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.municipalities import MunicipalityProfile, TenantActivated, done_on
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role

OPERATOR = Actor("operator", Role.PLATFORM_OPERATOR)
"""Who registers a municipality from the command line."""


def tenant_for(engine: sa.Engine, host: str) -> tuple[UUID, bool]:
    """The tenant of a host name, and whether it is there yet; a new one's id is made now."""
    with engine.connect() as connection:
        found = directory.tenant_by_host(connection, host)
    return (found.tenant_id, True) if found else (new_id(), False)


def register(connection: sa.Connection, session: Session, file: ImportFile) -> Problem | None:
    """Enter the municipality of a file in its log and in the directory, and put it into use."""
    t = file.header.tenant
    said = {
        "host": t.host, "code": t.code, "name": t.name, "reading": t.reading, "kind": t.kind,
        "parent_name": t.parent_name, "fictitious": t.fictitious,
    }  # fmt: skip
    try:
        listed = enter(connection, session, OPERATOR, **said)
        in_use = Say(TenantActivated, listed.tenant_id, {"effective": done_on(today())})
        session.execute(in_use, actor=OPERATOR)
    except Refused as refusal:
        return file.problem(f"tenant.{refusal.field}".rstrip("."), getattr(t, refusal.field, ""), refusal)
    return None


def mistaken(connection: sa.Connection, file: ImportFile) -> Problem | None:
    """What is wrong where the municipality has another code on record than the file says."""
    profile, code = TABLES[MunicipalityProfile.TABLE], file.header.tenant.code
    query = sa.select(profile.c.code).where(
        profile.c.tenant_id == connection.info["tenant_id"], profile.c.known_to.is_(None)
    )
    codes = set(connection.execute(query).scalars())
    if not codes or code in codes:
        return None
    return file.problem("tenant.code", code, AnotherMunicipality(file=code, here=", ".join(sorted(codes))))
