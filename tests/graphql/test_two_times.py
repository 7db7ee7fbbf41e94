"""asOf and knownAt reach everything; a list gives what lives or is unknown, an id answers in every state."""

from typing import Any

import pytest

from tests.graphql.partner import Partner, gid
from tests.graphql.scribe import Scribe
from tests.graphql.world import World

BODY = "query($id: ID!, $day: Date, $at: DateTime) { body(id: $id, asOf: $day, knownAt: $at) "


def test_a_body_is_called_as_on_the_day_asked_for(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008-04", "担当者会")
    book.rename(body, "from 2012-04", "部会")
    ask = BODY + "{ name } }"
    assert partner.ask(ask, id=gid("Body", body), day="2012-03-31")["body"]["name"] == "担当者会"
    assert partner.ask(ask, id=gid("Body", body), day="2012-04-01")["body"]["name"] == "部会"
    assert partner.ask(ask, id=gid("Body", body))["body"]["name"] == "部会"


@pytest.mark.parametrize(
    ("day", "existence"), [("2007-12-31", "NOT_YET"), ("2008-01-01", "LIVE"), ("2015-04-01", "ENDED")]
)
def test_by_its_id_a_record_answers_in_every_state(
    book: Scribe, partner: Partner, day: str, existence: str
) -> None:
    body = book.body(book.council(), "from 2008")
    book.dissolve(body, "at 2015-03-31")
    found = partner.ask(BODY + "{ existence live } }", id=gid("Body", body), day=day)["body"]
    assert found == {"existence": existence, "live": existence == "LIVE"}


def test_before_its_first_sighting_a_body_is_unknown_and_listed(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2000")
    book.body(council, "as_of 2011-04", "甲")
    ask = """query($live: Boolean) { bodies(asOf: "2005-01-01", live: $live) { nodes { name existence started
      { value } attested { value } } } }"""
    node = {"name": "甲", "existence": "UNKNOWN", "started": None, "attested": {"value": "2011-04"}}
    assert partner.ask(ask)["bodies"]["nodes"] == [node]
    assert partner.ask(ask, live=True)["bodies"]["nodes"] == []
    assert partner.ask(ask, live=False)["bodies"]["nodes"] == [node]


def test_a_list_leaves_out_what_is_not_yet_or_no_longer(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2000")
    book.dissolve(book.body(council, "from 2005", "古"), "at 2009-12-31")
    book.body(council, "from 2010", "新")
    ask = "query($day: Date) { bodies(asOf: $day) { totalCount nodes { name } } }"
    for day, names in [("2004-01-01", []), ("2009-12-31", ["古"]), ("2010-01-01", ["新"])]:
        found = partner.ask(ask, day=day)["bodies"]
        assert [n["name"] for n in found["nodes"]] == names
        assert found["totalCount"] == len(names)


def test_known_at_is_inclusive_and_reaches_nested_fields(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2000", "協議会")
    body = book.body(council, "from 2008", "甲")
    then = _last_recorded(partner)
    book.rename(body, "from 2010", "乙")
    ask = "query($at: DateTime) { council(knownAt: $at) { bodies { name names { name to { value } } } } }"
    assert partner.ask(ask, at=then)["council"]["bodies"] == [
        {"name": "甲", "names": [{"name": "甲", "to": None}]}
    ]
    assert partner.ask(ask)["council"]["bodies"] == [
        {"name": "乙", "names": [{"name": "甲", "to": {"value": "2010"}}, {"name": "乙", "to": None}]}
    ]


def test_before_the_first_entry_nothing_is_known(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council())
    found = partner.ask(
        "query($id: ID!) { council(knownAt: $at) { name } }".replace(
            "$at", '"2001-01-01T00:00:00+09:00"'
        ).replace("query($id: ID!) ", "")
    )
    assert found == {"council": None}
    ask = BODY + "{ name } }"
    assert partner.ask(ask, id=gid("Body", body), at="2001-01-01T00:00:00Z")["body"] is None


def test_what_never_was_answers_null_from_the_annulment_on(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council())
    then = _last_recorded(partner)
    book.annul(body, 1)
    ask = BODY + "{ name } }"
    assert partner.ask(ask, id=gid("Body", body))["body"] is None
    assert partner.ask(ask, id=gid("Body", body), at=then)["body"] == {"name": "甲"}


def test_names_are_those_of_the_whole_life_whatever_the_day(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "甲", aliases=[{"name": "こう", "kind": "alias"}])
    book.rename(body, "from 2010", "乙")
    ask = BODY + "{ names { kind name from { value } to { value } } } }"
    found = partner.ask(ask, id=gid("Body", body), day="2009-01-01")["body"]["names"]
    assert [(n["kind"], n["name"]) for n in found] == [
        ("OFFICIAL", "甲"),
        ("OFFICIAL", "乙"),
        ("ALIAS", "こう"),
    ]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("担当者会議", True),
        ("タントウ", False),
        ("担当", True),
        ("通称", True),
        ("  担 当 ", True),
        ("無い", False),
        ("", True),
    ],
)
def test_bodies_are_found_by_any_name_they_ever_had(
    book: Scribe,
    partner: Partner,
    given: str,
    found: bool,  # noqa: FBT001 - a column of the table
) -> None:
    body = book.body(
        book.council(), "from 2008", "担当者会議", aliases=[{"name": "通称の会", "kind": "alias"}]
    )
    book.rename(body, "from 2010", "相談の集い")
    nodes = partner.ask("query($name: String) { bodies(name: $name) { nodes { name } } }", name=given)
    assert nodes["bodies"]["nodes"] == ([{"name": "相談の集い"}] if found else [])


def test_a_name_given_later_finds_the_body_on_an_earlier_day(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "甲会")
    book.rename(body, "from 2010", "乙会")
    ask = '{ bodies(name: "乙会", asOf: "2009-01-01") { nodes { name } } }'
    assert partner.ask(ask)["bodies"]["nodes"] == [{"name": "甲会"}]


def test_the_council_in_force_is_the_one_that_lives(book: Scribe, partner: Partner) -> None:
    network = book.council("from 2004", "検討会", standing="network")
    council = book.council("from 2007-04", "協議会")
    book.council("from 1990", "市の協議会", standing="external")
    book.record("SucceedCouncil", network, "at 2007-03-31", successor_id=council)
    ask = "query($day: Date) { council(asOf: $day) { name existence } }"
    expected: list[tuple[str, Any]] = [
        ("2003-12-31", None),
        ("2004-01-01", {"name": "検討会", "existence": "LIVE"}),
        ("2007-04-01", {"name": "協議会", "existence": "LIVE"}),
    ]
    for day, found in expected:
        assert partner.ask(ask, day=day)["council"] == found


def test_councils_lists_predecessors_and_external_ones(book: Scribe, partner: Partner) -> None:
    network = book.council("from 2004", "検討会", standing="network")
    council = book.council("from 2007-04", "協議会")
    book.council("from 2010", "市の協議会", standing="external")
    book.record("SucceedCouncil", network, "at 2007-03-31", successor_id=council)
    ask = "query($s: CouncilStanding, $day: Date) { councils(standing: $s, asOf: $day) { name existence } }"
    names = [c["name"] for c in partner.ask(ask)["councils"]]
    assert sorted(names) == ["協議会", "市の協議会", "検討会"]
    assert [c["name"] for c in partner.ask(ask, s="NETWORK")["councils"]] == ["検討会"]
    assert sorted(c["name"] for c in partner.ask(ask, day="2009-12-31")["councils"]) == ["協議会", "検討会"]


def test_a_merger_is_one_link_whose_ends_are_named_as_they_were(book: Scribe, partner: Partner) -> None:
    council = book.council()
    one, other = book.body(council, name="甲"), book.body(council, name="乙")
    into = book.body(council, "from 2010-04", "丙")
    book.merge([one, other], into, "at 2012-03-31")
    book.rename(into, "from 2014", "丁")
    ask = """query($day: Date) { lineage(asOf: $day) { change from { name } to { name body { name } }
      effective { value } } }"""
    merger = {
        "change": "MERGED",
        "from": [{"name": "甲"}, {"name": "乙"}],
        "to": [{"name": "丙", "body": {"name": "丁"}}],
        "effective": {"value": "2012-03-31"},
    }
    found = partner.ask(ask)["lineage"]
    assert [link["change"] for link in found] == ["MERGED", "RENAMED"]
    found[0]["from"].sort(key=lambda end: end["name"], reverse=True)
    assert found[0] | {"from": sorted(merger["from"], key=str)} == merger | {
        "from": sorted(merger["from"], key=str)
    }
    assert partner.ask(ask, day="2012-03-30")["lineage"] == []


def test_a_rename_shows_both_names(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "甲")
    book.rename(body, "from 2010-04", "乙")
    book.record("ChangeBodyKind", body, "from 2010-04", kind="section")
    ask = "{ lineage { change from { name } to { name } } }"
    assert partner.ask(ask)["lineage"][0] == {
        "change": "RENAMED",
        "from": [{"name": "甲"}],
        "to": [{"name": "乙"}],
    }


def test_predecessors_and_successors_lead_to_others(book: Scribe, partner: Partner) -> None:
    council = book.council()
    old, new = book.body(council, name="甲"), book.body(council, "from 2010-04", "乙")
    book.rename(old, "from 2009", "甲甲")
    book.record("SucceedBody", old, "at 2010-03-31", successor_id=new)
    ask = BODY + "{ predecessors { from { name } } successors { to { name } } } }"
    assert partner.ask(ask, id=gid("Body", old))["body"] == {
        "predecessors": [],
        "successors": [{"to": [{"name": "乙"}]}],
    }
    assert partner.ask(ask, id=gid("Body", new))["body"] == {
        "predecessors": [{"from": [{"name": "甲甲"}]}],
        "successors": [],
    }


def _last_recorded(partner: Partner) -> str:
    ask = "{ auditTrail(last: 1) { nodes { recordedAt } } }"
    return str(partner.ask(ask)["auditTrail"]["nodes"][0]["recordedAt"])


def test_at_the_very_moment_of_an_entry_it_is_known_and_what_it_replaced_is_not(
    book: Scribe, partner: Partner
) -> None:
    body = book.body(book.council(), "from 2008", "甲")
    book.rename(body, "from 2010", "乙")
    then = _last_recorded(partner)
    book.rename(body, "from 2012", "丙")
    ask = BODY + "{ name names { name to { value } } } }"
    assert partner.ask(ask, id=gid("Body", body), at=then)["body"] == {
        "name": "乙",
        "names": [{"name": "甲", "to": {"value": "2010"}}, {"name": "乙", "to": None}],
    }


def test_nested_lists_leave_out_what_has_ended_too(book: Scribe, partner: Partner) -> None:
    council = book.council()
    parent = book.body(council, name="親")
    book.dissolve(book.body(council, "from 2009", "子", parent_id=parent), "at 2012-03-31")
    ask = """query($day: Date) { council(asOf: $day) {
      bodies { name children { name } } gone: bodies(live: false) { name } } }"""
    later = partner.ask(ask, day="2012-04-01")["council"]
    assert later == {"bodies": [{"name": "親", "children": []}], "gone": []}
    before = partner.ask(ask, day="2012-03-31")["council"]
    assert {"name": "親", "children": [{"name": "子"}]} in before["bodies"]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ('from: "2024-06-30"', 1),
        ('from: "2024-07-01"', 0),
        ('to: "2024-06-01"', 1),
        ('to: "2024-05-31"', 0),
        ('from: "2024-06-10", to: "2024-06-20"', 1),
        ("fiscalYear: 2024", 1),
        ("fiscalYear: 2023", 0),
    ],
)
def test_a_date_as_coarse_as_a_month_matches_where_it_overlaps(
    book: Scribe, partner: Partner, filters: str, count: int
) -> None:
    body = book.body(book.council())
    book.record("HoldMeeting", None, "at 2024-06", bodies=[{"body_id": body}], audience="council")
    assert partner.ask(f"{{ meetings({filters}) {{ totalCount }} }}")["meetings"]["totalCount"] == count


def test_a_council_was_last_seen_when_any_of_its_bodies_was(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2007")
    book.body(council, "as_of 2015-04", "甲会")
    ended = book.body(council, "from 2008", "乙会")
    book.record("HoldMeeting", None, "at 2020-05-01", bodies=[{"body_id": ended}], audience="council")
    book.dissolve(ended, "at 2021-03-31")

    def last(day: str) -> str | None:
        ask = "query($day: Date) { council(asOf: $day) { lastAttested { value } } }"
        seen = partner.ask(ask, day=day)["council"]["lastAttested"]
        return seen["value"] if seen else None

    assert [last(day) for day in ("2016-01-01", "2020-04-30", "2020-05-01", "2022-01-01")] == [
        "2015-04",
        "2015-04",
        "2020-05-01",
        "2021-03-31",
    ]


def test_what_may_exist_does_not_before_its_council(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2007")
    body = book.body(council, "as_of 2015-04", "甲会")
    book.record("DefineBodyGroup", None, "as_of 2015-04", council_id=council, name="群", kind="subcommittee",
                audience="council")  # fmt: skip
    ask = """query($day: Date, $id: ID!, $c: ID!) { bodies(asOf: $day) { totalCount nodes { name } }
      body(id: $id, asOf: $day) { existence }
      node(id: $c, asOf: $day) { ... on Council { bodies { name } bodyGroups { name } } } }"""
    given = {"id": gid("Body", body), "c": gid("Council", council)}
    before, unknown = (partner.ask(ask, day=day, **given) for day in ("2006-12-31", "2007-01-01"))
    assert before == {
        "bodies": {"totalCount": 0, "nodes": []},
        "body": {"existence": "NOT_YET"},
        "node": {"bodies": [], "bodyGroups": []},
    }
    assert unknown == {
        "bodies": {"totalCount": 1, "nodes": [{"name": "甲会"}]},
        "body": {"existence": "UNKNOWN"},
        "node": {"bodies": [{"name": "甲会"}], "bodyGroups": [{"name": "群"}]},
    }


def test_a_term_is_listed_while_it_lasts(world: World, reader: Partner) -> None:
    ask = """query($day: Date, $b: ID!, $t: ID!) { council(asOf: $day) { terms { number } }
      body(id: $b, asOf: $day) { terms { number } }
      node(id: $t, asOf: $day) { ... on Term { number to { label en: label(lang: EN) } } } }"""
    given = {"b": gid("Body", world.assembly), "t": gid("Term", world.term)}
    for day, terms in (("2027-03-31", [{"number": 3}]), ("2027-04-01", [])):
        found = reader.ask(ask, day=day, **given)
        assert (found["council"]["terms"], found["body"]["terms"]) == (terms, terms)
        until = {"label": "令和9年3月31日まで", "en": "until 31 March 2027"}
        assert found["node"] == {"number": 3, "to": until}


def test_the_end_of_a_life_is_until(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "甲会")
    book.rename(body, "from 2010", "乙会")
    book.dissolve(body, "from 2012-04")
    ask = """query($id: ID!) { body(id: $id) { started { label } ended { value kind label }
      names { to { label } } } }"""
    found = partner.ask(ask, id=gid("Body", body))["body"]
    assert found["started"] == {"label": "平成20年から"}
    assert found["ended"] == {"value": "2012-04", "kind": "FROM", "label": "平成24年4月の前まで"}
    assert found["names"][0]["to"]["label"] == "平成22年の前まで"


def test_a_replaced_name_ends_before_the_next_begins(book: Scribe, partner: Partner) -> None:
    """Whether the next begins from a day or at it; an end of its own, at a day, includes it."""
    body = book.body(book.council(), "from 2008", "甲会")
    book.rename(body, "from 2010-04-01", "乙会")
    book.rename(body, "at 2012-04-01", "丙会")
    book.dissolve(body, "at 2014-03-31")
    ask = """query($id: ID!, $day: Date) { body(id: $id, asOf: $day) { name ended { label }
      names { to { kind value label en: label(lang: EN) } } } }"""
    first, second, last = partner.ask(ask, id=gid("Body", body), day="2012-03-31")["body"]["names"]
    words = {
        "kind": "FROM",
        "value": "2010-04-01",
        "label": "平成22年4月1日の前まで",
        "en": "before 1 April 2010",
    }
    assert first["to"] == words
    words = {
        "kind": "FROM",
        "value": "2012-04-01",
        "label": "平成24年4月1日の前まで",
        "en": "before 1 April 2012",
    }
    assert second["to"] == words
    assert last["to"] is None
    for day, name in (("2012-03-31", "乙会"), ("2012-04-01", "丙会"), ("2014-03-31", "丙会")):
        found = partner.ask(ask, id=gid("Body", body), day=day)["body"]
        assert (found["name"], found["ended"]) == (name, {"label": "平成26年3月31日まで"})
