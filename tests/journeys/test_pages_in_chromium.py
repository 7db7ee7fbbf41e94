"""The secretariat signs in and looks at a past day, in a real Chromium, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Place, signed_in

pytestmark = pytest.mark.check

PAST = "/org?asOf=2021-05-01"


def test_the_secretariat_signs_in_and_looks_at_a_past_day(page: Page, place: Place) -> None:
    signed_in(page, place)
    expect(page.get_by_text("事務局として表示しています")).to_be_visible()
    page.get_by_role("link", name="組織図", exact=True).click()
    page.get_by_label("日付", exact=True).fill("R3.5.1")
    page.get_by_role("button", name="この日を表示").click()
    expect(page).to_have_url(re.compile(r"asOf=2021-05-01"))
    expect(page.get_by_role("heading", name="令和3年5月1日の組織", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="調整会議", exact=True)).to_be_visible()
    page.get_by_role("link", name="前の変化").click()
    expect(page).to_have_url(re.compile(r"asOf=2021-04-01"))
    page.get_by_role("link", name="表", exact=True).click()
    expect(page.get_by_role("heading", name="課題の通り道")).to_be_visible()
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_text("公開されている記録を表示しています")).to_be_visible()


def test_the_slider_shows_a_day_and_goes_nowhere_until_told(page: Page) -> None:
    page.goto(PAST)
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("Home")
    expect(page.get_by_label("日付", exact=True)).to_have_value(re.compile("^平成"))
    expect(page).to_have_url(re.compile(r"asOf=2021-05-01"))
    slider.press("Enter")
    expect(page).not_to_have_url(re.compile(r"asOf=2021-05-01"))


def test_an_error_has_the_focus(page: Page) -> None:
    page.goto("/org?asOf=nonsense")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_role("textbox", name="日付")).to_be_focused()


def test_all_is_there_without_a_script(place: Place) -> None:
    page = place.new_page(script=False)
    signed_in(page, place)
    page.goto("/org")
    expect(page.get_by_role("slider")).to_be_hidden()
    page.get_by_label("日付", exact=True).fill("令和3年5月1日")
    page.get_by_role("button", name="この日を表示").click()
    expect(page).to_have_url(re.compile(r"asOf=2021-05-01"))
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="The council on 1 May 2021", exact=True)).to_be_visible()
    page.context.close()
