"""The root: every way into the API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graphene import ID, Argument, Boolean, Field, Int, List, NonNull, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums, ids
from kyogikai_graphql.activities import ActivityConnection, activity_conditions
from kyogikai_graphql.audit import AuditEntryConnection, audit_trail
from kyogikai_graphql.bodies import BodyConnection, body_conditions
from kyogikai_graphql.changes import ChangePage, changes
from kyogikai_graphql.common import Node, listed, moment_arguments, thing
from kyogikai_graphql.council_fields import AllCouncils, CouncilInForce
from kyogikai_graphql.issues import IssueConnection, issue_conditions
from kyogikai_graphql.lineage import EveryLink, LineageLink
from kyogikai_graphql.listing import Named, Paged
from kyogikai_graphql.lookup import ById, by_id
from kyogikai_graphql.meetings import MeetingConnection, days_of, meeting_conditions
from kyogikai_graphql.members import OrganizationConnection
from kyogikai_graphql.municipality import Tenant
from kyogikai_graphql.pages import Found, paged
from kyogikai_graphql.proofs import (
    Checkpoint,
    CheckpointConnection,
    InclusionProof,
    checkpoints,
    consistency_proof,
    inclusion_proof,
    last_checkpoint,
)
from kyogikai_graphql.proposals import RecommendationConnection
from kyogikai_graphql.rate import RateLimit, standing
from kyogikai_graphql.scalars import Date, DateTime
from kyogikai_graphql.search import SearchHitConnection, Searching
from kyogikai_graphql.viewer import Viewer, viewer
from kyogikai_projections.paging import Condition, Overlaps, Present


def answer_conditions(given: Mapping[str, Any]) -> list[Condition]:
    """Recommendations answered by that day, or not yet; of a year: adopted in it, or maybe."""
    which: list[Condition] = []
    if (answered := given.get("answered")) is not None:
        which.append(Present("response", answered))
    if (year := given.get("fiscal_year")) is not None:
        which.append(Overlaps("adopted", *days_of(year)))
    return which


class Query(ObjectType):
    """asOf = how things stood on that day (default: today in Japan).

    KnownAt = as the log knew it then, inclusive.
    """

    node = Field(Node, resolver=ById(), args=by_id())
    municipality = thing("municipality.Municipality", required=True, resolver=Tenant())
    council = thing(
        "council.Council",
        resolver=CouncilInForce(),
        args=moment_arguments(),
        description="The council in force that day (a predecessor where the lineage says so); "
        "null only before the first one is known of.",
    )
    councils = listed(
        "council.Council",
        resolver=AllCouncils(),
        args={"standing": Argument(enums.CouncilStanding), **moment_arguments()},
        description="All councils and networks on record, predecessors and external ones included.",
    )
    lineage = listed(LineageLink, resolver=EveryLink(), args=moment_arguments())
    bodies = paged(
        BodyConnection,
        resolver=Named("body", conditions=body_conditions, names="dated_name"),
        kind=Argument(enums.BodyKind),
        name=String(),
        live=Boolean(),
        times=True,
    )
    body = thing("bodies.Body", resolver=ById("Body"), args=by_id())
    organizations = paged(
        OrganizationConnection,
        resolver=Named("organization", names="organization"),
        name=String(),
        times=True,
    )
    meetings = paged(
        MeetingConnection,
        resolver=Paged("meeting", conditions=meeting_conditions),
        body_id=ID(),
        fiscal_year=Int(),
        from_=Argument(Date, name="from"),
        to=Argument(Date),
        state=Argument(enums.MeetingState),
        times=True,
    )
    meeting = thing("meetings.Meeting", resolver=ById("Meeting"), args=by_id())
    issues = paged(
        IssueConnection,
        resolver=Paged("issue", conditions=issue_conditions),
        state=Argument(enums.IssueState),
        states=Argument(List(NonNull(enums.IssueState))),
        owner_id=ID(),
        feedback_due=Boolean(),
        raised_from=Argument(Date),
        raised_to=Argument(Date),
        times=True,
    )
    issue = thing("issues.Issue", resolver=ById("Issue"), args=by_id())
    recommendations = paged(
        RecommendationConnection,
        resolver=Paged("recommendation", conditions=answer_conditions),
        answered=Boolean(),
        fiscal_year=Int(),
        times=True,
    )
    activities = paged(
        ActivityConnection,
        resolver=Paged("activity", conditions=activity_conditions),
        kind=Argument(enums.ActivityKind),
        state=Argument(enums.ActivityState),
        fiscal_year=Int(),
        times=True,
    )
    search = paged(
        SearchHitConnection,
        resolver=Searching(),
        text=Argument(String, required=True),
        times=True,
        description="Japanese text, normalised (NFKC, variants of characters and of words), "
        "also former names.",
    )
    audit_trail = paged(
        AuditEntryConnection,
        type=Argument(
            List(NonNull(String)),
            description="Topics (record.corrected) or names of events (EventCorrected).",
        ),
        actor_id=ID(),
        subject_id=ID(),
        from_=Argument(DateTime, name="from"),
        to=Argument(DateTime),
        text=String(),
    )
    changes = Field(
        ChangePage,
        required=True,
        after=String(),
        first=Int(default_value=100),
        description="Subjects changed since an opaque cursor, in order; to keep a copy in step. "
        "No audit data.",
    )
    checkpoint = Field(Checkpoint, required=True, description="The newest; NOT_FOUND before the first.")
    checkpoints = paged(CheckpointConnection)
    inclusion_proof = Field(InclusionProof, entry_id=ID(required=True), size=Int())
    consistency_proof = Field(
        List(NonNull(String)),
        args={"from_": Argument(Int, name="from", required=True), "to": Argument(Int, required=True)},
    )
    viewer = Field(Viewer, resolver=viewer)
    rate_limit = Field(RateLimit, required=True, resolver=standing)

    @staticmethod
    async def resolve_audit_trail(
        _root: None,
        info: GraphQLResolveInfo,
        type: list[str] | None = None,  # noqa: A002 - the contract's word
        actor_id: str | None = None,
        subject_id: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        text: str | None = None,
        **given: Any,
    ) -> Found:
        """For those who review it."""
        actor = ids.decode_actor(actor_id) if actor_id is not None else None
        subject = ids.record(subject_id, *ids.TABLES)
        return await audit_trail(
            info, given, types=type, actor=actor, subject=subject, first=from_, last=to, text=text
        )

    @staticmethod
    async def resolve_changes(
        _root: None, info: GraphQLResolveInfo, after: str | None = None, first: int | None = None
    ) -> Any:
        """Since a cursor."""
        return await changes(info, after, first)

    @staticmethod
    async def resolve_checkpoint(_root: None, info: GraphQLResolveInfo) -> Any:
        """The newest."""
        return await last_checkpoint(info)

    @staticmethod
    async def resolve_checkpoints(_root: None, info: GraphQLResolveInfo, **given: Any) -> Found:
        """All that were kept."""
        return await checkpoints(info, given)

    @staticmethod
    async def resolve_inclusion_proof(
        _root: None, info: GraphQLResolveInfo, entry_id: str, size: int | None = None
    ) -> Any:
        """Of an entry."""
        return await inclusion_proof(info, entry_id, size)

    @staticmethod
    async def resolve_consistency_proof(_root: None, info: GraphQLResolveInfo, from_: int, to: int) -> Any:
        """Between two sizes."""
        return await consistency_proof(info, from_, to)
