"""An append as one message to the server: written out as text, sent and answered in one go.

The driver's usual way prepares, waits and adapts in Python, several times for each append;
this is the one statement whose cost every command bears. Every text is quoted by libpq.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import psycopg
from psycopg.pq import Escaping, ExecStatus
from psycopg.pq.abc import PGconn

from kyogikai_tenants.log.chain import EPOCH


class Appending(NamedTuple):
    """The arguments of ``log_append``, in its order; lists have an item an event."""

    tenant: UUID
    streams: Sequence[UUID]
    versions: Sequence[int]
    topics: Sequence[str]
    states: Sequence[bytes]
    actor: str
    role: str
    request: str
    command: str
    key: bytes
    digest: bytes
    audiences: Sequence[str]
    salts: Sequence[bytes]
    digests: Sequence[bytes]


def send(connection: PGconn, before: str, it: Appending) -> tuple[int, datetime]:
    """Run ``before`` and the append as one transaction; the first position and the recorded time.

    Raises psycopg.Error as the driver does.
    """
    quoting = Escaping(connection)

    def text(value: str) -> str:
        if "\0" in value:
            raise psycopg.DataError("a text holds a NUL character")
        return bytes(quoting.escape_literal(value.encode())).decode()

    arguments = ", ".join(
        [
            f"'{it.tenant}'", _array((f"'{s}'" for s in it.streams), "uuid"),
            _array(map(str, it.versions), "bigint"), _array(map(text, it.topics), "text"), _bytes(it.states),
            text(it.actor), text(it.role), text(it.request), text(it.command), f"'\\x{it.key.hex()}'",
            f"'\\x{it.digest.hex()}'", _array(map(text, it.audiences), "text"), _bytes(it.salts),
            _bytes(it.digests),
        ]
    )  # fmt: skip
    when = "(extract(epoch FROM recorded) * 1000000)::bigint"
    whole = f"{before}; SELECT first_position, {when} FROM log_append({arguments})"  # noqa: S608 - quoted above
    answer = connection.exec_(whole.encode())
    if answer.status != ExecStatus.TUPLES_OK:
        raise psycopg.errors.error_from_result(answer, encoding="utf-8")
    first, micros = (int(answer.get_value(0, column) or b"") for column in (0, 1))
    return first, EPOCH + timedelta(microseconds=micros)


def _array(items: Iterable[str], kind: str) -> str:
    return f"ARRAY[{', '.join(items)}]::{kind}[]"


def _bytes(items: Iterable[bytes]) -> str:
    return _array((f"'\\x{item.hex()}'" for item in items), "bytea")
