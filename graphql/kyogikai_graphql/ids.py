"""Ids of the API: base64url("Type:uuid") without padding; a thing has one type for ever."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple
from uuid import UUID

from kyogikai_graphql.problems import BadId

TABLES: dict[str, tuple[str, ...]] = {
    "Municipality": ("municipality_profile", "municipality_member"),
    "Council": ("council",),
    "BodyGroup": ("body_group",),
    "Body": ("body",),
    "Organization": ("organization",),
    "Person": ("person",),
    "ExternalParty": ("external_party",),
    "Term": ("term",),
    "Membership": ("membership",),
    "Meeting": ("meeting",),
    "AgendaItem": ("agenda_item",),
    "Attendance": ("attendance",),
    "Minutes": ("minutes",),
    "Document": ("document",),
    "PresentedAbstract": ("presented_abstract",),
    "Issue": ("issue",),
    "Referral": ("referral",),
    "Recommendation": ("recommendation",),
    "Activity": ("activity",),
    "Phase": ("phase",),
    "Rule": ("enactment",),
    "SourceDocument": ("source_document",),
}
"""The read tables that a type's things are rows of."""

TYPES = {table: name for name, tables in TABLES.items() for table in tables}
"""The type of a row, by its table."""

ENTRY = "AuditEntry"
ACTOR = "Actor"


class EntryKey(NamedTuple):
    """An entry of the log by the record that it happened to, and its number there."""

    stream: UUID
    version: int


def encode(kind: str, value: object) -> str:
    """An id."""
    return urlsafe_b64encode(f"{kind}:{value}".encode()).decode().rstrip("=")


def decode(text: str) -> tuple[str, str]:
    """A type and what stands for the thing in it.

    Raises BadId unless it is written as ``encode`` writes it.
    """
    kind, colon, value = "", "", ""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,400}", text, re.ASCII):
        try:
            kind, colon, value = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(":")
        except ValueError:
            colon = ""
    if not colon or encode(kind, value) != text:
        raise BadId("This is no id of this API.")
    return kind, value


def decode_as(text: str, *kinds: str) -> tuple[str, UUID]:
    """The type and uuid of an id of one of those types. Raises BadId."""
    kind, value = decode(text)
    if kind not in kinds:
        raise BadId(f"This is no id of a {' or '.join(kinds)}.")
    return kind, uuid_of(value)


def record(text: str | None, *kinds: str) -> UUID | None:
    """The record that an id in a filter names. Raises BadId."""
    return decode_as(text, *kinds)[1] if text is not None else None


def uuid_of(value: str) -> UUID:
    """A uuid in its one spelling. Raises BadId."""
    try:
        found = UUID(value)
    except ValueError:
        found = None
    if found is None or str(found) != value:
        raise BadId("This is no id of this API.")
    return found


def entry_id(stream: UUID, version: int) -> str:
    """The id of an entry of the log."""
    return encode(ENTRY, f"{stream}:{version}")


def decode_entry(text: str) -> EntryKey:
    """What an entry's id names. Raises BadId."""
    kind, value = decode(text)
    stream, _, version = value.partition(":")
    if kind != ENTRY or not re.fullmatch(r"[1-9][0-9]{0,17}", version, re.ASCII):
        raise BadId("This is no id of an AuditEntry.")
    return EntryKey(uuid_of(stream), int(version))


def decode_actor(text: str) -> str:
    """Who an actor's id names. Raises BadId."""
    kind, value = decode(text)
    if kind != ACTOR:
        raise BadId("This is no id of an Actor.")
    return value
