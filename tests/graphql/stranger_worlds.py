"""Two municipalities on one database; every text of the second has a mark in it that nobody else has."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from typing_extensions import override

from kyogikai_graphql import ids
from kyogikai_projections.filling import FORMS
from kyogikai_projections.forms import Asked, Shape
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import Event
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.session import Receipt
from tests.graphql.golden_things import things
from tests.graphql.golden_world import Graded
from tests.graphql.scribe import Scribe

MARK = "極秘乙印"
NOBODYS = "皆無丙印"
"""As long as the mark, and on no record."""
UNMARKED = frozenset({"sha256", "media_type", "host", "office", "minutes_kind", "scopes", "field"})
"""Texts that mean something to the program."""


@dataclass(frozen=True)
class Marked(Scribe):
    """A book in which every text ends with the mark."""

    @override
    def say(
        self,
        event: type[Event],
        subject: UUID | None = None,
        effective: str | Effective | dict[str, str] | None = None,
        *,
        key: str = "",
        expected: int | None = None,
        **fields: Any,
    ) -> Receipt:
        """The event, marked."""
        said = dict(_marked(FORMS[event.COMMAND].form.fields, fields))
        return super().say(event, subject, effective, key=key, expected=expected, **said)


def _marked(form: Iterable[Asked], fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    named = {asked.name: asked for asked in form}
    for name, value in fields.items():
        yield name, _value(named[name], value) if name in named else _other(name, value)


def _other(name: str, value: Any) -> Any:
    """The place in a source is asked for in fields of its own."""
    return value | {"locator": value["locator"] + MARK} if name == "source" else value


def _value(asked: Asked, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_value(asked, one) for one in value]
    if isinstance(value, dict) and asked.shape is Shape.GROUP:
        return dict(_marked(asked.fields, value))
    if value and isinstance(value, str) and asked.shape is Shape.TEXT and asked.name not in UNMARKED:
        return value + MARK
    return value


@dataclass
class Theirs:
    """What a stranger knows of another municipality: all of its ids."""

    world: Graded

    def __post_init__(self) -> None:
        tenant, book = self.world.book.tenant, self.world.book
        self.ids = [(one.kind, one.id) for one in things(tenant)]
        self.ids += [("Seat", ids.encode("Seat", self.world.seat))]
        actors = [str(self.world.admin), str(self.world.client), "secretary"]
        self.ids += [(ids.ACTOR, ids.encode(ids.ACTOR, actor)) for actor in actors]
        self.tenant, self.head = tenant, book.head()
        self.times = [row["t"] for row in book.query("SELECT recorded_at AS t FROM events ORDER BY position")]
        own = {text for kind, text in self.ids if text != ids.encode(ids.ACTOR, "secretary")}
        records = {match for _, text in self.ids for match in UUIDS.findall(":".join(ids.decode(text)))}
        self._tells = (MARK, str(tenant.id), *own, *records)

    def told_in(self, body: bytes) -> str:
        """What an answer tells of them; empty: nothing."""
        text = body.decode()
        return next((word for word in self._tells if word in text), "")


UUIDS = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def twin(text: str) -> str:
    """An id of the same type that stands for nothing."""
    kind, value = ids.decode(text)
    swapped = UUIDS.sub(str(new_id()), value)
    return ids.encode(kind, swapped if swapped != value else f"{value}x")


def blotted(body: bytes, *names: str) -> bytes:
    """An answer without what was asked about, as it was asked and, of an id, as the record's own."""
    for text in names:
        body = body.replace(text.encode(), b"#")
        for record in UUIDS.findall(urlsafe_b64decode(text + "==").decode() if text.isascii() else ""):
            body = body.replace(record.encode(), b"#")
    return body


def state(superuser: sa.Engine, tenant_id: UUID) -> dict[str, str]:
    """A digest of every row that a municipality has in any table."""
    tables = (
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relkind = 'r' AND a.attname = 'tenant_id' AND NOT a.attisdropped ORDER BY 1"
    )
    with superuser.connect() as connection:
        found = {}
        for (table,) in connection.exec_driver_sql(tables).all():
            rows = sa.text(
                f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t WHERE tenant_id = :id"  # noqa: S608 - from the catalogue
            )
            found[table] = str(connection.execute(rows, {"id": tenant_id}).scalar())
        return found
