"""The five queries' schema in graphene, with aiodataloader.

``app`` executes as its documentation says; ``tuned`` parses and validates a document once.
"""

import json
from collections.abc import Callable
from functools import lru_cache, partial
from inspect import isawaitable
from typing import Any

from aiodataloader import DataLoader
from graphene import ID, Boolean, Enum, Field, Int, List, NonNull, ObjectType, Schema, String
from graphql import DocumentNode, ExecutionResult, GraphQLError, GraphQLResolveInfo, parse, validate
from graphql import execute as run

from kyogikai_tenants import vocabulary as words
from tests.bench.api_rows import Row, Rows, cursor, global_id, place_of, record_of
from tests.bench.api_shell import Shell

BodyKind = Enum.from_enum(words.BodyKind)
Existence = Enum.from_enum(words.Existence)
MeetingState = Enum.from_enum(words.MeetingState)
AgendaItemKind = Enum.from_enum(words.AgendaItemKind)
IssueState = Enum.from_enum(words.IssueState)
ReferralAct = Enum.from_enum(words.ReferralAct)
AttendanceStatus = Enum.from_enum(words.AttendanceStatus)


class Loaders:
    """One request's loaders; one for each number that a list is cut at."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.body = DataLoader(rows.bodies_by_id)
        self.issue = DataLoader(rows.issues_by_id)
        self.meeting = DataLoader(rows.meetings_by_id)
        self.agenda = DataLoader(rows.agendas)
        self._cut: dict[tuple[str, int], Any] = {}

    def first(self, what: str, count: int) -> Any:
        """The loader of the first so many."""
        if (what, count) not in self._cut:
            load: Callable[..., Any] = getattr(self.rows, what)
            self._cut[what, count] = DataLoader(partial(load, first=count))
        return self._cut[what, count]


def many(of: Any) -> Any:
    """A field ``[X!]!``."""
    return NonNull(List(NonNull(of)))


class PartialDate(ObjectType):
    value = String()
    precision = String()


class Referral(ObjectType):
    id = ID(required=True)
    act = Field(ReferralAct, required=True)
    effective = Field(PartialDate, required=True)

    @staticmethod
    def resolve_id(root: Row, _info: GraphQLResolveInfo) -> str:
        return global_id("Referral", root["id"])

    @staticmethod
    def resolve_effective(root: Row, _info: GraphQLResolveInfo) -> Row:
        return root


class ReferralConnection(ObjectType):
    nodes = many(Referral)


class Issue(ObjectType):
    id = ID(required=True)
    title = String(required=True)
    state = Field(IssueState, required=True)
    path = Field(ReferralConnection, required=True, first=Int(default_value=20))

    @staticmethod
    def resolve_id(root: Row, _info: GraphQLResolveInfo) -> str:
        return global_id("Issue", root["id"])

    @staticmethod
    async def resolve_path(root: Row, info: GraphQLResolveInfo, first: int) -> Row:
        return {"nodes": await info.context.first("paths", first).load(root["id"])}


class AgendaItem(ObjectType):
    id = ID(required=True)
    number = Int(required=True)
    title = String(required=True)
    kind = Field(AgendaItemKind, required=True)
    issue = Field(Issue)

    @staticmethod
    def resolve_id(root: Row, _info: GraphQLResolveInfo) -> str:
        return global_id("AgendaItem", root["id"])

    @staticmethod
    async def resolve_issue(root: Row, info: GraphQLResolveInfo) -> Row | None:
        named = root["issue_id"]
        found: Row | None = await info.context.issue.load(named) if named else None
        return found


class Attendance(ObjectType):
    name = String()
    status = Field(AttendanceStatus)


class AttendanceConnection(ObjectType):
    nodes = many(Attendance)


class Meeting(ObjectType):
    id = ID(required=True)
    title = String(required=True)
    date = Field(PartialDate, required=True)
    state = Field(MeetingState, required=True)
    place = String()
    bodies = many(lambda: Body)
    agenda = many(AgendaItem)
    attendance = Field(AttendanceConnection, required=True, first=Int(default_value=20))

    @staticmethod
    def resolve_id(root: Row, _info: GraphQLResolveInfo) -> str:
        return global_id("Meeting", root["id"])

    @staticmethod
    def resolve_date(root: Row, _info: GraphQLResolveInfo) -> Row:
        return {"value": root["date_value"], "precision": root["date_precision"]}

    @staticmethod
    async def resolve_bodies(root: Row, info: GraphQLResolveInfo) -> list[Row]:
        return [row for row in await info.context.body.load_many(root["body_ids"]) if row is not None]

    @staticmethod
    async def resolve_agenda(root: Row, info: GraphQLResolveInfo) -> Any:
        return await info.context.agenda.load(root["id"])

    @staticmethod
    async def resolve_attendance(root: Row, info: GraphQLResolveInfo, first: int) -> Row:
        return {"nodes": await info.context.first("attendances", first).load(root["id"])}


class PageInfo(ObjectType):
    has_next_page = Boolean(required=True)
    has_previous_page = Boolean(required=True)
    start_cursor = String()
    end_cursor = String()


class MeetingEdge(ObjectType):
    cursor = String(required=True)
    node = Field(Meeting, required=True)


class MeetingConnection(ObjectType):
    nodes = many(Meeting)
    edges = many(MeetingEdge)
    page_info = Field(PageInfo, required=True)
    total_count = Int(required=True)

    @staticmethod
    def resolve_edges(root: Row, _info: GraphQLResolveInfo) -> list[Row]:
        return [{"cursor": cursor(row), "node": row} for row in root["nodes"]]

    @staticmethod
    def resolve_page_info(root: Row, _info: GraphQLResolveInfo) -> Row:
        rows = root["nodes"]
        ends = [cursor(row) for row in (rows[0], rows[-1])] if rows else [None, None]
        return {
            "has_next_page": root["more"],
            "has_previous_page": root["less"],
            "start_cursor": ends[0],
            "end_cursor": ends[1],
        }

    @staticmethod
    async def resolve_total_count(_root: Row, info: GraphQLResolveInfo) -> Any:
        return await info.context.rows.count_meetings()


class Body(ObjectType):
    id = ID(required=True)
    name = String(required=True)
    kind = Field(BodyKind, required=True)
    existence = Field(Existence, required=True)
    meetings = Field(MeetingConnection, required=True, first=Int(default_value=20))

    @staticmethod
    def resolve_id(root: Row, _info: GraphQLResolveInfo) -> str:
        return global_id("Body", root["id"])

    @staticmethod
    async def resolve_meetings(root: Row, info: GraphQLResolveInfo, first: int) -> Row:
        return {"nodes": await info.context.first("meetings_of", first).load(root["id"])}


class BodyConnection(ObjectType):
    nodes = many(Body)


class Query(ObjectType):
    bodies = Field(BodyConnection, required=True, first=Int(default_value=20))
    meetings = Field(MeetingConnection, required=True, first=Int(default_value=20), after=String())
    meeting = Field(Meeting, id=ID(required=True))

    @staticmethod
    async def resolve_bodies(_root: None, info: GraphQLResolveInfo, first: int) -> Row:
        return {"nodes": await info.context.rows.bodies(first)}

    @staticmethod
    async def resolve_meetings(
        _root: None, info: GraphQLResolveInfo, first: int, after: str | None = None
    ) -> Row:
        rows = await info.context.rows.meetings(first, place_of(after))
        return {"nodes": rows[:first], "more": len(rows) > first, "less": after is not None}

    @staticmethod
    async def resolve_meeting(_root: None, info: GraphQLResolveInfo, id: str) -> Any:  # noqa: A002 - the contract's word
        return await info.context.meeting.load(record_of(id))


SCHEMA = Schema(Query)


async def execute(rows: Rows, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Run a document as graphene's documentation says."""
    return _response(
        await SCHEMA.execute_async(document, context_value=Loaders(rows), variable_values=variables)
    )


@lru_cache(100)
def prepared(document: str) -> tuple[DocumentNode, list[GraphQLError]]:
    """The document and what is wrong with it."""
    parsed = parse(document)
    return parsed, validate(SCHEMA.graphql_schema, parsed)


async def execute_prepared(rows: Rows, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Run a document with graphene's schema."""
    parsed, wrong = prepared(document)
    if wrong:
        return {"errors": [error.formatted for error in wrong]}
    running = run(SCHEMA.graphql_schema, parsed, context_value=Loaders(rows), variable_values=variables)
    return _response(await running if isawaitable(running) else running)


def _response(result: ExecutionResult) -> dict[str, Any]:
    errors = {"errors": [error.formatted for error in result.errors]} if result.errors else {}
    return {"data": result.data, **errors}


def _plainly(body: Any) -> bytes:
    return json.dumps(body).encode()


app = Shell(execute, _plainly)
tuned = Shell(execute_prepared)
