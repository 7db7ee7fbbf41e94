"""Between an event and its stored bytes: plain JSON of its fields, nothing of the envelope.

The library's Mapper does the rest (topics, versions, upcasting on read). A field that holds its
default is not stored; one without a default always is, or an empty title could not be read again. What is
personal is sealed before it becomes bytes, and opened before anything is upcast.
"""

from dataclasses import MISSING, fields, replace
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from typing_extensions import override

from kyogikai_tenants.events import Event, is_empty
from kyogikai_tenants.log.personal_data import SEALED, Keys, NoMasterKey, place, sealed_in
from kyogikai_tenants.once import once


class PlainJSON(Transcoder):
    """JSON as anyone reads it: no type marks, because the event's class declares the types."""

    @override
    def encode(self, obj: Any) -> bytes:
        """The fields that the mapper leaves: those that do not hold their default."""
        return msgspec.json.encode(obj)

    @override
    def decode(self, data: bytes) -> Any:
        """The fields as JSON values; the mapper gives them their types."""
        return msgspec.json.decode(data)


class LogMapper(Mapper[UUID]):
    """The library's mapper, giving the fields of an event the types that its class declares.

    Without keys a sealed text reads as SEALED, and none can be written.
    """

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(PlainJSON())
        self._keys = keys

    @override
    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The event as stored, its personal texts sealed. Raises NoMasterKey, SubjectErased."""
        assert isinstance(domain_event, Event)  # noqa: S101 - the log holds nothing else
        stored = self._sealed(domain_event)
        lean = object.__new__(type(stored))
        default = _defaults(type(stored))
        lean.__dict__.update({n: v for n, v in vars(stored).items() if n not in default or v != default[n]})
        return super().to_stored_event(lean)

    @override
    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The event, upcast to the current version of its class."""
        raw = super().to_domain_event(self._opened(stored_event))
        return msgspec.convert(vars(raw), type(raw))

    def _sealed(self, event: Event) -> Event:
        """The same event with ciphertext in place of texts; nothing else ever sees it."""
        texts = {n: of for n, of in sealed_in(event).items() if not is_empty(getattr(event, n))}
        if not texts:
            return event
        if self._keys is None:
            raise NoMasterKey
        hidden = {}
        for name, subject in texts.items():
            where = self._place(event.originator_id, event.originator_version, event.TOPIC, name)
            hidden[name] = self._keys.seal(subject, getattr(event, name), where)
        stored = object.__new__(type(event))
        stored.__dict__.update(vars(event) | hidden)
        return stored

    def _opened(self, stored: StoredEvent) -> StoredEvent:
        """The stored event with texts in place of ciphertext."""
        if b'"sealed"' not in stored.state:
            return stored
        state: dict[str, Any] = msgspec.json.decode(stored.state)
        opened = {n: self._text(stored, n, v) if is_seal(v) else v for n, v in state.items()}
        return replace(stored, state=msgspec.json.encode(opened))

    def _text(self, stored: StoredEvent, name: str, seal: dict[str, str]) -> str:
        if self._keys is None:
            return SEALED
        stream = UUID(str(stored.originator_id))
        return self._keys.open(seal, self._place(stream, stored.originator_version, stored.topic, name))

    def _place(self, stream: UUID, version: int, topic: str, name: str) -> bytes:
        assert self._keys is not None  # noqa: S101 - asked for only with keys
        return place(self._keys.tenant_id, stream, version, topic, name)


@once
def _defaults(event: type[Event]) -> dict[str, Any]:
    """The fields that need not be stored, with the value that they then have."""
    return {f.name: f.default for f in fields(event) if f.default is not MISSING}


def is_seal(value: Any) -> bool:
    """Whether a stored value is a sealed text; no declared value has such a form."""
    return isinstance(value, dict) and value.keys() == {"sealed", "of"}


def log_mapper(keys: Keys | None = None) -> LogMapper:
    """A mapper for one log; with keys it seals and opens, for as long as they live."""
    return LogMapper(keys)


def state_of(event: Event) -> dict[str, Any]:
    """The stored fields of an event as JSON values, for everybody to read: what is sealed stays so."""
    own = {n: getattr(event, n) for n in _told(type(event))}
    said = {n: v for n, v in own.items() if not is_empty(v)}
    said |= {n: SEALED for n in sealed_in(event) if n in said}
    plain: dict[str, Any] = msgspec.to_builtins(said)
    return plain


@once
def _told(event: type[Event]) -> tuple[str, ...]:
    """The fields of an event that say something: all but where it stands."""
    own = {"originator_id", "originator_version"}
    return tuple(f.name for f in fields(event) if f.name not in own)
