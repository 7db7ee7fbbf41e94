"""Every type answers every field, with what was recorded."""

from dataclasses import replace
from typing import Any

import pytest

from kyogikai_tenants.commands import Actor
from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import Partner, gid
from tests.graphql.scribe import Scribe
from tests.graphql.world import DIGEST, World


def test_the_municipality(reader: Partner) -> None:
    ask = """{ municipality { id code name reading kind parentName members { name } } council { municipalities
      { name } } }"""
    found = reader.ask(ask)
    own: dict[str, Any] = {
        "code": None,
        "name": "架空市",
        "reading": None,
        "kind": "CITY",
        "parentName": "架空県",
        "members": [],
    }
    assert found["municipality"] == {"id": gid("Municipality", reader.tenant.id)} | own
    assert found["council"]["municipalities"] == [{"name": "架空市"}]


def test_the_council_and_what_it_says_of_itself(reader: Partner) -> None:
    ask = """{ council {
      name standing jurisdiction existence memberCount established { value label label_en: label(lang:
      EN) } attested { value }
      statements { kind title items { label title text items { label text items { label } } } }
      legalBases { title form } secretariat { names mode from { value } to { value } } context { text
      effective { value } }
      rules { title maxMembers termYears quorum openness scope { ... on Body { name } } from { value }
      to { value } }
      bodies { name } bodyGroups { name bodies { name } } terms { number } phases { name } themes {
      fiscalYear text }
      routes { act conditions from { __typename ... on BodyGroup { name } } to { ... on Body { name } } }
      sources { title } lineage { change }
    } }"""
    found = reader.ask(ask)["council"]
    assert found["established"] == {
        "value": "2010-04-01",
        "label": "平成22年4月1日から",
        "label_en": "from 1 April 2010",
    }
    assert found["attested"] is None
    assert found["memberCount"] == 1
    inner = {"label": "(1)", "text": "顔の見える関係", "items": []}
    item = {"label": "①", "title": "連携", "text": None, "items": [inner]}
    assert found["statements"] == [{"kind": "GOAL", "title": "目標", "items": [item]}]
    assert found["secretariat"] == [
        {"names": ["福祉課"], "mode": "DIRECT", "from": {"value": "2010-04-01"}, "to": None}
    ]
    assert found["rules"][0]["scope"] == {"name": "全体会"}
    assert found["rules"][0]["maxMembers"] == 25
    assert [b["name"] for b in found["bodies"]] == ["全体会", "運営会議", "就労部会"]
    assert found["bodyGroups"] == [{"name": "専門部会", "bodies": [{"name": "就労部会"}]}]
    assert found["terms"] == [{"number": 3}]
    assert found["themes"] == [{"fiscalYear": 2024, "text": "つながる"}]
    route = {"act": "ESCALATE", "conditions": ["重要なもの"]}
    assert found["routes"] == [
        route | {"from": {"__typename": "BodyGroup", "name": "専門部会"}, "to": {"name": "全体会"}}
    ]
    assert [s["title"] for s in found["sources"]] == ["設置要綱", "内部資料"]


def test_a_body_and_what_belongs_to_it(world: World, reader: Partner) -> None:
    ask = """query($id: ID!) { body(id: $id) {
      name kind label order parent { name } children { name } group { name } purpose memberCount
      lastAttested { value }
      composition { text categories exOfficioOf { name } } cadence { perYear approximate asNeeded
      asWritten }
      memberships { totalCount nodes { organization { name } exOfficio from { value } } }
      meetings { totalCount nodes { title state } } issues { nodes { title } }
    } }"""
    found = reader.ask(ask, id=gid("Body", world.work))["body"]
    assert (found["label"], found["order"], found["memberCount"]) == ("専門委員会", 1, 1)
    assert found["parent"] == {"name": "全体会"}
    assert found["purpose"] == ["就労の支援を話し合う", "事業所の連携"]
    assert found["composition"]["exOfficioOf"] == [{"name": "全体会"}]
    assert found["cadence"] == [
        {"perYear": 4, "approximate": True, "asNeeded": False, "asWritten": "年4回程度"}
    ]
    assert [m["state"] for m in found["meetings"]["nodes"]] == ["HELD", "SCHEDULED"]
    assert found["lastAttested"] == {"value": "2024-06-10"}
    before = ask.replace("body(id: $id)", 'body(id: $id, asOf: "2024-06-09")')
    earlier = reader.ask(before, id=gid("Body", world.work))["body"]
    assert earlier["lastAttested"] == {"value": "2010-04-01"}
    assert earlier["meetings"]["totalCount"] == 0


def test_officers_and_members(world: World, reader: Partner) -> None:
    ask = """query($id: ID!, $day: Date) { body(id: $id, asOf: $day) {
      officers { office jobTitle vacant substitute person { name } term { number from { value } to {
      value } } body { name } }
      terms { memberships { nodes { person { memberships { totalCount } } } } }
    } }"""
    (officer,) = reader.ask(ask, id=gid("Body", world.assembly))["body"]["officers"]
    assert officer["office"] == "会長"
    assert officer["person"] == {"name": "架空 花子"}
    assert officer["term"] == {"number": 3, "from": {"value": "2024-04-01"}, "to": {"value": "2027-03-31"}}
    assert reader.ask(ask, id=gid("Body", world.assembly), day="2024-04-30")["body"]["officers"] == []


def test_a_meeting_with_everything(world: World, reader: Partner) -> None:
    ask = """query($id: ID!) { meeting(id: $id) {
      title number fiscalYear kind mode state place presider observers openness date { value precision }
      bodies { name } bodiesAsHeld { name } numberings { body { name } scheme number label } counts {
      present expected absent }
      agenda { id number title kind presenter { name } openEnded guests { name } issue { title } }
      attendance { nodes { id name status answer membership { organization { name } } } }
      quorum { body { name } base needed present met } decisions { result item { title } votes }
      minutes { id kind state text publishedAt entryId } documents { id title bytes sha256 mediaType }
    } }"""
    found = reader.ask(ask, id=gid("Meeting", world.meeting))["meeting"]
    assert (found["number"], found["fiscalYear"], found["kind"], found["openness"]) == (
        1,
        2024,
        "JOINT",
        "UNDECIDED",
    )
    assert [b["name"] for b in found["bodies"]] == ["就労部会", "運営会議"]
    assert [n["label"] for n in found["numberings"]] == ["第1回", "第7回"]
    assert found["counts"] == {"present": 17, "expected": 21, "absent": None}
    assert found["agenda"][0]["presenter"] == {"name": "相談支援センター"}
    assert [a["openEnded"] for a in found["agenda"]] == [False, True]
    attended = {(a["name"], a["status"], bool(a["membership"])) for a in found["attendance"]["nodes"]}
    assert attended == {(None, "PRESENT", True), ("架空 太郎", "ABSENT", False)}
    assert found["decisions"] == [
        {"result": "了承", "item": {"title": "就労の報告"}, "votes": {"in_favour": 17}}
    ]
    assert [(m["kind"], m["state"]) for m in found["minutes"]] == [
        ("summary", "PUBLISHED"),
        ("full", "DRAFT"),
    ]
    assert found["minutes"][0]["publishedAt"].endswith("+09:00")
    assert found["documents"][0] | {"id": ""} == {
        "id": "",
        "title": "資料1",
        "bytes": 1234,
        "sha256": DIGEST,
        "mediaType": "application/pdf",
    }


def test_an_issue_its_path_and_what_was_answered(world: World, reader: Partner) -> None:
    ask = """query($id: ID!) { issue(id: $id) {
      title state ageDays feedbackDue caseCount raised { value } raisedBy { ... on Body { name } }
      owner { ... on Body { name } }
      path { totalCount nodes { act question from { ... on Body { name } } to { ... on Body { name } }
      effective { value } meeting { title } } }
      feedback { to text effective { value } }
      recommendations { title to kind from { ... on Body { name } } response { text decision effective
      { value } } issues { title } }
    } }"""
    found = reader.ask(ask, id=gid("Issue", world.issue))["issue"]
    assert found["owner"] == {"name": "全体会"}
    assert found["ageDays"] == (reader.today - reader.today.replace(year=2024, month=8)).days
    assert found["path"]["nodes"][1] == {
        "act": "REFER",
        "question": "手段の調査",
        "from": {"name": "就労部会"},
        "to": {"name": "全体会"},
        "effective": {"value": "2024-09-01"},
        "meeting": None,
    }
    assert found["feedback"] == [{"to": "事業所", "text": "調査中です", "effective": {"value": "2024-10-01"}}]
    assert found["recommendations"][0]["response"] == {
        "text": "検討する",
        "decision": "一部採用",
        "effective": {"value": "2025-03-01"},
    }
    assert found["recommendations"][0]["issues"] == [{"title": "移動の手段が足りない"}]


def test_whose_turn_it_is_and_in_which_meetings_an_issue_was(world: World, reader: Partner) -> None:
    ask = """query($id: ID!) {
      issue(id: $id) { turn { act question due exception quality { flag } effective { value } }
        lastStep { act } meetings { totalCount } feedback { provenance { event { type } } }
        recommendations { responded { value } provenance { event { type } } } }
      council { routes { othersMay } }
    }"""
    found = reader.ask(ask, id=gid("Issue", world.issue))
    turn = found["issue"]["turn"]
    assert (turn["act"], turn["question"], turn["effective"]) == (
        "REFER",
        "手段の調査",
        {"value": "2024-09-01"},
    )
    assert (turn["exception"], turn["quality"], found["issue"]["lastStep"]) == (
        "経路にない付託", [], {"act": "REFER"},
    )  # fmt: skip
    assert found["issue"]["feedback"] == [{"provenance": [{"event": {"type": "issue.feedback_given"}}]}]
    assert found["issue"]["recommendations"][0]["responded"] == {"value": "2025-03-01"}
    assert {route["othersMay"] for route in found["council"]["routes"]} <= {True, False}


def test_an_activity_and_a_phase(world: World, reader: Partner) -> None:
    ask = """query($a: ID!, $p: ID!) {
      activity: node(id: $a) { ... on Activity { title state fiscalYear days body { name } partners { name }
        steps { stage meeting { number } item { title } } meetings { nodes { number } } } }
      phase: node(id: $p) { ... on Phase { name order fiscalYears state goals { title text examples }
      cadence { asNeeded } } }
    }"""
    found = reader.ask(ask, a=gid("Activity", world.activity), p=gid("Phase", world.phase))
    assert found["activity"]["steps"] == [
        {"stage": "準備", "meeting": {"number": 1}, "item": {"title": "就労の報告"}}
    ]
    assert found["activity"]["meetings"]["nodes"] == [{"number": 1}]
    assert found["activity"]["partners"] == [{"name": "相談支援センター"}]
    assert found["phase"] == {
        "name": "立ち上げ期",
        "order": 1,
        "fiscalYears": [2024, 2025],
        "state": "PLANNED",
        "goals": [{"title": "連携", "text": None, "examples": ["名簿"]}],
        "cadence": [{"asNeeded": True}],
    }


LISTS: list[tuple[str, dict[str, Any], int]] = [
    ("meetings(fiscalYear: 2024)", {}, 1),
    ("meetings(fiscalYear: 2023)", {}, 0),
    ('meetings(from: "2024-06-10", to: "2024-06-10")', {}, 1),
    ('meetings(from: "2024-06-11")', {}, 1),
    ('meetings(to: "2024-06-09")', {}, 0),
    ("meetings(state: HELD)", {}, 1),
    ("meetings(bodyId: $work)", {"work": "work"}, 2),
    ("meetings(bodyId: $work)", {"work": "assembly"}, 0),
    ('meetings(asOf: "2025-09-30")', {}, 1),
    ("issues(state: REFERRED)", {}, 1),
    ("issues(state: OPEN)", {}, 0),
    ("issues(ownerId: $work)", {"work": "assembly"}, 1),
    ("issues(ownerId: $work)", {"work": "work"}, 0),
    ('issues(ownerId: $work, asOf: "2024-08-31")', {"work": "work"}, 1),
    ('issues(raisedFrom: "2024-08-01", raisedTo: "2024-08-01")', {}, 1),
    ('issues(raisedFrom: "2024-08-02")', {}, 0),
    ("issues(states: [REFERRED, ESCALATED])", {}, 1),
    ("issues(states: [OPEN, CLOSED])", {}, 0),
    ("issues(states: [])", {}, 0),
    ("issues(feedbackDue: false)", {}, 1),
    ("issues(feedbackDue: true)", {}, 0),
    ('issues(feedbackDue: true, asOf: "2024-09-30")', {}, 1),
    ("recommendations(answered: true)", {}, 1),
    ("recommendations(answered: false)", {}, 0),
    ('recommendations(answered: false, asOf: "2025-02-28")', {}, 1),
    ("recommendations(fiscalYear: 2024)", {}, 1),
    ("recommendations(fiscalYear: 2023)", {}, 0),
    ("activities(fiscalYear: 2024)", {}, 1),
    ("activities(state: HELD)", {}, 1),
    ("activities(state: PLANNED)", {}, 0),
    ("activities(fiscalYear: 2025)", {}, 0),
    ("activities(kind: TRAINING)", {}, 1),
    ("activities(kind: SURVEY)", {}, 0),
    ('organizations(name: "相談支援")', {}, 1),
    ('organizations(name: "就労")', {}, 0),
]


@pytest.mark.parametrize(("field", "given", "count"), LISTS)
def test_filters(world: World, reader: Partner, field: str, given: dict[str, str], count: int) -> None:
    declared = "($work: ID)" if given else ""
    variables = {name: gid("Body", getattr(world, body)) for name, body in given.items()}
    name = field.partition("(")[0]
    found = reader.ask(
        f"query{declared} {{ {field} {{ totalCount totalCountExact nodes {{ id }} }} }}", **variables
    )
    assert found[name]["totalCount"] == len(found[name]["nodes"]) == count
    assert found[name]["totalCountExact"] is True


def test_quality_and_provenance_of_a_fact(world: World, reader: Partner) -> None:
    ask = (
        """query($id: ID!) { body(id: $id) { cadence { quality { flag note } provenance { document {
      title } locator event { type } } } } }"""
        ""
    )
    (rule,) = reader.ask(ask, id=gid("Body", world.work))["body"]["cadence"]
    assert rule["quality"] == [{"flag": "ambiguous", "note": "回数"}]
    assert rule["provenance"] == [
        {"document": {"title": "内部資料"}, "locator": "2頁", "event": {"type": "body.cadence_set"}}
    ]


def test_a_corrected_source_is_the_one_that_counts(own_world: World, partner: Partner) -> None:
    own_world.book.correct(
        own_world.council, 1, "source", {"document_id": str(own_world.secret_source), "locator": "3頁"}
    )
    ask = "{ council { provenance { document { title } locator } } }"
    found = partner.ask(ask)["council"]["provenance"]
    assert found[0] == {"document": {"title": "内部資料"}, "locator": "3頁"}


def test_every_node_answers_by_its_id(world: World, reader: Partner) -> None:
    ids = {
        "Council": world.council,
        "BodyGroup": world.group,
        "Body": world.work,
        "Organization": world.office,
        "Person": world.person,
        "ExternalParty": world.mayor,
        "Term": world.term,
        "Membership": world.chair,
        "Meeting": world.meeting,
        "Issue": world.issue,
        "Recommendation": world.recommendation,
        "Activity": world.activity,
        "Phase": world.phase,
        "Rule": world.rule,
        "SourceDocument": world.source,
        "Municipality": reader.tenant.id,
    }
    for kind, record in ids.items():
        found = reader.ask("query($id: ID!) { node(id: $id) { __typename id } }", id=gid(kind, record))[
            "node"
        ]
        assert found == {"__typename": kind, "id": gid(kind, record)}


def test_parts_answer_by_their_ids_too(world: World, reader: Partner) -> None:
    ask = """query($m: ID!, $i: ID!) {
      meeting(id: $m) { agenda { id } attendance { nodes { id } } minutes { id } documents { id } }
      issue(id: $i) { path { nodes { id } } } }"""
    found = reader.ask(ask, m=gid("Meeting", world.meeting), i=gid("Issue", world.issue))
    meeting = found["meeting"]
    nodes = [*meeting["agenda"], *meeting["attendance"]["nodes"], *meeting["minutes"], *meeting["documents"]]
    for node in [*nodes, *found["issue"]["path"]["nodes"]]:
        assert reader.ask("query($id: ID!) { node(id: $id) { id } }", id=node["id"])["node"] == node


def test_many_nested_fields_take_few_statements(
    own_world: World, partner: Partner, statements: list[str]
) -> None:
    """The number does not depend on how many bodies, members and meetings there are."""
    ask = """{ bodies(first: 10) { totalCount nodes { name names { name } parent { name } children {
      name } cadence { perYear }
      provenance { document { title } } memberships(first: 5) { totalCount nodes { organization { name
      } person { name } } }
      meetings(first: 5) { totalCount nodes { title agenda { title presenter { name } } bodies { name }
      } } } } }"""
    partner.ask(ask)
    few = len(statements)
    for number in range(5):
        body = own_world.book.body(
            own_world.council, "from 2011", f"部会{number}", audience="public", parent_id=own_world.work
        )
        agenda = [{"title": f"議題{number}", "presenter_id": own_world.office}]
        for day in (1, 2):
            own_world.say_meeting(f"at 2025-0{number + 1}-0{day}", body, agenda)
    statements.clear()
    found = partner.ask(ask)
    assert len(found["bodies"]["nodes"]) == 8
    assert len(statements) == few
    assert few < 25


def test_a_joint_tenant_names_its_members(book: Scribe, partner: Partner) -> None:
    operator = replace(book, actor=Actor("operator", Role.PLATFORM_OPERATOR))
    own = {"name": "甲乙広域", "kind": "joint", "host": "joint", "audience": "public"}
    operator.record("RegisterTenant", partner.tenant.id, "undated", **own)
    for code, name in [("131016", "千代田区"), ("141127", "旭区"), ("122068", "木更津市")]:
        said = {"member_code": code, "member_name": name}
        operator.record("JoinMunicipality", partner.tenant.id, "at 2020-04-01", **said)
    book.council(audience="public")
    ask = """{ municipality { code members { id code name kind members { name } } }
      council { municipalities { name } } }"""
    found = partner.as_(Role.PUBLIC).ask(ask)
    members = {m["name"]: (m["code"], m["kind"], m["members"]) for m in found["municipality"]["members"]}
    assert members == {
        "千代田区": ("131016", "SPECIAL_WARD", []),
        "旭区": ("141127", "ADMINISTRATIVE_WARD", []),
        "木更津市": ("122068", "CITY", []),
    }
    assert {m["name"] for m in found["council"]["municipalities"]} == set(members)
    one = found["municipality"]["members"][0]
    node = partner.ask("query($id: ID!) { node(id: $id) { ... on Municipality { name } } }", id=one["id"])
    assert node["node"] == {"name": one["name"]}


def test_an_item_leads_to_the_activity_that_it_was_a_step_of(world: World, reader: Partner) -> None:
    ask = """query($m: ID!, $a: ID!) { meeting(id: $m) { agenda { id activity { id } } }
      node(id: $a) { ... on Activity { steps { item { id } } meetings { nodes { id } } } } }"""
    found = reader.ask(ask, m=gid("Meeting", world.meeting), a=gid("Activity", world.activity))
    first, second = found["meeting"]["agenda"]
    assert first["activity"] == {"id": gid("Activity", world.activity)}
    assert second["activity"] is None
    assert first["id"] in [step["item"]["id"] for step in found["node"]["steps"] if step["item"]]


def test_an_item_that_names_its_activity_needs_no_step(own_world: World, partner: Partner) -> None:
    agenda = [{"title": "研修の報告", "kind": "report", "activity_id": own_world.activity}]
    meeting = own_world.say_meeting("at 2024-12-10", own_world.work, agenda)
    ask = "query($m: ID!) { meeting(id: $m) { agenda { activity { id } } } }"
    (item,) = partner.ask(ask, m=gid("Meeting", meeting))["meeting"]["agenda"]
    assert item["activity"] == {"id": gid("Activity", own_world.activity)}


def test_flags_of_an_item_are_its_own(own_world: World, partner: Partner) -> None:
    flag = {"flag": "garbled", "note": "字が読めない"}
    agenda = [{"title": "甲", "kind": "report", "quality": [flag]}, {"title": "乙", "kind": "report"}]
    meeting = own_world.say(
        "HoldMeeting",
        "at 2024-12-10",
        bodies=[{"body_id": own_world.work}],
        agenda=agenda,
        audience="public",
        quality=[{"flag": "ambiguous"}],
    )
    ask = """query($m: ID!) { meeting(id: $m) { quality { flag }
      agenda { quality { flag note asWritten } } } }"""
    found = partner.ask(ask, m=gid("Meeting", meeting))["meeting"]
    assert found["quality"] == [{"flag": "ambiguous"}]
    assert [item["quality"] for item in found["agenda"]] == [[flag | {"asWritten": None}], []]


def test_a_document_has_flags(book: Scribe, partner: Partner) -> None:
    source = book.record("RegisterSourceDocument", None, "undated", title="資料", audience="public",
                         quality=[{"flag": "incomplete", "note": "表紙のみ"}])  # fmt: skip
    ask = "query($id: ID!) { node(id: $id) { ... on SourceDocument { quality { flag note } } } }"
    found = partner.ask(ask, id=gid("SourceDocument", source))["node"]
    assert found == {"quality": [{"flag": "incomplete", "note": "表紙のみ"}]}


def test_a_council_says_how_it_came_about_and_who_sits_in_it(book: Scribe, partner: Partner) -> None:
    council = book.council(background="連絡の場として始まる")
    book.record("DefineBodyComposition", council, "undated", text="関係機関", categories=["家族会"])
    ask = "{ council { background composition { text categories } } }"
    assert partner.ask(ask)["council"] == {
        "background": "連絡の場として始まる",
        "composition": {"text": "関係機関", "categories": ["家族会"]},
    }
