"""What a command did to one record, as projections and rules are told of it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kyogikai_tenants.events import Event
from kyogikai_tenants.record import Derived, Record
from kyogikai_tenants.states import Entity, Version
from kyogikai_tenants.vocabulary import Existence


class Change(NamedTuple):
    """What a record added up to before, and does now."""

    record: Record
    before: Derived | None
    after: Derived
    new: Sequence[Event]

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
        return sorted((v for v in self.fresh() if isinstance(v.state, Entity)), key=lambda v: v.valid_from)


def lived(derived: Derived | None) -> list[tuple[date, Existence]]:
    """When existence changes, in order."""
    tiles = sorted((v.valid_from, v.existence) for v in (derived.versions if derived else ()) if isinstance(v.state, Entity))
    return [t for n, t in enumerate(tiles) if n == 0 or tiles[n - 1][1] is not t[1]]
