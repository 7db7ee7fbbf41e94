"""What a reader may not see is absent from lists and counts, and null by id: never a hint that it exists."""

from collections.abc import Callable
from typing import Any

import pytest

from kyogikai_graphql import ids
from kyogikai_graphql.execution import execute
from kyogikai_graphql.loading import Context
from kyogikai_graphql.rights import Viewer, merged, viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.vocabulary import Audience, Role
from tests.graphql.partner import Partner, gid
from tests.graphql.scribe import Scribe
from tests.graphql.world import World

NODE = "query($id: ID!) { node(id: $id) { id } }"


def test_the_public_sees_only_what_is_public(reader: Partner) -> None:
    ask = """{ bodies { totalCount nodes { name } } meetings { totalCount nodes { title bodies { name }
      numberings { body { name } } quorum { present } } } }"""
    found = reader.as_(Role.PUBLIC).ask(ask)
    assert found["bodies"] == {"totalCount": 2, "nodes": [{"name": "全体会"}, {"name": "就労部会"}]}
    (meeting,) = found["meetings"]["nodes"]
    assert found["meetings"]["totalCount"] == 1
    assert meeting["bodies"] == [{"name": "就労部会"}]
    assert meeting["numberings"] == [{"body": {"name": "就労部会"}}]
    assert meeting["quorum"] == [{"present": 17}]


def test_a_row_whose_body_is_hidden_is_hidden_too(world: World, reader: Partner) -> None:
    ask = """query($id: ID!) { node(id: $id) { ... on Organization { memberships { totalCount nodes { body {
      name } } } } } }"""
    everything = reader.ask(ask, id=gid("Organization", world.office))["node"]["memberships"]
    public = reader.as_(Role.PUBLIC).ask(ask, id=gid("Organization", world.office))["node"]["memberships"]
    assert everything["totalCount"] == 3
    assert public["totalCount"] == len(public["nodes"]) == 2
    assert {"body": {"name": "運営会議"}} not in public["nodes"]
    hidden = gid("Membership", world.inner_member)
    assert reader.ask(NODE, id=hidden)["node"] == {"id": hidden}
    assert reader.as_(Role.PUBLIC).ask(NODE, id=hidden) == {"node": None}


def test_a_hidden_body_is_no_way_to_a_meeting_either(world: World, reader: Partner) -> None:
    ask = "query($id: ID) { meetings(bodyId: $id) { totalCount } }"
    hidden = gid("Body", world.inner)
    assert reader.ask(ask, id=hidden)["meetings"]["totalCount"] == 1
    assert reader.as_(Role.PUBLIC).ask(ask, id=hidden)["meetings"]["totalCount"] == 0


def test_a_link_of_descent_with_a_hidden_end_is_hidden(book: Scribe, partner: Partner) -> None:

    council = book.council(audience="public")
    old = book.body(council, "from 2008", "甲", audience="public")
    new = book.body(council, "from 2010", "乙", audience="council")
    book.record("SucceedBody", old, "at 2010-12-31", successor_id=new)
    ask = '{ lineage(asOf: "2020-01-01") { to { name } } }'
    assert partner.as_(Role.VIEWER).ask(ask)["lineage"] == [{"to": [{"name": "乙"}]}]
    assert partner.as_(Role.PUBLIC).ask(ask)["lineage"] == []


def test_by_its_id_a_hidden_thing_is_null(world: World, reader: Partner) -> None:
    for kind, record in [("Body", world.inner), ("Meeting", world.planned), ("Person", world.person)]:
        assert reader.as_(Role.PUBLIC).ask(NODE, id=gid(kind, record)) == {"node": None}
        assert reader.as_(Role.VIEWER).ask(NODE, id=gid(kind, record))["node"] is not None


def test_a_hidden_person_or_document_leaves_the_fact(world: World, reader: Partner) -> None:
    ask = """query($m: ID!, $b: ID!) { node(id: $m) { ... on Membership { jobTitle person { name } } }
      body(id: $b) { cadence { provenance { document { title } locator event { type } } } } }"""
    found = reader.as_(Role.PUBLIC).ask(ask, m=gid("Membership", world.chair), b=gid("Body", world.work))
    assert found["node"] == {"jobTitle": "所長", "person": None}
    assert found["body"]["cadence"] == [{"provenance": []}]


def test_provenance_names_the_entry_only_to_readers_of_the_trail(reader: Partner) -> None:
    ask = "{ council { provenance { document { title } locator event { position } } } }"
    for role, shown in [
        (Role.AUDITOR, True),
        (Role.SECRETARIAT, True),
        (Role.VIEWER, False),
        (Role.PUBLIC, False),
    ]:
        found = reader.as_(role).ask(ask)["council"]["provenance"]
        assert found[0]["document"] == {"title": "設置要綱"}
        assert all((p["event"] is not None) is shown for p in found)


def test_what_is_for_a_body_is_seen_by_its_members(own_world: World, partner: Partner) -> None:
    w = own_world
    w.book.record("ChangeAudience", w.meeting, audience="body", reason="部会内")
    ask = "query($id: ID!) { meeting(id: $id) { id agenda { title } } }"
    meeting = gid("Meeting", w.meeting)
    assert partner.as_(Role.MEMBER, [w.work]).ask(ask, id=meeting)["meeting"]["agenda"] != []
    assert partner.as_(Role.MEMBER, [w.assembly]).ask(ask, id=meeting)["meeting"] is None
    assert partner.as_(Role.MEMBER).ask(ask, id=meeting)["meeting"] is None
    assert partner.as_(Role.VIEWER, [w.work]).ask(ask, id=meeting)["meeting"] is None
    assert partner.as_(Role.SECRETARIAT).ask(ask, id=meeting)["meeting"] is not None


def test_a_right_is_judged_as_of_now_whatever_was_known_then(own_world: World, partner: Partner) -> None:
    ask = "query($id: ID!, $at: DateTime) { node(id: $id, knownAt: $at) { id } }"
    record = gid("Recommendation", own_world.recommendation)
    then = partner.ask("{ auditTrail(last: 1) { nodes { recordedAt } } }")["auditTrail"]["nodes"][0][
        "recordedAt"
    ]
    public = partner.as_(Role.PUBLIC)
    assert public.ask(ask, id=record)["node"] is not None
    own_world.book.record("ChangeAudience", own_world.recommendation, audience="council", reason="誤って公開")
    assert public.ask(ask, id=record)["node"] is None
    assert public.ask(ask, id=record, at=then)["node"] is None


def test_drafts_of_minutes_are_for_those_who_work_on_them(world: World, reader: Partner) -> None:
    ask = "query($id: ID!) { meeting(id: $id) { minutes { kind } } }"
    meeting = gid("Meeting", world.meeting)
    for who, kinds in [
        (reader.as_(Role.SECRETARIAT), ["summary", "full"]),
        (reader.as_(Role.AUDITOR), ["summary", "full"]),
        (reader.as_(Role.MEMBER, [world.work]), ["summary", "full"]),
        (reader.as_(Role.MEMBER, [world.assembly]), ["summary"]),
        (reader.as_(Role.VIEWER), ["summary"]),
        (reader.as_(Role.API_CLIENT), ["summary"]),
        (reader.as_(Role.PUBLIC), ["summary"]),
    ]:
        assert [m["kind"] for m in who.ask(ask, id=meeting)["meeting"]["minutes"]] == kinds


@pytest.mark.parametrize(
    ("role", "counted"), [(Role.SECRETARIAT, 3), (Role.CHAIR, 3), (Role.MEMBER, None), (Role.PUBLIC, None)]
)
def test_how_many_cases_stand_behind_an_issue(
    world: World, reader: Partner, role: Role, counted: int | None
) -> None:
    ask = "query($id: ID!) { issue(id: $id) { caseCount } }"
    assert reader.as_(role).ask(ask, id=gid("Issue", world.issue)) == {"issue": {"caseCount": counted}}


def test_the_administrator_reads_the_issue_board_and_no_drafts(own_world: World, partner: Partner) -> None:
    own_world.book.record("ChangeAudience", own_world.issue, audience="council", reason="整理中")
    ask = "{ issues { totalCount nodes { caseCount } } meetings { nodes { minutes { kind } } } }"
    for role in (Role.VIEWER, Role.TENANT_ADMINISTRATOR):
        found = partner.as_(role).ask(ask)
        assert found["issues"] == {"totalCount": 1, "nodes": [{"caseCount": None}]}
        assert [m["minutes"] for m in found["meetings"]["nodes"]] == [[{"kind": "summary"}], []]


def test_the_operator_reads_no_council_content(reader: Partner) -> None:
    ask = """{ municipality { name } council { name } bodies { totalCount } search(text: "部会") { totalCount
      } changes { changes { typename } } }"""
    assert reader.as_(Role.PLATFORM_OPERATOR).ask(ask) == {
        "municipality": {"name": "架空市"},
        "council": None,
        "bodies": {"totalCount": 0},
        "search": {"totalCount": 0},
        "changes": {"changes": []},
    }


def test_ids_of_another_municipality_are_null(
    world: World, reader: Partner, new_tenant: Callable[[], Tenant]
) -> None:
    stranger = Partner(new_tenant())
    for name, kind in [("council", "Council"), ("work", "Body"), ("meeting", "Meeting"), ("issue", "Issue")]:
        theirs = gid(kind, getattr(world, name))
        assert reader.ask(NODE, id=theirs)["node"] == {"id": theirs}
        assert stranger.ask(NODE, id=theirs) == {"node": None}
    entry = ids.entry_id(world.council, 1)
    assert reader.ask(NODE, id=entry)["node"] == {"id": entry}
    assert stranger.ask(NODE, id=entry) == {"node": None}
    listed = stranger.ask(
        "{ bodies { totalCount } meetings { totalCount } council { name } changes { changes { subjectId } } }"
    )
    assert listed == {
        "bodies": {"totalCount": 0},
        "meetings": {"totalCount": 0},
        "council": None,
        "changes": {"changes": []},
    }


FIELDS = "{ totalCount nodes { id } }"
EVERY_LIST = f"""{{ bodies {FIELDS} organizations {FIELDS} meetings {FIELDS} issues {FIELDS}
  recommendations {FIELDS}
  activities {FIELDS} search(text: "部会") {{ totalCount nodes {{ node {{ id }} }} }} councils {{ id }}
  council {{ bodies {{ id }} terms {{ id }} phases {{ id }} rules {{ id }} sources {{ id }} }} }}"""


@pytest.mark.parametrize("role", list(Role))
def test_nobody_sees_what_their_audiences_do_not_show(world: World, reader: Partner, role: Role) -> None:
    """Every id that any list gives out is of a row whose audience the role sees."""
    who = reader.as_(role)
    answer = who.ask(EVERY_LIST)
    allowed = _audiences(role)
    found = list(_ids(answer))
    assert found or role is Role.PLATFORM_OPERATOR
    for text in found:
        kind, record = ids.decode(text)
        (row,) = world.book.query(
            f"SELECT DISTINCT audience FROM {ids.TABLES[kind][0]} WHERE id = '{record}' AND known_to IS NULL"  # noqa: S608
        )
        assert row["audience"] in allowed


def _audiences(role: Role) -> set[str]:
    inside = {Audience.PUBLIC, Audience.COUNCIL}
    if role in {Role.SECRETARIAT, Role.AUDITOR}:
        return {*inside, Audience.BODY, Audience.SECRETARIAT}
    return {Role.PUBLIC: {Audience.PUBLIC}, Role.PLATFORM_OPERATOR: set[Any]()}.get(role, inside)


def _ids(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [i for inner in value.values() for i in _ids(inner)]
    return [i for inner in value for i in _ids(inner)] if isinstance(value, list) else []


def test_an_open_meeting_is_public(own_world: World, partner: Partner) -> None:
    own_world.book.record("DecideOpenness", own_world.planned, "at 2025-10-02", openness="open")
    ask = "query($id: ID!) { meeting(id: $id) { openness } }"
    found = partner.as_(Role.PUBLIC).ask(ask, id=gid("Meeting", own_world.planned))
    assert found == {"meeting": {"openness": "OPEN"}}


MEETINGS_AND_ISSUES = "{ meetings { totalCount nodes { title agenda { title } } } issues { totalCount } }"


def test_members_read_meetings_and_issues_of_their_bodies_and_of_the_assembly(
    book: Scribe, partner: Partner
) -> None:
    council = book.council()
    assembly = book.body(council, name="全体会", kind="general_assembly")
    own, other = book.body(council, name="甲"), book.body(council, name="乙")
    for name, body in (("全体会", assembly), ("甲", own), ("乙", other)):
        agenda = [{"title": name, "kind": "report"}]
        given = {"title": name, "bodies": [{"body_id": body}], "agenda": agenda, "audience": "council"}
        book.record("HoldMeeting", None, "at 2024-06-10", kind="ordinary", **given)
        book.record("RaiseIssue", None, "at 2024-08-01", title=name, owner_id=body, audience="council")

    def seen(who: Viewer) -> tuple[list[str], int]:
        with snapshot(book.tenant.engine, book.tenant.id) as connection:
            context = Context(connection, book.tenant.id, who, partner.today)
            found = execute(MEETINGS_AND_ISSUES, {}, None, context).data
        assert found
        return [m["title"] for m in found["meetings"]["nodes"]], found["issues"]["totalCount"]

    bodies, assemblies = frozenset({own}), frozenset({assembly})
    assert sorted(seen(viewer(Role.MEMBER, bodies, assemblies))[0]) == sorted(["全体会", "甲"])
    assert seen(viewer(Role.MEMBER, bodies, assemblies))[1] == 2
    assert seen(viewer(Role.CASE_WORKER, bodies, assemblies)) == (["甲"], 3)
    assert seen(viewer(Role.CHAIR, bodies, assemblies)) == (["甲"], 1)
    both = merged([viewer(Role.MEMBER, bodies, assemblies), viewer(Role.VIEWER)])
    assert seen(both)[1] == len(seen(both)[0]) == 3
