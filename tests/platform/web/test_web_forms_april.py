"""April in one go: a term ends, the next begins, ex-officio seats change hands, together or not at all."""

from typing import Any

import pytest

from kyogikai_graphql import ids
from kyogikai_tenants.council.members import MemberAppointed
from kyogikai_tenants.council.parties import OrganizationRegistered, PersonRegistered
from kyogikai_tenants.council.terms import TermStarted
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.filling_in import filled_by_hand
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check

PATH = "/record/april"


@pytest.fixture
def body(house: House) -> str:
    """A body with a term and two members, one of them ex officio."""
    book = house.book
    (row,) = book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    own = book.body(row["id"], "from 2022-04-01", f"切替え部会 {new_id()}", audience="council")
    given: dict[str, Any] = {"audience": "council"}
    term = book.say(TermStarted, None, "from 2023-04-01", body_id=own, number=3, **given).record_id
    office = book.say(OrganizationRegistered, None, "undated", name="福祉事務所", **given).record_id
    members: tuple[tuple[str, dict[str, Any]], ...] = (
        ("甲山", {"job_title": "所長", "ex_officio": True}), ("乙川", {"category": "当事者"}),
    )  # fmt: skip
    for name, more in members:
        person = book.say(PersonRegistered, None, "undated", name=name, **given).record_id
        seat: dict[str, Any] = {
            "body_id": own,
            "term_id": term,
            "person_id": person,
            "organization_id": office,
        }
        book.say(MemberAppointed, None, "from 2023-04-01", **seat, **more, **given)
    return ids.encode("Body", own)


def sent(office: Visitor, fields: dict[str, str], act: str) -> tuple[str, Page]:
    """The form with some fields, sent by one of its buttons; where it leads, and what is there."""
    page = Page.of(office.get(PATH))
    own = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"], "act": act}
    answer = office.send(PATH, own | fields)
    assert answer.status_code == 303, Page.of(answer).text
    where = answer.headers["Location"].partition("#")[0]
    return where, Page.of(office.get(where))


def filled(body: str, **more: str) -> dict[str, str]:
    given = {"bodyId": body, "until": "R6.3.31", "plannedEnd.value": "令和7年度", "plannedEnd.kind": "AT"}
    return given | more


def test_a_term_changes_hands_in_one_batch(house: House, office: Visitor, body: str) -> None:
    _, page = sent(office, filled(body), "members")
    assert "甲山" in page.text
    assert "充て職" in page.text
    official = _ex_officio(house, body)
    choice = {f"m.{official}.act": "other", f"m.{official}.name": "丙田"}
    before = _head(house)
    where, shown = sent(office, filled(body) | choice, "check")
    assert _head(house) == before, "a preview records nothing"
    assert "記録される5件" in shown.text
    assert "丙田" in shown.text[shown.text.index("切替え後の") :]
    assert "甲山" not in shown.text[shown.text.index("切替え後の") :]
    fields = {"form_token": shown.hidden["form_token"], "draft": shown.hidden["draft"]}
    first, second = (office.send(where.partition("?")[0], fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert _head(house) == before + 5
    receipt = Page.of(office.get(first.headers["Location"]))
    assert len([link for link in receipt.links if link.startswith("/trail/")]) == 5
    (roster,) = [link for link in receipt.links if link.startswith("/roster?body=")]
    _stands_ahead(office, roster)


def _stands_ahead(office: Visitor, roster: str) -> None:
    """On a day before it begins the next term is shown as of its first day."""
    path = f"{roster}&asOf=2024-01-15"
    shown = Page.of(office.get(path)).text
    assert "令和6年4月1日の名簿" in shown
    assert "委員・構成員（2）" in shown
    assert "丙田" in shown
    handover = Page.of(office.get(f"{path}&view=handover")).text
    assert "令和6年3月31日と令和6年4月1日を比べています。" in handover
    assert "いま委員がいません" not in handover


def test_what_one_rule_refuses_is_not_recorded_at_all(house: House, office: Visitor, body: str) -> None:
    before = _head(house)
    page = Page.of(office.get(PATH))
    own = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"], "act": "check"}
    late = {"until": "R9.3.31", "since": "R8.4.1", "plannedEnd.value": "R10年度"}
    answer = office.send(PATH, own | filled(body, **late))
    checked = office.get(answer.headers["Location"])
    assert checked.status_code == 422
    assert "TermsOverlap" in Page.of(checked).text
    sent_all_the_same = office.send(f"{PATH}/check", own)
    assert sent_all_the_same.status_code == 422
    assert _head(house) == before, "the end of the old term, which no rule forbids, is not kept either"


def test_what_is_missing_is_said_at_its_field(office: Visitor) -> None:
    page = Page.of(office.get(PATH))
    own = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"], "act": "check"}
    answer = office.send(PATH, own | {"until": "いつか"})
    shown = Page.of(answer)
    assert answer.status_code == 400
    assert {"#bodyId", "#until"} <= set(shown.links)


def test_who_may_not_record_all_of_it_has_no_such_page(house: House, public: Visitor) -> None:
    house.account("only-member@example.jp", Role.MEMBER)
    member = Visitor.at(house)
    member.sign_in("only-member@example.jp")
    assert member.get(PATH).status_code == 404
    assert PATH not in Page.of(member.get("/record")).links
    assert public.get(PATH).status_code in {303, 404}


def _head(house: House) -> int:
    return int(house.book.query("SELECT position FROM tenant_head")[0]["position"])


def _ex_officio(house: House, body: str) -> str:
    """The member of the term that ends who sits by office."""
    own = ids.decode_as(body, "Body")[1]
    query = f"SELECT DISTINCT id FROM membership WHERE known_to IS NULL AND ex_officio AND body_id = '{own}'"  # noqa: S608
    (row,) = house.book.query(query)
    return ids.encode("Membership", row["id"])


def test_of_somebody_who_may_record_nothing_no_draft_is_kept(house: House, body: str) -> None:
    house.account("auditor@example.jp", Role.AUDITOR)
    auditor = Visitor.at(house)
    assert auditor.sign_in("auditor@example.jp").status_code == 303
    assert filled_by_hand(auditor, PATH, bodyId=body, act="members").status_code == 404
    assert 'action="/record/drop"' not in auditor.get("/record").text
