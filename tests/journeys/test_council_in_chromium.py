"""A new secretary finds their way: history, bodies, rosters, people, sources; by keyboard, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Place, signed_in

pytestmark = pytest.mark.check


def test_a_successor_finds_who_sits_where_and_what_waits(page: Page, place: Place) -> None:
    signed_in(page, place)
    page.get_by_role("link", name="委員名簿", exact=True).first.click()
    page.get_by_role("link", name="引継ぎ").click()
    expect(page.get_by_role("heading", name=re.compile("退いた人"))).to_be_visible()
    page.get_by_label("いつと比べるか").fill("令和5年3月31日")
    page.get_by_role("button", name="表示", exact=True).last.click()
    expect(page).to_have_url(re.compile("since="))
    page.get_by_role("link", name="花野 ことり").first.click()
    expect(page.get_by_role("heading", name="花野 ことり")).to_be_visible()
    expect(page.get_by_role("heading", name="出欠の記録")).to_be_visible()


def test_a_former_name_is_found_from_any_page_by_keyboard(page: Page) -> None:
    page.goto("/org")
    field = page.get_by_role("searchbox", name="記録をさがす")
    field.focus()
    field.press_sequentially("こども部会")
    field.press("Enter")
    expect(page.get_by_text("旧称・別名").first).to_be_visible()
    page.get_by_role("link", name="こども・わかもの部会").click()
    expect(page.get_by_role("heading", name="こども・わかもの部会", level=1)).to_be_visible()
    page.get_by_role("link", name="沿革で見る").click()
    expect(page.get_by_role("img", name="名前の移りかわりの図")).to_be_visible()


def test_an_error_has_the_focus(page: Page) -> None:
    page.goto("/roster?view=handover&since=nonsense")
    expect(page.get_by_role("alert")).to_be_focused()


def test_all_is_there_without_a_script(place: Place) -> None:
    page = place.new_page(script=False)
    page.goto("/roster")
    page.get_by_label("会議体", exact=True).select_option(label="しごと部会")
    page.get_by_role("button", name="表示", exact=True).first.click()
    expect(page.get_by_role("heading", name=re.compile("委員名簿 ?しごと部会"))).to_be_visible()
    page.get_by_role("searchbox", name="記録をさがす").fill("地域移行担当者会")
    page.get_by_role("button", name="さがす").first.click()
    expect(page.get_by_text("旧称・別名").first).to_be_visible()
    page.context.close()
