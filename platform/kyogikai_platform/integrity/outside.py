"""Where a municipality's signed notes go: mail addresses, sealed, and a witness."""

from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_platform.integrity.tables import outside
from kyogikai_tenants.log.personal_data import ERASED, Keys, place


class Outside(NamedTuple):
    """Whom the notes are sent to."""

    addresses: tuple[str, ...] = ()
    witness_url: str = ""
    """The address that ``add-checkpoint`` is joined to; empty: there is no witness."""
    witness_key: str = ""
    """The key that the witness signs with, as C2SP writes it."""


def load(connection: sa.Connection) -> Outside:
    """The municipality's. Raises NoMasterKey where addresses are kept and cannot be opened."""
    c = outside.c
    query = sa.select(c.sealed, c.witness_url, c.witness_key).where(
        c.tenant_id == connection.info["tenant_id"]
    )
    row = connection.execute(query).one_or_none()
    return Outside(_opened(connection, row.sealed), row.witness_url, row.witness_key) if row else Outside()


def witness(connection: sa.Connection) -> Outside:
    """The same without its addresses: nothing has to be opened for it."""
    c = outside.c
    query = sa.select(c.witness_url, c.witness_key).where(c.tenant_id == connection.info["tenant_id"])
    row = connection.execute(query).one_or_none()
    return Outside((), *row) if row else Outside()


def save(connection: sa.Connection, given: Outside) -> None:
    """Set it. Raises NoMasterKey where there are addresses and no key to seal them with."""
    tenant = connection.info["tenant_id"]
    sealed = ""
    if given.addresses:
        text = msgspec.json.encode(list(given.addresses)).decode()
        sealed = Keys(connection).seal(tenant, text, _place(connection))["sealed"]
    row = {"sealed": sealed, "witness_url": given.witness_url, "witness_key": given.witness_key}
    made = pg.insert(outside).values(tenant_id=tenant, **row)
    again = row | {"changed_at": sa.func.now()}
    connection.execute(made.on_conflict_do_update(index_elements=["tenant_id"], set_=again))


def _opened(connection: sa.Connection, sealed: str) -> tuple[str, ...]:
    if not sealed:
        return ()
    stored = {"sealed": sealed, "of": str(connection.info["tenant_id"])}
    text = Keys(connection).open(stored, _place(connection))
    return () if text == ERASED else tuple(msgspec.json.decode(text, type=list[str]))


def _place(connection: sa.Connection) -> bytes:
    tenant = connection.info["tenant_id"]
    return place(tenant, tenant, 0, "checkpoint_outside", "addresses")
