"""Between an event and its stored bytes: plain JSON of its fields, nothing of the envelope.

The library's Mapper does the rest (topics, versions, upcasting on read). Empty values are
not stored, which is why a field's default is always the empty value of its type.
"""

from dataclasses import fields
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from typing_extensions import override

from kyogikai_tenants.events import Event, is_empty


class PlainJSON(Transcoder):
    """JSON as anyone reads it: no type marks, because the event's class declares the types."""

    @override
    def encode(self, obj: Any) -> bytes:
        """The fields that are not empty."""
        return msgspec.json.encode({n: v for n, v in obj.items() if not is_empty(v)})

    @override
    def decode(self, data: bytes) -> Any:
        """The fields as JSON values; the mapper gives them their types."""
        return msgspec.json.decode(data)


class LogMapper(Mapper[UUID]):
    """The library's mapper, giving the fields of an event the types that its class declares."""

    @override
    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The event, upcast to the current version of its class."""
        raw = super().to_domain_event(stored_event)
        return msgspec.convert(vars(raw), type(raw))


def log_mapper() -> LogMapper:
    """A mapper for one log."""
    return LogMapper(PlainJSON())


def state_of(event: Event) -> dict[str, Any]:
    """The stored fields of an event as JSON values."""
    own = {f.name: getattr(event, f.name) for f in fields(event)}
    plain: dict[str, Any] = msgspec.to_builtins({n: v for n, v in own.items() if not is_empty(v)})
    return {n: v for n, v in plain.items() if n not in {"originator_id", "originator_version"}}
