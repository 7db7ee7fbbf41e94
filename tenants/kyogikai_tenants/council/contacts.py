"""連絡先: how somebody of the roster is reached. It is sealed, no column, and told to whom the matrix names.

The secretariat records it, whoever it is of sees their own, and of every other look there is a list for the
auditor (the floor that shows it keeps that list).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple, cast
from uuid import UUID

from eventsourcing.persistence import EventStore

from kyogikai_tenants.changes import Change
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.personal_data import Keys, Personal
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.rules import Reads, rule

Sealed = Annotated[str, Personal()]
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, kw_only=True)
class ContactRecorded(Event):
    """How a person is reached, all of it, from now on; with nothing in it, it is no longer known.

    It says nothing about a day of the council, so it is no fact, and it changes nothing that is folded.
    """

    TOPIC, COMMAND, SUBJECTS = "person.contact_recorded", "RecordContact", ("person",)
    LABEL, LABEL_EN = "連絡先の記録", "Contact recorded"
    SENTENCE, SENTENCE_EN = "「{subject}」の連絡先を記録", "Recorded how {subject} is reached"

    email: Sealed = ""
    phone: Sealed = ""
    postal_address: Sealed = ""
    remark: Sealed = ""
    """What helps to reach them: 手話通訳が要る, FAX only."""


class NoAddress(Refused):
    """What is recorded as an address for mail looks like one: a name, an at sign, a place."""

    CODE = "NO_ADDRESS"
    JA = "メールアドレスの形になっていません（例：hanako@example.jp）。"
    EN = "This is no address for mail (as hanako@example.jp is)."


@rule
def addresses_look_like_some(_: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Judged when it is typed, since later it is sealed."""
    said = [e for change in changes for e in change.new if isinstance(e, ContactRecorded)]
    if any(e.email and not ADDRESS.fullmatch(e.email) for e in said):
        yield NoAddress(field="email")


class Contact(NamedTuple):
    """How somebody is reached, as last recorded."""

    email: str = ""
    phone: str = ""
    postal_address: str = ""
    remark: str = ""


def contact_of(log: Log, keys: Keys, person_id: UUID) -> Contact:
    """Of one person, opened; ERASED where their key is gone. Raises NoMasterKey."""
    events = cast(list[Event], list(EventStore(log_mapper(keys), log).get(person_id)))
    last = next((e for e in reversed(events) if isinstance(e, ContactRecorded)), None)
    return Contact(*(getattr(last, name) for name in Contact._fields)) if last else Contact()
