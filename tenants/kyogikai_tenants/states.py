"""What a record adds up to on a day: the shape of every row that the floors above read.

A state class is a read table: its fields are the columns. An ``Entity`` is what a record is
as a whole; a ``Part`` is something inside it with a validity of its own (a cadence, a name).
"""

from collections.abc import Hashable
from datetime import date
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from typing_extensions import override

from kyogikai_tenants.effective import Effective
from kyogikai_tenants.vocabulary import Audience, Existence

STATES: dict[str, type["State"]] = {}
"""Every state class by its table."""


class State(Struct, frozen=True, kw_only=True):
    """A row's own columns; a field typed ``tuple[UUID, ...]`` is an array, a nested Struct is JSON."""

    TABLE: ClassVar[str] = ""
    CONFIDENTIAL: ClassVar[bool] = False
    """Whether not even that there is such a row is told to whoever does not see it, by no refusal either."""

    @override
    def __init_subclass__(cls) -> None:
        """Register the table."""
        super().__init_subclass__()
        if "TABLE" in cls.__dict__:
            STATES[cls.TABLE] = cls

    def sort_key(self) -> str:
        """Where the row stands in a list: compared byte by byte, before the id."""
        return ""

    def series(self) -> Hashable | None:
        """What replaces it: a later part of the same table and series. None: nothing does."""
        return None

    def key(self) -> str:
        """A name that is stable within the record; empty: the fact's version and place in it."""
        return ""

    def own_audience(self) -> Audience | None:
        """Its own audience; None: the record's."""
        return None


class Entity(State, frozen=True, kw_only=True):
    """A record as a whole, on a day, or a member of a list that another record gives.

    The four dates are of its whole life, as known.
    """

    started: Effective | None = None
    """When it began; None where it was only attested."""
    attested: Effective | None = None
    """When it was first seen; None where the beginning is stated."""
    last_attested: Effective | None = None
    """The last time, up to that day, that the record says anything of it."""
    ended: Effective | None = None

    def caption(self) -> str:
        """What it is called, in a list or a sentence."""
        raise NotImplementedError


class Part(State, frozen=True, kw_only=True):
    """A row inside a record, from the fact that said it until one of the same series replaces it.

    After the record's end it shows how things last were, as name and kind do.
    """

    effective: Effective | None = None
    until: Effective | None = None


class Version(Struct, frozen=True):
    """One tile of a row's validity: from ``valid_from`` up to, without, ``valid_to`` (None: open)."""

    id: UUID
    valid_from: date
    valid_to: date | None
    existence: Existence
    state: State
    facts: tuple[int, ...]
    """The stream versions of the facts that it rests on."""

    def covers(self, day: date) -> bool:
        """Whether the tile speaks about that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
