"""The log of one municipality, as far as it is sealed: its signed notes and what is proved against them."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import sqlalchemy as sa
from flask import Response, abort

from kyogikai_platform import proving
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web.site import HEADERS
from kyogikai_platform.web.visit import Visit
from kyogikai_tenants.log import bundle, merkle, notary

DIGITS = 18


@dataclass(frozen=True)
class Sealing:
    """The signed notes, the oldest first, in one snapshot of the log."""

    connection: sa.Connection
    notes: list[notary.Issued]

    @classmethod
    def of(cls, connection: sa.Connection) -> "Sealing":
        """All that were issued."""
        return cls(connection, notary.issued(connection))

    def at(self, size: int) -> notary.Issued:
        """The note of so many entries; not found (404) where none was signed."""
        found = next((one for one in self.notes if one.size == size), None)
        return found or abort(HTTPStatus.NOT_FOUND)

    def path_to(self, position: int) -> list[str]:
        """From an entry up to the newest root; in hexadecimal."""
        leaves = notary.leaves(self.connection, self.notes[-1].size)
        return [h.hex() for h in merkle.inclusion_proof(leaves, position - 1, len(leaves))]

    def path_between(self, first: int, second: int) -> list[str]:
        """From an older root to a newer one; in hexadecimal."""
        if first in (0, second):
            return []
        leaves = notary.leaves(self.connection, second)
        return [h.hex() for h in merkle.consistency_proof(leaves, first, second)]


def signed(visit: Visit, note: str) -> bundle.Signed:
    """What a file of the reader's municipality begins with."""
    here = visit.site.door.here
    return proving.signed(here, Tenant(here.engine, visit.asker.tenant_id), note)


def verifier_key(visit: Visit) -> str:
    """The key that the municipality's notes are verified with."""
    return signed(visit, "").verifier_key


def number(text: str) -> int:
    """A size as an address says it; not found (404) where it is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        abort(HTTPStatus.NOT_FOUND)
    return int(text)


def given(body: str | Iterator[str], media: str, name: str) -> Response:
    """A file to take away."""
    response = Response(body)
    response.headers.update(HEADERS)
    response.headers["Content-Type"] = media
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
