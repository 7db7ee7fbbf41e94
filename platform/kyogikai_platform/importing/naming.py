"""The names of a file: import keys for records, opened earlier in the file or on record already."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from kyogikai_platform.importing import problems
from kyogikai_platform.importing.layout import Entry
from kyogikai_platform.importing.places import Where
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import (
    COMMANDS,
    DECLARED,
    AudienceChanged,
    Begins,
    Event,
    EventAnnotated,
    EventAnnulled,
    EventCorrected,
)  # fmt: skip
from kyogikai_tenants.identity import import_id
from kyogikai_tenants.log.personal_data import personal_fields
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.record import Record

COUNCIL = "kyogikai_tenants.council."
"""Where the events of a council's world are declared."""
ABOUT_RECORDS = (AudienceChanged, EventAnnotated, EventAnnulled, EventCorrected)


class Names:
    """What an import key stands for at the place in the file that has been reached."""

    def __init__(self, tenant_id: UUID, log: Log, entries: Iterable[Entry]) -> None:
        self._tenant_id, self._log = tenant_id, log
        self._coming = {e.id: e.line for e in reversed(list(entries)) if may_open(e)}
        self._ids: dict[str, UUID] = {}
        self._opened: dict[str, tuple[Where, str]] = {}
        self._on_record: dict[UUID, str] = {}
        self.refused: set[str] = set()
        """The keys of records whose opening is refused: what names them is not judged."""

    def id(self, key: str) -> UUID:
        """The id that a key stands for; a record's own id stands for itself."""
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = _own_id(key) or import_id(self._tenant_id, key)
        return found

    def kind(self, key: str) -> str:
        """The kind of record that a key names; empty where there is none yet."""
        if key in self._opened:
            return self._opened[key][1]
        return self.on_record(key)

    def on_record(self, key: str) -> str:
        """The kind of a record in the log; empty where there is none."""
        found = self.id(key)
        if found not in self._on_record:
            self._on_record[found] = _kind(self._log.openings([found]).get(found))
        return self._on_record[found]

    def fetch(self, records: Sequence[UUID]) -> None:
        """Look many records up at once."""
        topics = self._log.openings(records)
        for record in records:
            self._on_record[record] = _kind(topics.get(record))

    def opened(self, key: str) -> Where:
        """The line that opened it; 0 where the file has not, so far."""
        return self._opened[key][0] if key in self._opened else 0

    def open(self, key: str, line: Where, event: type[Begins]) -> None:
        """A fact opens a record of that key."""
        self._opened[key] = line, Record.OPENED_BY[event].STATE.TABLE

    def wrong(self, key: str, kinds: tuple[str, ...]) -> Iterator[Refused]:
        """Why a key names no record of those kinds (any, where none is named)."""
        kind, asked = self.kind(key), " / ".join(kinds) or "record"
        if not kind:
            line = self._coming.get(key)
            later = f"→ {line}" if line else ""
            yield problems.UnknownReference(kinds=asked, later=later)
        elif kinds and kind not in kinds:
            yield problems.WrongKind(kind=kind, kinds=asked)


def _own_id(key: str) -> UUID | None:
    """The id that a key is itself."""
    try:
        return UUID(key)
    except ValueError:
        return None


def _kind(topic: str | None) -> str:
    """The kind of record that an event of that topic opens; empty where there is none."""
    opening = DECLARED.get(topic or "")
    return Record.OPENED_BY[opening].STATE.TABLE if opening else ""


def may_open(entry: Entry) -> bool:
    """Whether a fact opens a record, as far as its command is known."""
    event = COMMANDS.get(entry.command)
    return event is None or issubclass(event, Begins)


def importable(event: type[Event]) -> bool:
    """Whether a file may say it: what happens to a council, but no act of the service.

    What is sealed stands in no file: an event that says nothing else is none that a file may say.
    """
    if event in ABOUT_RECORDS:
        return True
    more = (
        event.__dataclass_fields__.keys() - Event.__dataclass_fields__.keys() - personal_fields(event).keys()
    )
    return event.__module__.startswith(COUNCIL) and bool(more)


def importable_kinds() -> tuple[str, ...]:
    """The kinds of record that a file may be about."""
    return tuple(name for name, record in Record.KINDS.items() if record.__module__.startswith(COUNCIL))
