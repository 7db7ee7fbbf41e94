"""Meetings in a real Chromium: found, opened, looked at as of another day, and printed, on desk and phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Place, signed_in

pytestmark = pytest.mark.check

YEAR = "/meetings?year=2024"
MONTH = "/meetings?view=month&month=2024-06"
FIRST = "全体会 令和6年度 第1回"


def opened(page: Page) -> str:
    """The address of the year's first assembly, found in the register."""
    page.goto(YEAR)
    page.get_by_role("link", name=FIRST).click()
    expect(page.get_by_role("heading", name=FIRST, level=1)).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.url).partition("?")[0]


def test_a_meeting_is_found_by_its_filters_and_read_to_its_minutes(page: Page, place: Place) -> None:
    signed_in(page, place)
    page.get_by_role("navigation", name="主なメニュー").get_by_role("link", name="会議").click()
    page.get_by_label("会議体", exact=True).select_option(label="全体会")
    page.get_by_label("年度", exact=True).select_option(label="令和6年度")
    page.get_by_role("button", name="しぼりこむ").click()
    expect(page).to_have_url(re.compile(r"year=2024"))
    page.get_by_role("link", name=FIRST).click()
    for part in ("次第", "決まったこと", "出席", "会議録", "資料", "この先の手順", "経過"):
        expect(page.get_by_role("heading", name=part, exact=True).first).to_be_visible()
    expect(page.get_by_text("定足数の9人に足りています")).to_be_visible()
    page.get_by_text("出席者名簿").click()
    expect(page.get_by_role("rowheader").first).to_be_visible()
    page.get_by_role("link", name="出席簿を印刷する").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("出席簿")


def test_a_month_leads_to_the_next_and_a_meeting_to_its_month(page: Page) -> None:
    page.goto(MONTH)
    page.get_by_role("link", name=re.compile("^次の月")).click()
    expect(page.get_by_role("heading", name="令和6年7月の会議")).to_be_visible()
    opened(page)
    page.get_by_role("link", name="この月の予定表").click()
    expect(page).to_have_url(re.compile(r"month=2024-06"))
    shown = page.locator(".cal a:visible, .cal-list a:visible")
    expect(shown).to_have_count(1)


def test_by_keyboard_alone_a_filter_is_set(page: Page) -> None:
    page.goto(YEAR)
    page.get_by_label("状態").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("year=2024$"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("state=scheduled"))


def test_on_paper_the_sheet_has_its_boxes_and_no_menu(place: Place) -> None:
    page = place.new_page("phone", script=False)
    signed_in(page, place)
    page.goto(f"{opened(page)}/attendance-sheet")
    page.emulate_media(media="print")
    expect(page.locator(".sign .box").first).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.context.close()
