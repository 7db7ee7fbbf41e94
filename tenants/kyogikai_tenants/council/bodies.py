"""会議体: a body or a group of bodies: its name, kind, place in the chart, and descent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.changes import Change
from kyogikai_tenants.council.councils import CouncilId, Lineage, Name, OtherName, renamed
from kyogikai_tenants.effective import AsWritten
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Ends, Fact
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import Ref
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.states import Entity, Part, Version
from kyogikai_tenants.vocabulary import BodyKind, Existence, LineageChange, Role

BodyId = Annotated[UUID, Ref("body")]
GroupId = Annotated[UUID, Ref("body_group")]


class BodyGroupState(Entity, frozen=True, kw_only=True):
    """会議体群 on a day."""

    TABLE = "body_group"

    council_id: UUID
    name: str
    kind: BodyKind
    purpose: str = ""
    body_count: int | None = None

    @override
    def caption(self) -> str:
        """Its name."""
        return self.name

    @override
    def sort_key(self) -> str:
        """By kind, then name."""
        return f"{list(BodyKind).index(self.kind):02} {self.name}"


class BodyState(Entity, frozen=True, kw_only=True):
    """会議体 on a day."""

    TABLE = "body"

    council_id: UUID
    name: str
    reading: str = ""
    kind: BodyKind
    parent_id: UUID | None = None
    group_id: UUID | None = None
    number: int | None = None
    order_label: str = ""
    standing_members: bool | None = None
    roster_exhaustive: bool | None = None
    """Whether the organizations listed are known to be all; None where nothing lists them."""

    @override
    def caption(self) -> str:
        """Its name."""
        return self.name

    @override
    def sort_key(self) -> str:
        """By kind as the chart shows them, then as numbered, then by name."""
        number = 9999 if self.number is None else self.number
        return f"{list(BodyKind).index(self.kind):02} {number:04} {self.name}"


@dataclass(frozen=True, kw_only=True)
class BodyGroupDefined(Begins):
    """A group of bodies with a purpose, a cadence and a composition in common."""

    TOPIC, COMMAND, SUBJECTS = "body_group.defined", "DefineBodyGroup", ("body_group",)
    LABEL, LABEL_EN = "会議体群の定め", "Body group defined"
    SENTENCE, SENTENCE_EN = (
        "会議体群「{name}」を定める（{effective}）",
        "Defined the body group {name} ({effective})",
    )

    council_id: CouncilId
    name: str
    kind: BodyKind
    purpose: str = ""
    body_count: int | None = None

    @override
    def parts(self) -> Iterable[Part]:
        """Its name."""
        yield Name(name=self.name)


class BodyGroup(Record, state=BodyGroupState, opened_by=[BodyGroupDefined]):
    """A group of bodies."""

    CONTAINERS = {"council_id": "council"}


@dataclass(frozen=True, kw_only=True)
class BodyCreated(Begins):
    """A body begins, or is first seen."""

    TOPIC, COMMAND, SUBJECTS = "body.created", "CreateBody", ("body",)
    LABEL, LABEL_EN = "会議体設置", "Body created"
    SENTENCE, SENTENCE_EN = "会議体「{name}」を設置（{effective}）", "Created the body {name} ({effective})"

    council_id: CouncilId
    name: str
    reading: str = ""
    aliases: tuple[OtherName, ...] = ()
    kind: BodyKind
    parent_id: BodyId | None = None
    group_id: GroupId | None = None
    number: int | None = None
    order_label: AsWritten = ""
    standing_members: bool | None = None
    meeting_kinds: tuple[str, ...] = ()

    @override
    def parts(self) -> Iterable[Part]:
        """Its names."""
        yield Name(name=self.name, reading=self.reading)
        for other in self.aliases:
            yield Name(kind=other.kind, name=other.name, reading=other.reading)


@dataclass(frozen=True, kw_only=True)
class BodyRenamed(Fact):
    """A change of name in the world; a misspelt name is a correction instead."""

    TOPIC, COMMAND, SUBJECTS = "body.renamed", "RenameBody", ("body",)
    LABEL, LABEL_EN = "会議体の名称変更", "Body renamed"
    SENTENCE, SENTENCE_EN = (
        "会議体の名称を「{name}」に変更（{effective}）",
        "Renamed the body to {name} ({effective})",
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
class BodyKindChanged(Fact):
    """A body becomes one of another kind."""

    TOPIC, COMMAND, SUBJECTS = "body.kind_changed", "ChangeBodyKind", ("body",)
    LABEL, LABEL_EN = "会議体の種別変更", "Body kind changed"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」の種別を{kind}に変更（{effective}）",
        "Changed the kind of {subject} to {kind} ({effective})",
    )

    kind: BodyKind
    reason: str = ""

    @override
    def parts(self) -> Iterable[Part]:
        """The step."""
        yield _step(self, LineageChange.KIND_CHANGED, self.reason)


@dataclass(frozen=True, kw_only=True)
class BodyMoved(Fact):
    """A body gets another parent or group; none means that it has none from then on."""

    TOPIC, COMMAND, SUBJECTS = "body.moved", "MoveBody", ("body",)
    LABEL, LABEL_EN = "会議体の移動", "Body moved"
    SENTENCE, SENTENCE_EN = "「{subject}」の所属を変更（{effective}）", "Moved {subject} ({effective})"
    CLEARS = frozenset({"parent_id", "group_id"})

    parent_id: BodyId | None = None
    group_id: GroupId | None = None
    reason: str = ""

    @override
    def parts(self) -> Iterable[Part]:
        """The step."""
        yield _step(self, LineageChange.MOVED, self.reason)


def _step(fact: Fact, change: LineageChange, reason: str) -> Lineage:
    me = fact.originator_id
    return Lineage(change=change, link=f"{me}:{fact.originator_version}", from_id=me, to_id=me, reason=reason)


@dataclass(frozen=True, kw_only=True)
class BodySucceeded(Ends):
    """A body, or a council's predecessor, ends in a body or a council that goes on from it."""

    TOPIC, COMMAND, SUBJECTS = "body.succeeded", "SucceedBody", ("body",)
    LABEL, LABEL_EN = "会議体の継承", "Body succeeded"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」を「{successor_id}」が継承（{effective}）",
        "{subject} was succeeded by {successor_id} ({effective})",
    )

    successor_id: Annotated[UUID, Ref("body", "council")]
    reason: str = ""

    @override
    def parts(self) -> Iterable[Part]:
        """The step."""
        me, to = self.originator_id, self.successor_id
        yield Lineage(
            change=LineageChange.SUCCEEDED,
            link=f"succeeded:{me}:{to}",
            from_id=me,
            to_id=to,
            reason=self.reason,
        )


@dataclass(frozen=True, kw_only=True)
class BodyMerged(Ends):
    """A body ends in a merger; each of the sources says so of itself, and may name the others."""

    TOPIC, COMMAND, SUBJECTS = "body.merged", "MergeBody", ("body",)
    LABEL, LABEL_EN = "会議体の統合", "Body merged"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」を「{into_id}」に統合（{effective}）",
        "Merged {subject} into {into_id} ({effective})",
    )

    into_id: BodyId
    with_ids: tuple[BodyId, ...] = ()
    reason: str = ""

    @override
    def parts(self) -> Iterable[Part]:
        """One step of the merger into that body on that day."""
        me, link = self.originator_id, f"merged:{self.into_id}:{self.day}"
        yield Lineage(
            change=LineageChange.MERGED, link=link, from_id=me, to_id=self.into_id, reason=self.reason
        )


@dataclass(frozen=True, kw_only=True)
class BodySplit(Ends):
    """A body ends in a split."""

    TOPIC, COMMAND, SUBJECTS = "body.split", "SplitBody", ("body",)
    LABEL, LABEL_EN = "会議体の分割", "Body split"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」を{into_ids}に分割（{effective}）",
        "Split {subject} into {into_ids} ({effective})",
    )

    into_ids: tuple[BodyId, ...]
    reason: str = ""

    @override
    def parts(self) -> Iterable[Part]:
        """A step to each."""
        me = self.originator_id
        for to in self.into_ids:
            link = f"split:{me}:{self.originator_version}"
            yield Lineage(change=LineageChange.SPLIT, link=link, from_id=me, to_id=to, reason=self.reason)


@dataclass(frozen=True, kw_only=True)
class BodyDissolved(Ends):
    """A body ends."""

    TOPIC, COMMAND, SUBJECTS = "body.dissolved", "DissolveBody", ("body",)
    LABEL, LABEL_EN = "会議体の廃止", "Body dissolved"
    SENTENCE, SENTENCE_EN = "「{subject}」を廃止（{effective}）", "Dissolved {subject} ({effective})"

    reason: str = ""


class Body(Record, state=BodyState, opened_by=[BodyCreated]):
    """A body and all that was ever said of it."""

    CONTAINERS = {"council_id": "council", "parent_id": "body", "group_id": "body_group"}


class NameTaken(Refused):
    """Live names are unique within a council, on every day."""

    CODE = "NAME_TAKEN"
    JA = "「{name}」は同じ協議会の別の会議体がその期間に使っています。"
    EN = "{name} names another live body of the council in that time."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


@rule
def live_names_are_unique(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Whichever event changed the names or the days."""
    for change in changes:
        for tile in change.fresh_tiles() if change.record.kind == "body" else ():
            body = tile.state
            assert isinstance(body, BodyState)  # noqa: S101 - the kind says so
            if tile.existence is Existence.LIVE:
                same = reads.versions(BodyState, council_id=[body.council_id], name=[body.name])
                if any(k.record_id != change.record.id and _both_live(k.version, tile) for k in same):
                    yield NameTaken(name=body.name)


def _both_live(one: Version, other: Version) -> bool:
    apart = (one.valid_to and one.valid_to <= other.valid_from) or (
        other.valid_to and other.valid_to <= one.valid_from
    )
    return one.existence is Existence.LIVE and not apart
