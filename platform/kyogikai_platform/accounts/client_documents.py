"""The documents that were registered for API clients, and which clients may ask nothing else.

An administrator registers them, never a token: what is leaked with a token cannot widen what it may ask.
A document is kept as it was read and is found by its hash, for its own client alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from graphql import GraphQLError

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.execution import prepared
from kyogikai_graphql.trusted import FORM, id_of
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.access import (
    ApiClientBound,
    ApiClientDocumentRegistered,
    ApiClientDocumentRemoved,
    ApiClientUnbound,
)
from kyogikai_tenants.log.connection import driver

if TYPE_CHECKING:
    from kyogikai_platform.accounts.clients import Clients

MOST = 100
"""Documents of one client: with 20 000 characters each at the most, what it keeps is bounded."""


class BadDocument(ValueError):
    """A document is one that the API would answer: readable, valid, within the limits."""


class TooManyDocuments(ValueError):
    """A client has so many documents, and no more."""

    def __init__(self) -> None:
        super().__init__(f"a client has {MOST} documents at most")


class Registered(NamedTuple):
    """A document of a client."""

    digest: str
    text: str
    made_at: datetime


@dataclass(frozen=True)
class Documents:
    """What the API trusts: our own pages' documents, and those of the client that asks."""

    engine: sa.Engine
    own: Callable[[str], str | None]

    def of_client(self, asker: Asker, document_id: str) -> str | None:
        """One that is registered for a client, read anew each time: what is removed is trusted no longer."""
        kind, _, client = asker.client.partition(":")
        if kind != "client" or not FORM.fullmatch(document_id):
            return None
        with snapshot(self.engine, asker.tenant_id) as connection:
            row = driver(connection).execute(
                "SELECT text FROM client_document WHERE tenant_id = %s AND client_id = %s AND digest = %s",
                (asker.tenant_id, UUID(client), document_id),
            ).fetchone()  # fmt: skip
        return str(row[0]) if row else None


def bound(connection: sa.Connection, client: UUID) -> bool:
    """Whether a client asks its registered documents only."""
    query = "SELECT FROM bound_client WHERE tenant_id = %s AND client_id = %s"
    found = driver(connection).execute(query, (connection.info["tenant_id"], client))
    return found.fetchone() is not None


def of_client(connection: sa.Connection, client: UUID) -> list[Registered]:
    """A client's documents, the last first."""
    rows = driver(connection).execute(
        "SELECT digest, text, made_at FROM client_document WHERE tenant_id = %s AND client_id = %s "
        "ORDER BY made_at DESC, digest",
        (connection.info["tenant_id"], client),
    ).fetchall()  # fmt: skip
    return [Registered(*row) for row in rows]


@dataclass(frozen=True)
class Register:
    """The documents of a municipality's clients, in the hand of somebody of it."""

    clients: "Clients"

    def of(self, client: UUID) -> tuple[list[Registered], bool]:
        """A client's documents, and whether it is bound to them."""
        with self.clients.connected() as connection:
            return of_client(connection, client), bound(connection, client)

    def add(self, client: UUID, text: str) -> str:
        """Register a document; its id. Raises BadDocument, TooManyDocuments, Refused."""
        _check(text)
        digest = id_of(text)
        with self.clients.connected() as connection:
            self.clients.living(connection, client)
            known = {one.digest for one in of_client(connection, client)}
            if digest in known:
                return digest
            if len(known) >= MOST:
                raise TooManyDocuments
            self.clients.say(connection, ApiClientDocumentRegistered, client, digest=digest)
            driver(connection).execute(
                "INSERT INTO client_document (tenant_id, client_id, digest, text) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                (connection.info["tenant_id"], client, digest, text),
            )
        return digest

    def remove(self, client: UUID, digest: str) -> bool:
        """Trust it no longer; whether it was trusted. Raises Refused."""
        with self.clients.connected() as connection:
            self.clients.living(connection, client)
            gone = driver(connection).execute(
                "DELETE FROM client_document WHERE tenant_id = %s AND client_id = %s AND digest = %s",
                (connection.info["tenant_id"], client, digest),
            )
            if gone.rowcount:
                self.clients.say(connection, ApiClientDocumentRemoved, client, digest=digest)
        return bool(gone.rowcount)

    def bind(self, client: UUID, *, only: bool) -> None:
        """Let it ask its documents only, or whatever its scopes open. Raises Refused."""
        with self.clients.connected() as connection:
            self.clients.living(connection, client)
            if bound(connection, client) == only:
                return
            self.clients.say(connection, ApiClientBound if only else ApiClientUnbound, client)
            driver(connection).execute(
                "INSERT INTO bound_client (tenant_id, client_id) VALUES (%s, %s) ON CONFLICT DO NOTHING"
                if only
                else "DELETE FROM bound_client WHERE tenant_id = %s AND client_id = %s",
                (connection.info["tenant_id"], client),
            )


def remove_all(connection: sa.Connection, client: UUID) -> None:
    """Of a client that asks no longer; that it was bound stays, and does no harm."""
    query = "DELETE FROM client_document WHERE tenant_id = %s AND client_id = %s"
    driver(connection).execute(query, (connection.info["tenant_id"], client))


def _check(text: str) -> None:
    """Judged as the API judges what is sent. Raises BadDocument with what is wrong."""
    try:
        wrong = prepared(text)[1]
    except GraphQLError as problem:
        raise BadDocument(problem.message) from problem
    if wrong:
        raise BadDocument(wrong[0].message)
