"""Who may do what, as the tables of rights say it: they are asked here, and nothing is written down again."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple
from uuid import UUID

from kyogikai_graphql.rights import OWN_ACTS, VIEWERS, Trail
from kyogikai_projections.reading import Drafts
from kyogikai_tenants import permission
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import DECLARED, Event
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.permission import AT_THE_DOOR, Held, Holdings, Reading, Touched, role_for
from kyogikai_tenants.vocabulary import Audience, Role

ROLES = (
    Role.PLATFORM_OPERATOR, Role.TENANT_ADMINISTRATOR, Role.SECRETARIAT, Role.CHAIR, Role.MEMBER,
    Role.CASE_WORKER, Role.AUDITOR, Role.VIEWER, Role.PUBLIC,
)  # fmt: skip
"""In the order of the domain card."""
OWN, OTHER, THEMSELVES = new_id(), new_id(), new_id()


class Area(NamedTuple):
    """A part of the record: what is recorded of it, and how it is read."""

    name: str
    """Its text."""
    topics: Sequence[str] = ()
    """Topics, or how they begin; what a more exact area names is not of a wider one."""
    table: str = ""
    """What stands for it among the council's rows."""
    reading: Reading | None = None
    """Or how it is read beside them."""


AREAS = (
    Area("role_area_tenant", ("tenant.",), reading=Reading.SETTINGS),
    Area("role_area_settings", ("tenant.settings_changed",), reading=Reading.SETTINGS),
    Area("role_area_users", ("user.",), reading=Reading.ACCOUNTS),
    Area(
        "role_area_council",
        ("council.", "body.", "body_group.", "rule.", "issue_route.", "source_document.", "import."), "body",
    ),
    Area(
        "role_area_roster",
        ("membership.", "seat.", "term.", "person.", "organization.", "external_party."), "membership",
    ),
    Area("role_area_contacts", ("person.contact_recorded",), reading=Reading.CONTACTS),
    Area("role_area_meetings", ("meeting.",), "meeting"),
    Area(
        "role_area_drafts",
        ("meeting.document_attached", "meeting.minutes_drafted", "meeting.minutes_confirmed"),
        reading=Reading.DRAFTS,
    ),
    Area("role_area_minutes", ("meeting.minutes_published", "meeting.minutes_withdrawn"), "body"),
    Area("role_area_issues", ("issue.",), "issue"),
    Area("role_area_cases", reading=Reading.CASE_COUNTS),
    Area("role_area_case_desk", ("case.",), reading=Reading.CASES),
    Area(
        "role_area_plans",
        (
            "recommendation.", "activity.", "phase.", "plain_summary.", "council.annual_schedule_adopted",
            "council.annual_theme_set",
        ),
        "recommendation",
    ),
    Area("role_area_trail", ("export.", "operator."), reading=Reading.TRAIL),
    Area("role_area_clients", ("api_client.",), reading=Reading.CLIENTS),
)  # fmt: skip
"""In the order of the domain card."""


class Act(NamedTuple):
    """Something to record, and in how far a role may."""

    event: type[Event]
    reach: str
    """``all``, ``own`` (of their own bodies) or empty."""


class Cell(NamedTuple):
    """What one role may do in one area."""

    acts: Sequence[Act]
    reads: str
    """The text that says what is read; empty: nothing."""

    @property
    def records(self) -> str:
        """The text that says how much of it is recorded; empty: nothing."""
        found = {act.reach for act in self.acts}
        if found <= {""}:
            return ""
        if "" in found or len(found) > 1:
            return "role_records_some"
        return "role_records_own" if found == {"own"} else "role_records_all"

    @property
    def may(self) -> list[Act]:
        """What is recorded."""
        return [act for act in self.acts if act.reach]


@cache
def topics(area: Area) -> tuple[str, ...]:
    """The topics of an area, as they are declared."""
    exact = {t for one in AREAS for t in one.topics if not t.endswith(".")} - set(area.topics)
    own = [t for t in DECLARED if t.startswith(tuple(area.topics))] if area.topics else []
    return tuple(t for t in own if t not in exact and t not in AT_THE_DOOR)


def holding(role: Role) -> Holdings:
    """Somebody in a role and nothing else, in a body where the role is of one."""
    body = OWN if role in permission.OWN_BODIES else None
    return Holdings((Held(role, body),), account=THEMSELVES)


def reach(role: Role, event: type[Event]) -> str:
    """In how far a role may record an event."""
    if not _allowed(role, event, OWN):
        return ""
    return "all" if _allowed(role, event, OTHER) else "own"


def _allowed(role: Role, event: type[Event], body: UUID) -> bool:
    try:
        role_for(holding(role), event, new_id(), Touched(frozenset({body})))
    except Refused:
        return False
    return True


def cell(role: Role, area: Area) -> Cell:
    """What a role may do in an area."""
    acts = [Act(DECLARED[t], reach(role, DECLARED[t])) for t in topics(area)]
    return Cell(acts, beside(role, area.reading) if area.reading else rows(role, area.table))


def rows(role: Role, table: str) -> str:
    """What a role reads of the council's rows."""
    own = VIEWERS[role]
    if Audience.COUNCIL not in own.audiences:
        return "role_reads_public" if Audience.PUBLIC in own.audiences else ""
    if table in own.limited:
        return "role_reads_assembly" if role is Role.MEMBER else "role_reads_own"
    return "role_reads_all"


def beside(role: Role, what: Reading) -> str:
    """What a role reads beside them."""
    own = VIEWERS[role]
    if what is Reading.TRAIL:
        told = {
            Trail.COUNCIL: "role_reads_trail", Trail.CASES: "role_reads_trail_cases",
            Trail.ADMINISTRATION: "role_reads_administration",
        }  # fmt: skip
        return told.get(own.trail) or ("role_reads_acts" if role in OWN_ACTS else "")
    if what is Reading.CONTACTS and role not in permission.READERS[what]:
        looks = role in permission.READERS[Reading.CONTACT_LOOKS]
        return "role_reads_looks" if looks else "role_reads_self" if role is Role.MEMBER else ""
    if role not in permission.READERS[what]:
        return ""
    if what is Reading.CASE_COUNTS:
        return "role_reads_count"
    if what is Reading.CASES:
        return "role_reads_opened"
    return "role_reads_own" if what is Reading.DRAFTS and own.drafts is Drafts.OWN else "role_reads_all"


@cache
def table() -> Mapping[Area, Mapping[Role, Cell]]:
    """All of it; rights are the same as long as a process runs."""
    return {area: {role: cell(role, area) for role in ROLES} for area in AREAS}
