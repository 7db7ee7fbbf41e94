"""Who can be a member, and who else is named: organisations, persons, and parties outside the council."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.events import Begins
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity

OrganizationId = Annotated[UUID, Ref("organization")]
PersonId = Annotated[UUID, Ref("person")]


class OrganizationState(Entity, frozen=True, kw_only=True):
    """機関・団体."""

    TABLE = "organization"

    name: str
    reading: str = ""
    parent_name: str = ""
    category: str = ""

    @override
    def caption(self) -> str:
        """Its name."""
        return self.name

    @override
    def sort_key(self) -> str:
        """As read aloud, where the reading is known."""
        return self.reading or self.name


class PersonState(Entity, frozen=True, kw_only=True):
    """A person, by name only: how to reach them is no part of the plain log."""

    TABLE = "person"

    name: str
    reading: str = ""

    @override
    def caption(self) -> str:
        """Their name."""
        return self.name

    @override
    def sort_key(self) -> str:
        """As read aloud, where the reading is known."""
        return self.reading or self.name


class ExternalPartyState(Entity, frozen=True, kw_only=True):
    """The mayor, a department, another council."""

    TABLE = "external_party"

    name: str
    kind: str = ""

    @override
    def caption(self) -> str:
        """Its name."""
        return self.name

    @override
    def sort_key(self) -> str:
        """By kind, then name."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, kw_only=True)
class OrganizationRegistered(Begins):
    """An organisation is named for the first time; undated, unless it is known since when there is one."""

    TOPIC, COMMAND, SUBJECTS = "organization.registered", "RegisterOrganization", ("organization",)
    LABEL, LABEL_EN = "機関の登録", "Organization registered"
    SENTENCE = "機関「{name}」を登録（{effective}）"
    SENTENCE_EN = "Registered the organization {name} ({effective})"

    name: str
    reading: str = ""
    parent_name: str = ""
    category: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Begins):
    """A person is named for the first time, as far as the council names its members."""

    TOPIC, COMMAND, SUBJECTS = "person.registered", "RegisterPerson", ("person",)
    LABEL, LABEL_EN = "人の登録", "Person registered"
    SENTENCE = "「{name}」を登録（{effective}）"
    SENTENCE_EN = "Registered the person {name} ({effective})"

    name: str
    reading: str = ""


@dataclass(frozen=True, kw_only=True)
class ExternalPartyNoted(Begins):
    """Somebody outside the council is named: an addressee, a neighbour."""

    TOPIC, COMMAND, SUBJECTS = "external_party.noted", "NoteExternalParty", ("external_party",)
    LABEL, LABEL_EN = "外部の相手の登録", "External party noted"
    SENTENCE = "外部の相手「{name}」を登録（{effective}）"
    SENTENCE_EN = "Noted the external party {name} ({effective})"

    name: str
    kind: str = ""


class Organization(Record, state=OrganizationState, opened_by=[OrganizationRegistered]):
    """An organisation."""


class Person(Record, state=PersonState, opened_by=[PersonRegistered]):
    """A person."""


class ExternalParty(Record, state=ExternalPartyState, opened_by=[ExternalPartyNoted]):
    """Somebody outside the council."""
