"""会議: meetings, and what belongs to one: numbers, attendance, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphene import Boolean, Field, Int, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import enums, ids
from kyogikai_graphql.abstracts import PresentedAbstract
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, thing
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import Row, array, joined
from kyogikai_graphql.council import DatedName
from kyogikai_graphql.fields import First, Many, Said, Some, ToOne
from kyogikai_graphql.listing import Paged
from kyogikai_graphql.pages import connection, paged
from kyogikai_graphql.papers import AgendaItem, Document, Minutes
from kyogikai_graphql.problems import BadUserInput
from kyogikai_graphql.scalars import JSON, DateTime
from kyogikai_graphql.things import RowType, Thing, asking, some
from kyogikai_projections.paging import BelongsTo, Condition, Equal, Link, Overlaps
from kyogikai_projections.reading import caption_of
from kyogikai_projections.standing import NamedOn
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.vocabulary import NameKind

BY_BODY = Link("meeting_body", "body_id", "meeting_id")
"""By what a meeting belongs to a body."""


class AttendanceCounts(RowType):
    """As recorded, also where no names are: 17 of 21."""

    expected = Int()
    present = Int()
    absent = Int()
    online = Int()
    proxy = Int()
    as_written = String()


class MeetingNumber(RowType):
    """The number of a meeting in the series of one of its bodies."""

    body = thing("bodies.Body", required=True, resolver=ToOne("body", "body_id"))
    scheme = Field(enums.NumberingScheme, required=True)
    number = Int(required=True)
    label = String(
        required=True,
        resolver=Said(
            lambda root: root.row["label"] or f"第{root.row['number']}回",
            "coalesce(nullif({0}.label, ''), '第'||{0}.number||'回')",
        ),
    )


class Quorum(RowType):
    """The quorum of one body, as it was counted."""

    body = thing("bodies.Body", required=True, resolver=ToOne("body", "body_id"))
    base = Int(required=True)
    needed = Int(required=True)
    present = Int(required=True)
    met = Boolean(required=True)


class Attendance(RowType, interfaces=(Node,)):
    """What one invited person answered, and whether they came."""

    membership = thing("members.Membership", resolver=ToOne("membership", "membership_id"))
    organization = thing("members.Organization", resolver=ToOne("organization", "organization_id"))
    name = String()
    answer = Field(enums.AttendanceAnswer)
    status = Field(enums.AttendanceStatus)
    capacity = String()
    mode = Field(enums.MeetingMode)


AttendanceConnection = connection("meetings.Attendance")


class OnlineLink(RowType):
    """Where a meeting is joined online; null to all but those who are invited and the secretariat."""

    url = String(required=True)
    access = String(description="What else one needs there: a number, a passcode.")


class Decision(RowType):
    """What a meeting decided, on an item of its agenda or beside it."""

    item = Field(AgendaItem, resolver=ToOne("agenda_item", "item_id"))
    result = String(required=True)
    method = String()
    votes = Field(JSON)


TITLE = Said(
    lambda root: caption_of(root.table, root.row),
    "coalesce(nullif({0}.title, ''), CASE WHEN {0}.number <> 0 THEN CASE WHEN {0}.fiscal_year <> 0 "
    "THEN {0}.fiscal_year||'年度' ELSE '' END||'第'||{0}.number||'回' "
    "ELSE coalesce({0}.date->>'value', '')||'の会議' END)",
)


@dataclass(frozen=True)
class AsHeld(Compiled):
    """The official names that a meeting's bodies had on its day."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In the order of the bodies."""
        bodies = await some(info, "body", root.moment, root.row["body_ids"])
        day = date.fromisoformat(root.row["date"]["earliest"])
        names = await asking(info).load_many(NamedOn(root.moment), [(body.id, day) for body in bodies])
        return root.things("dated_name", names)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """Of each body the name last begun by the day, else its first."""
        body, name, own = c.row("body", at.moment), c.row("dated_name", at.moment), c.statement.alias("n")
        day, one = f"({at}.date->>'earliest')::date", c.row("dated_name", at.moment)
        official = (
            f"{c.statement.rows(name, 'standing')} AND {name}.kind = '{NameKind.OFFICIAL.value}' "
            f"AND {name}.stream_id = {body}.id"
        )
        begun = f"{name}.valid_from <= {day}"
        closest = f"{begun} DESC, CASE WHEN {begun} THEN {name}.valid_from END DESC, {name}.valid_from"
        columns = c.columns(ask.kind, c.inside(ask, one), one)
        source = (
            f"FROM unnest({at}.body_ids) WITH ORDINALITY {own}(id, n) "
            f"JOIN body {body} ON {c.statement.rows(body, 'current')} AND {body}.id = {own}.id "
            f"CROSS JOIN LATERAL (SELECT * FROM dated_name {name} WHERE {official} "
            f"ORDER BY {closest} LIMIT 1) {one}{joined(one)} "
            f"WHERE array_position({at}.body_ids, {own}.id) = {own}.n ORDER BY {own}.n"
        )
        return array(columns, c.statement.alias("x"), source)


class Meeting(RowType, interfaces=(Node, Fact)):
    """A meeting of a body, or of several together; it appears from the day on which it was decided."""

    bodies = listed("bodies.Body", resolver=Some("body", "body_ids"), description="The lead body first.")
    bodies_as_held = listed(
        DatedName, resolver=AsHeld(), description="What they were called on the meeting's day."
    )
    title = String(
        required=True,
        resolver=TITLE,
        description="As given, else by its number or its date.",
    )
    number = Int(description="In the lead body's series; a joint meeting has one numbering per body.")
    numberings = listed(MeetingNumber, resolver=Many("meeting_body", "meeting_id", filled="number"))
    fiscal_year = Int()
    kind = Field(enums.MeetingKind, required=True)
    mode = Field(enums.MeetingMode)
    state = Field(enums.MeetingState, required=True)
    date = Field(PartialDate, required=True)
    starts_at = DateTime()
    ends_at = DateTime()
    place = String()
    online_link = Field(
        OnlineLink,
        resolver=First(Many("online_link", "meeting_id")),
        description="Where it is joined online, for its bodies and the secretariat.",
    )
    agenda = listed(AgendaItem, resolver=Many("agenda_item", "meeting_id"))
    attendance = paged(AttendanceConnection, resolver=Paged("attendance", "meeting_id"))
    counts = Field(AttendanceCounts)
    presider = String()
    quorum = listed(Quorum, resolver=Many("quorum_count", "meeting_id"))
    openness = Field(enums.Openness, required=True)
    observers = Int()
    decisions = listed(Decision, resolver=Many("decision", "meeting_id"))
    minutes = listed(Minutes, resolver=Many("minutes", "meeting_id"))
    documents = listed(Document, resolver=Many("document", "meeting_id"))
    presented_abstracts = listed(
        PresentedAbstract,
        resolver=Many("presented_abstract", "meeting_id"),
        description="Abstracts of cases that were presented: for its bodies, the secretariat and auditors.",
    )


MeetingConnection = connection("meetings.Meeting")


def meeting_conditions(given: Mapping[str, Any]) -> list[Condition]:
    """The filters of a list of meetings; dates match where they overlap. Raises BadId, BadUserInput."""
    which: list[Condition] = []
    if (body := ids.record(given.get("body_id"), "Body")) is not None:
        which.append(BelongsTo(BY_BODY, body))
    if given.get("fiscal_year") is not None:
        which.append(Overlaps("date", *days_of(given["fiscal_year"])))
    first, last = given.get("from_"), given.get("to")
    if first is not None or last is not None:
        which.append(Overlaps("date", first, last))
    if given.get("state") is not None:
        which.append(Equal("state", (given["state"].value,)))
    return which


def days_of(fiscal_year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year. Raises BadUserInput for what no calendar has."""
    if not date.min.year <= fiscal_year < date.max.year:
        raise BadUserInput(f"There is no fiscal year {fiscal_year}.")
    return years.first_day(fiscal_year), years.last_day(fiscal_year)
