"""Every command in every role, as the domain card's matrix says: the matrix is read, not the code."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from uuid import UUID

import pytest

from kyogikai_projections.tables import TABLES
from kyogikai_tenants import permission, rights
from kyogikai_tenants.council.issues import IssueRaised
from kyogikai_tenants.council.meetings import MeetingHeld, MeetingScheduled
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import DECLARED, AudienceChanged, Event, EventAnnulled, EventCorrected
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.permission import (
    AT_THE_DOOR,
    HELPED,
    PRECEDENCE,
    Held,
    Holdings,
    NotOpen,
    NotYourAccount,
    NotYourBody,
    Reading,
    ScopeMissing,
    Touched,
    may_ever,
    may_read,
    role_for,
)
from kyogikai_tenants.rights import ReadOnlyRole
from kyogikai_tenants.vocabulary import Role

assert TABLES, "all events are declared with the tables"

CARD = Path(__file__).parents[2] / "docs" / "contract" / "roles.md"
SHORT = {
    "PO": Role.PLATFORM_OPERATOR, "TA": Role.TENANT_ADMINISTRATOR, "SE": Role.SECRETARIAT, "CH": Role.CHAIR,
    "ME": Role.MEMBER, "CW": Role.CASE_WORKER, "AU": Role.AUDITOR, "VI": Role.VIEWER, "PU": Role.PUBLIC,
}  # fmt: skip
OWN, OTHER, ME = new_id(), new_id(), new_id()

ROWS = {
    "tenant": "tenant settings",
    "tenant.settings_changed": "tenant: notation, words, terms",
    "tenant.retention_set": "tenant: notation, words, terms",
    "user": "users and roles",
    "api_client": "API clients",
    **dict.fromkeys(
        ("council", "body", "body_group", "rule", "issue_route", "source_document", "import"),
        "council, bodies, rules",
    ),
    **dict.fromkeys(
        ("membership", "seat", "term", "person", "organization", "external_party"),
        "roster: name, organisation",
    ),
    "case": "case: sealed data",
    "issue.linked_to_cases": "issue ↔ case link",
    "case.abstract_drafted": "case: approved abstract",
    "case.abstract_approved": "case: approved abstract",
    "meeting": "meeting schedule, register",
    "issue": "issue board",
    **dict.fromkeys(
        ("recommendation", "activity", "phase", "plain_summary"), "recommendations, plans, reports"
    ),
    "person.contact_recorded": "roster: contact details",
    "meeting.document_attached": "draft minutes and papers",
    "meeting.minutes_drafted": "draft minutes and papers",
    "meeting.minutes_confirmed": "draft minutes and papers",
    "meeting.minutes_published": "published minutes",
    "meeting.minutes_withdrawn": "published minutes",
    "council.annual_schedule_adopted": "recommendations, plans, reports",
    "council.annual_theme_set": "recommendations, plans, reports",
}
"""Which row of the card an area, or a single topic of it, belongs to."""
APPROVALS = {
    "meeting.minutes_confirmed", "recommendation.adopted", "council.annual_schedule_adopted",
    "case.abstract_approved",
}  # fmt: skip
"""What A means: to confirm, to adopt."""
INVITATIONS = {"user.invited", "user.role_granted"}
IN_AN_EMERGENCY = {"case.break_glass_used", "case.viewed"}
CLIENTS = {t for t in DECLARED if ROWS.get(t, ROWS.get(t.partition(".")[0])) == "meeting schedule, register"}
"""What ``meetings:write`` lets a client record: the register, but for who may come."""
NOT_A_CLIENTS = {"meeting.openness_decided"}


def card() -> dict[str, dict[Role, str]]:
    """Row -> role -> cell."""
    lines = [
        [c.strip() for c in x.strip("|").split("|")] for x in CARD.read_text().splitlines() if x[:1] == "|"
    ]
    roles = [SHORT[name] for name in lines[0][1:]]
    return {line[0]: dict(zip(roles, line[1:], strict=True)) for line in lines[2:]}


MATRIX = card()


def expected(topic: str, role: Role) -> str:
    """``yes``, ``own`` or ``no``, from the cell."""
    row = ROWS.get(topic, ROWS.get(topic.partition(".")[0], ""))
    cell = MATRIX[row][role]
    if row == "case: sealed data":
        opens = {
            "break-glass only": IN_AN_EMERGENCY,
            "W own/granted": {*DECLARED} - {"case.break_glass_used"},
        }
        reads = topic == "case.viewed" and MATRIX["case: approved abstract"][role] != "–"
        return "yes" if reads or topic in opens.get(cell, ()) else "no"
    if cell.startswith("invite first"):
        return "yes" if topic in INVITATIONS else "no"
    if "raise" in cell.split(", ")[0] or (role is Role.CHAIR and row == "issue board"):
        if topic == "issue.raised":
            return "yes"
        if "raise" in cell:
            return "no"
    acts = {part.strip() for part in cell.split(",")}
    if "W" in acts or ("A" in acts and topic in APPROVALS):
        return "yes"
    own = "W(o)" in acts or ("A(o)" in acts and topic in APPROVALS)
    return "own" if own else "no"


def holding(role: Role, body: UUID | None = OWN) -> Holdings:
    return Holdings((Held(role, body if role in permission.OWN_BODIES else None),), account=ME)


def found(role: Role, topic: str) -> str:
    """What the code says: of a record of their own body, and of another's."""
    event = DECLARED[topic]
    own, other = (_may(holding(role), event, Touched(frozenset({b}))) for b in (OWN, OTHER))
    return "yes" if own and other else "own" if own else "no"


def _may(who: Holdings, event: type[Event], touched: Touched, subject: UUID | None = None) -> bool:
    try:
        role_for(who, event, subject or new_id(), touched)
    except Refused:
        return False
    return True


def cells() -> Iterator[tuple[Role, str]]:
    for topic in sorted(DECLARED):
        if topic.partition(".")[0] not in {"record", "operator", "export"} and topic not in AT_THE_DOOR:
            yield from ((role, topic) for role in SHORT.values())


def differences() -> list[tuple[Role, str]]:
    return [(role, topic) for role, topic in cells() if found(role, topic) != expected(topic, role)]


def test_every_command_in_every_role_is_as_the_card_says() -> None:
    assert differences() == []
    assert len(list(cells())) > 600
    assert {expected(t, Role.CHAIR) for _, t in cells()} == {"yes", "own", "no"}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_puts_right_what_the_server_records_of_itself(role: Role) -> None:
    for topic in ("export.made", "import.checked", "operator.access"):
        with pytest.raises(Refused):
            role_for(holding(role), EventAnnulled, new_id(), Touched(frozenset()), DECLARED[topic])


def test_what_is_offered_is_what_a_role_records_somewhere() -> None:
    """Of a record's corrections that is what it records itself; an auditor is offered nothing."""
    for role in SHORT.values():
        offered = {t for t, event in DECLARED.items() if may_ever(holding(role), event)} - AT_THE_DOOR
        held = {t for r, t in cells() if r is role and found(role, t) != "no"}
        about = {t for t in offered if t.startswith("record.")}
        assert offered - about - {"export.made", "operator.access"} == held - AT_THE_DOOR
        assert bool(about) == bool(held - {"issue.raised", "case.viewed"} and role is not Role.MEMBER), role
    assert not may_ever(holding(Role.CHAIR, None), MeetingScheduled)
    assert not may_ever(holding(Role.AUDITOR), EventCorrected)


def test_every_area_has_a_row_of_the_card() -> None:
    assert {t.partition(".")[0] for t in DECLARED} - ROWS.keys() == {"record", "operator", "export"}
    assert set(ROWS.values()) <= MATRIX.keys()


@pytest.mark.parametrize(
    ("line", "roles", "red"),
    [
        ("meeting.", rights.CHAIRS | {Role.MEMBER}, Role.MEMBER),
        ("issue.", rights.CHAIRS | {Role.AUDITOR}, Role.AUDITOR),
        ("user.", rights.ADMINISTRATORS | {Role.SECRETARIAT}, Role.SECRETARIAT),
        ("body.", rights.OFFICE, Role.TENANT_ADMINISTRATOR),
    ],
)
def test_a_wrong_line_of_the_table_is_found(
    line: str, roles: frozenset[Role], red: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rights, "WRITERS", {**rights.WRITERS, line: roles})
    assert {role for role, _ in differences()} == {red}


def test_a_forgotten_limit_to_own_bodies_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permission, "OF_OWN_BODIES", {Role.CHAIR: ("meeting.",)})
    assert {topic.partition(".")[0] for _, topic in differences()} == {"issue"}


@pytest.mark.parametrize("topic", sorted(DECLARED))
def test_a_client_records_what_its_scopes_say_and_nothing_else(topic: str) -> None:
    event, touched = DECLARED[topic], Touched(frozenset({OTHER}))
    for scopes in ({"published:read", "council:read", "changes:read"}, {"meetings:write"}):
        client = Holdings((Held(Role.API_CLIENT),), frozenset(scopes), ME)
        allowed = "meetings:write" in scopes and topic in CLIENTS - NOT_A_CLIENTS
        assert _may(client, event, touched) == allowed, scopes


@pytest.mark.parametrize("topic", sorted(AT_THE_DOOR))
@pytest.mark.parametrize("role", Role)
def test_what_is_done_at_the_door_is_done_for_oneself(topic: str, role: Role) -> None:
    who, nobodys = holding(role), Touched(frozenset())
    helps = role is Role.TENANT_ADMINISTRATOR and topic in HELPED
    assert _may(who, DECLARED[topic], nobodys, ME) == (role is not Role.API_CLIENT)
    assert _may(who, DECLARED[topic], nobodys, OTHER) == helps


def test_a_chair_schedules_meetings_of_own_bodies_only() -> None:
    chair = holding(Role.CHAIR)
    named = [frozenset({OWN}), frozenset({OWN, OTHER}), frozenset({OTHER}), frozenset[UUID]()]
    assert [_may(chair, MeetingScheduled, Touched(None, bodies)) for bodies in named] == [
        True,
        False,
        False,
        False,
    ]
    assert not _may(holding(Role.CHAIR, None), MeetingScheduled, Touched(None, frozenset({OTHER})))


def test_what_several_bodies_share_any_of_their_chairs_carries_on() -> None:
    shared, chair = frozenset({OWN, OTHER}), holding(Role.CHAIR)
    assert _may(chair, MeetingHeld, Touched(shared, shared))
    assert not _may(chair, MeetingHeld, Touched(shared, frozenset({new_id()})))
    assert not _may(chair, MeetingHeld, Touched(frozenset({OTHER}), frozenset({OWN})))


@pytest.mark.parametrize("event", [EventCorrected, EventAnnulled])
def test_a_correction_is_a_matter_of_the_record_that_it_is_about(event: type[Event]) -> None:
    chair = holding(Role.CHAIR)
    role_for(chair, event, OTHER, Touched(frozenset({OWN})), MeetingScheduled)
    with pytest.raises(NotYourBody):
        role_for(chair, event, OTHER, Touched(frozenset({OTHER})), IssueRaised)
    with pytest.raises(ReadOnlyRole):
        role_for(chair, AudienceChanged, OTHER, Touched(frozenset({OWN})), MeetingScheduled)
    client = Holdings((Held(Role.API_CLIENT),), frozenset({"meetings:write"}), ME)
    with pytest.raises(ReadOnlyRole):
        role_for(client, event, OTHER, Touched(frozenset({OTHER})), MeetingScheduled)


def test_whoever_holds_several_roles_acts_in_the_first_that_allows_it() -> None:
    both = Holdings((Held(Role.TENANT_ADMINISTRATOR), Held(Role.CHAIR, OWN), Held(Role.VIEWER)), account=ME)
    topics = ("user.role_granted", "meeting.held", "issue.raised", "body.renamed")
    acting = [role_for(both, DECLARED[t], new_id(), Touched(frozenset({OWN}))) for t in topics]
    assert acting == [Role.TENANT_ADMINISTRATOR, Role.CHAIR, Role.CHAIR, Role.TENANT_ADMINISTRATOR]
    with pytest.raises(NotYourBody):
        role_for(both, MeetingHeld, OTHER, Touched(frozenset({OTHER})))
    assert set(PRECEDENCE) == set(Role)


def test_an_auditor_only_reads_whatever_seat_they_have() -> None:
    seats = (Held(Role.CHAIR, OWN), Held(Role.MEMBER, OWN))
    own = Touched(frozenset({OWN}))
    for event in (MeetingHeld, IssueRaised):
        assert role_for(Holdings(seats, account=ME), event, OTHER, own) is Role.CHAIR
        with pytest.raises(ReadOnlyRole):
            role_for(Holdings((*seats, Held(Role.AUDITOR)), account=ME), event, OTHER, own)


def test_a_refusal_names_its_rule_and_who_may_allow_it() -> None:
    for who, event, rule in (
        (holding(Role.VIEWER), MeetingHeld, ReadOnlyRole),
        (holding(Role.CHAIR), MeetingHeld, NotYourBody),
        (Holdings((Held(Role.API_CLIENT),), account=ME), MeetingHeld, ScopeMissing),
        (holding(Role.VIEWER), DECLARED["user.password_changed"], NotYourAccount),
    ):
        with pytest.raises(rule) as refused:
            role_for(who, event, OTHER, Touched(frozenset({OTHER})))
        assert refused.value.MAY_ALLOW
        assert refused.value.message("ja") != refused.value.message("en")


READS = {
    Reading.SETTINGS: "tenant settings",
    Reading.ACCOUNTS: "users and roles",
    Reading.CLIENTS: "API clients",
    Reading.TRAIL: "audit trail",
    Reading.DRAFTS: "draft minutes and papers",
    Reading.CASE_COUNTS: "issue ↔ case link",
    Reading.CASES: "case: sealed data",
    Reading.CONTACTS: "roster: contact details",
}
NOT_YET = {
    (Reading.TRAIL, "own acts"), (Reading.TRAIL, "own acts on the tenant"),
    (Reading.CASES, "break-glass only"), (Reading.CASES, "access log only"),
    (Reading.CONTACTS, "self"), (Reading.CONTACTS, "access log"),
}  # fmt: skip
"""One's own acts are no reading of the trail: who reads those, ``kyogikai_graphql.rights.OWN_ACTS`` says.

Nor is it a reading of cases to break the glass of one, or to read in the trail who did. One's own contact
details are shown to whoever an account is linked to; who looked is a reading of its own.
"""


@pytest.mark.parametrize("what", READS)
@pytest.mark.parametrize("role", SHORT.values())
def test_what_stands_beside_the_record_is_read_as_the_card_says(what: Reading, role: Role) -> None:
    cell = MATRIX[READS[what]][role]
    opens = cell != "–" and (what, cell) not in NOT_YET
    if what is Reading.ACCOUNTS and role in {Role.SECRETARIAT, Role.PLATFORM_OPERATOR}:
        opens = False  # to propose, or to invite, is no reading
    with nullcontext() if opens else pytest.raises(NotOpen):
        may_read(holding(role), what)


@pytest.mark.parametrize("role", SHORT.values())
def test_who_looked_at_contact_details_is_read_where_the_card_says_access_log(role: Role) -> None:
    opens = MATRIX["roster: contact details"][role] == "access log"
    with nullcontext() if opens else pytest.raises(NotOpen):
        may_read(holding(role), Reading.CONTACT_LOOKS)


def test_a_client_follows_changes_by_its_scope_and_everybody_else_as_they_see() -> None:
    for role in set(Role) - {Role.API_CLIENT}:
        may_read(holding(role), Reading.CHANGES)
    may_read(Holdings((Held(Role.API_CLIENT),), frozenset({"changes:read"})), Reading.CHANGES)
    with pytest.raises(ScopeMissing):
        may_read(Holdings((Held(Role.API_CLIENT),), frozenset({"council:read"})), Reading.CHANGES)
