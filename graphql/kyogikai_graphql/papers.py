"""次第・会議録・資料: what a meeting works through, and what it leaves on paper."""

from typing import Any

from graphene import ID, Boolean, Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums, ids
from kyogikai_graphql.common import Fact, Node, QualityFlag, listed, thing
from kyogikai_graphql.scalars import DateTime
from kyogikai_graphql.things import RowType, Thing, asking, first, one, some
from kyogikai_projections.trail import Entries


class AgendaItem(RowType, interfaces=(Node, Fact)):
    """An item of an agenda; a case study in a document is one, with its presenter."""

    number = Int(required=True)
    title = String(required=True)
    kind = Field(enums.AgendaItemKind, required=True)
    presenter = thing("members.Organization")
    presenter_body = thing("bodies.Body")
    presenter_as_written = String()
    guests = listed("members.Organization")
    issue = thing("issues.Issue")
    activity = thing("activities.Activity")
    open_ended = Boolean(required=True, description="The list ends with 他.")
    quality = listed(QualityFlag, description="Of the item itself; the meeting has its own.")

    @staticmethod
    async def resolve_presenter(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """The organisation that presents it."""
        return await one(info, "organization", root.moment, root.row["presenter_id"])

    @staticmethod
    async def resolve_presenter_body(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """The body that presents it."""
        return await one(info, "body", root.moment, root.row["presenter_body_id"])

    @staticmethod
    async def resolve_guests(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Organisations invited for it."""
        return await some(info, "organization", root.moment, root.row["guest_ids"])

    @staticmethod
    async def resolve_issue(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """The issue that it is about."""
        return await one(info, "issue", root.moment, root.row["issue_id"])

    @staticmethod
    async def resolve_activity(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """The activity that it is about, or else the one with a step that it was."""
        named = root.row["activity_id"]
        step = None if named else await first(info, root, "activity_step", "item_id")
        return await one(info, "activity", root.moment, step.row["activity_id"] if step else named)

    @staticmethod
    def resolve_quality(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Its own flags."""
        return root.row["quality"]


class Minutes(RowType, interfaces=(Node,)):
    """One kind of minutes of a meeting."""

    state = Field(enums.MinutesState, required=True)
    kind = String(required=True)
    text = String()
    published_at = DateTime()
    entry_id = ID(description="The log entry that published it; inclusionProof takes its id.")

    @staticmethod
    async def resolve_published_at(root: Thing, info: GraphQLResolveInfo) -> Any:
        """When it was recorded that it is public."""
        if root.row["published_by"] is None:
            return None
        entry = await asking(info).load(Entries(), (root.stream, root.row["published_by"]))
        return entry["recorded_at"]

    @staticmethod
    def resolve_entry_id(root: Thing, _info: GraphQLResolveInfo) -> str | None:
        """Of the publication."""
        version = root.row["published_by"]
        return ids.entry_id(root.stream, version) if version is not None else None


class Document(RowType, interfaces=(Node,)):
    """A paper of a meeting; its bytes are elsewhere, and hash to sha256."""

    title = String(required=True)
    number = String()
    media_type = String(required=True)
    bytes = Int(required=True)
    sha256 = String(required=True)
    url = String()

    @staticmethod
    def resolve_bytes(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """How many."""
        return root.row["byte_count"]
