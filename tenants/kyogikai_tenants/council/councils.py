"""協議会: a council or network, what it says of itself, what it rests on and who runs its office."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from kyogikai_tenants.effective import AsWritten, Value
from kyogikai_tenants.events import Begins, Defines, Ends, Fact
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity, Part
from kyogikai_tenants.vocabulary import (
    CouncilStanding, LineageChange, NameKind, SecretariatMode, StatementKind,
)  # fmt: skip

CouncilId = Annotated[UUID, Ref("council")]


class CouncilState(Entity, frozen=True, kw_only=True):
    """A council on a day."""

    TABLE = "council"

    name: str
    reading: str = ""
    standing: CouncilStanding
    jurisdiction: str = ""

    def caption(self) -> str:
        """Its name."""
        return self.name

    def sort_key(self) -> str:
        """By standing, then by beginning."""
        began = self.started or self.attested
        return f"{list(CouncilStanding).index(self.standing)} {began.earliest if began else ''}"


class Name(Part, frozen=True, kw_only=True):
    """What a council, a body or a group is or was called."""

    TABLE = "dated_name"

    kind: NameKind = NameKind.OFFICIAL
    name: str
    reading: str = ""

    def series(self) -> Hashable:
        """An official name replaces the one before; other names stand beside each other."""
        return NameKind.OFFICIAL if self.kind is NameKind.OFFICIAL else self.name

    def sort_key(self) -> str:
        """Official names first."""
        return f"{list(NameKind).index(self.kind)} {self.effective.earliest if self.effective else ''}"


class OtherName(Value, frozen=True):
    """A name used beside the official one."""

    name: str
    kind: NameKind = NameKind.ALIAS
    reading: str = ""


class Lineage(Part, frozen=True, kw_only=True):
    """One end-to-end step of descent; the steps of one merger or split share ``link_id``."""

    TABLE = "lineage"

    change: LineageChange
    link: str
    from_id: UUID
    to_id: UUID
    reason: str = ""


def renamed(record_id: UUID, version: int, reason: str = "") -> Lineage:
    """The step that a change of name is."""
    return Lineage(change=LineageChange.RENAMED, link=f"{record_id}:{version}", from_id=record_id, to_id=record_id, reason=reason)


@dataclass(frozen=True, kw_only=True)
class CouncilEstablished(Begins):
    """A council or network begins, or is first seen."""

    TOPIC, COMMAND, SUBJECTS = "council.established", "EstablishCouncil", ("council",)
    LABEL, LABEL_EN = "協議会設置", "Council established"
    SENTENCE, SENTENCE_EN = "協議会「{name}」を設置（{effective}）", "Established the council {name} ({effective})"

    name: str
    reading: str = ""
    aliases: tuple[OtherName, ...] = ()
    standing: CouncilStanding
    jurisdiction: str = ""
    background: str = ""

    def parts(self) -> Iterable[Part]:
        """Its names."""
        yield Name(name=self.name, reading=self.reading)
        for other in self.aliases:
            yield Name(kind=other.kind, name=other.name, reading=other.reading)


@dataclass(frozen=True, kw_only=True)
class CouncilRenamed(Fact):
    """A council changes its name."""

    TOPIC, COMMAND, SUBJECTS = "council.renamed", "RenameCouncil", ("council",)
    LABEL, LABEL_EN = "協議会の名称変更", "Council renamed"
    SENTENCE, SENTENCE_EN = "協議会の名称を「{name}」に変更（{effective}）", "Renamed the council to {name} ({effective})"

    name: str
    reading: str = ""
    reason: str = ""

    def parts(self) -> Iterable[Part]:
        """The new name, and the step."""
        yield Name(name=self.name, reading=self.reading)
        yield renamed(self.originator_id, self.originator_version, self.reason)


@dataclass(frozen=True, kw_only=True)
class CouncilRestarted(Fact):
    """A council starts anew as itself."""

    TOPIC, COMMAND, SUBJECTS = "council.restarted", "RestartCouncil", ("council",)
    LABEL, LABEL_EN = "協議会再始動", "Council restarted"
    SENTENCE, SENTENCE_EN = "「{subject}」が再始動（{effective}）", "{subject} restarted ({effective})"

    changes: tuple[str, ...] = ()

    def parts(self) -> Iterable[Part]:
        """The step, with what changed as its reason."""
        me, link = self.originator_id, f"{self.originator_id}:{self.originator_version}"
        yield Lineage(change=LineageChange.RESTARTED, link=link, from_id=me, to_id=me, reason="・".join(self.changes))


@dataclass(frozen=True, kw_only=True)
class CouncilSucceeded(Ends):
    """A council or network ends in another that goes on from it."""

    TOPIC, COMMAND, SUBJECTS = "council.succeeded", "SucceedCouncil", ("council",)
    LABEL, LABEL_EN = "協議会の継承", "Council succeeded"
    SENTENCE, SENTENCE_EN = "「{subject}」を「{successor_id}」が継承（{effective}）", "{subject} was succeeded by {successor_id} ({effective})"

    successor_id: CouncilId
    change: LineageChange = LineageChange.SUCCEEDED
    reason: str = ""

    def parts(self) -> Iterable[Part]:
        """The step."""
        link = f"{self.change}:{self.originator_id}:{self.successor_id}"
        yield Lineage(change=self.change, link=link, from_id=self.originator_id, to_id=self.successor_id, reason=self.reason)


class Council(Record, state=CouncilState, opened_by=[CouncilEstablished]):
    """A council, from its establishment or first sighting on."""


class Statement(Part, frozen=True, kw_only=True):
    """What a council says of itself, or an item of it."""

    TABLE = "statement"

    kind: StatementKind
    parent: str = ""
    """The key of the statement that it is an item of."""
    name: str
    """Its own key."""
    number: int = 0
    label: str = ""
    title: str = ""
    text: str = ""
    as_written: str = ""

    def key(self) -> str:
        """Stable while the same fact says it."""
        return self.name

    def series(self) -> Hashable:
        """A later statement of the same kind and title replaces it, items and all."""
        return self.kind, self.name.partition("/")[0].partition(":")[2]

    def sort_key(self) -> str:
        """By kind, then as in the document."""
        return f"{list(StatementKind).index(self.kind)} {self.name}"


class SubItem(Value, frozen=True):
    """An item of an item: (1), (2)."""

    label: str = ""
    title: str = ""
    text: str = ""
    as_written: AsWritten = ""


class Item(Value, frozen=True):
    """An item of a statement: ①, ②."""

    label: str = ""
    title: str = ""
    text: str = ""
    as_written: AsWritten = ""
    items: tuple[SubItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CouncilStatementRecorded(Defines):
    """A slogan, a purpose, a goal, a function, a policy, in summary."""

    TOPIC, COMMAND, SUBJECTS = "council.statement_recorded", "RecordStatement", ("council",)
    LABEL, LABEL_EN = "協議会の表明", "Statement recorded"
    SENTENCE, SENTENCE_EN = "「{subject}」の{kind}を記録（{effective}）", "Recorded a statement ({kind}) of {subject} ({effective})"

    kind: StatementKind
    label: str = ""
    title: str = ""
    text: str = ""
    as_written: AsWritten = ""
    items: tuple[Item, ...] = ()

    def parts(self) -> Iterable[Part]:
        """The statement and its items, each a row."""
        return self._rows(f"{self.originator_version:06}:{self.title}", "", 0, self)

    def _rows(self, name: str, parent: str, number: int, said: "CouncilStatementRecorded | Item | SubItem") -> Iterator[Part]:
        yield Statement(
            kind=self.kind, parent=parent, name=name, number=number,
            label=said.label, title=said.title, text=said.text, as_written=said.as_written,
        )  # fmt: skip
        for place, item in enumerate(getattr(said, "items", ())):
            yield from self._rows(f"{name}/{place:03}", name, place, item)


class Secretariat(Part, frozen=True, kw_only=True):
    """Who runs the office of a council or a body."""

    TABLE = "secretariat"

    names: tuple[str, ...] = ()
    mode: SecretariatMode = SecretariatMode.UNKNOWN
    as_written: str = ""

    def series(self) -> Hashable:
        """One at a time."""
        return "secretariat"


@dataclass(frozen=True, kw_only=True)
class SecretariatAssigned(Defines):
    """Who runs the office from then on; no name where the source only says that it changed."""

    TOPIC, COMMAND, SUBJECTS = "council.secretariat_assigned", "AssignSecretariat", ("council", "body")
    LABEL, LABEL_EN = "事務局の定め", "Secretariat assigned"
    SENTENCE, SENTENCE_EN = "「{subject}」の事務局を{names}と定める（{effective}）", "Assigned the secretariat of {subject} to {names} ({effective})"

    names: tuple[str, ...] = ()
    mode: SecretariatMode = SecretariatMode.UNKNOWN
    as_written: AsWritten = ""

    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield Secretariat(names=self.names, mode=self.mode, as_written=self.as_written)


class LegalBasis(Part, frozen=True, kw_only=True):
    """A law, ordinance or guideline that a council rests on."""

    TABLE = "legal_basis"

    title: str
    form: str = ""

    def series(self) -> Hashable:
        """The same title again says it anew."""
        return self.title

    def sort_key(self) -> str:
        """By title."""
        return self.title


@dataclass(frozen=True, kw_only=True)
class LegalBasisRecorded(Defines):
    """What a council rests on."""

    TOPIC, COMMAND, SUBJECTS = "council.legal_basis_recorded", "RecordLegalBasis", ("council",)
    LABEL, LABEL_EN = "根拠の記録", "Legal basis recorded"
    SENTENCE, SENTENCE_EN = "「{subject}」の根拠「{title}」を記録（{effective}）", "Recorded the legal basis {title} of {subject} ({effective})"

    title: str
    form: str = ""

    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield LegalBasis(title=self.title, form=self.form)


class ExternalContext(Part, frozen=True, kw_only=True):
    """What happened around a council: a law coming into force."""

    TABLE = "external_context"

    text: str

    def sort_key(self) -> str:
        """By date."""
        return str(self.effective.earliest) if self.effective else ""


@dataclass(frozen=True, kw_only=True)
class ExternalContextNoted(Defines):
    """A note of what happened around a council."""

    TOPIC, COMMAND, SUBJECTS = "council.external_context_noted", "NoteExternalContext", ("council",)
    LABEL, LABEL_EN = "制度の動き", "External context noted"
    SENTENCE, SENTENCE_EN = "制度の動きを記録: {text}（{effective}）", "Noted external context: {text} ({effective})"

    text: str

    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield ExternalContext(text=self.text)
