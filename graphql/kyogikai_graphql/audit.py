"""監査記録: what was recorded, by whom, in words, with its place in the chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from graphene import ID, Argument, Field, Int, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums, ids
from kyogikai_graphql.common import (
    Entry,
    Node,
    PartialDate,
    Provenance,
    QualityFlag,
    Standing,
    lang_of,
    listed,
    standing,
)  # fmt: skip
from kyogikai_graphql.fields import Said
from kyogikai_graphql.loading import Names
from kyogikai_graphql.pages import Found, connection, counted, cursors, window
from kyogikai_graphql.problems import BadUserInput, Forbidden
from kyogikai_graphql.scalars import DateTime, shown
from kyogikai_graphql.things import RowType, Thing, asking, one, stored
from kyogikai_projections import trail
from kyogikai_projections.paging import Slice
from kyogikai_projections.reading import Moment, Reading
from kyogikai_projections.reviewing import Trail, TrailPage, TrailTotal
from kyogikai_projections.reviewing import place as place_of
from kyogikai_projections.sentences import event_of
from kyogikai_projections.telling import Telling, Told
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.vocabulary import Role


class FieldChange(ObjectType):
    """A field that an entry sets, and what stood there before, where that is known."""

    field = String(required=True)
    label = String(required=True)
    old = String()
    new = String()


class Actor(ObjectType):
    """Who did something, in which role."""

    id = ID()
    name = String(required=True)
    role = Field(enums.Role)
    kind = String(required=True, description="user, client or operator.")


@dataclass(frozen=True)
class Called:
    """What accounts are called, by their ids."""

    names: Names

    def fetch(self, reading: Reading, keys: Sequence[str]) -> Mapping[str, str]:
        """Id -> name."""
        return self.names(keys)


def kind_of(role: str) -> str:
    """What sort of actor acts in a role."""
    return {Role.API_CLIENT: "client", Role.PLATFORM_OPERATOR: "operator"}.get(Role(role), "user")


class AuditEntry(RowType, interfaces=(Node,), default_resolver=stored):
    """One entry of the log."""

    position = Int(required=True)
    type = String(
        required=True,
        resolver=Said(lambda root: root.row["topic"], "{}.topic"),
        description="The stable topic of the event.",
    )
    label = String(required=True, lang=Argument(enums.Lang, default_value=enums.Languages.JA))
    sentence = String(
        required=True,
        lang=Argument(enums.Lang, default_value=enums.Languages.JA),
        description="One sentence: who did what to which.",
    )
    recorded_at = DateTime(required=True)
    effective = Field(PartialDate)
    actor = Field(Actor, required=True)
    subject = Field(Node)
    changes = listed(FieldChange)
    request_id = String()
    audience = String(required=True)
    provenance = listed(Provenance)
    quality = listed(QualityFlag)
    corrects = Field("kyogikai_graphql.audit.AuditEntry")
    corrected_by = listed("audit.AuditEntry")
    hash = String(required=True)
    previous_hash = String(required=True)

    @staticmethod
    def resolve_label(root: Entry, _info: GraphQLResolveInfo, lang: enums.Languages) -> str:
        """What sort of thing happened."""
        event = event_of(root.row)
        return event.LABEL if lang_of(lang) == "ja" else event.LABEL_EN

    @staticmethod
    async def resolve_sentence(root: Entry, info: GraphQLResolveInfo, lang: enums.Languages) -> str:
        """In words."""
        told = await _told(root, info)
        return told.ja if lang_of(lang) == "ja" else told.en

    @staticmethod
    async def resolve_actor(root: Entry, info: GraphQLResolveInfo) -> dict[str, Any]:
        """Called by the name that the account has, else by its id."""
        who, role = root.row["actor"], root.row["role"]
        name = await asking(info).load(Called(asking(info).actor_names), who)
        return {"id": ids.encode(ids.ACTOR, who), "name": name or who, "role": role, "kind": kind_of(role)}

    @staticmethod
    async def resolve_subject(root: Entry, info: GraphQLResolveInfo) -> Thing | None:
        """What it happened to, on the day asked about."""
        table = root.row["kind"]
        return await one(info, table, root.moment, root.row["stream_id"]) if table in ids.TYPES else None

    @staticmethod
    async def resolve_changes(root: Entry, info: GraphQLResolveInfo) -> Any:
        """Field by field."""
        return (await _told(root, info)).changes

    @staticmethod
    async def resolve_provenance(root: Entry, info: GraphQLResolveInfo) -> list[Standing]:
        """What it rests on."""
        own = root.row
        cited = trail.Cited(own, own["document_id"], own["locator"] or "", own["quality"])
        found = await standing(info, cited, root.moment)
        return [found] if found.document or found.locator else []

    @staticmethod
    async def resolve_corrects(root: Entry, info: GraphQLResolveInfo) -> Entry | None:
        """What a correction or annulment is about."""
        if root.row["topic"] not in trail.TAKES_BACK:
            return None
        about = (root.row["stream_id"], root.row["target"])
        return next(iter(_open(info, root, [await asking(info).load(trail.Entries(), about)])), None)

    @staticmethod
    async def resolve_corrected_by(root: Entry, info: GraphQLResolveInfo) -> list[Entry]:
        """The corrections and annulments that are about it."""
        return _open(info, root, await asking(info).load(trail.Corrections(), trail.key(root.row)) or [])

    @staticmethod
    async def resolve_hash(root: Entry, info: GraphQLResolveInfo) -> str:
        """Its link of the chain, in hexadecimal."""
        return (await _link(root, info)).own.hex()

    @staticmethod
    async def resolve_previous_hash(root: Entry, info: GraphQLResolveInfo) -> str:
        """The link before it."""
        return (await _link(root, info)).previous.hex()


AuditEntryConnection = connection("audit.AuditEntry")


async def _told(root: Entry, info: GraphQLResolveInfo) -> Told:
    told: Told = await asking(info).load(Telling(), trail.key(root.row))
    return told


async def _link(root: Entry, info: GraphQLResolveInfo) -> trail.Hashes:
    hashes: trail.Hashes = await asking(info).load(trail.Links(), root.row["position"])
    return hashes


def _open(info: GraphQLResolveInfo, root: Entry, rows: list[Any]) -> list[Entry]:
    scope = asking(info).trail
    return [Entry(row, root.moment) for row in rows if scope and scope.admits(row)]


async def entry_by_id(info: GraphQLResolveInfo, key: ids.EntryKey, moment: Moment) -> Entry | None:
    """An entry in the part of the trail that is open to the reader."""
    row = await asking(info).load(trail.Entries(), tuple(key))
    scope = asking(info).reviewed
    return Entry(row, moment) if row is not None and scope and scope.admits(row) else None


TOPICS = {name: topic for topic, event in DECLARED.items() for name in (topic, event.__name__)}
"""Every topic, by itself and by the name of its event: ``record.corrected``, ``EventCorrected``."""


def topics_of(types: Sequence[str]) -> tuple[str, ...]:
    """The topics that a filter names. Raises BadUserInput for what is no type of event."""
    unknown = [name for name in types if name not in TOPICS]
    if unknown:
        raise BadUserInput(f"type: {shown(unknown[0])} is no type of event.")
    return tuple(TOPICS[name] for name in types)


async def audit_trail(
    info: GraphQLResolveInfo,
    given: Mapping[str, Any],
    *,
    types: Sequence[str] | None,
    actor: str | None,
    subject: UUID | None,
    first: datetime | None,
    last: datetime | None,
    text: str | None,
) -> Found:
    """A page of the trail, in the order of the log.

    Raises Forbidden where it is not open to the reader, BadUserInput for a type that there is not.
    """
    scope = asking(info).reviewed
    if scope is None:
        raise Forbidden("Your role does not read the audit trail.")
    wanted, named = window(info, given), topics_of(types) if types is not None else None
    asked = Trail(scope, named, actor, subject, first, last, text or "")
    cut = await asking(info).load(TrailPage(asked, counted(wanted)), None) or Slice([], more=False)
    moment = asking(info).moment()
    nodes = [Entry(row, moment) for row in cut.rows]

    async def total() -> int:
        return await asking(info).load(TrailTotal(asked), None) or 0

    return Found(nodes, cursors(info, map(place_of, cut.rows)), cut.more, wanted, total)
