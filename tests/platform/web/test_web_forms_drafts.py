"""What is typed is kept, sealed and one's own; and however often it is sent, it is recorded once."""

from urllib.parse import parse_qs, urlsplit

import pytest

from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.filling_in import (
    MEETING,
    filled,
    filled_by_hand,
    heads,
    meeting,
)
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check


def test_a_double_click_and_a_reload_record_once(house: House, office: Visitor) -> None:
    check = meeting(office, house)
    before = heads(house)
    page = Page.of(office.get(check.headers["Location"]))
    assert heads(house) == before, "a check only tries"
    fields = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"]}
    path = urlsplit(check.headers["Location"]).path
    first, second = office.send(path, fields), office.send(path, fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert heads(house) == before + 1
    receipt = office.get(first.headers["Location"]).text
    assert f"記録 #{before + 1}" in receipt
    again = office.get(check.headers["Location"])
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    held = house.book.query("SELECT sealed, entries FROM form_draft WHERE id = :d", d=page.hidden["draft"])
    assert held[0]["sealed"] is None
    assert held[0]["entries"]


def test_the_key_alone_keeps_a_command_from_being_recorded_twice(house: House, office: Visitor) -> None:
    check = meeting(office, house, title="鍵の会議")
    page = Page.of(office.get(check.headers["Location"]))
    fields = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"]}
    path = urlsplit(check.headers["Location"]).path
    (row,) = house.book.query("SELECT sealed FROM form_draft WHERE id = :d", d=page.hidden["draft"])
    office.send(path, fields)
    position = heads(house)
    house.book.query(
        "UPDATE form_draft SET sealed = :s, entries = '' WHERE id = :d RETURNING 1",
        s=row["sealed"], d=page.hidden["draft"],
    )  # fmt: skip
    assert office.send(path, fields).status_code == 303
    assert heads(house) == position


def test_a_draft_is_sealed_ones_own_and_can_be_thrown_away(house: House, office: Visitor) -> None:
    shown = Page.of(office.get(MEETING))
    fields = {"form_token": shown.hidden["form_token"], "draft": shown.hidden["draft"], "act": "save"}
    answer = office.send(MEETING, fields | {"title": "だれにも見せない題名"})
    assert answer.json == {"saved": True}
    (row,) = house.book.query("SELECT sealed FROM form_draft WHERE id = :d", d=fields["draft"])
    assert "title" not in row["sealed"]
    assert "題名" not in row["sealed"]
    where = f"{MEETING}?draft={fields['draft']}"
    assert Page.of(office.get(where)).fields["title"] == "だれにも見せない題名"
    assert where in Page.of(office.get("/record")).links
    house.account("other@example.jp", Role.SECRETARIAT)
    other = Visitor.at(house)
    other.sign_in("other@example.jp")
    assert other.get(where).status_code == 404
    assert office.get(f"/record/holdMeeting?draft={fields['draft']}").status_code == 404
    assert office.fill("/record", "/record/drop", draft=fields["draft"]).status_code == 303
    assert office.get(where).status_code == 404


def test_a_draft_that_is_old_is_gone(house: House, office: Visitor) -> None:
    shown = Page.of(office.get(MEETING))
    fields = {"form_token": shown.hidden["form_token"], "draft": shown.hidden["draft"], "act": "save"}
    office.send(MEETING, fields | {"title": "古い"})
    age = "UPDATE form_draft SET saved_at = now() - interval '31 days' WHERE id = :d RETURNING 1"
    house.book.query(age, d=fields["draft"])
    assert fields["draft"] not in office.get("/record").text
    other = Page.of(office.get(MEETING))
    office.send(MEETING, {**fields, "draft": other.hidden["draft"]})
    assert not house.book.query("SELECT 1 FROM form_draft WHERE id = :d", d=fields["draft"])


def test_a_session_that_runs_out_in_the_middle_loses_nothing(house: House) -> None:
    house.account("late@example.jp", Role.SECRETARIAT)
    late = Visitor.at(house)
    late.sign_in("late@example.jp")
    shown = Page.of(late.get(MEETING))
    over = (
        "UPDATE account_session SET idle_until = now() - interval '1 minute' WHERE user_id = :u RETURNING 1"
    )
    (user,) = house.book.query("SELECT id FROM user_account WHERE name = 'late さん' LIMIT 1")
    house.book.query(over, u=user["id"])
    fields = {"form_token": shown.hidden["form_token"], "draft": shown.hidden["draft"], "act": "check"}
    answer = late.send(MEETING, fields | {"title": "期限切れでも残る"})
    assert answer.status_code == 303
    way = parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]
    assert way == f"{MEETING}?draft={fields['draft']}"
    back = late.sign_in("late@example.jp", next=way)
    assert back.headers["Location"] == way
    assert Page.of(late.get(way)).fields["title"] == "期限切れでも残る"


def test_where_nobody_knows_who_it_was_the_page_keeps_what_was_typed(public: Visitor) -> None:
    answer = filled_by_hand(public, MEETING, title="<b>残る</b>")
    assert answer.status_code == 401
    assert "&lt;b&gt;残る&lt;/b&gt;" in answer.text
    assert Page.of(answer).inline == []


def test_another_language_keeps_what_was_typed(office: Visitor) -> None:
    answer = filled(office, MEETING, title="言語を変えても残る")
    assert answer.status_code == 400
    token, draft = Page.of(answer).hidden["form_token"], Page.of(office.get("/record")).links
    way = next(link for link in draft if link.startswith(f"{MEETING}?draft="))
    assert f'name="next" value="{way}"' in answer.text
    office.send("/preferences", {"form_token": token, "lang": "en", "next": way})
    assert Page.of(office.get(way)).fields["title"] == "言語を変えても残る"
