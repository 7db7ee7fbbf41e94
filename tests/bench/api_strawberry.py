"""The five queries' schema in strawberry, with its dataloaders.

``app`` is served as its documentation says, with Starlette; ``tuned`` has its caches of parsed and validated
documents and nothing around it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import strawberry
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from typing_extensions import override

from kyogikai_tenants.vocabulary import (
    AgendaItemKind,
    AttendanceStatus,
    BodyKind,
    Existence,
    IssueState,
    MeetingState,
    ReferralAct,
)
from tests.bench.api_rows import Row, Rows, cursor, global_id, place_of, record_of
from tests.bench.api_shell import Framed, Shell

for words in (BodyKind, Existence, MeetingState, AgendaItemKind, IssueState, ReferralAct, AttendanceStatus):
    strawberry.enum(words)


class Loaders:
    """One request's loaders; one for each number that a list is cut at."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.body: DataLoader[Any, Any] = DataLoader(rows.bodies_by_id)
        self.issue: DataLoader[Any, Any] = DataLoader(rows.issues_by_id)
        self.meeting: DataLoader[Any, Any] = DataLoader(rows.meetings_by_id)
        self.agenda: DataLoader[Any, Any] = DataLoader(rows.agendas)
        self._cut: dict[tuple[str, int], DataLoader[Any, Any]] = {}

    def first(self, what: str, count: int) -> DataLoader[Any, Any]:
        """The loader of the first so many."""
        if (what, count) not in self._cut:
            load: Callable[..., Any] = getattr(self.rows, what)
            self._cut[what, count] = DataLoader(partial(load, first=count))
        return self._cut[what, count]


Info = strawberry.Info[Loaders, None]


@strawberry.type
class PartialDate:
    value: str | None
    precision: str | None = None


@strawberry.type
class Referral:
    id: strawberry.ID
    act: ReferralAct
    effective: PartialDate


@strawberry.type
class ReferralConnection:
    nodes: list[Referral]


@strawberry.type
class Issue:
    row: strawberry.Private[Row]
    id: strawberry.ID
    title: str
    state: IssueState

    @strawberry.field
    async def path(self, info: Info, first: int = 20) -> ReferralConnection:
        rows = await info.context.first("paths", first).load(self.row["id"])
        return ReferralConnection(
            nodes=[
                Referral(
                    id=strawberry.ID(global_id("Referral", r["id"])),
                    act=ReferralAct(r["act"]),
                    effective=PartialDate(value=r["value"]),
                )
                for r in rows
            ]
        )


@strawberry.type
class AgendaItem:
    row: strawberry.Private[Row]
    id: strawberry.ID
    number: int
    title: str
    kind: AgendaItemKind

    @strawberry.field
    async def issue(self, info: Info) -> Issue | None:
        named = self.row["issue_id"]
        row = await info.context.issue.load(named) if named else None
        if row is None:
            return None
        state = IssueState(row["state"])
        return Issue(
            row=row, id=strawberry.ID(global_id("Issue", row["id"])), title=row["title"], state=state
        )


@strawberry.type
class Attendance:
    name: str | None
    status: AttendanceStatus | None


@strawberry.type
class AttendanceConnection:
    nodes: list[Attendance]


@strawberry.type
class Meeting:
    row: strawberry.Private[Row]
    id: strawberry.ID
    title: str
    date: PartialDate
    state: MeetingState
    place: str | None

    @strawberry.field
    async def bodies(self, info: Info) -> list["Body"]:
        rows = await info.context.body.load_many(self.row["body_ids"])
        return [body(row) for row in rows if row is not None]

    @strawberry.field
    async def agenda(self, info: Info) -> list[AgendaItem]:
        return [
            AgendaItem(
                row=r,
                id=strawberry.ID(global_id("AgendaItem", r["id"])),
                number=r["number"],
                title=r["title"],
                kind=AgendaItemKind(r["kind"]),
            )
            for r in await info.context.agenda.load(self.row["id"])
        ]

    @strawberry.field
    async def attendance(self, info: Info, first: int = 20) -> AttendanceConnection:
        rows = await info.context.first("attendances", first).load(self.row["id"])
        nodes = [
            Attendance(name=r["name"] or None, status=AttendanceStatus(r["status"]) if r["status"] else None)
            for r in rows
        ]
        return AttendanceConnection(nodes=nodes)


def meeting(row: Row) -> Meeting:
    """A meeting of a row."""
    return Meeting(
        row=row,
        id=strawberry.ID(global_id("Meeting", row["id"])),
        title=row["title"],
        date=PartialDate(value=row["date_value"], precision=row["date_precision"]),
        state=MeetingState(row["state"]),
        place=row["place"],
    )


@strawberry.type
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class MeetingEdge:
    cursor: str
    node: Meeting


@strawberry.type
class MeetingConnection:
    rows: strawberry.Private[list[Row]]
    more: strawberry.Private[bool]
    less: strawberry.Private[bool]

    @strawberry.field
    def nodes(self) -> list[Meeting]:
        return [meeting(row) for row in self.rows]

    @strawberry.field
    def edges(self) -> list[MeetingEdge]:
        return [MeetingEdge(cursor=cursor(row), node=meeting(row)) for row in self.rows]

    @strawberry.field
    async def total_count(self, info: Info) -> int:
        return await info.context.rows.count_meetings()

    @strawberry.field
    def page_info(self) -> PageInfo:
        ends = [cursor(row) for row in (self.rows[0], self.rows[-1])] if self.rows else [None, None]
        return PageInfo(
            has_next_page=self.more, has_previous_page=self.less, start_cursor=ends[0], end_cursor=ends[1]
        )


@strawberry.type
class Body:
    row: strawberry.Private[Row]
    id: strawberry.ID
    name: str
    kind: BodyKind
    existence: Existence

    @strawberry.field
    async def meetings(self, info: Info, first: int = 20) -> MeetingConnection:
        rows = await info.context.first("meetings_of", first).load(self.row["id"])
        return MeetingConnection(rows=rows, more=False, less=False)


def body(row: Row) -> Body:
    """A body of a row."""
    return Body(
        row=row,
        id=strawberry.ID(global_id("Body", row["id"])),
        name=row["name"],
        kind=BodyKind(row["kind"]),
        existence=Existence(row["existence"]),
    )


@strawberry.type
class BodyConnection:
    nodes: list[Body]


@strawberry.type
class Query:
    @strawberry.field
    async def bodies(self, info: Info, first: int = 20) -> BodyConnection:
        return BodyConnection(nodes=[body(row) for row in await info.context.rows.bodies(first)])

    @strawberry.field
    async def meetings(self, info: Info, first: int = 20, after: str | None = None) -> MeetingConnection:
        rows = await info.context.rows.meetings(first, place_of(after))
        return MeetingConnection(rows=rows[:first], more=len(rows) > first, less=after is not None)

    @strawberry.field
    async def meeting(self, info: Info, id: strawberry.ID) -> Meeting | None:  # noqa: A002 - the contract's word
        row = await info.context.meeting.load(record_of(id))
        return meeting(row) if row else None


class Documented(GraphQL[Loaders, None]):
    """The integration that strawberry's documentation gives."""

    @override
    async def get_context(self, request: Any, response: Any) -> Loaders:
        """The request's loaders."""
        return Loaders(request.scope["rows"])


SCHEMA = strawberry.Schema(Query, extensions=[ParserCache(maxsize=100), ValidationCache(maxsize=100)])


async def execute(rows: Rows, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Run a document with strawberry."""
    result = await SCHEMA.execute(document, variable_values=variables, context_value=Loaders(rows))
    errors = {"errors": [error.formatted for error in result.errors]} if result.errors else {}
    return {"data": result.data, **errors}


app = Framed(Documented(strawberry.Schema(Query)))
tuned = Shell(execute)
