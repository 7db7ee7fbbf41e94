"""Whoever may do anything to the database changes what was recorded, and is found out.

Every fault is planted by a superuser past the trigger, in a transaction that is rolled back.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.log import chain, checkpoints, merkle, notary
from kyogikai_tenants.log.chain import ChainBroken
from kyogikai_tenants.log.recorder import COLUMNS, Entry, Log
from tests.proofs.place import superuser
from tests.proofs.report import Line, say

Verify = Callable[[sa.Connection], object]


@contextmanager
def forging(here: Installation, tenant_id: UUID) -> Iterator[sa.Connection]:
    """A superuser's transaction in which no trigger fires; nothing of it stays."""
    with superuser(here).connect() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.info["tenant_id"] = tenant_id
        yield connection
        connection.rollback()


def rows(connection: sa.Connection) -> list[Entry]:
    """The whole log."""
    with closing(Log.within(connection).entries()) as entries:
        return list(entries)


def verify(connection: sa.Connection) -> object:
    """The product's verification. Raises ChainBroken."""
    return Log.within(connection).verify()


# A bit of a stored column

NUMBER = "('x' || encode(:new, 'hex'))::bit(64)::bigint"
MOMENT = f"timestamptz '2000-01-01 00:00+00' + ({NUMBER}::text || ' microseconds')::interval"


class Kind(NamedTuple):
    """How a type is stored: its bytes out of a column, and a value out of bytes."""

    out: str
    into: str


UUIDS = Kind("uuid_send({})", "encode(:new, 'hex')::uuid")
NUMBERS = Kind("int8send({})", NUMBER)
MOMENTS = Kind("timestamptz_send({})", MOMENT)
TEXTS = Kind("convert_to({}, 'UTF8')", "convert_from(:new, 'UTF8')")
BYTES = Kind("{}", ":new")
KINDS = {
    "tenant_id": UUIDS, "position": NUMBERS, "stream_id": UUIDS, "stream_version": NUMBERS, "topic": TEXTS,
    "state": BYTES, "recorded_at": MOMENTS, "actor": TEXTS, "role": TEXTS, "request_id": TEXTS,
    "command": TEXTS, "command_key": BYTES, "command_digest": BYTES, "audience": TEXTS, "salt": BYTES,
    "hash": BYTES,
}  # fmt: skip


@dataclass
class Flips:
    """What came of flips: each that changed its row is found at its position or before, or it counts here."""

    changed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    misplaced: Counter[str] = field(default_factory=Counter)


def flip(connection: sa.Connection, column: str, position: int, random: Random) -> bool:
    """Turn one bit of a stored value over; whether the row is another now."""
    which = "WHERE tenant_id = :tenant AND position = :position"
    whose = {"tenant": connection.info["tenant_id"], "position": position}
    out = KINDS[column].out.format(column)
    old = bytes(connection.execute(sa.text(f"SELECT {out} FROM events {which}"), whose).scalar_one())  # noqa: S608
    if not old:
        return False
    turned = int.from_bytes(old, "big") ^ 1 << random.randrange(len(old) * 8)
    new = turned.to_bytes(len(old), "big")
    update = f"UPDATE events SET {column} = {KINDS[column].into} {which} RETURNING {out}"  # noqa: S608
    stored = connection.execute(sa.text(update), whose | {"new": new}).scalar_one()
    return bytes(stored) != old


def flips(
    connection: sa.Connection,
    wanted: int,
    random: Random,
    verify: Verify = verify,
    columns: Sequence[str] = tuple(KINDS),
) -> Flips:
    """So many flips that changed a row; what the database refuses to store is counted, and drawn anew."""
    found, last = Flips(), len(rows(connection))
    while found.changed.total() < wanted:
        column, position = random.choice(columns), random.randint(1, last)
        with connection.begin_nested() as attempt:
            try:
                if flip(connection, column, position, random):
                    found.changed[column] += 1
                    judge(connection, column, position, verify, found)
            except sa.exc.DBAPIError:
                found.refused[column] += 1
            attempt.rollback()
    return found


def judge(connection: sa.Connection, column: str, position: int, verify: Verify, found: Flips) -> None:
    """Whether a verification finds the flip, and where."""
    try:
        verify(connection)
    except ChainBroken as broken:
        found.misplaced[column] += broken.position > position
    else:
        found.missed[column] += 1


def blind_to(column: str, sound: dict[int, Entry]) -> Verify:
    """A verification that does not look at a column: it takes what stood there before."""

    def verify(connection: sa.Connection) -> object:
        seen = [
            row._replace(**{column: getattr(sound[row.position], column)}) if row.position in sound else row
            for row in rows(connection)
        ]
        return chain.verify(connection.info["tenant_id"], seen)

    return verify


BLINDABLE = [name for name in KINDS if name not in {"tenant_id", "position", "recorded_at", "hash"}]
"""What only the digest guards; the other four place a row."""


def prove_flips(here: Installation, tenants: Sequence[Tenant], wanted: int, random: Random) -> Iterator[Line]:
    """Flips over every column of real rows, and over each column for a verification that is blind to it."""
    total = Flips()
    for number, tenant in enumerate(tenants):
        with forging(here, tenant.id) as connection:
            share = wanted * (number + 1) // len(tenants) - wanted * number // len(tenants)
            found = flips(connection, share, random)
        for sums, counts in zip(vars(total).values(), vars(found).values(), strict=True):
            sums.update(counts)
        say(f"  {total.changed.total()} of {wanted} flips")
    least, most = min(total.changed.values()), max(total.changed.values())
    yield Line(
        "every flipped bit of a stored row is found, at its position or before",
        f"{total.changed.total()} flips that changed a row ({least} to {most} in each of "
        f"{len(total.changed)} columns): {total.missed.total()} missed, {total.misplaced.total()} misplaced; "
        f"{total.refused.total()} more that the database refused to store",
        len(total.changed) == len(KINDS) and not total.missed.total() and not total.misplaced.total(),
    )
    missed = blinded(here, tenants[0], random)
    yield Line(
        "a verification that is blind to one column, each in turn",
        f"{missed.total()} of {5 * len(BLINDABLE)} flips missed, "
        f"in {len(missed)} of {len(BLINDABLE)} columns",
        len(missed) < len(BLINDABLE),
        control=True,
    )


def blinded(here: Installation, tenant: Tenant, random: Random) -> Counter[str]:
    """What such verifications miss, of five flips each."""
    missed = Counter[str]()
    with forging(here, tenant.id) as connection:
        sound = {row.position: row for row in rows(connection)}
        for column in BLINDABLE:
            missed += flips(connection, 5, random, blind_to(column, sound), (column,)).missed
    return missed


# Whole rows


class Fault(NamedTuple):
    """What is done to the rows, whether the head is made to fit, and whether only a checkpoint tells."""

    change: Callable[[list[Entry], list[Entry]], list[Entry]]
    fitted: bool = True
    unchained: bool = False

    @property
    def expected(self) -> str:
        """What must see it."""
        return "checkpoint" if self.unchained else "chain"


def renumbered(found: Sequence[Entry]) -> list[Entry]:
    """Positions without gaps again."""
    return [row._replace(position=number) for number, row in enumerate(found, 1)]


def linked(found: Sequence[Entry]) -> list[Entry]:
    """Hashes computed anew: what one does who rewrites a whole log."""
    result: list[Entry] = []
    for row in found:
        before = result[-1].hash if result else chain.genesis(row.tenant_id)
        joined = chain.link(before, row.position, row.recorded_at, chain.digest(row))
        result.append(row._replace(hash=joined))
    return result


def copied(row: Entry) -> Entry:
    """An event like another, on a record of its own."""
    return row._replace(stream_id=UUID(int=row.stream_id.int ^ 1))


def exchanged(found: list[Entry]) -> list[Entry]:
    """The fifth event and the sixth in each other's place."""
    return renumbered([*found[:4], found[5], found[4], *found[6:]])


def relabelled(found: list[Entry], foreign: list[Entry]) -> list[Entry]:
    """Another tenant's log under this one's name."""
    return [row._replace(tenant_id=found[0].tenant_id) for row in foreign]


def rewritten(found: list[Entry]) -> list[Entry]:
    """Another actor in the fifth event, and every hash from there on."""
    return linked([*found[:4], found[4]._replace(actor="somebody else"), *found[5:]])


FAULTS = {
    "an event deleted": Fault(lambda r, _: [*r[:4], *r[5:]]),
    "an event deleted, the gap closed": Fault(lambda r, _: renumbered([*r[:4], *r[5:]])),
    "an event inserted": Fault(lambda r, _: renumbered([*r[:5], copied(r[4]), *r[5:]])),
    "an event appended": Fault(lambda r, _: renumbered([*r, copied(r[-1])])),
    "two events exchanged": Fault(lambda r, _: exchanged(r)),
    "the tail cut off, the head left": Fault(lambda r, _: r[:-4], fitted=False),
    "everything deleted, the head left": Fault(lambda *_: [], fitted=False),
    "two tenants exchanged": Fault(relabelled),
    "another tenant's event put in": Fault(lambda r, f: [*r[:4], relabelled(r, f)[4], *r[5:]]),
    "the tail cut off, the head put back": Fault(lambda r, _: r[:-4], unchained=True),
    "an event changed, the whole chain rewritten": Fault(lambda r, _: rewritten(r), unchained=True),
    "an event deleted, the whole chain rewritten": Fault(
        lambda r, _: linked(renumbered([*r[:4], *r[5:]])), unchained=True
    ),
}


def put(connection: sa.Connection, forged: Sequence[Entry], *, fitted: bool) -> None:
    """Let the log be these rows, and perhaps its head end where they do."""
    whose = {"tenant": connection.info["tenant_id"]}
    connection.execute(sa.text("DELETE FROM events WHERE tenant_id = :tenant"), whose)
    values = ", ".join(f":{name}" for name in COLUMNS.split(", "))
    if forged:
        insert = sa.text(f"INSERT INTO events ({COLUMNS}) VALUES ({values})")  # noqa: S608
        connection.execute(insert, [row._asdict() for row in forged])
    if fitted:
        fit = "position = :position, hash = :hash, recorded_at = :recorded_at WHERE tenant_id = :tenant"
        last = forged[-1]
        end = {"position": last.position, "hash": last.hash, "recorded_at": last.recorded_at}
        connection.execute(sa.text(f"UPDATE tenant_head SET {fit}"), whose | end)  # noqa: S608 - a planted fault


@dataclass(frozen=True)
class Kept:
    """A checkpoint that the municipality keeps in its own house, and the key that it was given."""

    note: str
    key: checkpoints.VerifierKey

    def fits(self, connection: sa.Connection) -> bool:
        """Whether the log still begins with what was signed."""
        signed = checkpoints.verify(self.note, self.key)
        leaves = notary.leaves(connection, upto=signed.size)
        return len(leaves) == signed.size and merkle.root(leaves) == signed.root_hash


def seen_by(connection: sa.Connection, kept: Kept | None) -> str:
    """What finds something wrong with the log as it is now; empty for nothing."""
    try:
        verify(connection)
    except ChainBroken:
        return "chain"
    return "checkpoint" if kept and not kept.fits(connection) else ""


def prove_faults(here: Installation, tenants: Sequence[Tenant], kept: Kept) -> Iterator[Line]:
    """Each fault of whole rows, and what goes unseen without the older checkpoint."""
    unseen = []
    with forging(here, tenants[1].id) as connection:
        foreign = rows(connection)
    with forging(here, tenants[0].id) as connection:
        found = rows(connection)
        untouched = seen_by(connection, kept)
        for name, fault in FAULTS.items():
            with connection.begin_nested() as attempt:
                put(connection, fault.change(found, foreign), fitted=fault.fitted)
                seen, alone = seen_by(connection, kept), seen_by(connection, None)
                attempt.rollback()
            yield Line(name, f"seen by the {seen}" if seen else "unseen", seen == fault.expected)
            unseen += [] if alone else [name]
    clean = not untouched
    yield Line(
        "what nobody touched, under the same checks", "nothing is reported" if clean else untouched, clean
    )
    figures = f"unseen: {'; '.join(unseen)}"
    yield Line("the same faults, held against no older checkpoint", figures, not unseen, control=True)
