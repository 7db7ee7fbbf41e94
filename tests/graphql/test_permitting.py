"""Who may, asked where commands run: whose a record is stands in the database, what one sees in the roles."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.permitting import may, permitted
from kyogikai_graphql.rights import INSIDE, OPEN, VIEWERS, Trail, merged, viewer, viewer_of
from kyogikai_projections.reading import Drafts
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.bodies import BodyRenamed
from kyogikai_tenants.council.issues import IssueRaised
from kyogikai_tenants.events import COMMANDS, Event, EventCorrected
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.permission import NOTHING, READERS, Held, Holdings, NotYourBody, Reading, Touched
from kyogikai_tenants.rights import ReadOnlyRole
from kyogikai_tenants.vocabulary import Audience, Role
from tests.graphql.world import World

ME = new_id()


def asker(world: World, *held: Held) -> Asker:
    """Somebody who holds roles in the world."""
    holds = Holdings(held, account=ME)
    actor = Actor(str(ME), holds.roles[0])
    return Asker(world.book.tenant.id, viewer_of(holds), 0, date(2025, 11, 1), actor, holds=holds)


def allowed(
    world: World,
    who: Asker,
    event: type[Event],
    subject: UUID | None,
    fields: Mapping[str, Any] | None = None,
) -> bool:
    with transaction(world.book.tenant.engine, world.book.tenant.id) as connection:
        return bool(may(who, event, subject, fields, connection))


@pytest.mark.parametrize(
    ("command", "subject", "own", "answer"),
    [
        ("RescheduleMeeting", "planned", "work", True),
        ("RescheduleMeeting", "planned", "assembly", False),
        ("ConfirmMinutes", "meeting", "inner", True),
        ("ConfirmMinutes", "meeting", "assembly", False),
        ("ReturnIssue", "issue", "assembly", True),
        ("ReturnIssue", "issue", "work", False),
        ("CorrectEvent", "planned", "work", True),
        ("CorrectEvent", "planned", "assembly", False),
        ("CorrectEvent", "assembly", "assembly", False),
        ("RaiseIssue", None, "assembly", True),
        ("RenameBody", "assembly", "assembly", False),
    ],
)
def test_a_chair_acts_on_what_is_of_their_own_bodies(
    world: World, command: str, subject: str | None, own: str, *, answer: bool
) -> None:
    event = EventCorrected if command == "CorrectEvent" else COMMANDS[command]
    chair = asker(world, Held(Role.CHAIR, getattr(world, own)))
    assert allowed(world, chair, event, getattr(world, subject) if subject else None) is answer


def test_a_new_meeting_is_of_the_bodies_that_it_names(world: World) -> None:
    chair, event = asker(world, Held(Role.CHAIR, world.work)), COMMANDS["ScheduleMeeting"]
    for bodies, answer in (
        ([world.work], True),
        ([world.assembly], False),
        ([world.work, world.inner], False),
    ):
        given: dict[str, Any] = {"bodies": [{"body_id": str(body)} for body in bodies]}
        assert allowed(world, chair, event, None, given) is answer
    assert not allowed(world, chair, event, None, {"bodies": [{"body_id": "no uuid"}, None]})


def test_a_forgotten_look_at_the_record_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    chair, event = asker(world, Held(Role.CHAIR, world.assembly)), COMMANDS["RescheduleMeeting"]
    assert not allowed(world, chair, event, world.planned)
    monkeypatch.setattr(Touched, "within", lambda *_: True)
    assert allowed(world, chair, event, world.planned)


def test_a_refusal_comes_as_the_rule_that_says_so(world: World) -> None:
    with transaction(world.book.tenant.engine, world.book.tenant.id) as connection:
        given = (connection,)
        chair = asker(world, Held(Role.CHAIR, world.work))
        verdict = may(chair, COMMANDS["RescheduleMeeting"], world.meeting, {}, *given)
        assert (bool(verdict), verdict.role) == (True, Role.CHAIR)
        refused = may(chair, BodyRenamed, world.work, {}, *given)
        assert isinstance(refused.refusal, ReadOnlyRole)
        stranger = asker(world, Held(Role.CHAIR, world.assembly))
        with pytest.raises(NotYourBody):
            permitted(stranger, COMMANDS["RescheduleMeeting"], world.meeting, {}, connection)
        both = asker(world, Held(Role.SECRETARIAT), Held(Role.CHAIR, world.assembly))
        assert permitted(both, BodyRenamed, world.work, {}, connection) == Actor(str(ME), Role.SECRETARIAT)


def test_the_public_records_nothing(world: World) -> None:
    public = Asker(world.book.tenant.id, VIEWERS[Role.PUBLIC], 0, date(2025, 11, 1))
    for event in (IssueRaised, BodyRenamed, COMMANDS["ChangePassword"], COMMANDS["SignIn"]):
        assert not allowed(world, public, event, new_id())
    assert not may(public, Reading.TRAIL)
    assert may(public, Reading.CHANGES)


# What one sees


@pytest.mark.parametrize("role", set(Role) - {Role.API_CLIENT, Role.PLATFORM_OPERATOR})
def test_what_a_role_sees_agrees_with_what_it_may_read(role: Role) -> None:
    own = VIEWERS[role]
    assert own.may_read_trail == (role in READERS[Reading.TRAIL])
    assert own.counts_cases == (role in READERS[Reading.CASE_COUNTS])
    assert (own.drafts is not Drafts.NOBODYS) == (role in READERS[Reading.DRAFTS])


@pytest.mark.parametrize(
    ("scopes", "audiences"),
    [
        ({"published:read"}, OPEN),
        ({"council:read"}, INSIDE),
        ({"published:read", "council:read"}, INSIDE),
        ({"meetings:write"}, OPEN),
        ({"changes:read"}, OPEN),
    ],
)
def test_a_client_sees_what_its_scopes_show(scopes: set[str], audiences: frozenset[Audience]) -> None:
    seen = viewer_of(Holdings((Held(Role.API_CLIENT),), frozenset(scopes)))
    assert (seen.role, seen.audiences, seen.trail, seen.drafts, seen.counts_cases, seen.bodies) == (
        Role.API_CLIENT, audiences, Trail.NOTHING, Drafts.NOBODYS, False, frozenset(),
    )  # fmt: skip


def test_a_role_alone_sees_what_it_always_saw() -> None:
    for role in set(Role) - {Role.API_CLIENT}:
        body = new_id()
        assert viewer_of(Holdings((Held(role, body),))) == viewer(role, frozenset({body}))
    assert viewer_of(NOTHING) == VIEWERS[Role.PUBLIC]


def test_several_roles_see_what_any_of_them_sees() -> None:
    one, other = new_id(), new_id()
    held = (Held(Role.TENANT_ADMINISTRATOR), Held(Role.MEMBER, one), Held(Role.CHAIR, other))
    seen = viewer_of(Holdings(held))
    assert (seen.audiences, seen.bodies, seen.trail) == (
        INSIDE,
        frozenset({one, other}),
        Trail.ADMINISTRATION,
    )
    assert (seen.drafts, seen.counts_cases) == (Drafts.OWN, True)


@pytest.mark.parametrize("one", Role)
@pytest.mark.parametrize("other", Role)
def test_nobody_sees_less_for_another_role_nor_more_than_both(one: Role, other: Role) -> None:
    first, second = VIEWERS[one], VIEWERS[other]
    both = merged([first, second])
    assert both.sight.audiences == first.sight.audiences | second.sight.audiences
    assert both.trail in {first.trail, second.trail}
    assert both.drafts in {first.drafts, second.drafts}


def test_roles_of_the_whole_council_have_no_bodies_of_their_own() -> None:
    for role in set(Role) - {Role.MEMBER, Role.CHAIR, Role.CASE_WORKER, Role.API_CLIENT}:
        assert viewer_of(Holdings((Held(role, new_id()),))).bodies == frozenset()
