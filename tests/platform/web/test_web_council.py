"""沿革, profile and bodies: what they say on any day, as known on any other, and to whom."""

from urllib.parse import quote

import pytest
from typing_extensions import override

from kyogikai_graphql import ids
from tests.platform.accounts.house import House
from tests.platform.web.rich import clerk, reader, rich
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import Page, Visitor

__all__ = ["clerk", "reader", "rich"]
pytestmark = pytest.mark.check
STATEMENTS = 26
"""A table each for what a history is told from, the sources, the asker and the frame."""
MERGERS = (
    "統合 権利擁護部会、防災部会 → くらしの安心部会",
    "統合 防災部会、権利擁護部会 → くらしの安心部会",
)
"""The sources of a merger stand in the order of their ids, which differ from place to place."""
PATHS = (
    "/history",
    "/council",
    "/roster",
    "/roster?view=handover",
    "/organizations",
    "/sources",
    "/search?q=部会",
)


class Said(str):
    """A text in which blanks do not count."""

    __slots__ = ()

    @override
    def __contains__(self, text: object) -> bool:
        return super().__contains__("".join(str(text).split()))

    def place(self, text: str) -> int:
        """Where a text begins."""
        return self.index("".join(text.split()))


def words(visitor: Visitor, path: str) -> Said:
    """What a page says."""
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return Said("".join(Page.of(answer).text.split()))


def body(house: House, name: str) -> str:
    """The page of a body, by a name of its life."""
    (row,) = house.book.query("SELECT DISTINCT stream_id FROM dated_name WHERE name = :n", n=name)
    return f"/bodies/{ids.encode('Body', row['stream_id'])}"


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_sound_in_both_languages_and_leads_somewhere(reader: Visitor, path: str) -> None:
    for lang in ("en", "ja"):
        reader.fill("/", "/preferences", lang=lang)
        page = Page.of(reader.get(path))
        assert page.lang == lang
        assert page.inline == []
        assert len(page.ids) == len(set(page.ids))
        for link in set(page.links):
            assert link.startswith(("/", "#")), link
            ours = link.startswith(
                ("/bodies", "/people", "/org", "/sources", "/council", "/history", "/roster")
            )
            if ours:
                assert reader.get(link).status_code == 200, link


def test_the_chronicle_tells_each_change_with_its_reason(reader: Visitor) -> None:
    page = words(reader, "/history")
    for told in (
        "名称変更 みほん市障害者自立支援協議会（架空） → みほん市地域自立支援協議会（架空） 要綱の改正",
 "分割 くらし部会 →", "再始動",
        "第3期の延長", "きまりの改正", "種別変更 地域移行部会（専門部会に）",
    ):  # fmt: skip
        assert told in page, told
    assert any(merger in page for merger in MERGERS)
    assert page.place("平成21年6月1日から") < page.place("平成27年4月1日から") < page.place("令和5年4月1日")


def test_the_picture_has_a_name_and_says_in_words_what_follows_what(reader: Visitor) -> None:
    page = reader.get("/history").text
    assert 'role="img" aria-labelledby="lin-t lin-d"' in page
    described = page[page.index('<desc id="lin-d">') : page.index("</desc>")]
    assert "みほん市障害者自立支援協議会（架空） → みほん市地域自立支援協議会（架空）" in described
    assert "地域移行担当者会 →" in described


def test_a_history_ends_on_the_day_asked_for(reader: Visitor) -> None:
    page = words(reader, "/history?asOf=2016-05-01")
    assert "広報部会" in page
    assert "名称変更 みほん市" not in page
    assert "くらしの安心部会" not in page
    assert "公開されている記録" in page


def test_a_chronicle_can_be_narrowed_and_says_when_it_is_empty(reader: Visitor, public: Visitor) -> None:
    page = words(reader, "/history?show=terms")
    assert "第6期の開始" in page
    assert "名称変更 " not in page.split("年表", 1)[1]
    assert "この日までの変化の記録はありません。" in words(public, "/history?show=around")


def test_what_is_hidden_is_in_no_history(public: Visitor, office: Visitor) -> None:
    assert "準備中の部会" in words(office, "/history")
    for path in ("/history", "/council", "/roster", "/sources", "/search?q=準備中"):
        assert "準備中の部会" not in words(public, path), path


def test_the_profile_is_as_of_any_day(reader: Visitor) -> None:
    now, then = words(reader, "/council"), words(reader, "/council?asOf=2018-06-01")
    assert "提言への回答を必ず部会に返す。" in now
    assert "相談の待ち期間をひと月以内にする。" not in now
    assert "相談の待ち期間をひと月以内にする。" in then
    assert "提言への回答を必ず部会に返す。" not in then
    assert "定員 16名" in now
    assert "定員 15名" in then
    assert "支援者どうしの勉強会から始まった。" in words(reader, "/council?asOf=2012-01-01")
    assert "公開されているものには" in words(reader, "/council?asOf=1990-01-01")


def test_a_body_tells_its_names_its_routes_and_who_sits_there(rich: House, reader: Visitor) -> None:
    page = words(reader, body(rich, "こども部会"))
    assert "こども部会 こどもぶかい 旧称" in page
    assert "部会長" in page
    assert "上程" in words(reader, body(rich, "調整会議"))
    past = body(rich, "防災部会")
    assert "終了" in words(reader, past)
    assert any(merger in words(reader, past) for merger in MERGERS)


def test_a_norm_that_held_before_is_told_with_its_date(rich: House, reader: Visitor) -> None:
    page = words(reader, body(rich, "地域移行担当者会"))
    assert "これまでの定め 開催の定め 年1回 平成28年4月1日から" in page
    then = words(reader, body(rich, "地域移行担当者会") + "?asOf=2017-01-01")
    assert "これまでの定め" not in then


@pytest.mark.parametrize("path", ["/bodies/x", "/councils/x", "/people/x", "/organizations/x", "/sources/x"])
def test_what_is_no_record_is_no_page(reader: Visitor, path: str) -> None:
    assert reader.get(path).status_code == 404
    unknown = {"bodies": "Body", "councils": "Council", "people": "Person", "organizations": "Organization"}
    kind = unknown.get(path.split("/")[1], "SourceDocument")
    other = ids.encode(kind, "00000000-0000-0000-0000-000000000001")
    assert reader.get(path[:-1] + other).status_code == 404
    assert (
        reader.get(path[:-1] + ids.encode("Meeting", "00000000-0000-0000-0000-000000000001")).status_code
        == 404
    )


def test_the_page_of_a_hidden_body_is_not_there(house: House, public: Visitor, office: Visitor) -> None:
    hidden = body(house, "準備中の部会")
    assert office.get(hidden).status_code == 200
    assert public.get(hidden).status_code == 404


def test_links_keep_the_moment(rich: House, reader: Visitor) -> None:
    del rich
    page = Page.of(reader.get("/history?asOf=2018-05-01&knownAt=2099-01-01"))
    inner = [link for link in page.links if link.startswith(("/bodies/", "/councils/"))]
    assert inner
    assert all("asOf=2018-05-01&knownAt=2099-01-01" in link for link in inner)


def test_what_was_recorded_later_is_not_in_the_history_known_before(house: House, office: Visitor) -> None:
    (council,) = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    (before,) = house.book.query("SELECT clock_timestamp() AS moment")
    house.book.body(council["id"], "from 2019-04-01", "後から書いた部会", audience="council")
    assert "後から書いた部会" in words(office, "/history")
    moment = quote(before["moment"].isoformat())
    assert "後から書いた部会" not in words(office, f"/history?knownAt={moment}")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_takes_a_bounded_number_of_statements(rich: House, clerk: Visitor, path: str) -> None:
    clerk.get(path)
    with sent(rich.here) as found:
        clerk.get(path + ("&" if "?" in path else "?") + "asOf=2026-01-01")
    assert len(found) <= STATEMENTS, len(found)
