"""The root: every way into the API."""

from datetime import date, datetime
from typing import Any

from graphene import ID, Argument, Boolean, Field, Int, List, NonNull, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import council as councils_of
from kyogikai_graphql import enums, ids, municipality
from kyogikai_graphql.activities import ActivityConnection
from kyogikai_graphql.audit import AuditEntryConnection, audit_trail
from kyogikai_graphql.bodies import BodyConnection
from kyogikai_graphql.changes import ChangePage, changes
from kyogikai_graphql.common import Node, listed, moment_arguments, moment_of, thing
from kyogikai_graphql.issues import IssueConnection, issue_conditions
from kyogikai_graphql.lineage import LineageLink, Link, every_link
from kyogikai_graphql.lookup import OWNERS, anything, by_id, named, record
from kyogikai_graphql.meetings import MeetingConnection, days_of, meeting_conditions
from kyogikai_graphql.members import OrganizationConnection
from kyogikai_graphql.pages import Found, page, paged
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
from kyogikai_graphql.scalars import Date, DateTime
from kyogikai_graphql.search import SearchHitConnection, search
from kyogikai_graphql.things import Thing, asking
from kyogikai_projections.paging import Condition, Either, Equal, Overlaps, Present
from kyogikai_tenants.vocabulary import ActivityKind, BodyKind, CouncilStanding, IssueState, MeetingState


class Query(ObjectType):
    """asOf = how things stood on that day (default: today in Japan).

    KnownAt = as the log knew it then, inclusive.
    """

    node = Field(Node, args=by_id())
    municipality = thing("municipality.Municipality", required=True)
    council = thing(
        "council.Council",
        args=moment_arguments(),
        description="The council in force that day (a predecessor where the lineage says so); "
        "null only before the first one is known of.",
    )
    councils = listed(
        "council.Council",
        args={"standing": Argument(enums.CouncilStanding), **moment_arguments()},
        description="All councils and networks on record, predecessors and external ones included.",
    )
    lineage = listed(LineageLink, args=moment_arguments())
    bodies = paged(
        BodyConnection,
        kind=Argument(enums.BodyKind),
        name=String(),
        live=Boolean(),
        times=True,
    )
    body = thing("bodies.Body", args=by_id())
    organizations = paged(OrganizationConnection, name=String(), times=True)
    meetings = paged(
        MeetingConnection,
        body_id=ID(),
        fiscal_year=Int(),
        from_=Argument(Date, name="from"),
        to=Argument(Date),
        state=Argument(enums.MeetingState),
        times=True,
    )
    meeting = thing("meetings.Meeting", args=by_id())
    issues = paged(
        IssueConnection,
        state=Argument(enums.IssueState),
        owner_id=ID(),
        raised_from=Argument(Date),
        raised_to=Argument(Date),
        times=True,
    )
    issue = thing("issues.Issue", args=by_id())
    recommendations = paged(RecommendationConnection, answered=Boolean(), times=True)
    activities = paged(ActivityConnection, kind=Argument(enums.ActivityKind), fiscal_year=Int(), times=True)
    search = paged(
        SearchHitConnection,
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

    @staticmethod
    async def resolve_node(_root: None, info: GraphQLResolveInfo, id: str, **given: Any) -> Any:  # noqa: A002 - the contract's word
        """Anything by its id."""
        return await anything(info, id, moment_of(info, given))

    @staticmethod
    async def resolve_municipality(_root: None, info: GraphQLResolveInfo) -> Thing:
        """Whose record this is."""
        return await municipality.tenant(info, asking(info).moment())

    @staticmethod
    async def resolve_council(_root: None, info: GraphQLResolveInfo, **given: Any) -> Thing | None:
        """In force."""
        return await councils_of.council(info, moment_of(info, given))

    @staticmethod
    async def resolve_councils(
        _root: None, info: GraphQLResolveInfo, standing: CouncilStanding | None = None, **given: Any
    ) -> list[Thing]:
        """On record."""
        return await councils_of.councils(info, moment_of(info, given), standing)

    @staticmethod
    async def resolve_lineage(_root: None, info: GraphQLResolveInfo, **given: Any) -> list[Link]:
        """All of it."""
        return await every_link(info, moment_of(info, given))

    @staticmethod
    async def resolve_bodies(
        _root: None,
        info: GraphQLResolveInfo,
        *,
        kind: BodyKind | None = None,
        name: str | None = None,
        live: bool | None = None,
        **given: Any,
    ) -> Found:
        """Of all councils."""
        moment = moment_of(info, given)
        which = await named(info, moment, name, "dated_name")
        if kind is not None:
            which.append(Equal("kind", (kind.value,)))
        if live is not None:
            which.append(Equal("existence", councils_of.existence(live=live)))
        return await page(info, "body", moment, given, *which)

    @staticmethod
    async def resolve_body(_root: None, info: GraphQLResolveInfo, id: str, **given: Any) -> Any:  # noqa: A002
        """By id."""
        return await anything(info, id, moment_of(info, given), "Body")

    @staticmethod
    async def resolve_organizations(
        _root: None, info: GraphQLResolveInfo, name: str | None = None, **given: Any
    ) -> Found:
        """By name, former ones too."""
        moment = moment_of(info, given)
        which = await named(info, moment, name, "organization")
        return await page(info, "organization", moment, given, *which)

    @staticmethod
    async def resolve_meetings(
        _root: None,
        info: GraphQLResolveInfo,
        body_id: str | None = None,
        fiscal_year: int | None = None,
        from_: date | None = None,
        to: date | None = None,
        state: MeetingState | None = None,
        **given: Any,
    ) -> Found:
        """By date."""
        body = record(body_id, "Body")
        which = meeting_conditions(body=body, fiscal_year=fiscal_year, first=from_, last=to, state=state)
        return await page(info, "meeting", moment_of(info, given), given, *which)

    @staticmethod
    async def resolve_meeting(_root: None, info: GraphQLResolveInfo, id: str, **given: Any) -> Any:  # noqa: A002
        """By id."""
        return await anything(info, id, moment_of(info, given), "Meeting")

    @staticmethod
    async def resolve_issues(
        _root: None,
        info: GraphQLResolveInfo,
        state: IssueState | None = None,
        owner_id: str | None = None,
        raised_from: date | None = None,
        raised_to: date | None = None,
        **given: Any,
    ) -> Found:
        """By state, owner and date."""
        owner = record(owner_id, *OWNERS)
        which = issue_conditions(state=state, owner=owner, first=raised_from, last=raised_to)
        return await page(info, "issue", moment_of(info, given), given, *which)

    @staticmethod
    async def resolve_issue(_root: None, info: GraphQLResolveInfo, id: str, **given: Any) -> Any:  # noqa: A002
        """By id."""
        return await anything(info, id, moment_of(info, given), "Issue")

    @staticmethod
    async def resolve_recommendations(
        _root: None, info: GraphQLResolveInfo, *, answered: bool | None = None, **given: Any
    ) -> Found:
        """Answered by that day, or not yet."""
        which = [Present("response", answered)] if answered is not None else []
        return await page(info, "recommendation", moment_of(info, given), given, *which)

    @staticmethod
    async def resolve_activities(
        _root: None,
        info: GraphQLResolveInfo,
        kind: ActivityKind | None = None,
        fiscal_year: int | None = None,
        **given: Any,
    ) -> Found:
        """Of a year: said to be of it, or with a date that may lie in it."""
        which: list[Condition] = [Equal("kind", (kind.value,))] if kind is not None else []
        if fiscal_year is not None:
            dated = Overlaps("date", *days_of(fiscal_year))
            which.append(Either((Equal("fiscal_year", (fiscal_year,)), dated)))
        return await page(info, "activity", moment_of(info, given), given, *which)

    @staticmethod
    async def resolve_search(_root: None, info: GraphQLResolveInfo, text: str, **given: Any) -> Found:
        """By text."""
        return await search(info, text, moment_of(info, given), given)

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
        subject = record(subject_id, *ids.TABLES)
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
