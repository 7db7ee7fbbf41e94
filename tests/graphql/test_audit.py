"""The trail: who did what, in words, with sources, corrections and its place in the chain.

For those who review it.
"""

from typing import Any

import pytest

from kyogikai_graphql import ids
from kyogikai_graphql.execution import execute
from kyogikai_graphql.loading import Context
from kyogikai_graphql.rights import viewer
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import TODAY, Partner, gid
from tests.graphql.scribe import Scribe
from tests.graphql.world import World

WORDS = """{ auditTrail(first: 100) { totalCount nodes { type label sentence en: sentence(lang: EN) changes
  { field label old new } } } }"""


TYPES = {"subject": "ID", "actor": "ID", "from": "DateTime", "to": "DateTime", "text": "String"}


def trail(
    partner: Partner, arguments: str = "first: 100", fields: str = "type sentence", **variables: Any
) -> Any:
    declared = ", ".join(f"${name}: {TYPES[name]}" for name in variables)
    head = f"query({declared})" if declared else "query"
    ask = f"{head} {{ auditTrail({arguments}) {{ totalCount nodes {{ {fields} }} }} }}"
    return partner.ask(ask, **variables)["auditTrail"]


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_the_trail(reader: Partner, role: Role) -> None:
    codes = reader.as_(role).codes("{ auditTrail { totalCount } }")
    readers = {Role.SECRETARIAT, Role.AUDITOR, Role.TENANT_ADMINISTRATOR}
    assert codes == ([] if role in readers else ["FORBIDDEN"])


def test_the_administrator_reads_of_the_tenant_and_of_access(world: World, reader: Partner) -> None:
    administrator = reader.as_(Role.TENANT_ADMINISTRATOR)
    found = trail(administrator)
    assert {n["type"] for n in found["nodes"]} == {"tenant.registered", "tenant.settings_changed"}
    assert found["totalCount"] == 2
    ask = "query($id: ID!) { node(id: $id) { id } }"
    assert administrator.ask(ask, id=ids.entry_id(world.council, 1)) == {"node": None}
    assert administrator.ask(ask, id=ids.entry_id(reader.tenant.id, 1))["node"] is not None


def test_entries_of_cases_are_in_nobodys_trail(own_world: World, partner: Partner) -> None:
    before = trail(partner)["totalCount"]
    own_world.book.record("ChangeAudience", own_world.issue, audience="case", reason="事例を含む")
    for role in (Role.SECRETARIAT, Role.AUDITOR):
        assert trail(partner.as_(role))["totalCount"] == before
        (version,) = own_world.book.query(
            "SELECT max(stream_version) AS last FROM audit_entry WHERE stream_id = :id", id=own_world.issue
        )
        entry = ids.entry_id(own_world.issue, version["last"])
        ask = "query($id: ID!) { node(id: $id) { id } }"
        assert partner.as_(role).ask(ask, id=entry) == {"node": None}


def test_sentences_name_what_happened(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2007", "甲協議会")
    body = book.body(council, "from 2008-04", "甲会", kind="liaison_group")
    other = book.body(council, "from 2010-04", "乙会")
    book.record("ChangeBodyKind", body, "from 2009", kind="section")
    book.record("SucceedBody", body, "at 2010-03-31", successor_id=other)
    found = partner.ask(WORDS)["auditTrail"]["nodes"]
    assert [n["sentence"] for n in found] == [
        "協議会「甲協議会」を設置（平成19年から）",
        "会議体「甲会」を設置（平成20年4月から）",
        "会議体「乙会」を設置（平成22年4月から）",
        "「甲会」の種別を分科会に変更（平成21年から）",
        "「甲会」を「乙会」が継承（平成22年3月31日）",
    ]
    assert found[3]["en"] == "Changed the kind of 甲会 to section (from 2009)"
    assert found[4]["en"] == "甲会 was succeeded by 乙会 (31 March 2010)"
    changes = {c["field"]: (c["label"], c["old"], c["new"]) for c in found[1]["changes"]}
    assert changes["council_id"] == ("協議会", None, "甲協議会")
    assert changes["kind"] == ("種別", None, "連絡会")
    assert changes["audience"] == ("公開範囲", None, "協議会内")


def test_a_correction_says_what_stood_there_before(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2007", "甲協議会")
    body = book.body(council, "from 2008-04", "誤会")
    book.correct(body, 1, "name", "正会")
    book.correct(body, 1, "effective", {"kind": "from", "value": "2009-05"})
    fields = "id type sentence changes { field label old new } corrects { id type } correctedBy { id type }"
    nodes = trail(partner, fields=fields)["nodes"]
    opening, first, second = nodes[1:]
    assert first["changes"] == [{"field": "name", "label": "名称", "old": "誤会", "new": "正会"}]
    assert first["sentence"] == "正会の記録1の名称を「誤会」から「正会」に訂正（誤記）"
    assert second["changes"] == [
        {"field": "effective", "label": "時期", "old": "平成20年4月から", "new": "平成21年5月から"}
    ]
    assert first["corrects"] == {"id": opening["id"], "type": "body.created"}
    assert [c["id"] for c in opening["correctedBy"]] == [first["id"], second["id"]]
    assert (opening["corrects"], first["correctedBy"]) == (None, [])


def test_an_annulment_is_about_an_entry_too(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council())
    book.annul(body, 1)
    nodes = trail(partner, fields="type subject { id } corrects { type } correctedBy { type }")["nodes"]
    assert nodes[1] == {
        "type": "body.created",
        "subject": None,
        "corrects": None,
        "correctedBy": [{"type": "record.annulled"}],
    }
    assert nodes[2]["corrects"] == {"type": "body.created"}


def test_every_entry_of_a_whole_world_has_words(reader: Partner) -> None:
    """Every field of every event that there is can be shown."""
    nodes = reader.ask(WORDS)["auditTrail"]["nodes"]
    assert len(nodes) > 40
    for node in nodes:
        for text in (node["sentence"], node["en"], node["label"]):
            assert text.strip()
            assert "{" not in text
            assert str(reader.tenant.id)[:13] not in text, text
        assert all(c["label"] and c["label"] != c["field"] for c in node["changes"])


def test_an_entry_stands_in_the_chain(book: Scribe, partner: Partner) -> None:
    book.body(book.council())
    found = trail(
        partner,
        fields="position hash previousHash recordedAt requestId audience "
        "provenance { locator } quality { flag }",
    )
    first, second = found["nodes"]
    assert (first["position"], second["position"]) == (1, 2)
    assert second["previousHash"] == first["hash"]
    assert second["hash"] == book.tenant.verify().hash.hex()
    assert (first["requestId"], first["audience"]) == (None, "council")


def test_actors_have_names_where_the_platform_knows_them(reader: Partner) -> None:
    with snapshot(reader.tenant.engine, reader.tenant.id) as connection:
        names = {"secretary": "事務局の人"}
        context = Context(connection, reader.tenant.id, viewer(Role.AUDITOR), TODAY, lambda _: names)
        data = execute(
            "{ auditTrail(first: 3) { nodes { actor { id name role kind } } } }", None, None, context
        ).data
    assert data is not None
    operator, _, secretary = (n["actor"] for n in data["auditTrail"]["nodes"])
    assert operator == {
        "id": ids.encode("Actor", "operator"),
        "name": "operator",
        "role": "PLATFORM_OPERATOR",
        "kind": "operator",
    }
    assert secretary["name"] == "事務局の人"


def test_filters(world: World, reader: Partner) -> None:
    def count(arguments: str, **variables: Any) -> int:
        return int(trail(reader, arguments, **variables)["totalCount"])

    whole = count("first: 1")
    nodes = trail(reader, fields="recordedAt")["nodes"]
    assert count('type: ["body.created"]') == 3
    assert count('type: ["body.created", "council.established"]') == 4
    assert count('type: ["BodyCreated", "council.established"]') == 4
    assert count("type: []") == 0
    assert count("actorId: $actor", actor=ids.encode("Actor", "operator")) == 2
    assert count("actorId: $actor", actor=ids.encode("Actor", "nobody")) == 0
    assert count("subjectId: $subject", subject=gid("Meeting", world.meeting)) == 9
    assert count("from: $from", **{"from": nodes[10]["recordedAt"]}) == whole - 10
    assert count("to: $to", to=nodes[10]["recordedAt"]) == 11
    assert count('text: "要綱"') == 2
    assert count("text: $text", text="就労部会") == count("text: $text", text=" 就労　部会") > 5
    assert count('text: "どこにもない"') == 0
    assert count('text: ""') == whole


def test_pages_of_the_trail_go_both_ways(world: World, reader: Partner) -> None:
    ask = """query($first: Int, $after: String, $last: Int, $before: String, $text: String) {
      auditTrail(first: $first, after: $after, last: $last, before: $before, text: $text) {
        nodes { position } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }"""
    for text in (None, "部会"):
        whole = [n["position"] for n in reader.ask(ask, first=100, text=text)["auditTrail"]["nodes"]]
        first = reader.ask(ask, first=3, text=text)["auditTrail"]
        second = reader.ask(ask, first=3, after=first["pageInfo"]["endCursor"], text=text)["auditTrail"]
        back = reader.ask(ask, last=2, before=second["pageInfo"]["endCursor"], text=text)["auditTrail"]
        assert [n["position"] for n in first["nodes"] + second["nodes"]] == whole[:6]
        assert [n["position"] for n in back["nodes"]] == whole[3:5]
        assert back["pageInfo"]["hasPreviousPage"] is True
    assert reader.codes(ask, after=gid("Body", world.work)) == ["BAD_CURSOR"]


def test_sentences_of_many_entries_take_few_statements(own_world: World, statements: list[str]) -> None:
    fields = """sentence hash corrects { id } correctedBy { id } subject { id }
      provenance { document { title } } actor { name }"""
    reader = Partner(own_world.book.tenant)
    counts = []
    for size in (5, 40):
        statements.clear()
        trail(reader, f"first: {size}", fields)
        counts.append(len(statements))
    assert counts[1] < 40


def test_a_type_that_there_is_not_is_named(reader: Partner) -> None:
    answer = reader.answer('{ auditTrail(type: ["body.created", "body.imagined"]) { totalCount } }')
    (error,) = answer.errors or []
    assert (error.extensions or {})["code"] == "BAD_USER_INPUT"
    assert "body.imagined" in error.message


def test_a_change_says_what_stood_there_before(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2007", "甲協議会")
    body = book.body(council, "from 2008-04", "誤会")
    book.correct(body, 1, "name", "正会")
    book.rename(body, "from 2010", "新会")
    book.rename(body, "from 2012", "最新会")
    book.annul(body, 4)
    book.rename(body, "from 2014", "次の会")
    book.record("ChangeBodyKind", body, "from 2015", kind="section")
    nodes = trail(partner, fields="type sentence en: sentence(lang: EN) changes { field old new }")["nodes"]
    renamed = [n for n in nodes if n["type"] == "body.renamed"]
    assert [n["changes"][0]["old"] for n in renamed] == ["正会", "新会", "新会"]
    assert renamed[0]["sentence"] == "「正会」：会議体の名称を「新会」に変更（平成22年から）"
    assert renamed[0]["en"] == "正会: Renamed the body to 新会 (from 2010)"
    assert nodes[-1]["changes"] == [{"field": "kind", "old": "専門部会", "new": "分科会"}]


def test_an_annulled_correction_is_no_old_value(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008-04", "元の会")
    book.correct(body, 1, "name", "誤った会")
    book.annul(body, 2)
    book.rename(body, "from 2010", "新会")
    (change,) = trail(partner, "last: 1", "changes { old }")["nodes"][0]["changes"]
    assert change["old"] == "元の会"


def test_what_has_no_name_is_called_by_its_kind(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), name="甲会")
    seat = book.record("DefineSeat", None, "undated", body_id=body, audience="council")
    book.annul(seat, 1)
    fields = "sentence en: sentence(lang: EN) subject { id }"
    opened, annulled = trail(partner, "last: 2", fields)["nodes"]
    assert opened["sentence"] == "「甲会」に委員枠を定める（日付なし）"
    assert annulled["sentence"] == "委員枠の記録1を取消し（誤り）"
    assert annulled["en"] == "Annulled entry 1 of seat (誤り)"
    assert (opened["subject"], annulled["subject"]) == (None, None)
