"""Asking a municipality without HTTP: for the command line."""

import json
from typing import Any
from uuid import UUID

import msgspec

from kyogikai_graphql.execution import execute
from kyogikai_graphql.loading import Context
from kyogikai_graphql.rights import Viewer, viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role


class NoSuchRole(Exception):
    """A role of the command line: ROLE or ROLE:BODY, BODY being a body's uuid."""

    def __init__(self, given: str) -> None:
        roles = ", ".join(role.value for role in Role)
        super().__init__(f"{given!r} is no role; write ROLE or ROLE:BODY-UUID, ROLE one of {roles}")


def asker(given: str) -> Viewer:
    """Who asks. Raises NoSuchRole."""
    name, _, body = given.partition(":")
    try:
        return viewer(Role(name.lower()), frozenset({UUID(body)} if body else ()))
    except ValueError as problem:
        raise NoSuchRole(given) from problem


def ask(tenant: Tenant, query: str, role: str, variables: str) -> tuple[str, bool]:
    """The answer as indented JSON, and whether it is free of errors."""
    who = asker(role)
    try:
        given = msgspec.json.decode(variables, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeEncodeError) as problem:
        return f"variables are no JSON object: {problem}", False
    with snapshot(tenant.engine, tenant.id) as connection:
        result = execute(query, given, None, Context(connection, tenant.id, who, today()))
    return json.dumps(result.body, ensure_ascii=False, indent=2), not result.errors
