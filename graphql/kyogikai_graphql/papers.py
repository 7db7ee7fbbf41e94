"""次第・会議録・資料: what a meeting works through, and what it leaves on paper."""

from dataclasses import dataclass
from typing import Any

from graphene import ID, Boolean, Field, Int, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import enums, ids
from kyogikai_graphql.common import Fact, Node, QualityFlag, listed, thing
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting, entry_text, moment_text
from kyogikai_graphql.compiler.statement import Row
from kyogikai_graphql.fields import Column, Said, Some, ToOne
from kyogikai_graphql.plain_summaries import plain_summary
from kyogikai_graphql.scalars import DateTime
from kyogikai_graphql.things import RowType, Thing, asking, first, one
from kyogikai_projections.trail import Entries


@dataclass(frozen=True)
class ActivityOf(Compiled):
    """The activity that an item is about, or else the one with a step that it was."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """It, or null where it is hidden."""
        named = root.row["activity_id"]
        step = None if named else await first(info, root, "activity_step", "item_id")
        return await one(info, "activity", root.moment, step.row["activity_id"] if step else named)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        step = c.row("activity_step", at.moment)
        which = f"{c.statement.rows(step, 'listed', 'item_id')} AND {step}.item_id = {at}.id"
        ordered = f"ORDER BY {step}.sort, {step}.id, {step}.valid_from LIMIT 1"
        by_step = f"SELECT {step}.activity_id FROM activity_step {step} WHERE {which} {ordered}"
        return c.found(c.join(at, "activity", f"{{}}.id = coalesce({at}.activity_id, ({by_step}))"), ask)


@dataclass(frozen=True)
class PublishedAt(Compiled):
    """When it was recorded that minutes are public."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Any:
        """The entry's time."""
        if root.row["published_by"] is None:
            return None
        entry = await asking(info).load(Entries(), (root.stream, root.row["published_by"]))
        return entry["recorded_at"]

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        entry = c.statement.alias("a")
        own = f"{entry}.tenant_id = {c.statement.parameter('tenant_id', 'UUID')}"
        return (
            f"(SELECT {moment_text(f'{entry}.recorded_at')} FROM audit_entry {entry} WHERE {own} "
            f"AND {entry}.stream_id = {at}.stream_id AND {entry}.stream_version = {at}.published_by)"
        )


def _publication(root: Thing) -> str | None:
    version = root.row["published_by"]
    return ids.entry_id(root.stream, version) if version is not None else None


PUBLICATION = Said(_publication, entry_text("{0}.stream_id", "{0}.published_by"))


class AgendaItem(RowType, interfaces=(Node, Fact)):
    """An item of an agenda; a case study in a document is one, with its presenter."""

    number = Int(required=True)
    title = String(required=True)
    kind = Field(enums.AgendaItemKind, required=True)
    presenter = thing("members.Organization", resolver=ToOne("organization", "presenter_id"))
    presenter_body = thing("bodies.Body", resolver=ToOne("body", "presenter_body_id"))
    presenter_as_written = String()
    guests = listed("members.Organization", resolver=Some("organization", "guest_ids"))
    issue = thing("issues.Issue", resolver=ToOne("issue", "issue_id"))
    activity = thing("activities.Activity", resolver=ActivityOf())
    open_ended = Boolean(required=True, description="The list ends with 他.")
    quality = listed(
        QualityFlag,
        resolver=Column("quality"),
        description="Of the item itself; the meeting has its own.",
    )


class Minutes(RowType, interfaces=(Node,)):
    """One kind of minutes of a meeting."""

    state = Field(enums.MinutesState, required=True)
    kind = String(required=True)
    text = String()
    plain_summary = plain_summary("The meeting's summary in やさしい日本語, where an editor wrote it.")
    published_at = DateTime(resolver=PublishedAt())
    entry_id = ID(
        resolver=PUBLICATION, description="The log entry that published it; inclusionProof takes its id."
    )


class Document(RowType, interfaces=(Node,)):
    """A paper of a meeting; its bytes are elsewhere, and hash to sha256."""

    title = String(required=True)
    number = String()
    media_type = String(required=True)
    bytes = Int(required=True, resolver=Column("byte_count"))
    sha256 = String(required=True)
    url = String()
