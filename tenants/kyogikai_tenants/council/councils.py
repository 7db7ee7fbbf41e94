"""協議会: a council or network, what it says of itself, what it rests on and who runs its office."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.effective import Value
from kyogikai_tenants.events import Begins, Ends, Fact
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity, Part
from kyogikai_tenants.vocabulary import (
    CouncilStanding,
    LineageChange,
    NameKind,
)  # fmt: skip

CouncilId = Annotated[UUID, Ref("council")]


class CouncilState(Entity, frozen=True, kw_only=True):
    """A council on a day."""

    TABLE = "council"

    name: str
    reading: str = ""
    standing: CouncilStanding
    jurisdiction: str = ""
    background: str = ""
    """What brought it about."""

    @override
    def caption(self) -> str:
        """Its name."""
        return self.name

    @override
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

    @override
    def series(self) -> Hashable:
        """An official name replaces the one before; other names stand beside each other."""
        return NameKind.OFFICIAL if self.kind is NameKind.OFFICIAL else self.name

    @override
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
    return Lineage(
        change=LineageChange.RENAMED,
        link=f"{record_id}:{version}",
        from_id=record_id,
        to_id=record_id,
        reason=reason,
    )


@dataclass(frozen=True, kw_only=True)
class CouncilEstablished(Begins):
    """A council or network begins, or is first seen."""

    TOPIC, COMMAND, SUBJECTS = "council.established", "EstablishCouncil", ("council",)
    LABEL, LABEL_EN = "協議会設置", "Council established"
    SENTENCE, SENTENCE_EN = (
        "協議会「{name}」を設置（{effective}）",
        "Established the council {name} ({effective})",
    )

    name: str
    reading: str = ""
    aliases: tuple[OtherName, ...] = ()
    standing: CouncilStanding
    jurisdiction: str = ""
    background: str = ""

    @override
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
    SENTENCE, SENTENCE_EN = (
        "協議会の名称を「{name}」に変更（{effective}）",
        "Renamed the council to {name} ({effective})",
    )

    name: str
    reading: str = ""
    reason: str = ""

    @override
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

    @override
    def parts(self) -> Iterable[Part]:
        """The step, with what changed as its reason."""
        me, link = self.originator_id, f"{self.originator_id}:{self.originator_version}"
        yield Lineage(
            change=LineageChange.RESTARTED, link=link, from_id=me, to_id=me, reason="・".join(self.changes)
        )


@dataclass(frozen=True, kw_only=True)
class CouncilSucceeded(Ends):
    """A council or network ends in another that goes on from it."""

    TOPIC, COMMAND, SUBJECTS = "council.succeeded", "SucceedCouncil", ("council",)
    LABEL, LABEL_EN = "協議会の継承", "Council succeeded"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」を「{successor_id}」が継承（{effective}）",
        "{subject} was succeeded by {successor_id} ({effective})",
    )

    successor_id: CouncilId
    change: LineageChange = LineageChange.SUCCEEDED
    reason: str = ""

    @override
    def parts(self) -> Iterable[Part]:
        """The step."""
        link = f"{self.change}:{self.originator_id}:{self.successor_id}"
        yield Lineage(
            change=self.change,
            link=link,
            from_id=self.originator_id,
            to_id=self.successor_id,
            reason=self.reason,
        )


class Council(Record, state=CouncilState, opened_by=[CouncilEstablished]):
    """A council, from its establishment or first sighting on."""
