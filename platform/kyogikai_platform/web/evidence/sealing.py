"""The log of one municipality, as far as it is sealed: its signed notes and what is proved against them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

import sqlalchemy as sa
from flask import Response, abort

from kyogikai_platform import proving
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web.site import HEADERS
from kyogikai_platform.web.visit import Visit
from kyogikai_tenants.log import bundle, notary
from kyogikai_tenants.log.tree import Tree

DIGITS = 18


@dataclass(frozen=True)
class Sealing:
    """The sealed log, in one snapshot."""

    connection: sa.Connection

    @cached_property
    def newest(self) -> notary.Issued | None:
        """The newest signed note, if there is one."""
        return notary.latest(self.connection)

    def at(self, size: int) -> notary.Issued:
        """The note of so many entries; not found (404) where none was signed."""
        return notary.of_size(self.connection, size) or abort(HTTPStatus.NOT_FOUND)

    def path_to(self, position: int, size: int) -> list[str]:
        """From an entry up to the root of so many entries; in hexadecimal."""
        return [h.hex() for h in Tree(self.connection, size).inclusion(position - 1)]

    def path_between(self, first: int, second: int) -> list[str]:
        """From an older root to a newer one; in hexadecimal."""
        return [h.hex() for h in Tree(self.connection, second).consistency(first)]


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
