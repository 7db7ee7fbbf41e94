"""A list is narrowed without leaving the page, in a real Chromium: address, focus, what is heard, back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Place, page, place, signed_in, sound

__all__ = ["page", "place"]
pytestmark = pytest.mark.check


def marked(page: Page) -> None:
    """From now on it shows whether the page is still the same one."""
    page.evaluate("document.documentElement.dataset.same = 'yes'")


def same(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.dataset.same === 'yes'"))


def test_a_list_is_narrowed_where_it_is(page: Page) -> None:
    page.goto("/meetings")
    marked(page)
    heard, go = page.locator("#heard"), page.get_by_role("button", name="しぼりこむ")
    expect(heard).to_be_empty()
    page.get_by_label("状態").select_option("held")
    go.press("Enter")
    expect(page).to_have_url(re.compile(r"state=held"))
    expect(heard).to_have_text(re.compile(r"^\d+件"))
    expect(go).to_be_focused()
    expect(page.locator("form[action='/preferences'] [name=next]")).to_have_value(re.compile("state=held"))
    page.get_by_role("link", name="中止になった会議").click()
    expect(page).to_have_url(re.compile(r"state=cancelled"))
    expect(page.get_by_label("状態")).to_have_value("cancelled")
    expect(page.locator("#part")).not_to_have_attribute("aria-busy", "true")
    assert same(page), "it was never left"
    page.go_back()
    expect(page.get_by_label("状態")).to_have_value("held")
    expect(page).to_have_url(re.compile(r"state=held"))


def test_a_day_is_chosen_by_the_slider_and_the_menu_follows(page: Page) -> None:
    page.goto("/org?asOf=2021-05-01")
    marked(page)
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("Home")
    slider.press("Enter")
    expect(page).not_to_have_url(re.compile(r"asOf=2021-05-01"))
    expect(page.locator("#heard")).to_have_text(re.compile("の組織"))
    expect(slider).to_be_focused()
    slider.press("ArrowRight")
    expect(page.locator("[data-said]")).not_to_be_empty()
    assert same(page)
    menu = page.get_by_role("navigation", name="主なメニュー").get_by_role("link", name="会議", exact=True)
    expect(menu).to_have_attribute("href", re.compile(r"^/meetings\?asOf=\d{4}-\d\d-\d\d$"))
    expect(page).to_have_title(re.compile("年"))


def test_what_is_no_part_is_gone_to(page: Page, place: Place) -> None:
    signed_in(page, place)
    page.goto("/trail")
    marked(page)
    page.get_by_label("はじめ", exact=True).fill("いつか")
    page.get_by_role("button", name="しぼりこむ").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert same(page)
    page.context.clear_cookies()
    page.get_by_role("link", name="条件をもどす").first.click()
    expect(page).to_have_url(re.compile(r"/sign-in\?next=/trail"))
    sound(page, "/meetings")
