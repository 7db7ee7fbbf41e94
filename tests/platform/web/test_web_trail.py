"""The trail: a sentence a row, narrowed by its address, with what was and is, and one entry by itself."""

import csv
import io
import re
from html import unescape
from typing import Any

import pytest

from kyogikai_graphql import ids
from kyogikai_platform.web.public import as_pdf
from kyogikai_platform.web.roles import trail_report, trail_taking
from kyogikai_platform.web.roles.kinds import KINDS, PRESETS, SHOWN, kind_of
from kyogikai_platform.web.roles.trail_export import safe
from kyogikai_tenants.council.bodies import BodyRenamed
from kyogikai_tenants.council.meetings import MeetingHeld, OpennessDecided
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import OFFICE, Page, Visitor

pytestmark = pytest.mark.check


def numbers(text: str) -> list[int]:
    """The entries that a page shows, in its order."""
    found = re.findall(r'<span class="small muted num">#([\d,]+)</span>', text)
    return [int(number.replace(",", "")) for number in found]


def whole(visitor: Visitor, path: str) -> list[int]:
    """The entries of a page and of all that come after it."""
    found, text = list[int](), visitor.get(path).text
    while True:
        found += numbers(text)
        onward = re.search(r'rel="next" href="(.*?)"', text)
        if not onward:
            return found
        text = visitor.get(onward[1].replace("&amp;", "&")).text


def test_all_of_it_can_be_read_page_by_page_the_newest_first(house: House, office: Visitor) -> None:
    found = whole(office, "/trail")
    assert found == sorted(found, reverse=True)
    head = house.book.head()
    assert found[0] == head
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("kind", SHOWN)
def test_a_sort_of_act_is_asked_for_by_its_word(house: House, office: Visitor, kind: str) -> None:
    rows = house.book.query("SELECT position, topic FROM audit_entry ORDER BY position DESC")
    wanted = [row["position"] for row in rows if kind_of(row["topic"]) == kind]
    found = whole(office, f"/trail?{kind}=1")
    assert found == [n for n in wanted if n in found]
    assert len(found) == len(wanted)


def test_every_topic_is_of_one_sort_and_every_sort_has_topics() -> None:
    assert {kind_of(topic) for topic in DECLARED} == set(SHOWN) == set(KINDS)
    assert {kind for kinds in PRESETS.values() for kind in kinds} == set(SHOWN)


@pytest.mark.parametrize(
    ("asked", "some"), [("text=準備中の部会", True), ("text=どこにもない", False), ("to=R1.5.2", False)]
)
def test_it_is_narrowed_by_words_and_days(office: Visitor, asked: str, *, some: bool) -> None:
    page = office.get(f"/trail?{asked}").text
    count = len(numbers(page))
    assert bool(count) == some
    assert f"<strong data-heard>{count}件</strong>" in page
    assert ("この条件の記録はありません" in page) != some


def test_meetings_of_one_number_are_told_apart_wherever_they_are_named(house: House, office: Visitor) -> None:
    book = house.book
    (council,) = book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    for name, later in (("くらしの部会", "くらしとすまいの部会"), ("しごとの部会", "")):
        body = book.body(council["id"], "from 2023-04-01", name)
        said: dict[str, Any] = {"bodies": [{"body_id": body, "number": 1}], "audience": "council"}
        said["agenda"] = [{"title": "言い分けの議題", "kind": "report"}]
        meeting = book.say(MeetingHeld, None, "at 2024-06-27", **said).record_id
        book.say(OpennessDecided, meeting, "at 2024-06-27", openness="open")
        if later:
            book.say(BodyRenamed, body, "from 2025-04-01", name=later)
    names = [f"{name} 令和6年度 第1回" for name in ("くらしの部会", "しごとの部会")]
    assert all(f"会議「{name}」を開催" in office.get("/trail").text for name in names), "as called on its day"
    assert f"会議「{names[0]}」の公開・非公開を決定" in office.get("/trail?text=くらしの部会+令和6年度").text
    assert all(name in Page.of(office.get("/search?q=言い分けの議題")).text for name in names)
    form = office.get("/record/makeDecision").text
    assert all(f"{name}（令和6年6月27日）" in form for name in names)
    told = office.get(f"/trail/of/{ids.encode('Meeting', meeting)}").text
    assert f"<h1>{names[1]}" in told
    office.fill("/trail", "/preferences", lang="en")
    english = office.get("/trail").text
    assert "Held the meeting しごとの部会 FY2024 No. 1" in english


def test_by_who_and_by_what(house: House, office: Visitor) -> None:
    (body,) = house.book.query("SELECT id FROM body WHERE name = '準備中の部会' AND known_to IS NULL LIMIT 1")
    text = office.get("/trail?text=準備中の部会").text
    subject = re.search(r'href="(/trail\?[^"]*subject=[^"]*)"', text)
    assert subject
    assert body
    assert numbers(office.get(subject[1].replace("&amp;", "&").replace("text=", "x=")).text)
    who = re.search(r'href="(/trail\?who=[^"&]*)', office.get("/trail?sign_in=1").text)
    assert who
    assert "office さん" in office.get(who[1]).text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=きのう", "日付として読めません"), ("to=2021-02-30", "暦にない日付です"),
        ("from=R8.1.1&to=R7.1.1", "より前の日付"), ("subject=x", "このような条件はありません"),
        ("who=x", "このような条件はありません"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_at_its_field_and_kept(office: Visitor, query: str, told: str) -> None:
    answer = office.get(f"/trail?{query}")
    page, name = Page.of(answer), query.partition("=")[0]
    assert answer.status_code == 400
    assert answer.text.count(told) == 2
    assert f"#{name}" in page.links
    assert name in page.ids


@pytest.mark.parametrize(
    "path", ["/trail?after=x", "/trail?before=%00", "/trail/x", "/trail/0", "/trail/99999999"]
)
def test_what_is_not_there_is_not_found(office: Visitor, path: str) -> None:
    assert office.get(path).status_code == 404


def test_an_entry_says_what_it_rests_on_and_where_it_stands(house: House, office: Visitor) -> None:
    position = house.book.one("SELECT max(position) FROM audit_entry WHERE locator IS NOT NULL")
    answer = office.get(f"/trail/{position}")
    assert answer.status_code == 303
    page = Page.of(office.get(answer.headers["Location"])).text
    stored = house.book.one("SELECT encode(hash, 'hex') FROM events WHERE position = :n", n=position)
    locator = house.book.one("SELECT locator FROM audit_entry WHERE position = :n", n=position)
    for told in (stored, locator, f"記録 #{position:,}", "まだ封印に含まれていません。"):
        assert told in page


def test_whoever_may_corrects_the_date_of_an_entry_from_its_page(house: House, office: Visitor) -> None:
    body = "SELECT id FROM body WHERE name = '準備中の部会' LIMIT 1"
    position = house.book.one(f"SELECT min(position) FROM audit_entry WHERE stream_id = ({body})")  # noqa: S608
    page = Page.of(office.get(office.get(f"/trail/{position}").headers["Location"]))
    (way,) = [link for link in page.links if link.endswith("&field=effective")]
    form = office.get(way)
    assert form.status_code == 200
    assert 'value="effective" selected' in form.text


def test_a_correction_and_what_it_corrects_lead_to_each_other(house: House, office: Visitor) -> None:
    body: dict[str, Any] = house.book.query("SELECT id FROM body WHERE name = '準備中の部会' LIMIT 1")[0]
    house.book.correct(body["id"], 1, "name", "準備が済んだ部会")
    corrected = office.get(office.get(f"/trail/{house.book.head()}").headers["Location"]).text
    assert "この記録は、次の記録についてのものです" in corrected
    about = re.search(r'<a href="(/trail/[^"]+)">[^<]*準備', corrected)
    assert about
    assert "あとで訂正または取消しされています" in office.get(about[1]).text
    house.book.correct(body["id"], 1, "name", "準備中の部会")


def test_a_day_that_one_came_from_changes_nothing(office: Visitor) -> None:
    assert numbers(office.get("/trail?asOf=2021-05-01").text) == numbers(office.get("/trail").text)


def test_in_english(office: Visitor) -> None:
    office.fill("/trail", "/preferences", lang="en")
    page = office.get("/trail").text
    assert "Audit trail" in page
    assert "signed in" in page
    assert "ログイン" not in page


def test_who_reviews_nothing_finds_no_such_page_nor_a_way_there(house: House, public: Visitor) -> None:
    house.account("vi@example.jp", Role.VIEWER)
    visitor = Visitor.at(house)
    visitor.sign_in("vi@example.jp")
    assert visitor.get("/trail").status_code == 404
    assert "監査記録" not in visitor.get("/").text
    assert "監査記録" not in public.get("/").text
    known = Visitor.at(house)
    known.sign_in(OFFICE)
    assert "監査記録" in known.get("/").text


def test_taking_it_away_is_an_entry_and_no_cell_is_a_formula(house: House, office: Visitor) -> None:
    answer = office.fill("/trail?text=準備中の部会", "/trail/export", text="準備中の部会")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert lines[0][:2] == ["番号", "記録した時刻"]
    assert len(lines) > 1
    assert all("準備中の部会" in ",".join(line) for line in lines[1:] if line[6] == "body.created")
    (made,) = house.book.query("SELECT topic, role, fields FROM audit_entry ORDER BY position DESC LIMIT 1")
    assert (made["topic"], made["role"]) == ("export.made", "secretariat")
    assert made["fields"]["count"] == len(lines) - 1
    assert [safe(text) for text in ("=1+1", "@x", "甲")] == ["'=1+1", "'@x", "甲"]


def test_it_is_taken_by_its_own_form_only(office: Visitor, public: Visitor) -> None:
    assert office.send("/trail/export", {}).status_code == 403
    assert office.fill("/trail", "/trail/export", to="nonsense").status_code == 400
    assert public.fill("/", "/trail/export").headers["Location"] == "/sign-in?next=/trail"


# The report for print


def test_a_report_says_whose_it_is_of_what_by_whom_and_how_to_verify_it(
    house: House, office: Visitor
) -> None:
    narrowed = {"text": "準備中の部会", "from": "2000-01-01", "add": "1"}
    answer = office.fill("/trail", "/trail/report", form="page", **narrowed)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    text, head = unescape(answer.text), house.book.head()
    told = [
        "監査記録の報告書", "操作: 追加", "ことば: 準備中の部会", "平成12年1月1日から",
        f"#{head - 1:,}までの記録を見て作りました", "office さん（事務局）", "封印（チェックポイント）",
        "kyogikai_verify.py", house.host,
    ]  # fmt: skip
    assert [one for one in told if one not in text] == []
    (whose,) = re.findall(r'<p class="whose">([^<]+)</p>', text)
    assert whose.split()[0] in unescape(office.get("/").text)
    rows = re.findall(r'<th scope="row">#([\d,]+)</th>', text)
    assert rows
    for number in rows:
        position = int(number.replace(",", ""))
        stored = house.book.one("SELECT encode(hash, 'hex') FROM events WHERE position = :n", n=position)
        assert f">{stored[:8]}</td>" in text
    (made,) = house.book.query("SELECT topic, fields FROM audit_entry WHERE position = :n", n=head)
    assert made["topic"] == "export.made"
    assert (made["fields"]["format"], made["fields"]["count"]) == ("HTML", len(rows))
    english = Visitor.at(house)
    english.sign_in(OFFICE)
    english.fill("/trail", "/preferences", lang="en")
    assert "Report of the audit trail" in english.fill("/trail", "/trail/report", form="page").text


def test_a_report_is_bounded_and_says_so(office: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail_report, "MOST", 2)
    text = office.fill("/trail", "/trail/report", form="page").text
    assert text.count('<th scope="row">') == 2
    assert "この報告書は、すべてではありません" in text
    assert "新しい順に2件" in text
    narrowed = office.fill("/trail", "/trail/report", text="さん", **{"from": "2000-01-01"}).text
    assert "3件以上のうち、新しい順に2件" in narrowed
    monkeypatch.setattr(trail_taking, "LOOKED", 1)
    monkeypatch.setattr("kyogikai_projections.reviewing.STRETCH", 1)
    assert "までの中をさがしました" in office.fill("/trail", "/trail/report", text="準備中の部会").text
    assert office.fill("/trail", "/trail/report", to="nonsense").status_code == 400
    assert office.send("/trail/report", {}).status_code == 403


def test_a_report_is_a_tagged_pdf_and_where_none_can_be_made_nothing_was_taken(
    house: House, office: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_report, "MOST", 3)
    answer = office.fill("/trail", "/trail/report", form="pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in answer.headers["Cache-Control"]
    head = house.book.head()
    assert house.book.one("SELECT topic FROM audit_entry WHERE position = :n", n=head) == "export.made"
    monkeypatch.setattr(as_pdf, "LARGEST", 10)
    answer = office.fill("/trail", "/trail/report", form="pdf")
    assert (answer.status_code, "印刷用の報告書" in answer.text) == (503, True)
    assert house.book.head() == head
