"""Recording by form: what is typed is kept, checked, tried, recorded once, and can be taken back."""

import re

import pytest
import sqlalchemy as sa

from kyogikai_graphql.answering import Answering
from kyogikai_platform.web.forms import catalogue
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.filling_in import (
    MEETING,
    body_of,
    council_of,
    filled,
    filled_by_hand,
    heads,
    meeting,
    recorded,
)
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check


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
    assert any(link.startswith("/trail/") for link in receipt.links)
    assert house.book.query("SELECT 1 FROM body WHERE name = '移動支援部会' AND known_to IS NULL")


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


def test_each_is_offered_what_their_role_records(house: House) -> None:
    house.account("member2@example.jp", Role.MEMBER)
    member = Visitor.at(house)
    member.sign_in("member2@example.jp")
    assert [link for link in Page.of(member.get("/record")).links if link.startswith("/record/")] == [
        "/record/raiseIssue"
    ]


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
    assert "令和9年5月（2027-05）と読みました" in html


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


def test_a_holiday_is_named_at_the_date_and_warned_of_before_a_meeting_is_called(
    house: House, office: Visitor
) -> None:
    for day, named in (("2027-05-04", True), ("2027-05-07", False), ("2027-05", False)):
        checked = meeting(office, house, **{"date.value": day, "title": f"五月の会議 {day}"})
        page = office.get(checked.headers["Location"]).text
        assert ("会議の日は祝日（みどりの日）です。" in page) is named, day
        form = office.get(checked.headers["Location"].replace("/check", "")).text
        assert ("祝日（みどりの日）です。" in form) is named, day


def test_an_error_is_said_in_the_summary_and_at_its_field(office: Visitor) -> None:
    answer = filled(office, MEETING, **{"date.value": "令和0年", "title": "x" * 20_001})
    page = Page.of(answer)
    assert answer.status_code == 400
    assert {"#date.value", "#bodies", "#title"} <= set(page.links)
    assert answer.text.count("その元号の期間にない日付です。") == 2


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


def test_a_check_that_kept_what_it_tried_would_be_seen(
    house: House, office: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = meeting(office, house, title="試しに記録する会議")
    kept = Answering.together
    monkeypatch.setattr(Answering, "together", lambda own, asker, **_: kept(own, asker, keep=True))
    before = heads(house)
    assert office.get(check.headers["Location"]).status_code == 200
    assert heads(house) == before + 1


MOST_STATEMENTS = 12
"""The frame's question, the draft, one a kind of record that may be chosen, and what they are called."""


def test_a_form_asks_as_often_however_much_there_is_to_choose(house: House, office: Visitor) -> None:
    def asked() -> int:
        found: list[str] = []

        def note(*given: object) -> None:
            found.append(str(given[2]))

        sa.event.listen(house.here.answering_engine, "before_cursor_execute", note)
        office.get(MEETING)
        sa.event.remove(house.here.answering_engine, "before_cursor_execute", note)
        return len(found)

    asked()
    before = asked()
    council = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")[0]["id"]
    for n in range(4):
        house.book.body(council, "from 2022-04-01", f"たくさんの部会{n}", audience="council")
    asked()  # the rights are judged anew
    assert asked() == before <= MOST_STATEMENTS


def test_of_many_records_a_part_of_the_name_finds_some(house: House, office: Visitor) -> None:
    council = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")[0]["id"]
    for n in range(60):
        house.book.body(council, "from 2022-04-01", f"地区ごとの部会{n}号", audience="council")
    shown = Page.of(office.get(MEETING))
    assert "「探す」を押すと" in shown.text
    fields = {"form_token": shown.hidden["form_token"], "draft": shown.hidden["draft"], "title": "題"}
    fields |= {"bodies.0.bodyId.find": "部会57号", "act": "find:bodies.0.bodyId"}
    html = office.get(office.send(MEETING, fields).headers["Location"]).text
    select = html[html.index('<select class="in" id="bodies.0.bodyId"') :]
    options = re.findall(r"<option[^>]*>([^<]*)<", select[: select.index("</select>")])
    assert options == ["選んでください", "地区ごとの部会57号"]


def test_a_reader_in_english_is_served_in_english(office: Visitor) -> None:
    office.fill("/", "/preferences", lang="en")
    page = Page.of(office.get(MEETING))
    assert "Schedule meeting" in page.text
    assert "A meeting is called for a date." in page.text
    assert "Check the answers" in page.text
