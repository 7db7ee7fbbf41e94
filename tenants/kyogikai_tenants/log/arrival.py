"""A log that comes from elsewhere: the same rows at the same positions, or nothing.

The chain is followed and the tree grown while the rows stream through; nothing of a log is held in memory.
COPY into a row-secured table is refused, so it goes by a temporary one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kyogikai_tenants.log import chain, merkle
from kyogikai_tenants.log.batches import BESIDE, FILL, TAKE
from kyogikai_tenants.log.connection import Connection, driver
from kyogikai_tenants.log.recorder import Entry

THERE = "SELECT EXISTS (SELECT FROM tenant_head WHERE tenant_id = %s)"
HEAD = (
    "INSERT INTO tenant_head SELECT tenant_id, position, recorded_at, hash FROM events "
    "WHERE tenant_id = %s AND position = %s"
)


class NotThatHistory(Exception):
    """A checkpoint that counts so many events is of another history."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the first {size} events are not those of the checkpoint")
        self.size = size


@dataclass
class Following:
    """Rows as they pass: each is held against the one before it, and the tree against the checkpoints."""

    tenant_id: UUID
    roots: Mapping[int, bytes]
    """How many events -> the root that a checkpoint says they have."""
    head: chain.Head = field(init=False)
    tree: merkle.Frontier = field(default_factory=merkle.Frontier)

    def __post_init__(self) -> None:
        """Nothing has passed yet."""
        self.head = chain.Head(0, chain.genesis(self.tenant_id))

    def of(self, rows: Iterable[Entry]) -> Iterator[Entry]:
        """The same rows. Raises ChainBroken, NotThatHistory."""
        before: datetime | None = None
        for row in rows:
            if before and row.recorded_at < before:
                raise chain.ChainBroken(row.position, "its time is before that of the entry before it")
            before = row.recorded_at
            self.head = chain.verify(self.tenant_id, [row], self.head)
            self.tree.append(row.hash)
            if self.roots.get(self.tree.size, b"") not in {b"", self.tree.root()}:
                raise NotThatHistory(self.tree.size)
            yield row
        for size in self.roots:
            if size > self.tree.size:
                raise chain.ChainBroken(self.tree.size + 1, f"a checkpoint counts {size} events")


def is_there(connection: Connection) -> bool:
    """Whether the transaction's tenant has a log here."""
    row = driver(connection).execute(THERE, (connection.info["tenant_id"],)).fetchone()
    return bool(row and row[0])


def take(connection: Connection, rows: Iterable[Entry], roots: Mapping[int, bytes]) -> Following:
    """Put a whole log in place. Raises ChainBroken, NotThatHistory; the transaction is over then."""
    tenant_id: UUID = connection.info["tenant_id"]
    following, own = Following(tenant_id, roots), driver(connection)
    own.execute(BESIDE)
    with own.cursor().copy(FILL) as copy:
        for row in following.of(rows):
            copy.write_row(row)
    own.execute(TAKE)
    own.execute("TRUNCATE events_beside")
    own.execute(HEAD, (tenant_id, following.head.position))
    return following
