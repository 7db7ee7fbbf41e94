"""Recording by form: what is typed is kept, checked, tried, recorded once, and can be taken back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from kyogikai_platform.web.forms import catalogue
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Page, Visitor


def filled(visitor: Visitor, path: str, **fields: str) -> TestResponse:
    """A form as its page has it, with some fields filled in, sent to be checked."""
    page = Page.of(visitor.get(path))
    chosen = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"], "act": "check"}
    chosen |= {"effective.value": page.fields.get("effective.value", "")}
    typed = {name.replace("__", "."): text for name, text in fields.items()}
    return visitor.send(urlsplit(path).path, chosen | {"effective.kind": "FROM"} | typed)


def council_of(house: House) -> str:
    (row,) = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    return ids.encode("Council", row["id"])


def recorded(visitor: Visitor, check: TestResponse) -> TestResponse:
    """The answers are right: record them."""
    assert check.status_code == 303, Page.of(check).text
    where = check.headers["Location"]
    page = Page.of(visitor.get(where))
    fields = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"]}
    return visitor.send(urlsplit(where).path, fields)


def test_a_body_is_created_by_its_form(house: House, office: Visitor) -> None:
    check = filled(
        office, f"/record/createBody?councilId={council_of(house)}", effective__value="令和4年度",
        name="移動支援部会", kind="SUBCOMMITTEE", councilId=council_of(house),
    )  # fmt: skip
    shown = Page.of(office.get(check.headers["Location"])).text
    assert "会議体「移動支援部会」を設置" in shown
    assert "令和4年度（FY2022）と読みました" in shown
    done = recorded(office, check)
    receipt = Page.of(office.get(done.headers["Location"]))
    assert "記録しました" in receipt.text
    assert any(link.startswith("/entries/") for link in receipt.links)
    assert house.book.query("SELECT 1 FROM body WHERE name = '移動支援部会' AND known_to IS NULL")


MEETING = "/record/scheduleMeeting"


def body_of(house: House, name: str = "調整会議") -> str:
    (row,) = house.book.query(
        "SELECT id FROM body WHERE name = :name AND known_to IS NULL LIMIT 1", name=name
    )
    return ids.encode("Body", row["id"])


def meeting(visitor: Visitor, house: House, **more: str) -> TestResponse:
    """A meeting of the coordination committee, scheduled by its form."""
    given = {"date.value": "R9.5", "date.kind": "AT", "effective.kind": "AT", "title": "調整会議 五月"}
    return filled(visitor, MEETING, **{"bodies.0.bodyId": body_of(house)} | given | more)


def heads(house: House) -> int:
    return int(house.book.query("SELECT position FROM tenant_head")[0]["position"])


def test_who_may_record_nothing_is_offered_nothing(house: House, public: Visitor, office: Visitor) -> None:
    house.account("auditor@example.jp", Role.AUDITOR)
    auditor = Visitor.at(house)
    auditor.sign_in("auditor@example.jp")
    assert "/record" not in Page.of(auditor.get("/")).links
    assert "/record" not in Page.of(public.get("/")).links
    assert "/record" in Page.of(office.get("/")).links
    page = Page.of(auditor.get("/record"))
    assert "記録できるものはありません。" in page.text
    assert not [link for link in page.links if link.startswith("/record/")]
    refused = auditor.get(MEETING)
    assert (refused.status_code, "事務局" in Page.of(refused).text) == (403, True)
    assert filled_by_hand(auditor, MEETING, title="x").status_code == 403
    assert public.get(MEETING).headers["Location"] == "/sign-in?next=/record/scheduleMeeting"


def filled_by_hand(visitor: Visitor, path: str, **fields: str) -> TestResponse:
    """A form that no page of ours showed."""
    token = Page.of(visitor.get("/")).hidden["form_token"]
    given = {"form_token": token, "draft": "01a2178b-4de1-70e0-a54f-2dc870641860"}
    return visitor.send(path, given | fields)


def test_each_is_offered_what_their_role_records(house: House) -> None:
    house.account("member2@example.jp", Role.MEMBER)
    member = Visitor.at(house)
    member.sign_in("member2@example.jp")
    assert [link for link in Page.of(member.get("/record")).links if link.startswith("/record/")] == [
        "/record/raiseIssue"
    ]


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
    assert f"記録番号 {before + 1}" in receipt
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


def test_rows_are_added_and_taken_away_without_a_script(house: House, office: Visitor) -> None:
    shown = Page.of(office.get(f"{MEETING}?bodyId={body_of(house)}"))
    fields = {"form_token": shown.hidden["form_token"], "draft": shown.hidden["draft"], "title": "題"}
    fields["bodies.0.bodyId"] = body_of(house)
    more = office.send(MEETING, fields | {"act": "add:bodies"})
    html = office.get(more.headers["Location"]).text
    assert 'name="bodies.1.bodyId"' in html
    assert Page.of(office.get(more.headers["Location"])).fields["title"] == "題"
    fields["bodies.1.bodyId"] = body_of(house, "全体会議")
    less = office.send(MEETING, fields | {"act": "remove:bodies.0"})
    html = office.get(less.headers["Location"]).text
    assert f'<option value="{body_of(house, "全体会議")}" selected>' in html
    assert f'<option value="{body_of(house)}" selected>' not in html


def test_the_address_fills_a_form(house: House, office: Visitor) -> None:
    html = office.get(f"{MEETING}?bodyId={body_of(house)}&title=%E5%AE%9A%E4%BE%8B&date.value=R9.5").text
    assert f'<option value="{body_of(house)}" selected>' in html
    assert 'value="定例"' in html
    assert "令和9年5月（May 2027）と読みました" in html


def test_a_refusal_names_its_rule_and_who_may_allow_it(house: House, office: Visitor) -> None:
    check = filled(
        office, "/record/createBody", effective__value="令和4年度", name="調整会議", kind="SUBCOMMITTEE",
        councilId=council_of(house),
    )  # fmt: skip
    answer = office.get(check.headers["Location"])
    page = Page.of(answer)
    assert answer.status_code == 422
    assert "NameTaken" in page.text
    assert "認められるのは：事務局" in page.text
    assert page.fields["name"] == "調整会議"
    assert 'id="errors" role="alert" tabindex="-1" autofocus' in answer.text


def test_an_error_is_said_in_the_summary_and_at_its_field(office: Visitor) -> None:
    answer = filled(office, MEETING, **{"date.value": "令和0年", "title": "x" * 20_001})
    page = Page.of(answer)
    assert answer.status_code == 400
    assert {"#date.value", "#bodies", "#title"} <= set(page.links)
    assert answer.text.count("その元号の期間にない日付です。") == 2


def entry_of(visitor: Visitor, house: House, **more: str) -> str:
    """The entry of a meeting that was just scheduled."""
    done = recorded(visitor, meeting(visitor, house, **more))
    links = Page.of(visitor.get(done.headers["Location"])).links
    return next(link for link in links if link.startswith("/entries/"))


def test_an_entry_is_corrected_with_its_reason(house: House, office: Visitor) -> None:
    entry = entry_of(office, house, title="誤った題")
    page = Page.of(office.get(entry))
    assert "誤った題" in page.text
    way = next(link for link in page.links if link.endswith("field=title"))
    shown = Page.of(office.get(way))
    assert shown.fields["new"] == "誤った題", "what stands there is there to be changed"
    check = filled(
        office, way, entryId=entry.rpartition("/")[2], field="title", new="正しい題", reason="誤記"
    )
    told = Page.of(office.get(check.headers["Location"])).text
    assert "「誤った題」から「正しい題」に訂正（誤記）" in told
    recorded(office, check)
    later = Page.of(office.get(entry))
    assert "この記録への訂正・取消し" in later.text


def test_a_date_is_corrected_in_its_own_form(house: House, office: Visitor) -> None:
    entry = entry_of(office, house, title="日を直す会議")
    way = f"/record/correctEvent?entryId={entry.rpartition('/')[2]}&field=date"
    assert Page.of(office.get(way)).fields["new.value"] == "令和9年5月"
    given = {"new.value": "令和9年6月", "new.kind": "AT", "entryId": entry.rpartition("/")[2]}
    check = filled(office, way, **given, field="date", reason="誤記")
    assert "令和9年6月" in Page.of(office.get(check.headers["Location"])).text
    recorded(office, check)


def test_what_was_recorded_is_undone_by_another_entry(house: House, office: Visitor) -> None:
    entry = entry_of(office, house, title="取り消す会議")
    way = next(link for link in Page.of(office.get(entry)).links if "annulEvent" in link)
    check = filled(office, way, entryId=entry.rpartition("/")[2], reason="二重に記録した")
    recorded(office, check)
    page = Page.of(office.get(entry))
    assert "取消し（二重に記録した）" in page.text
    assert not [link for link in page.links if "annulEvent" in link], "an annulment is final"


def test_an_entry_is_shown_to_whom_it_is_open(house: House, office: Visitor, public: Visitor) -> None:
    entry = entry_of(office, house, title="内緒")
    assert public.get(entry).status_code == 404
    house.account("viewer9@example.jp", Role.VIEWER)
    viewer = Visitor.at(house)
    viewer.sign_in("viewer9@example.jp")
    assert viewer.get(entry).status_code == 404
    assert public.get("/entries/nonsense").status_code == 404


def test_a_form_without_the_token_of_its_page_is_refused(office: Visitor) -> None:
    shown = Page.of(office.get(MEETING))
    for path in (MEETING, f"{MEETING}/check", "/record/drop"):
        assert office.send(path, {"draft": shown.hidden["draft"]}).status_code == 403


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_command_and_field_has_a_label_in_both_languages(lang: str) -> None:
    for whole in catalogue.BY_ADDRESS.values():
        label, said = catalogue.label(whole.form, lang), catalogue.sentence(whole.form, lang)
        assert label
        assert "{" not in said
        assert bool(re.search(r"[぀-ヿ一-鿿]", label)) == (lang == "ja") or label.startswith("API"), label
        assert all(f.label(lang) for f in whole.form.everything)
    labels = [catalogue.label(w.form, lang) for w in catalogue.BY_ADDRESS.values()]
    assert len(labels) == len(set(labels))
