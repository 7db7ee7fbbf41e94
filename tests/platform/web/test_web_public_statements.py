"""The feed, what search engines may read, the accessibility statement, help; every page leads to them."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kyogikai_graphql import ids
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.importing.bundled import bundled
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web import assets
from kyogikai_platform.web.public.statement import HELP, read
from kyogikai_platform.web.words import WORDS
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.municipalities import BadAddress, TenantSettingsChanged, done_on
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.platform.accounts.house import House
from tests.platform.web.town import Town, anybody, own, secretary, town
from tests.platform.web.visitor import Page, Visitor

__all__ = ["anybody", "own", "secretary", "town"]
pytestmark = pytest.mark.check

SETTINGS = {"notation": "kanji", "era": "both"}
ATOM = "{http://www.w3.org/2005/Atom}"
KANJI = re.compile(r"[一-鿿々]")


def entries(visitor: Visitor, path: str = "/feed.atom") -> list[ET.Element]:
    return ET.fromstring(visitor.get(path).data).findall(f"{ATOM}entry")  # noqa: S314 - our own


def said(entry: ET.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


@pytest.fixture(scope="module")
def real(here: Installation) -> House:
    """A municipality that exists, as its document tells of it."""
    label = f"t{new_id().hex[20:]}"
    content = bundled()["meguro.yaml"].replace(b"host: meguro", f"host: {label}".encode())
    import_bytes(here.engine, content, name="meguro.yaml")
    return House(here, Tenant(here.engine, here.listed(label).tenant_id), label)


def test_the_feed_has_what_atom_asks_for(anybody: Visitor) -> None:
    answer = anybody.get("/feed.atom")
    feed = ET.fromstring(answer.data)  # noqa: S314 - our own
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        assert said(one, "id").startswith("urn:uuid:")
        assert said(one, "title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said(one, "updated"))
        assert one.find(f"{ATOM}link") is not None
    found = [said(one, "id") for one in feed.findall(f"{ATOM}entry")]
    assert len(set(found)) == len(found) > 0
    times = [said(one, "updated") for one in feed.findall(f"{ATOM}entry")]
    assert times == sorted(times, reverse=True)
    assert said(feed, "updated") == times[0]
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "架空市"


def test_the_feed_tells_what_was_published_last_with_an_id_that_stays(own: Town) -> None:
    titles = [said(one, "title") for one in entries(own.anybody)]
    assert "要点記録を公開：就労部会 令和6年度 第1回（令和6年6月10日）" in titles
    assert "開かれた会議：就労部会 令和6年度 第1回（令和6年6月10日）" in titles
    assert not [title for title in titles if "第2回就労部会" in title]
    known = {said(one, "id") for one in entries(own.anybody)}
    own.book.record("ChangeAudience", own.world.planned, audience="public", reason="お知らせ")
    first = entries(own.anybody)[0]
    assert said(first, "title") == "会議の予定：就労部会 第2回就労部会（令和7年12月5日）"
    own.book.record("CancelMeeting", own.world.planned, "at 2025-11-01", reason="感染症の広がり")
    again = entries(own.anybody)[0]
    assert said(again, "title") == "中止になった会議：就労部会 第2回就労部会（令和7年12月5日）"
    assert said(again, "id") == said(first, "id")
    assert known < {said(one, "id") for one in entries(own.anybody)}


def test_withdrawn_minutes_leave_the_feed(own: Town) -> None:
    own.book.record(
        "WithdrawMinutes", own.world.meeting, "at 2024-08-01", minutes_kind="summary", reason="誤り"
    )
    assert not [one for one in entries(own.anybody) if "要点記録" in said(one, "title")]
    assert own.anybody.get("/feed.atom").data == own.secretary.get("/feed.atom").data


def test_the_links_of_the_feed_lead_somewhere(anybody: Visitor) -> None:
    for one in entries(anybody):
        link = one.find(f"{ATOM}link")
        assert link is not None
        path = link.get("href", "").removeprefix(f"http://{anybody.house.host}")
        assert path.startswith("/")
        if path.endswith("/minutes"):
            assert anybody.get(path).status_code == 200


def test_of_a_fictitious_municipality_search_engines_read_nothing(anybody: Visitor) -> None:
    assert anybody.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert "<loc>" not in anybody.get("/sitemap.xml").text


def test_of_a_real_one_they_read_what_there_are_pages_of(real: House) -> None:
    visitor = Visitor.at(real)
    robots = visitor.get("/robots.txt").text
    assert f"Sitemap: http://{real.host}/sitemap.xml" in robots
    assert "Disallow: /\n" not in robots
    found = re.findall(r"<loc>http://[^/]+(.*?)</loc>", visitor.get("/sitemap.xml").text)
    assert {"/", "/org", "/open", "/help", "/accessibility"} <= set(found)
    for path in found[:20]:
        assert visitor.get(path).status_code == 200, path


def test_a_sitemap_names_nothing_that_is_hidden(real: House) -> None:
    (council,) = real.book.query(
        "SELECT id FROM council WHERE known_to IS NULL AND standing = 'statutory' LIMIT 1"
    )
    body = real.book.body(council["id"], "from 2024-04-01", "準備中の部会", audience="secretariat")
    assert ids.encode("Body", body) not in Visitor.at(real).get("/sitemap.xml").text


@pytest.mark.parametrize("path", ["/accessibility", "/help", "/open"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_each_page_is_whole_in_both_languages(real: House, path: str, lang: str) -> None:
    visitor = Visitor.at(real)
    visitor.fill("/", "/preferences", lang=lang)
    page = Page.of(visitor.get(path))
    assert page.lang == lang
    assert page.inline == []
    assert "目黒区" in page.text
    assert "{" not in page.text.replace("{code}", "") or path == "/open"
    assert {"/help", "/accessibility", "/open"} <= set(page.links)
    assert len(page.ids) == len(set(page.ids))
    for link in {link for link in page.links if link.startswith("/")}:
        assert visitor.get(link).status_code == 200, link


def test_the_statement_claims_no_conformance_and_names_what_is_not_tested(real: House) -> None:
    text = Page.of(Visitor.at(real).get("/accessibility")).text
    for told in (
        "対象範囲", "JIS X 8341-3:2016", "適合レベル AA に準拠することを目標とします",
        "まだ行っていません", "axe-core",
        "スクリーンリーダー", "問い合わせ先は、まだ登録されていません",
        "達成の期限", "依存するウェブコンテンツ技術",
    ):  # fmt: skip
        assert told in text, told
    assert "準拠しています" not in text


def test_every_kanji_of_the_help_page_has_its_reading() -> None:
    names = {"help_heading", "help_lead", *HELP, *(name for texts in HELP.values() for name in texts)}
    for name in names:
        bare = re.sub(r"｜[^《]+《[^》]+》", "", WORDS[name].ja)
        assert not KANJI.search(bare), (name, bare)
        for _, reading in re.findall(r"｜([^《]+)《([^》]+)》", WORDS[name].ja):
            assert re.fullmatch(r"[ぁ-ん]+", reading), (name, reading)
    assert KANJI.search(re.sub(r"｜[^《]+《[^》]+》", "", "｜記録《きろく》と資料"))


def test_a_reading_stands_above_its_word_and_nothing_is_markup() -> None:
    assert read("｜記録《きろく》") == "<ruby>記録<rp>（</rp><rt>きろく</rt><rp>）</rp></ruby>"
    assert read("{name}の<b>", "<i>") == "&lt;i&gt;の&lt;b&gt;"


def test_every_page_leads_to_the_feed_the_statement_and_the_help(
    anybody: Visitor, secretary: Visitor
) -> None:
    for visitor in (anybody, secretary):
        page = visitor.get("/org")
        assert 'rel="alternate" type="application/atom+xml" href="/feed.atom"' in page.text
        assert {"/help", "/accessibility", "/open"} <= set(Page.of(page).links)
        assert f'<link rel="stylesheet" href="{assets.address("print.css")}" media="print">' in page.text
    for name in ("print.css", "public.css", "paper.css"):
        with anybody.get(f"/static/{name}") as found:
            assert found.status_code == 200
    assert "feed.atom" not in anybody.get("/", Host="nowhere.localhost").text


def test_terms_and_contact_are_told_as_the_municipality_has_set_them(own: Town) -> None:
    told = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "福祉課 0000-00-0000 <b>")
    operator = Book(own.house.tenant, Actor("operator", Role.PLATFORM_OPERATOR))
    names = ("licence", "licence_url", "contact")
    given: dict[str, Any] = SETTINGS | dict(zip(names, told, strict=True))
    assert not [one for one in told if one in own.anybody.get("/open").text]
    wrong = given | {"licence_url": "javascript:alert(1)"}
    with pytest.raises(BadAddress):
        operator.say(TenantSettingsChanged, own.house.tenant.id, done_on(today()), **wrong)
    operator.say(TenantSettingsChanged, own.house.tenant.id, done_on(today()), **given)
    page = Page.of(own.anybody.get("/open"))
    assert told[0] in page.text
    assert told[1] in page.links
    assert "まだ示していません" not in page.text
    for path in ("/open", "/accessibility", "/help"):
        assert told[2] in Page.of(own.anybody.get(path)).text, path
    assert (own.anybody.get("/open/bodies.json").json or {})["municipality"]["licence"] == told[0]
    assert "<rights>CC BY 4.0</rights>" in own.anybody.get("/feed.atom").text
