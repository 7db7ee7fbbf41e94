"""課題: whose turn it is, for how long, what is due, which way leads on; and nothing that is hidden."""

import re
from dataclasses import replace

import pytest

from kyogikai_graphql.rights import VIEWERS
from kyogikai_platform.web.issues import board, ways
from kyogikai_platform.web.site import Site
from kyogikai_tenants.vocabulary import Role
from tests.platform.web.mihon_house import Mihon, here, master, office, place, public
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master", "office", "place", "public"]
pytestmark = pytest.mark.check

DAY = "asOf=2026-11-26"
HIDDEN = ("支援する人が足りない", "親と同居する人の将来の暮らし", "就労定着支援の後に支えが切れる")
"""Issues that are not published."""
VIEWS = (f"/issues?{DAY}", f"/issues?view=list&{DAY}")


def said(visitor: Visitor, path: str) -> str:
    """What a page says, without any space: elements are set apart by none or by some."""
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return "".join(Page.of(answer).text.split())


@pytest.fixture
def farm(place: Mihon) -> str:
    """An issue that was referred and waits."""
    return f"/issues/{place.id('Issue', '農家の手伝いを仕事にしたい')}"


@pytest.mark.parametrize("path", VIEWS)
def test_the_board_says_who_has_an_issue_and_for_how_many_days(office: Visitor, path: str) -> None:
    page = said(office, path)
    assert "16件の課題" in page
    assert "しごと部会担当して443日" in page
    assert "期限令和8年12月25日（あと29日）" in page
    assert "提起者へ結果を返す予定" in page
    assert "提起者へまだ結果を返していません" in page


def test_every_state_is_a_column_with_its_count(office: Visitor) -> None:
    page = said(office, VIEWS[0])
    for column in ("未着手5件", "付託中2件", "上程中1件", "保留1件", "解決1件", "終結6件", "引継ぎ0件"):
        assert column in page, column


def test_what_is_past_its_day_is_overdue_in_words(office: Visitor) -> None:
    page = said(office, "/issues?asOf=2026-12-26")
    assert "期限令和8年12月25日を1日過ぎています" in page
    assert "期限令和9年1月29日（あと34日）" in page


@pytest.mark.parametrize("path", VIEWS)
def test_the_public_is_told_and_counts_the_published_ones_only(
    place: Mihon, public: Visitor, path: str
) -> None:
    page = said(public, path)
    assert "13件の課題" in page
    for title in HIDDEN:
        assert title not in page
        assert public.get(f"/issues/{place.id('Issue', title)}").status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("preset=waiting", 3), ("preset=feedback", 8), ("preset=long", 7), ("state=CLOSED", 6),
        ("year=2016", 3), ("preset=waiting&state=CLOSED", 0), ("preset=feedback&year=2016", 1),
        ("state=NONSENSE&year=5&preset=x&owner=y", 16), ("year=1700", 16),
    ],
)  # fmt: skip
@pytest.mark.parametrize("view", ["board", "list"])
def test_filters_stand_in_the_address_and_narrow_both_views(
    office: Visitor, query: str, count: int, view: str
) -> None:
    page = said(office, f"/issues?{DAY}&view={view}&{query}")
    assert f"{count}件の課題" in page
    assert ("この条件に合う課題はありません。" in page) == (count == 0)


def test_a_body_is_a_filter_and_stays_chosen(place: Mihon, office: Visitor) -> None:
    body = place.id("Body", "しごと部会")
    answer = office.get(f"/issues?{DAY}&owner={body}")
    assert "3件の課題" in answer.text
    assert f'value="{body}" selected' in answer.text


def test_the_pages_of_the_list_are_the_list(office: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [link for link in Page.of(office.get(VIEWS[1])).links if link.startswith("/issues/")]
    monkeypatch.setattr(board, "ON_PAGE", 5)
    path, found = VIEWS[1], list[str]()
    while path:
        page = Page.of(office.get(path))
        found += [link for link in page.links if link.startswith("/issues/")]
        path = next((link for link in page.links if "&after=" in link and DAY in link), "")
    assert found == whole
    assert len(found) == 16


@pytest.mark.parametrize(
    "path",
    [
        "/issues?view=list&after=nonsense", "/issues?view=list&before=%00", "/issues/nonsense", "/issues/%00",
        "/issues/" + "a" * 900, "/recommendations/nonsense", "/activities/x", "/recommendations?after=x",
        "/activities?before=x",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_found(office: Visitor, path: str) -> None:
    assert office.get(path).status_code == 404


def test_the_id_of_something_else_is_not_found(place: Mihon, office: Visitor) -> None:
    body = place.id("Body", "しごと部会")
    for kind in ("issues", "recommendations", "activities"):
        assert office.get(f"/{kind}/{body}").status_code == 404


def test_the_way_of_an_issue_is_told_step_by_step(office: Visitor, farm: str) -> None:
    page = said(office, f"{farm}?{DAY}")
    steps = [
        "令和6年1月24日提起", "令和6年5月15日提出", "令和6年6月19日提出", "令和6年9月10日仕分け",
        "令和7年9月9日付託",
    ]  # fmt: skip
    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    assert "調整会議からしごと部会へ求められたこと試しに働く仕組み" in page
    assert "調整会議第21回（通算）" in page
    assert "農協の関心が高い" in page


def test_the_same_issue_on_an_earlier_day_has_the_earlier_owner(office: Visitor, farm: str) -> None:
    links = Page.of(office.get(f"{farm}?{DAY}")).links
    earlier = next(link for link in links if link.startswith(farm) and "asOf=2024-05-15" in link)
    page = said(office, earlier)
    assert "令和6年5月15日の記録を表示しています。" in page
    assert "令和7年9月9日付託" not in page
    assert "地区連絡会担当して0日" in page


def test_before_anything_was_recorded_nothing_is_known(office: Visitor, farm: str) -> None:
    assert office.get(f"{farm}?knownAt=2020-01-01").status_code == 404
    assert "この日に見られる課題の記録はありません。" in said(office, "/issues?knownAt=2020-01-01")


def test_where_it_can_go_follows_from_the_routes_and_the_rest_says_why_not(
    office: Visitor, farm: str
) -> None:
    page = said(office, f"{farm}?{DAY}")
    open_ways, _, closed = page.partition("ここから先の道")[2].partition("いまは使えない経路")
    assert "提案しごと部会から調整会議へ" in open_ways
    assert "差戻ししごと部会から調整会議へ" in open_ways
    assert "上程" not in open_ways
    assert "終結するには、先に提起者へ結果を返します。" in open_ways
    assert "上程調整会議から全体会へ条件：市の施策に関わる" in closed
    assert closed.count("いま課題は「しごと部会」にあり") == 1, "what shuts all of them is said once"


def test_a_closed_issue_goes_nowhere(place: Mihon, office: Visitor) -> None:
    page = said(office, f"/issues/{place.id('Issue', '計画相談の待ち期間が長い')}?{DAY}")
    assert "終結しているため、どこへも動かせません。" in page
    assert "終結した課題は、再開するまで動かせません。" in page
    assert "相談の受付を一つにすることについて" in page
    assert "回答：採用（平成29年8月25日）" in page


def test_a_move_off_the_routes_says_its_reason(place: Mihon, public: Visitor) -> None:
    page = said(public, f"/issues/{place.id('Issue', '医療的ケアのあるこどもの預け先がない')}?{DAY}")
    assert "経路の例外予算要求に間に合わせるため" in page


def test_cases_are_counted_for_those_who_may(place: Mihon) -> None:
    path = f"/issues/{place.id('Issue', '計画相談の待ち期間が長い')}"
    may = {r: "6件（件数のみ）" in said(place.visitor(r), path) for r in (*SEEN, Role.PUBLIC)}
    assert may == {
        Role.SECRETARIAT: True, Role.AUDITOR: True, Role.CASE_WORKER: True, Role.VIEWER: False,
        Role.TENANT_ADMINISTRATOR: False, Role.PUBLIC: False,
    }  # fmt: skip


SEEN = (Role.SECRETARIAT, Role.AUDITOR, Role.CASE_WORKER, Role.VIEWER, Role.TENANT_ADMINISTRATOR)


@pytest.mark.parametrize("role", SEEN)
def test_every_role_is_told_the_issues_that_the_api_tells_it(place: Mihon, role: Role) -> None:
    visitor = place.visitor(role)
    ask = '/graphql?query={issues(first:100,asOf:"2026-11-26"){nodes{title}}}'
    asked = visitor.client.get(ask, headers={"Host": place.house.host})
    titles = {issue["title"] for issue in (asked.json or {})["data"]["issues"]["nodes"]}
    page = said(visitor, VIEWS[1])
    assert f"{len(titles)}件の課題" in page
    assert all(title in page for title in titles)


def test_only_those_who_read_the_trail_are_told_when_it_was_recorded(
    office: Visitor, public: Visitor, farm: str
) -> None:
    when = re.compile(r"\d\d:\d\dに記録")
    assert when.search(said(office, farm))
    assert not when.search(said(public, farm))


@pytest.mark.parametrize("view", VIEWS)
def test_the_board_asks_once_however_many_issues_there_are(place: Mihon, office: Visitor, view: str) -> None:
    office.get(view)
    with sent(place.house.here) as found:
        office.get(view.replace("11-26", "11-25"))
    assert len(found) == 1, found


def test_an_issue_is_one_question_and_a_look_at_its_days(place: Mihon, office: Visitor, farm: str) -> None:
    office.get(farm + "?asOf=2026-11-24")
    with sent(place.house.here) as found:
        office.get(farm + "?asOf=2026-11-23")
    assert len(found) == 4, found  # the answer; a snapshot, its reader's rights, the issue's days


def test_in_english_what_is_due_is_said_in_english(place: Mihon) -> None:
    visitor = Visitor.at(place.house)
    visitor.fill("/", "/preferences", lang="en")
    page = said(visitor, VIEWS[0])
    assert "for443days" in page
    assert "Feedbackdue" in page
    assert "Due25December2026(in29days)" in page


# Each of them would be seen


def test_a_page_that_asked_as_somebody_else_would_be_seen(
    public: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(public, VIEWS[1])  # whose rights moved since the last look is judged anew, past what is planted
    asker = Site.asker
    everything = VIEWERS[Role.SECRETARIAT]
    monkeypatch.setattr(Site, "asker", lambda site: replace(asker(site), viewer=everything))
    page = said(public, VIEWS[0])
    assert "16件の課題" in page
    assert all(title in page for title in HIDDEN)


def test_a_rule_that_allowed_everything_would_be_seen(
    office: Visitor, farm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "allows", lambda *_: True)
    page = said(office, f"{farm}?{DAY}")
    assert "上程しごと部会から全体会へ" in page.partition("ここから先の道")[2]


def records(visitor: Visitor, path: str) -> set[str]:
    """The commands whose forms a page leads to."""
    links = [link for link in Page.of(visitor.get(path)).links if link.startswith("/record/")]
    return {link.removeprefix("/record/").partition("?")[0] for link in links}


def test_an_issue_leads_to_what_may_be_recorded_of_it(place: Mihon, office: Visitor, farm: str) -> None:
    ways = records(office, farm)
    assert {"escalateIssue", "referIssue", "returnIssue", "giveIssueFeedback", "closeIssue"} <= ways
    assert "reopenIssue" not in ways
    given = f"/record/escalateIssue?issueId={farm.rpartition('/')[2]}"
    assert given in Page.of(office.get(farm)).links
    closed = f"/issues/{place.id('Issue', '計画相談の待ち期間が長い')}"
    assert records(office, closed) == {"reopenIssue", "writePlainSummary"}


def test_whoever_may_record_nothing_of_it_is_led_nowhere(
    place: Mihon, office: Visitor, public: Visitor, farm: str
) -> None:
    for visitor in (public, place.visitor(Role.AUDITOR), place.visitor(Role.VIEWER)):
        assert records(visitor, farm) == set()
    assert records(office, f"{farm}?asOf=2025-04-01") == set(), "of the past nothing is recorded"


def test_the_board_leads_whoever_may_to_raising_an_issue(
    place: Mihon, office: Visitor, public: Visitor
) -> None:
    assert records(office, "/issues") == {"raiseIssue"}
    assert records(place.visitor(Role.AUDITOR), "/issues") == records(public, "/issues") == set()
