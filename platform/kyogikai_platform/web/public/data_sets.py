"""The data sets that a municipality publishes: what stands in each, under names that stay."""

from collections.abc import Sequence
from typing import NamedTuple

from kyogikai_platform.web.public.columns import (
    FLAGS,
    RESTS,
    Answer,
    Column,
    named,
    own,
    several,
    when,
)
from kyogikai_tenants import vocabulary as v

ID = own("id", "open_c_id")


class DataSet(NamedTuple):
    """A table of what is published."""

    name: str
    """In its address."""
    title: str
    """The name of the text that says what it is; what more there is to say follows under ``_more``."""
    tables: tuple[str, ...]
    """The read tables that it is made of: when it last changed, they know."""
    columns: Sequence[Column]


def _published(row: Answer) -> str | None:
    """When the minutes that are public became so."""
    return next((one["publishedAt"] for one in row["minutes"] if one["publishedAt"]), None)


def _minutes(row: Answer) -> str | None:
    """Where they can be read, on this site."""
    return f"/meetings/{row['id']}/minutes" if _published(row) else None


BODIES = DataSet("bodies", "open_bodies", ("body",), (
    ID, own("name", "open_c_name"), *named("kind", "open_c_kind", v.BodyKind),
    own("own_word", "open_c_own_word", "label"), *named("existence", "open_c_existence", v.Existence),
    own("order_label", "open_c_order", "orderLabel"), own("parent_id", "open_c_parent", "parent", "id"),
    own("parent_name", "open_c_parent", "parent", "name"), own("group_id", "open_c_group", "group", "id"),
    own("group_name", "open_c_group", "group", "name"), several("purpose", "open_c_purpose"),
    own("member_count", "open_c_members", "memberCount"), *when("started", "open_c_started"),
    *when("attested", "open_c_attested"), *when("last_attested", "open_c_last", "lastAttested"),
    *when("ended", "open_c_ended"), *RESTS,
))  # fmt: skip
ORGANIZATIONS = DataSet("organizations", "open_organizations", ("organization",), (
    ID, own("name", "open_c_name"), own("reading", "open_c_reading"),
    own("parent_name", "open_c_parent_org", "parentName"), own("category", "open_c_category"),
))  # fmt: skip
MEMBERSHIPS = DataSet("memberships", "open_memberships", ("membership", "term"), (
    ID, own("body_id", "open_c_body"), own("body_name", "open_c_body"),
    own("term_id", "open_c_term", "term", "id"),
    own("term_from_label", "open_c_term", "term", "from", "label"),
    own("term_to_label", "open_c_term", "term", "to", "label"),
    own("organization_id", "open_c_organization", "organization", "id"),
    own("organization_name", "open_c_organization", "organization", "name"),
    own("person_id", "open_c_person", "person", "id"), own("person_name", "open_c_person", "person", "name"),
    own("category", "open_c_category"), own("office", "open_c_office"),
    own("job_title", "open_c_job", "jobTitle"), own("ex_officio", "open_c_ex_officio", "exOfficio"),
    own("substitute", "open_c_substitute"), own("vacant", "open_c_vacant"),
    *when("from", "open_c_from"), *when("to", "open_c_to"), FLAGS,
))  # fmt: skip
MEETINGS = DataSet("meetings", "open_meetings", ("meeting", "decision", "minutes"), (
    ID, own("title", "open_c_title"), several("body_ids", "open_c_bodies", "id", "bodies"),
    several("body_names", "open_c_bodies_then", "name", "bodiesAsHeld"),
    several("numbers", "open_c_numbers", "label", "numberings"),
    own("fiscal_year", "open_c_year", "fiscalYear"), *named("kind", "open_c_kind", v.MeetingKind),
    *named("mode", "open_c_mode", v.MeetingMode), *named("state", "open_c_state", v.MeetingState),
    *when("date", "open_c_date"), own("starts_at", "open_c_starts", "startsAt"),
    own("ends_at", "open_c_ends", "endsAt"), own("place", "open_c_place"),
    own("presider", "open_c_presider"), *named("openness", "open_c_openness", v.Openness),
    own("observers", "open_c_observers"), own("expected", "open_c_expected", "counts", "expected"),
    own("present", "open_c_present", "counts", "present"), own("absent", "open_c_absent", "counts", "absent"),
    several("decisions", "open_c_decisions", "result"),
    Column("minutes_published_at", "open_c_published", _published),
    Column("minutes_path", "open_c_path", _minutes), *RESTS,
))  # fmt: skip
AGENDA = DataSet("agenda", "open_agenda", ("agenda_item",), (
    ID, own("meeting_id", "open_c_meeting"), own("meeting_title", "open_c_meeting"),
    *when("meeting_date", "open_c_date"), own("number", "open_c_number"), own("title", "open_c_title"),
    *named("kind", "open_c_kind", v.AgendaItemKind),
    own("presenter", "open_c_presenter"), own("issue_id", "open_c_issue", "issue", "id"),
    own("activity_id", "open_c_activity", "activity", "id"),
    own("open_ended", "open_c_more", "openEnded"), FLAGS,
))  # fmt: skip
ISSUES = DataSet("issues", "open_issues", ("issue",), (
    ID, own("title", "open_c_title"), own("summary", "open_c_summary", "text"),
    *named("state", "open_c_state", v.IssueState), own("category", "open_c_category"),
    *when("raised", "open_c_raised"), own("raised_by", "open_c_raised_by", "raisedBy", "name"),
    own("owner_id", "open_c_owner", "owner", "id"), own("owner_name", "open_c_owner", "owner", "name"),
    own("steps", "open_c_steps", "path", "totalCount"), *RESTS,
))  # fmt: skip
RECOMMENDATIONS = DataSet("recommendations", "open_recommendations", ("recommendation",), (
    ID, own("title", "open_c_title"), *named("kind", "open_c_kind", v.RecommendationKind),
    own("from_id", "open_c_by", "from", "id"), own("from_name", "open_c_by", "from", "name"),
    own("addressee", "open_c_addressee", "to"), own("in_answer_to", "open_c_answer_to", "inAnswerTo"),
    own("summary", "open_c_summary", "text"), *when("adopted", "open_c_adopted"),
    *when("delivered", "open_c_delivered"), own("response", "open_c_response", "response", "text"),
    own("response_decision", "open_c_decided", "response", "decision"),
    *when("response_date", "open_c_responded", "response", "effective"),
    several("issue_ids", "open_c_issues", "id", "issues"),
))  # fmt: skip
ACTIVITIES = DataSet("activities", "open_activities", ("activity",), (
    ID, own("title", "open_c_title"), *named("kind", "open_c_kind", v.ActivityKind),
    *named("state", "open_c_state", v.ActivityState), own("summary", "open_c_summary", "text"),
    own("body_id", "open_c_body", "body", "id"), own("body_name", "open_c_body", "body", "name"),
    own("fiscal_year", "open_c_year", "fiscalYear"), *when("date", "open_c_date"),
    own("days", "open_c_days"), several("functions", "open_c_functions"),
    several("partners", "open_c_partners", "name"), *RESTS,
))  # fmt: skip
SOURCES = DataSet("sources", "open_sources", ("source_document",), (
    ID, own("title", "open_c_title"), own("subtitle", "open_c_subtitle"),
    own("publisher", "open_c_publisher"), *when("date", "open_c_date"),
))  # fmt: skip
DATA_SETS = {
    one.name: one
    for one in (
        BODIES,
        ORGANIZATIONS,
        MEMBERSHIPS,
        MEETINGS,
        AGENDA,
        ISSUES,
        RECOMMENDATIONS,
        ACTIVITIES,
        SOURCES,
    )
}
"""All of them, in the order of their page."""
