"""提言・活動・計画: what was put and answered, planned and done; the rest is unknown."""

from datetime import date
from typing import Any

import pytest

from kyogikai_platform.importing import import_bytes
from kyogikai_platform.importing.bundled import bundled
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web.issues import activities, recommendations
from kyogikai_platform.web.issues.common import days_since, fiscal, span, year_of
from kyogikai_platform.web.issues.coverage import YEARS, coverage
from kyogikai_projections.yearly import Done, MeetingsHeld
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.vocabulary import ActivityState, Role
from tests.platform.accounts.house import House
from tests.platform.web.mihon_house import Mihon, here, master, office, place, public
from tests.platform.web.test_web_issues import said
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master", "office", "place", "public"]
pytestmark = pytest.mark.check

DAY = "asOf=2026-11-26"
LISTS = (
    f"/issues?{DAY}", f"/issues?view=list&{DAY}", f"/recommendations?{DAY}", f"/activities?{DAY}",
    f"/activities?year=all&{DAY}", f"/plans?{DAY}", f"/plans?year=2020&{DAY}",
)  # fmt: skip
READ = 5
"""The API's one; the municipality, the asker's rights and what is read of the years in one snapshot."""


def test_a_recommendation_is_told_from_its_adoption_to_what_became_of_it(public: Visitor) -> None:
    page = said(public, f"/recommendations?{DAY}")
    assert "7件の提言" in page
    assert "全体会が平成29年2月16日に採択みほん市長へ平成29年3月10日に提出" in page
    assert "回答採用平成三十年度から窓口を一つにする。平成29年8月25日" in page
    assert "提出から258日、回答がありません" in page
    assert "みほん市長への提出の記録はありません" in page
    assert "反映されたかどうかの記録はありません。" in page
    assert page.index("会議の分かりやすさについて") < page.index("相談の受付を一つにすることについて")


@pytest.mark.parametrize(
    ("query", "count"),
    [("answered=yes", 5), ("answered=no", 2), ("year=2016", 1), ("answered=no&year=2016", 0), ("x=1", 7)],
)
def test_recommendations_are_narrowed_by_answer_and_year(public: Visitor, query: str, count: int) -> None:
    page = said(public, f"/recommendations?{DAY}&{query}")
    assert f"{count}件の提言" in page
    assert ("この条件に合う提言はありません。" in page) == (count == 0)


@pytest.mark.parametrize("name", ["recommendations", "activities"])
def test_the_pages_of_a_list_go_back_in_time_and_forth_again(
    office: Visitor, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = f"/{name}?{DAY}&year=all"
    whole = [link for link in Page.of(office.get(path)).links if link.startswith(f"/{name}/")]
    monkeypatch.setattr(recommendations, "ON_PAGE", 3)
    monkeypatch.setattr(activities, "ON_PAGE", 7)
    found, back, last = list[str](), path, path
    while back:
        page, last = Page.of(office.get(back)), back
        found += [link for link in page.links if link.startswith(f"/{name}/")]
        back = next((link for link in page.links if "&before=" in link and DAY in link), "")
    assert found == whole
    forth = next(link for link in Page.of(office.get(last)).links if "&after=" in link and DAY in link)
    again = [link for link in Page.of(office.get(forth)).links if link.startswith(f"/{name}/")]
    assert set(again) < set(whole)


def test_a_recommendation_has_a_page_of_its_own(place: Mihon, public: Visitor) -> None:
    page = said(public, f"/recommendations/{place.id('Recommendation', '夜間の電話窓口について')}?{DAY}")
    assert "不採用常設はせず、試行の結果を見て考える。" in page
    assert "夜間に相談できる先がない解決" in page


def test_what_it_rests_on_may_be_hidden_and_then_is(place: Mihon, public: Visitor, office: Visitor) -> None:
    path = f"/recommendations/{place.id('Recommendation', '支援する人の確保について')}"
    assert "支援する人が足りない" in said(office, path)
    assert "支援する人が足りない" not in said(public, path)


def test_activities_are_those_of_a_year_that_is_stated(public: Visitor) -> None:
    page = said(public, f"/activities?{DAY}")
    assert "令和8年度の活動" in page
    assert "この年度のテーマ：次の十年を描く" in page
    assert "3件の活動予定3件・実施0件・中止0件" in page
    assert "ふれあい広場" not in page
    everything = said(public, f"/activities?{DAY}&year=all")
    assert "すべての年度の活動" in everything
    assert "17件の活動予定3件・実施13件・中止1件" in everything
    assert "2件の活動" in said(public, f"/activities?{DAY}&year=all&kind=FORUM")
    assert "この条件に合う活動はありません。" in said(public, f"/activities?{DAY}&year=2016&kind=FORUM")


def test_what_was_planned_and_is_not_on_record_as_held_says_so(public: Visitor) -> None:
    assert "予定の日を過ぎ、実施の記録がありません" in said(public, "/activities?asOf=2026-12-06")
    assert "予定の日を過ぎ" not in said(public, "/activities?asOf=2026-12-05")


def test_a_survey_is_told_stage_by_stage(place: Mihon, office: Visitor) -> None:
    page = said(office, f"/activities/{place.id('Activity', '暮らしの実態調査')}?{DAY}")
    places = [page.index(stage) for stage in ("企画", "集計回答は412件", "報告結果を", "活用住まいの")]
    assert places == sorted(places)
    assert "調整会議第5回（通算）議題2" in page


def test_a_phase_stands_beside_the_record_of_its_years(office: Visitor, public: Visitor) -> None:
    assert "公開されている記録だけを数えています。" in said(public, f"/plans?{DAY}")
    page = said(office, f"/plans?{DAY}")
    assert "立ち上げ期完了" in page
    assert "平成27年度8回しごと部会1回くらし部会1回こども・わかもの部会1回1回" in page
    assert "平成31年度12回不明" in page
    assert "令和8年度11回不明予定のままの活動3件" in page
    assert "根づきの時期の次の三年" in page
    assert "記録と並べられません。" in page


def test_functions_are_served_by_what_is_said_to_serve_them_and_else_unknown(public: Visitor) -> None:
    page = said(public, f"/plans?{DAY}")
    table = page[page.index("令和3年度から令和8年度までの記録です。") :]
    assert "④教育研修で支える人の力を伸ばす。相談支援の研修（オンライン）不明" in table
    assert "①情報地域の様子と困りごとを持ち寄る。不明不明不明不明不明不明" in table
    assert "令和3年度は、はたらきの記録があるもの1件、ないもの0件。" in table
    assert "令和8年度は不明。" in table
    for zero in ("0回", "0件の"):
        assert zero not in table.replace("10回", "")


def test_earlier_years_are_a_link_away(public: Visitor) -> None:
    link = next(x for x in Page.of(public.get(f"/plans?{DAY}")).links if "year=2020" in x)
    assert "平成27年度から令和2年度までの記録です。" in said(public, link)


def test_a_plan_without_years_is_not_set_beside_any(here: Installation) -> None:
    label = f"t{new_id().hex[20:]}"
    content = bundled()["meguro.yaml"].replace(b"host: meguro", f"host: {label}".encode())
    assert import_bytes(here.engine, content, name="meguro.yaml").new > 0
    with here.engine.begin() as connection:
        listed = directory.tenant_by_host(connection, label)
    assert listed
    visitor = Visitor.at(House(here, Tenant(here.engine, listed.tenant_id), label))
    page = said(visitor, "/plans")
    assert "展開期（2～3年後）" in page
    assert "計画のみ計画であり、実際にどうなったかは資料に書かれていない。" in page
    assert "立ち上げ期計画（始まった記録なし）" in page
    assert "平成19年度から平成24年度までの記録です。" in page
    assert "情報機能困難事例や地域のようすを共有し、発信する。不明不明不明不明不明不明" in page
    assert "公開されている課題は、まだありません。" in said(visitor, "/issues")
    assert "公開されている提言は、まだありません。" in said(visitor, "/recommendations")


@pytest.mark.parametrize("path", LISTS)
def test_every_page_asks_once_and_reads_once(place: Mihon, office: Visitor, path: str) -> None:
    office.get(path)
    with sent(place.house.here) as found:
        office.get(path.replace("11-26", "11-25"))
    assert len(found) <= READ, found


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_link_is_dead_no_id_comes_twice_and_nothing_is_inline(place: Mihon, path: str, lang: str) -> None:
    visitor = Visitor.at(place.house)
    visitor.fill("/", "/preferences", lang=lang)
    page = Page.of(visitor.get(path))
    assert page.inline == []
    assert page.lang == lang
    assert len(page.ids) == len(set(page.ids))
    for link in set(page.links):
        assert link.startswith(("/", "#")), link
        assert link.startswith("#") or visitor.get(link).status_code == 200, link


@pytest.mark.parametrize("role", [Role.MEMBER, Role.AUDITOR, Role.VIEWER, Role.CASE_WORKER])
@pytest.mark.parametrize("path", LISTS)
def test_each_role_gets_every_page(place: Mihon, role: Role, path: str) -> None:
    assert place.visitor(role).get(path).status_code == 200


FUNCTION: dict[str, Any] = {
    "kind": "FUNCTION",
    "label": None,
    "title": "教育機能",
    "text": None,
    "quality": [],
    "provenance": [],
}
COUNCIL: dict[str, Any] = {"statements": [FUNCTION], "themes": []}


def done(title: str, year: int, state: ActivityState, *functions: str) -> Done:
    return Done(new_id(), title, year, state, functions)


def test_what_is_planned_or_cancelled_has_served_nothing() -> None:
    found = [
        done("研修", 2024, ActivityState.HELD, "教育"), done("予定", 2025, ActivityState.PLANNED, "教育"),
        done("中止", 2025, ActivityState.CANCELLED, "教育"), done("催し", 2025, ActivityState.HELD, "交流"),
        done("会報", 2025, ActivityState.HELD),
    ]  # fmt: skip
    cover = coverage(COUNCIL, [MeetingsHeld(2018, None, 3)], found, 2025, "ja")
    stated, other = cover.functions
    assert [[title for _, title in year.activities] for year in stated.years[-2:]] == [["研修"], []]
    assert (stated.own, other.own, other.name) == (True, False, "交流")
    assert [(bar.told, bar.untold) for bar in cover.bars[-2:]] == [(1, 0), (1, 1)]
    assert len(cover.bars) == YEARS
    assert (cover.earlier, cover.later) == ("2019", "")


def test_days_and_years_are_said_as_far_as_they_are_known() -> None:
    assert (span(729, "ja"), span(3641, "ja")) == ("729日", "3,641日（9年あまり）")
    assert days_since({"earliest": None, "latest": None}, date(2026, 4, 1)) is None
    assert days_since({"earliest": "2026-04-02"}, date(2026, 4, 1)) == 0
    assert [year_of(text) for text in ("2024", "1868", "３０００", "24", "-024", "")] == [2024, *[None] * 5]
    assert (fiscal(2019, "ja"), fiscal(2019, "en")) == ("平成31年度", "FY2019")
