"""What a command did, as projections and rules are told of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from kyogikai_tenants.events import Event
from kyogikai_tenants.log.recorder import Envelope
from kyogikai_tenants.record import Derived, Record
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import Audience, Existence, Role


class Placed(NamedTuple):
    """An event, where it stands in the log, and who may see it."""

    position: int
    event: Event
    audience: Audience
    envelope: Envelope | None = None
    """Its own, where several commands are recorded at once."""


class Recorded(NamedTuple):
    """What a command put into the log."""

    envelope: Envelope
    recorded_at: datetime
    events: tuple[Placed, ...]


class Change(NamedTuple):
    """What a record added up to before, and does now."""

    record: Record
    before: Derived | None
    after: Derived
    new: Sequence[Event]
    role: Role | None = None
    """The role in which somebody did it; none where it is only looked at."""

    @property
    def life_changed(self) -> bool:
        """Whether the record exists on other days than before; a new one has nothing within it yet."""
        return bool(self.before) and lived(self.before) != lived(self.after)

    def fresh(self) -> frozenset[Version]:
        """The versions that were not there before."""
        return self.after.versions - self.before.versions if self.before else self.after.versions

    def undone(self) -> "Change":
        """The record as it was before, as if all of it were new."""
        earlier = type(self.record)(self.record.id, self.record.events[: -len(self.new)])
        return Change(earlier, None, earlier.derived, ())

    def fresh_tiles(self) -> list[Version]:
        """The tiles of the record as a whole that were not there before."""
        fresh = self.fresh()
        return [v for v in self.after.tiles if v in fresh]


def lived(derived: Derived | None) -> list[tuple[date, Existence]]:
    """When existence changes, in order."""
    tiles = [(v.valid_from, v.existence) for v in (derived.tiles if derived else ())]
    return [t for n, t in enumerate(tiles) if n == 0 or tiles[n - 1][1] is not t[1]]
