"""組織図: any day, as known on any other, with the source of everything and nothing that is hidden."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_platform.installation import Installation
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import OFFICE, Page, Visitor

DAY = "/org?asOf=2021-05-01"
CHART_STATEMENTS = 4
"""The API's one; the municipality, the asker's rights and the days of change in one snapshot."""
VIEWS = ("", "&view=table", "&view=text")
BODIES = ("全体会議", "調整会議", "個別支援会議", "就労生活支援部会", "啓発交流部会")


@contextmanager
def sent(here: Installation) -> Iterator[list[str]]:
    """The statements that are sent meanwhile, by either way to the database."""
    found: list[str] = []
    row: Any = Lanes.row

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    def noting(lanes: Lanes, tenant_id: Any, plan: Any, values: Any) -> Any:
        found.append(str(plan[1][:60]))
        return row(lanes, tenant_id, plan, values)

    sa.event.listen(here.answering_engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lanes, "row", noting)
        yield found
    sa.event.remove(here.answering_engine, "before_cursor_execute", note)


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_shows_the_whole_council_with_its_sources(public: Visitor, view: str) -> None:
    page = Page.of(public.get(DAY + view)).text
    for name in (
        *BODIES,
        "専門部会",
        "令和3年5月1日の組織",
        "存続",
        "【組織のイメージ図】",
        "l. 77",
        "年2回",
    ):
        assert name in page, name
    assert "課題の通り道" in page
    assert "あいまい" in page
    assert "機関の数は文字が壊れているとみられ、推測しない。" in page
    assert "設置の時期は資料に書かれていない。" in page


def test_a_recorded_route_is_a_labelled_arrow_and_no_other_is(public: Visitor) -> None:
    page = " ".join(Page.of(public.get(DAY)).text.split())
    assert "提出 個別支援会議から調整会議へ" in page
    assert "付託 調整会議から専門部会へ" in page
    assert "全体会議から市へ" not in page


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_hidden_is_in_no_view_and_its_day_is_no_stop(
    public: Visitor, office: Visitor, view: str
) -> None:
    later = "/org?asOf=2022-05-01" + view
    seen, known = public.get(later).text, office.get(later).text
    assert "準備中の部会" not in seen
    assert "令和4年4月1日" not in seen
    assert "準備中の部会" in known
    assert "令和4年4月1日" in known


def test_before_anything_was_seen_a_body_is_unknown_and_no_more(public: Visitor) -> None:
    page = Page.of(public.get("/org?asOf=2019-05-01")).text
    assert "不明" in page
    assert "存続" not in page


def test_what_is_over_or_to_come_is_told_in_words(office: Visitor) -> None:
    page = Page.of(office.get(DAY)).text
    assert "この日にはなかった会議体" in page
    assert page.rindex("準備中の部会") > page.index("この日にはなかった会議体")
    assert "未設置" in page


@pytest.mark.parametrize("typed", ["R3.5.1", "令和3年5月1日", "２０２１/５/１", "2021年5月1日"])
def test_a_day_in_either_calendar_leads_to_its_one_address(public: Visitor, typed: str) -> None:
    answer = public.get(f"/org?asOf={quote(typed)}&view=table&knownAt=2099-01-01")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/org?asOf=2021-05-01&knownAt=2099-01-01&view=table"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("asOf=きのう", "日付として読めません"), ("asOf=2021-02-30", "暦にない日付です"),
        ("asOf=H33.4.1", "その元号の期間にない日付です"), ("knownAt=いつか", "日付として読めません"),
        ("asOf=" + "9" * 3000, "日付として読めません"), ("asOf=%00", "日付として読めません"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_said_at_its_field_and_kept_there(public: Visitor, query: str, told: str) -> None:
    answer = public.get(f"/org?{quote(query, safe='=%')}")
    name, _, typed = query.partition("=")
    page = Page.of(answer)
    assert answer.status_code == 400
    assert answer.text.count(told) == 2
    assert f"#{name}" in page.links
    assert page.fields[name] == typed[:80].replace("%00", page.fields[name])


def test_the_same_day_before_and_after_something_was_recorded(house: House, office: Visitor) -> None:
    (council,) = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    (before,) = house.book.query("SELECT clock_timestamp() AS moment")
    house.book.body(council["id"], "from 2020-04-01", "あとから記録した部会", audience="council")
    moment: datetime = before["moment"].astimezone(JAPAN)
    earlier = office.get(f"{DAY}&knownAt={quote(moment.isoformat(timespec='microseconds'))}")
    blank = office.get(f"{DAY}&knownAt={moment.isoformat(timespec='microseconds')}")
    assert "あとから記録した部会" in office.get(DAY).text
    for answer in (earlier, blank):
        assert answer.status_code == 200
        assert "あとから記録した部会" not in answer.text
        assert "までに記録されていたこと" in answer.text
        assert f"{moment.year - 2018}年" in answer.text


def test_known_on_a_day_means_until_its_end(public: Visitor) -> None:
    assert "令和元年5月1日までに記録されていたこと" in public.get(f"{DAY}&knownAt=R1.5.1").text
    assert "協議会の記録は" in public.get(f"{DAY}&knownAt=R1.5.1").text


def test_a_name_is_never_markup(house: House) -> None:
    (council,) = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    hostile = '<script>alert(1)</script>"onclick=x{{7*7}}'
    house.book.body(council["id"], "from 2023-04-01", hostile, audience="council")
    visitor = Visitor.at(house)
    visitor.sign_in(OFFICE)
    for path in ("/", *(f"/org?asOf=2023-04-02{view}" for view in VIEWS)):
        answer = visitor.get(path)
        assert Page.of(answer).inline == []
        assert hostile in Page.of(answer).text
        assert "49" not in answer.text.replace("499e", "")


@pytest.mark.parametrize("role", [Role.MEMBER, Role.AUDITOR, Role.VIEWER, Role.CASE_WORKER])
def test_every_role_reads_the_chart_as_the_api_lets_it(house: House, role: Role) -> None:
    email = f"{role.value}@example.jp"
    house.account(email, role)
    visitor = Visitor.at(house)
    visitor.sign_in(email)
    asked = visitor.client.get(
        '/graphql?query={council(asOf:"2022-05-01"){bodies{name}}}', headers={"Host": house.host}
    )
    names = {body["name"] for body in (asked.json or {})["data"]["council"]["bodies"]}
    page = Page.of(visitor.get("/org?asOf=2022-05-01")).text
    assert {name for name in (*BODIES, "準備中の部会") if name in page} <= names
    assert ("準備中の部会" in page) == ("準備中の部会" in names)


def test_a_page_asks_once_however_much_it_shows(house: House, office: Visitor) -> None:
    for first in (DAY, "/"):
        office.get(first)
    for view in VIEWS:
        with sent(house.here) as found:
            office.get(f"/org?asOf=2021-05-02{view}")
        assert len(found) <= CHART_STATEMENTS, found
    with sent(house.here) as found:
        office.get("/")
    assert len(found) <= CHART_STATEMENTS, found
    for path in ("/org?asOf=nonsense", "/sign-in?next=/org"):
        with sent(house.here) as found:
            office.get(path)
        assert len(found) <= 1, found


def test_without_a_council_the_page_says_so_and_asks_nobody_in(here: Installation) -> None:
    visitor = Visitor.at(House.opened(here))
    page = visitor.get("/org")
    assert page.status_code == 200
    assert "協議会の記録は、公開されているものにはありません。" in page.text
    assert "公開されている会議体の記録は、まだありません。" in visitor.get("/").text
    assert visitor.get("/sign-in").status_code == 200
