"""会議の一覧: filters in the address, a stated window, a month of the days that are known, norms in words."""

import re

import pytest

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.meetings import filters
from kyogikai_tenants.council.meetings import MeetingScheduled
from tests.platform.web.gathering import AUDITOR, MEMBER, YEAR, Gathering, page_of
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import OFFICE, Page, Visitor

pytestmark = pytest.mark.check

STATEMENTS = 5
"""The API's one; the rights, the counts, who asks and the position of a moment in one snapshot."""
MONTH = "/meetings?view=month&month="
PATHS = (
    "/meetings", YEAR, "/meetings?year=all", f"{YEAR}&state=cancelled", f"{MONTH}2024-06", f"{MONTH}2024-09",
    "/meetings/norm", "/meetings/norm?year=2024", "/meetings?asOf=2024-08-01&knownAt=2099-01-01",
)  # fmt: skip

OTHERS = ("/record/",)
"""Pages of another family, which proves its own."""


@pytest.fixture(scope="module")
def gathering(here: Installation) -> Gathering:
    return Gathering.opened(here)


def text(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return " ".join(Page.of(answer).text.split())


def test_the_register_shows_a_year_with_dates_as_precise_as_they_are_known(gathering: Gathering) -> None:
    page = text(gathering.visitor(), YEAR)
    for told in (
        "令和6年6月27日（木）", "14:00〜16:00", "令和6年9月", "日の記録なし", "10人中7人", "中止", "3件",
        "全体会 令和6年度 第1回", "市役所（対面）", "令和6年度（4月〜翌年3月）の会議",
    ):  # fmt: skip
        assert told in page, told


def test_without_a_choice_the_window_is_the_year_of_the_day_shown_and_is_stated(gathering: Gathering) -> None:
    page = text(gathering.visitor(), "/meetings?asOf=2025-03-31")
    assert "令和6年度（4月〜翌年3月）の会議" in page
    assert "条件をえらばないときは、表示している日の年度です。" in page
    assert "全体会 令和6年度 第1回" in page


def test_what_is_internal_is_on_no_list_but_of_those_who_may_see_it(gathering: Gathering) -> None:
    for path in (YEAR, f"{MONTH}2024-10"):
        assert "内輪の打合せ" not in text(gathering.visitor(), path)
        assert "内輪の打合せ" not in text(gathering.visitor(MEMBER), path)
        assert "内輪の打合せ" in text(gathering.visitor(OFFICE), path)
        assert "内輪の打合せ" in text(gathering.visitor(AUDITOR), path)


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("year=2024&state=cancelled", "第2回", "6月27日"), ("year=2024&state=held", "第1回", "第2回"),
        ("year=2023", "この条件の会議は", "第1回"), ("year=all&state=scheduled", "この条件の会議は", "第1回"),
    ],
)  # fmt: skip
def test_filters_stand_in_the_address(gathering: Gathering, query: str, there: str, absent: str) -> None:
    page = text(gathering.visitor(), f"/meetings?{query}")
    assert there in page
    assert absent not in page


def test_a_body_is_filtered_by_its_id_and_its_calendar_offered(gathering: Gathering) -> None:
    body = ids.encode("Body", gathering.section)
    answer = gathering.visitor().get(f"{YEAR}&body={body}")
    assert "しごと部会 令和6年度 第1回" in answer.text
    assert "令和6年6月27日" not in answer.text
    assert f"/bodies/{body}/calendar.ics" in Page.of(answer).links


@pytest.mark.parametrize(
    "query",
    ["year=20x4", "year=0000", "year=９９９９", "state=maybe", "body=x", "body=TWVldGluZzox",
     "view=month&month=2024-13", "view=month&month=2024-6", "view=month&month=zz"],
)  # fmt: skip
def test_what_nobody_can_choose_is_no_page(gathering: Gathering, query: str) -> None:
    assert gathering.visitor().get(f"/meetings?{query}").status_code == 404


def test_holidays_of_a_month_are_named(gathering: Gathering) -> None:
    page = gathering.visitor().get(f"{MONTH}2024-11")
    assert page.text.count('<span class="holiday">') == 3
    told = Page.of(page).text
    assert all(name in told for name in ("文化の日", "振替休日", "勤労感謝の日"))
    assert "holiday" not in gathering.visitor().get(f"{MONTH}2024-06").text


def test_an_empty_list_offers_the_one_next_action(gathering: Gathering) -> None:
    assert "/meetings?year=all" in Page.of(gathering.visitor().get("/meetings?year=2001")).links


def test_ready_made_filters_lead_to_addresses_of_their_own(gathering: Gathering) -> None:
    page = gathering.visitor().get("/meetings?year=all&state=cancelled")
    assert "/meetings?year=all&state=scheduled" in Page.of(page).links
    assert re.search(r'aria-current="true">中止になった会議', page.text)
    own = gathering.visitor(MEMBER).get("/meetings")
    assert f"/meetings?body={ids.encode('Body', gathering.body)}" in Page.of(own).links
    assert f"/people/{ids.encode('Person', gathering.person)}/calendar.ics" in Page.of(own).links


def test_a_long_list_has_pages_in_both_orders(gathering: Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "SIZE", 1)
    for start in (YEAR, "/meetings?year=all"):
        seen, visitor = list[str](), gathering.visitor()
        path: str | None = start
        while path and len(seen) < 9:
            page = visitor.get(path).text
            seen += re.findall(r'<th scope="row"><a href="/meetings/([\w-]+)', page)
            onward = re.search(r'href="([^"]+)" rel="next"|rel="next" href="([^"]+)"', page)
            path = (onward[1] or onward[2]).replace("&amp;", "&") if onward else None
        ordered = [gathering.held, gathering.vague, gathering.cancelled]
        wanted = [ids.encode("Meeting", m) for m in ordered]
        assert seen == (wanted if start == YEAR else wanted[::-1])


def test_the_month_is_a_table_of_days_and_the_same_as_a_list(gathering: Gathering) -> None:
    page = gathering.visitor().get(f"{MONTH}2024-06").text
    assert "<caption" in page
    assert [page.count(f'<th scope="col">{day}</th>') for day in "日月火水木金土"] == [1] * 7
    cell = re.search(r'<td class="in"><time datetime="2024-06-27">27</time>(.*?)</td>', page, re.DOTALL)
    assert cell
    assert "全体会 令和6年度 第1回" in cell[1]
    listed = page[page.index('class="cal-list"') :]
    assert "令和6年6月27日（木）" in listed
    assert "全体会 令和6年度 第1回" in listed
    assert f"{MONTH}2024-05" in Page.of(gathering.visitor().get(f"{MONTH}2024-06")).links


def test_a_meeting_without_a_day_stands_below_its_month_and_in_no_cell(gathering: Gathering) -> None:
    page = gathering.visitor().get(f"{MONTH}2024-09").text
    table, below = page.split("</table>")
    assert "しごと部会" not in table[table.index("<tbody>") :]
    assert "日が決まっていない会議" in below
    assert "しごと部会 令和6年度 第1回" in below


def test_a_meeting_that_should_have_been_is_said_to_be_overdue(here: Installation) -> None:
    own = Gathering.opened(here)
    bodies = [{"body_id": own.section, "number": 2}]
    when = {"kind": "at", "value": "2025-03-01"}
    own.house.book.say(
        MeetingScheduled, None, "at 2025-01-10", date=when, bodies=bodies, audience="public"
    )  # fmt: skip
    assert "日が過ぎています" in text(own.visitor(), "/meetings?asOf=2025-03-02")
    assert "日が過ぎています" not in text(own.visitor(), "/meetings?asOf=2025-03-01")


def test_norm_and_held_are_compared_in_words(gathering: Gathering) -> None:
    page = text(gathering.visitor(), "/meetings/norm?year=2024")
    assert "定めは令和7年3月31日のものです。" in page
    assert "年2回" in page
    assert "定めより1回少ない" in page
    assert "記録がないことは、開かれなかったことを意味しません。" in page
    assert "定めの記録なし" in page
    assert "ほかに非公式1回" not in page
    assert "ほかに非公式1回" in text(gathering.visitor(OFFICE), "/meetings/norm?year=2024")
    running = text(gathering.visitor(), "/meetings/norm?year=2024&asOf=2024-12-15")
    assert "定めまであと1回（予定1回）" in running
    assert "この年度の会議は記録されていません" in text(gathering.visitor(), "/meetings/norm?year=2020")


def test_the_last_years_stand_side_by_side(gathering: Gathering) -> None:
    page = text(gathering.visitor(OFFICE), "/meetings/norm?year=2026")
    own = page[page.index("令和4年度から令和8年度までの開催") :]
    assert "全体会記録なし記録なし2回記録なし記録なし" in own
    assert "しごと部会記録なし記録なし1回記録なし記録なし" in own
    assert "までの開催" not in text(gathering.visitor(OFFICE), "/meetings/norm?year=2020")


def test_every_day_and_every_knowledge_is_answered(gathering: Gathering) -> None:
    before = text(gathering.visitor(), "/meetings?year=2024&asOf=2024-05-11")
    assert "全体会 令和6年度 第1回" in before
    assert "予定" in before
    assert "しごと部会 令和6年度 第1回" not in before
    assert "第1回" not in text(gathering.visitor(), "/meetings?year=2024&knownAt=2020-01-01")


@pytest.mark.parametrize("who", ["", MEMBER, OFFICE, AUDITOR])
def test_pages_are_whole_for_everybody_in_both_languages(gathering: Gathering, who: str) -> None:
    visitor = gathering.visitor(who)
    paths = [*PATHS, page_of(gathering.held), page_of(gathering.vague), page_of(gathering.cancelled)]
    for lang in ("ja", "en"):
        visitor.fill("/", "/preferences", lang=lang, next="/")
        for path in paths:
            answer = visitor.get(path)
            page = Page.of(answer)
            assert (answer.status_code, page.lang, page.inline) == (200, lang, []), path
            assert len(page.ids) == len(set(page.ids)), path
            assert answer.text.count("<h1") == 1, path
    visitor.fill("/", "/preferences", lang="ja", next="/")


def test_every_link_of_the_lists_leads_somewhere(gathering: Gathering) -> None:
    for who in ("", MEMBER, OFFICE):
        visitor = gathering.visitor(who)
        links = {link for path in PATHS for link in Page.of(visitor.get(path)).links}
        for link in links:
            other = link.startswith(("#", *OTHERS))
            assert other or visitor.get(link).status_code == 200, link


def test_a_list_asks_once_however_much_it_shows(gathering: Gathering) -> None:
    visitor = gathering.visitor(MEMBER)
    for path in PATHS:
        visitor.get(path)
        with sent(gathering.house.here) as found:
            visitor.get(f"{path}&asOf=2025-03-30" if "?" in path else f"{path}?asOf=2025-03-30")
        assert 0 < len(found) <= STATEMENTS, (path, found)
