"""Rosters by body and term, vacancies in words, the handover, and the pages of people and organisations."""

import re
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from kyogikai_graphql import ids
from kyogikai_tenants.council.members import (
    MemberAppointed,
    MemberResigned,
    OrganizationEnrolled,
    SeatDefined,
)
from kyogikai_tenants.council.norms import BodyCompositionDefined
from kyogikai_tenants.council.parties import OrganizationRegistered, PersonRegistered
from kyogikai_tenants.council.terms import TermStarted
from tests.platform.accounts.house import House
from tests.platform.web.rich import clerk, reader, rich
from tests.platform.web.test_web_council import words
from tests.platform.web.visitor import Page, Visitor

__all__ = ["clerk", "reader", "rich"]
pytestmark = pytest.mark.check


def party(house: House, table: str, name: str) -> str:
    """The page of a person or an organisation."""
    (row,) = house.book.query(f"SELECT DISTINCT id FROM {table} WHERE name = :n", n=name)  # noqa: S608 - our names
    kind, place = {"person": ("Person", "people"), "organization": ("Organization", "organizations")}[table]
    return f"/{place}/{ids.encode(kind, row['id'])}"


def test_a_roster_is_of_the_term_in_force(reader: Visitor) -> None:
    page = words(reader, "/roster?asOf=2026-11-20")
    assert "委員・構成員（16）" in page
    assert "花野 ことり はなの ことり 学識経験者（1番） 会長 令和7年6月26日から" in page
    assert "校長 教育機関（11番） 校長 充て職" in page
    assert "この任期はあと131日です" in page


def test_a_roster_leads_whoever_may_to_the_next_term(reader: Visitor, clerk: Visitor) -> None:
    def ways(visitor: Visitor, path: str) -> list[str]:
        return [link for link in Page.of(visitor.get(path)).links if link.startswith("/record/april?bodyId=")]

    (way,) = ways(clerk, "/roster")
    assert f'value="{way.partition("=")[2]}" selected' in clerk.get(way).text, "of the body one came from"
    assert ways(clerk, "/roster?asOf=2022-12-01") == ways(reader, "/roster") == []


def test_a_past_term_is_shown_with_who_left_within_it(reader: Visitor) -> None:
    page = words(reader, "/roster?asOf=2022-12-01")
    assert "第4期" in page
    assert "任期の途中で退いた人（1）" in page
    assert page.place("青空 みのる") > page.place("任期の途中で退いた人（1）")
    assert "令和4年1月31日まで" in page


def test_a_vacant_seat_is_said_in_words(reader: Visitor) -> None:
    page = words(reader, "/roster?asOf=2015-05-01")
    assert "欠けているところ" in page
    assert "委員枠「民生委員・児童委員（14番）」に、いま委員がいません。" in page
    assert (
        "委員枠「民生委員・児童委員（14番）」"
        not in words(reader, "/roster?asOf=2015-10-02").split("氏名")[0]
    )


def test_the_order_of_the_syllabary_follows_the_readings(reader: Visitor) -> None:
    page = words(reader, "/roster?order=reading&asOf=2026-11-20")
    names = ["いわしみず", "かざみ", "かなき", "こはるび", "ゆうなぎ", "わかくさ"]
    assert sorted(names, key=page.place) == names


SEATED = [
    "花野 ことり",
    "風見 いずみ",
    "月岡 かなで",
    "森野 くるみ",
    "石清水 たつき",
    "夕凪 いおり",
    "金木 いぶき",
]
"""Some of the assembly, by the numbers of their seats."""


def test_papers_list_members_in_the_order_of_the_page(clerk: Visitor) -> None:
    page = Page.of(clerk.get("/roster?asOf=2026-11-20"))
    (paper,) = [link for link in page.links if "/roster.docx" in link]
    (table,) = Document(BytesIO(clerk.get(paper).data)).tables
    listed = [row.cells[2].text for row in table.rows]
    assert [name for name in listed if name in SEATED] == SEATED
    assert listed[11:13] == ["校長", "保健予防課長"]
    year = clerk.get("/meetings?year=2025").text
    (meeting,) = re.findall(r'href="(/meetings/[\w-]+)[^>]*>(?:<[^>]*>)*全体会 令和7年度 第2回', year)
    minutes = clerk.get(f"{meeting}/minutes.txt").text
    assert "（木） 14:00" in minutes
    came = minutes[minutes.index("■ 出席者") :]
    assert sorted(SEATED, key=came.index) == SEATED


def test_a_handover_names_who_left_who_came_and_whose_office_changed(reader: Visitor) -> None:
    page = words(reader, "/roster?view=handover&asOf=2026-11-20")
    assert "令和7年3月31日と令和8年11月20日を比べています。退いた人3、入った人3、続けている人13です。" in page
    assert "役職なし → 会長" in page
    assert "第2回" in page
    later = words(reader, "/roster?view=handover&asOf=2026-11-20&since=R7.5.1")
    assert "退いた人0、入った人0、続けている人16です。" in later


def test_what_is_no_day_is_said_at_its_field_and_kept(reader: Visitor) -> None:
    answer = reader.get("/roster?view=handover&since=いつか")
    page = Page.of(answer)
    assert answer.status_code == 200
    assert page.fields["since"] == "いつか"
    assert "#since" in page.links
    assert answer.text.count("日付として読めません") == 2


def test_where_no_roster_is_published_the_page_says_so(public: Visitor) -> None:
    assert "公開されている委員・構成員の記録は、ありません。" in words(public, "/roster")


def test_a_person_is_told_over_time_and_attendance_only_to_whom_it_is_open(
    rich: House, reader: Visitor, clerk: Visitor
) -> None:
    page = party(rich, "person", "花野 ことり")
    seen, known = words(reader, page), words(clerk, page)
    assert "会長" in seen
    assert "第4期" in seen
    assert "任期満了（令和7年3月31日まで）" in seen
    assert "出欠の記録" not in seen
    assert "出欠の記録がある会議" in known
    assert "@" not in seen


def test_an_organisation_is_listed_with_each_body_once(reader: Visitor) -> None:
    listed = words(reader, "/organizations?asOf=2026-11-20")
    assert "しごと部会、全体会" in listed
    assert "しごと部会、しごと部会" not in listed


def test_of_a_body_that_is_over_the_choice_of_rosters_says_so(reader: Visitor) -> None:
    assert "くらし部会（終了）" in words(reader, "/roster?asOf=2026-11-20")


def test_that_nothing_is_recorded_to_rest_on_is_said_once(reader: Visitor) -> None:
    for path in ("/history", "/org", "/recommendations", "/roster"):
        assert Page.of(reader.get(path)).text.count("根拠の資料は記録されていません") <= 2, path
    assert "「根拠」の付いていないものは、根拠の資料が記録されていません。" in words(reader, "/history")


def test_an_organisation_tells_who_came_for_it(rich: House, reader: Visitor) -> None:
    page = words(reader, party(rich, "organization", "れいだい病院"))
    assert "銀林 ゆずる" in page
    assert "金木 いぶき" in page
    listed = words(reader, "/organizations?name=病院")
    assert "れいだい病院" in listed
    assert "みほん大学" not in listed


def test_promised_categories_and_unfollowed_members_are_vacancies(house: House, office: Visitor) -> None:
    book = house.book
    (council,) = book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    body = book.body(council["id"], "from 2020-04-01", "欠員のある部会", audience="council")
    given: dict[str, Any] = {"audience": "council", "body_id": body}
    term = book.say(TermStarted, None, "from 2020-04-01", **given, number=1).record_id
    categories = ["医療", "教育"]
    book.say(BodyCompositionDefined, body, "from 2020-04-01", categories=categories)
    person = book.say(PersonRegistered, None, "undated", name="髙﨑 花", audience="council").record_id
    place = book.say(OrganizationRegistered, None, "undated", name="医院", audience="council").record_id
    held = {**given, "term_id": term}
    gone = book.say(
        MemberAppointed, None, "from 2020-04-01", **held, person_id=person, category="福祉"
    ).record_id
    book.say(MemberResigned, gone, "at 2021-03-31", reason="本人の申出")
    book.say(OrganizationEnrolled, None, "from 2020-04-01", **held, organization_id=place, category="医療")
    book.say(SeatDefined, None, "from 2020-04-01", **given, category="当事者", label="当事者の席")
    page = words(office, f"/roster?body={ids.encode('Body', body)}&asOf=2022-01-01")
    assert "委員枠「当事者の席」に、いま委員がいません。" in page
    assert "髙﨑 花さんの後任が決まっていません（令和3年3月31日まで）。" in page
    assert "構成に定められた「教育」の委員がいません。" in page
    assert "「医療」の委員がいません" not in page
    assert "本人の申出" not in page
    assert "読みの記録がないもの1件は、表記の順です。" in page


def test_a_name_in_another_spelling_is_found_and_marked(house: House, office: Visitor) -> None:
    house.book.say(PersonRegistered, None, "undated", name="渡邉 髙史", audience="council")
    for text in ("髙史", "高史"):
        assert "<mark>髙史</mark>" in office.get(f"/search?q={text}").text, text
    assert "渡邉" in words(office, "/search?q=渡辺")
    assert "この字でも検索できます 渡辺 高史" in words(office, party(house, "person", "渡邉 髙史"))
