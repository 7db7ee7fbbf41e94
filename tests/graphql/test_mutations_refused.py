"""What is refused says so in the payload: a code, the field, the rule, and who may allow it."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest
from typing_extensions import override

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import performing, running
from kyogikai_graphql.mutations.seeing import Look
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.filling import FORMS
from kyogikai_tenants.access import RoleGranted, UserInvited
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.vocabulary import Role
from tests.graphql.clerk import Clerk
from tests.graphql.partner import gid
from tests.graphql.scribe import Scribe
from tests.graphql.world import World

NOW = {"value": "2025-10-01"}


@pytest.fixture
def clerk(world: World) -> Clerk:
    """Somebody of the secretariat; what these tests send is refused, so that the world stays as it is."""
    return Clerk(world.book.tenant)


def body(world: World) -> str:
    return gid("Body", world.work)


@pytest.mark.parametrize(
    ("effective", "field"),
    [
        ({"value": "2011-13"}, ["input", "effective", "value"]),
        ({"value": "昨日"}, ["input", "effective", "value"]),
        ({"kind": "UNDATED", "value": "2011"}, ["input", "effective", "value"]),
        ({"value": None}, ["input", "effective", "value"]),
        ({"value": "2011", "asWritten": "長" * 41}, ["input", "effective", "asWritten"]),
    ],
)
def test_a_date_that_is_none_is_named(clerk: Clerk, world: World, effective: Any, field: list[str]) -> None:
    error = clerk.refused("renameBody", bodyId=body(world), name="乙", effective=effective)
    assert (error["code"], error["rule"], error["field"]) == ("BAD_INPUT", "BadInput", field)
    assert error["message"].startswith(".".join(field[1:]))
    assert "$" not in error["message"]


@pytest.mark.parametrize("text", ["", "甲", "Qm9keTox", "x" * 500])
def test_an_id_that_is_none_is_named(clerk: Clerk, text: str) -> None:
    error = clerk.refused("renameBody", bodyId=text, name="乙", effective=NOW)
    assert (error["code"], error["field"]) == ("BAD_ID", ["input", "bodyId"])
    assert error["message"].startswith("bodyId: ")


def test_an_id_of_another_kind_is_named_where_it_stands(clerk: Clerk, world: World) -> None:
    at = [{"bodyId": body(world)}, {"bodyId": gid("Council", world.council)}]
    error = clerk.refused("scheduleMeeting", bodies=at, date=NOW, effective=NOW)
    assert (error["code"], error["field"]) == ("BAD_ID", ["input", "bodies", "1", "bodyId"])
    assert "Body" in error["message"]


def test_a_place_without_its_document_is_named(clerk: Clerk, world: World) -> None:
    error = clerk.refused("renameBody", bodyId=body(world), name="乙", effective=NOW, sourceLocator="3頁")
    assert error["field"] == ["input", "sourceId"]


def test_a_value_outside_its_range_is_named(clerk: Clerk, world: World) -> None:
    meeting = gid("Meeting", world.meeting)
    error = clerk.refused("admitObservers", meetingId=meeting, observers=-1, effective=NOW)
    assert (error["code"], error["field"]) == ("BAD_INPUT", ["input", "observers"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "https://example.jp/a b"),
        ("url", "https://example.jp/\n"),
        ("mediaType", "text/html\r\nX-Other: 1"),
        ("mediaType", "application/pdf\n"),
        ("mediaType", ""),
        ("sha256", "0" * 64 + "\n"),
    ],
)
def test_a_paper_is_described_as_pages_and_headers_may_tell(
    clerk: Clerk, world: World, name: str, value: str
) -> None:
    paper = {"title": "次第", "mediaType": "application/pdf", "byteCount": 1, "sha256": "0" * 64, name: value}
    error = clerk.refused(
        "attachDocument", meetingId=gid("Meeting", world.meeting), document=paper, effective=NOW
    )
    assert (error["code"], error["field"]) == ("BAD_INPUT", ["input", "document", name])


def test_a_link_to_a_source_or_to_minutes_leads_to_the_web(clerk: Clerk, world: World) -> None:
    link = {"url": "data:text/html,x", "effective": NOW}
    minutes = {"meetingId": gid("Meeting", world.meeting), "minutesKind": "FULL"}
    for command, given in (("registerSourceDocument", {"title": "要綱"}), ("draftMinutes", minutes)):
        error = clerk.refused(command, **link, **given)
        assert (error["code"], error["field"]) == ("BAD_INPUT", ["input", "url"])


def test_a_moment_that_japan_has_no_day_for_is_refused_before_anything_runs(
    clerk: Clerk, world: World
) -> None:
    given = {"meetingId": gid("Meeting", world.planned), "startsAt": "9999-12-31T23:00:00Z", "effective": NOW}
    answer = clerk.send(
        "mutation($i: ConveneMeetingInput!) { conveneMeeting(input: $i) { __typename } }", i=given
    )
    assert "data" not in answer
    assert [e["extensions"]["code"] for e in answer["errors"]] == ["BAD_USER_INPUT"]


def test_a_business_rule_says_who_may_allow_it_in_both_languages(clerk: Clerk, world: World) -> None:
    given = {"bodyId": body(world), "name": "全体会", "effective": NOW}
    document = """mutation($i: RenameBodyInput!) { renameBody(input: $i) { userErrors {
      code rule field mayAllow message en: message(lang: EN) } body { id } } }"""
    (error,) = clerk.send(document, i=given)["data"]["renameBody"]["userErrors"]
    assert (error["code"], error["rule"], error["mayAllow"]) == ("NAME_TAKEN", "NameTaken", ["SECRETARIAT"])
    assert "全体会" in error["message"]
    assert error["en"].startswith("全体会 names another live body")


def test_another_municipalitys_records_are_not_on_record(clerk: Clerk, tenant: Tenant) -> None:
    book = Scribe(tenant)
    council = book.council()
    theirs = book.body(council)
    error = clerk.refused("renameBody", bodyId=gid("Body", theirs), name="乙", effective=NOW)
    assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "bodyId"])
    given = {"councilId": gid("Council", council), "name": "丙", "kind": "OTHER", "effective": NOW}
    error = clerk.refused("createBody", **given)
    assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "councilId"])


def test_the_public_records_nothing_and_hears_who_does(clerk: Clerk, world: World) -> None:
    error = clerk.as_(Role.PUBLIC).refused("renameBody", bodyId=body(world), name="乙", effective=NOW)
    assert (error["code"], error["rule"]) == ("FORBIDDEN", "NobodyRecords")
    assert error["mayAllow"] == ["TENANT_ADMINISTRATOR", "SECRETARIAT"]


def raised(world: World, owner: Any = None) -> dict[str, Any]:
    return {"title": "移動", "ownerId": gid("Body", owner or world.work), "effective": NOW}


@pytest.mark.parametrize(
    ("role", "mutation", "code"),
    [
        (Role.VIEWER, "raiseIssue", "READ_ONLY_ROLE"),
        (Role.AUDITOR, "raiseIssue", "READ_ONLY_ROLE"),
        (Role.PLATFORM_OPERATOR, "raiseIssue", "NOT_FOUND"),  # who sees nothing of the council
        (Role.TENANT_ADMINISTRATOR, "raiseIssue", "READ_ONLY_ROLE"),
        (Role.API_CLIENT, "raiseIssue", "READ_ONLY_ROLE"),
    ],
)
def test_a_role_records_its_own_only(
    world: World, clerk: Clerk, role: Role, mutation: str, code: str
) -> None:
    assert clerk.as_(role).refused(mutation, **raised(world))["code"] == code


def test_a_chair_records_meetings_of_their_own_bodies_only(world: World, clerk: Clerk) -> None:
    given = {"bodies": [{"bodyId": body(world)}], "date": NOW, "effective": NOW}
    error = clerk.as_(Role.CHAIR, [world.assembly]).refused("scheduleMeeting", **given)
    assert (error["code"], error["mayAllow"]) == ("NOT_YOUR_BODY", ["SECRETARIAT"])


def test_a_client_needs_the_scope(world: World, clerk: Clerk) -> None:
    client = replace(clerk.as_(Role.API_CLIENT), scopes=frozenset({"council:read"}))
    given = {"bodies": [{"bodyId": body(world)}], "date": NOW, "effective": NOW}
    assert client.refused("scheduleMeeting", **given)["code"] == "SCOPE_MISSING"


def test_what_one_may_not_see_is_not_on_record_for_them(world: World, clerk: Clerk) -> None:
    world.book.say(FORMS["ChangeAudience"].form.event, world.inner, audience="secretariat", reason="内部")
    member = clerk.as_(Role.MEMBER, [world.work])
    error = member.refused("raiseIssue", **raised(world, world.inner))
    never = member.refused("raiseIssue", **raised(world, new_id()))
    assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "ownerId"])
    assert (error["code"], error["rule"]) == (never["code"], never["rule"])


def test_without_that_look_the_hidden_would_be_found(
    world: World, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.book.say(FORMS["ChangeAudience"].form.event, world.inner, audience="secretariat", reason="内部")
    monkeypatch.setattr(Look, "check", lambda _: None)
    member = clerk.as_(Role.MEMBER, [world.work])
    assert member.try_("raiseIssue", raised(world, world.inner))["userErrors"] == []


def test_without_the_right_being_asked_the_wrong_role_gets_through(
    own_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: a chair schedules a meeting of a body that is not theirs."""
    monkeypatch.setattr(running, "permitted", lambda asker, *_: asker.actor)
    chair = Clerk(own_world.book.tenant).as_(Role.CHAIR, [own_world.assembly])
    given = {"bodies": [{"bodyId": body(own_world)}], "date": NOW, "effective": NOW}
    assert chair.record("scheduleMeeting", **given)["entries"]


@pytest.fixture
def master_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """What seals an account's address."""
    monkeypatch.setenv(MASTER_KEY, b64encode(Key.generate().secret).decode())


def moved(book: Scribe) -> None:
    """Somebody's rights move."""
    administrator = Actor("administrator", Role.TENANT_ADMINISTRATOR)
    given: dict[str, Any] = {"audience": "secretariat", "effective": {"kind": "undated"}}
    user = book.tenant.say(
        UserInvited, actor=administrator, name="架空", email="a@example.jp", **given
    ).record_id
    effective = {"kind": "from", "value": "2025-01-01"}
    book.tenant.say(RoleGranted, user, actor=administrator, role="viewer", effective=effective)


class Stale(Clerk):
    """A door that never hears of what has moved."""

    @override
    def again(self, asker: Asker) -> Asker:
        """As before."""
        self.judged.append(asker.rights)
        return asker


@pytest.mark.usefixtures("master_key")
def test_rights_that_moved_are_judged_anew_under_the_lock(book: Scribe, tenant: Tenant) -> None:
    body_id = gid("Body", book.body(book.council()))
    clerk = Clerk(tenant)
    before = clerk.asker()
    moved(book)
    since = clerk.rights()
    document = "mutation($i: RenameBodyInput!) { renameBody(input: $i) { userErrors { code } } }"
    given = {"bodyId": body_id, "name": "乙", "effective": NOW}
    data = clerk.send(document, before, i=given)["data"]
    assert data["renameBody"]["userErrors"] == []
    assert clerk.judged == [since]


@pytest.mark.usefixtures("master_key")
def test_a_role_that_was_taken_away_records_nothing_more(book: Scribe, tenant: Tenant) -> None:
    """Judged before it was taken, asked after."""
    body_id, clerk = gid("Body", book.body(book.council())), Clerk(tenant)
    before = clerk.asker()
    moved(book)
    document = "mutation($i: RenameBodyInput!) { renameBody(input: $i) { userErrors { code } } }"
    given = {"bodyId": body_id, "name": "乙", "effective": NOW}
    demoted = clerk.as_(Role.VIEWER)
    assert demoted.send(document, before, i=given)["data"]["renameBody"]["userErrors"] == [
        {"code": "READ_ONLY_ROLE"}
    ]


@pytest.mark.usefixtures("master_key")
def test_without_asking_whether_rights_still_hold_it_would_record(
    book: Scribe, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault to the test above."""
    monkeypatch.setattr(performing, "still", lambda *_: True)
    body_id, clerk = gid("Body", book.body(book.council())), Clerk(tenant)
    before = clerk.asker()
    moved(book)
    document = "mutation($i: RenameBodyInput!) { renameBody(input: $i) { userErrors { code } } }"
    given = {"bodyId": body_id, "name": "乙", "effective": NOW}
    assert clerk.as_(Role.VIEWER).send(document, before, i=given)["data"]["renameBody"]["userErrors"] == []


@pytest.mark.usefixtures("master_key")
def test_under_rights_that_never_hold_nothing_runs(book: Scribe, tenant: Tenant) -> None:
    body_id, stale = gid("Body", book.body(book.council())), Stale(tenant)
    before = stale.asker()
    moved(book)
    head = book.head()
    given = {"bodyId": body_id, "name": "乙", "effective": NOW}
    document = "mutation($i: RenameBodyInput!) { renameBody(input: $i) { userErrors { code } } }"
    answer = stale.send(document, before, i=given)
    assert answer["data"]["renameBody"]["userErrors"] == [{"code": "RIGHTS_MOVED"}]
    assert book.head() == head
