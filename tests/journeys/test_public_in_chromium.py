"""Somebody takes away what is published, on a desk and on a phone, and the secretariat prints minutes."""

import csv
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.browser import Place, signed_in
from tests.platform.web.visitor import Visitor

pytestmark = pytest.mark.check

PUBLISHED = "2025年度第2回"
"""A meeting of the assembly whose minutes are public."""
UNPUBLISHED = "2026年度第1回"
"""One whose minutes are confirmed only."""


def meetings(place: Place) -> list[dict[str, str]]:
    """The rows of the file that anybody gets."""
    text = Visitor.at(place.house).get("/open/meetings.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def minutes(place: Place, title: str) -> str:
    """Where the minutes of a meeting of the assembly are."""
    of = [row for row in meetings(place) if row["title"] == title and row["body_names"] == "全体会"]
    return f"/meetings/{of[0]['id']}/minutes"


def test_somebody_takes_the_meetings_of_a_past_day_away(page: Page, place: Place, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="オープンデータ").click()
    page.get_by_text("ほかの日・ほかの時点の記録を見る").click()
    page.get_by_label("日付", exact=True).fill("令和2年4月1日")
    page.get_by_role("button", name="この日を表示").click()
    expect(page.get_by_text("令和2年4月1日の記録を取り出します")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="会議のCSV", exact=False).first.click()
    assert re.fullmatch(r"t\w+-meetings-2020-04-01\.csv", started.value.suggested_filename)
    kept = tmp_path / "meetings.csv"
    started.value.save_as(kept)
    rows = list(csv.DictReader(io.StringIO(kept.read_text("utf-8-sig"), newline="")))
    assert 0 < len(rows) < len(meetings(place))


def test_minutes_that_are_not_published_are_shown_to_the_secretariat_only(page: Page, place: Place) -> None:
    path = minutes(place, UNPUBLISHED)
    assert (page.goto(path) or pytest.fail("no answer")).status == 404
    signed_in(page, place)
    page.goto(path)
    expect(page.get_by_text("この会議録は公開されていません")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("（未公開）")


def test_on_paper_a_page_has_its_content_and_nothing_to_press(place: Place) -> None:
    page = place.new_page(script=False)
    for path, there in (
        (minutes(place, PUBLISHED), "決まったこと"), ("/open", "データの一覧"), ("/help", "日付"),
        ("/org?asOf=2021-05-01", "令和3年5月1日の組織"),
    ):  # fmt: skip
        page.goto(path)
        page.emulate_media(media="print")
        expect(page.get_by_text(there).first).to_be_visible()
        for gone in ("main button", "main .btn", ".gnav", ".util", ".choose"):
            assert not [one for one in page.locator(gone).all() if one.is_visible()], f"{path} {gone}"
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
        page.emulate_media(media="screen")
        expect(page.locator(".util")).to_be_visible()
    page.context.close()


def test_the_help_page_goes_by_keyboard_from_the_first_page(page: Page) -> None:
    page.goto("/")
    link = page.get_by_role("contentinfo").get_by_role("link", name="使い方")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/help$"))
    assert page.locator("ruby").count() > 50
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ進む")).to_be_focused()


def test_an_engineer_finds_a_type_and_runs_an_example_on_the_record(page: Page, place: Place) -> None:
    signed_in(page, place)
    page.get_by_role("contentinfo").get_by_role("link", name="開発者向け").click()
    page.get_by_label("型・項目・コードを探す").fill("定足数")
    page.get_by_role("button", name="探す", exact=True).click()
    page.get_by_role("link", name="Quorum", exact=True).click()
    expect(page.get_by_role("heading", name="Quorum")).to_be_in_viewport()
    page.goto("/developers/graphiql")
    page.get_by_role("button", name="OnThatDay").click()
    page.get_by_role("button", name="Execute query", exact=False).click()
    answer = page.get_by_role("group", name="答え")
    expect(answer).to_contain_text('"totalCount"')
    expect(answer).to_contain_text("みほん市地域自立支援協議会")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    question = page.get_by_label("問い合わせの文書").locator("visible=true").first
    question.focus()
    page.keyboard.press("Tab")
    expect(question).not_to_be_focused()


def test_without_a_script_the_examples_are_read(place: Place) -> None:
    page = place.new_page(script=False)
    page.goto("/developers/graphiql")
    expect(page.get_by_text("GraphiQL を動かすにはスクリプトが必要です")).to_be_visible()
    expect(page.get_by_role("heading", name="過去のある日の姿")).to_be_visible()
    expect(page.locator("#graphiql")).to_be_hidden()
    page.context.close()
