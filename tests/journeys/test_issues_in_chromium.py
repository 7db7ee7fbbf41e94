"""The secretariat follows an issue from the board to what came of it, in a real Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Place, signed_in

pytestmark = pytest.mark.check


def test_an_issue_is_followed_to_what_came_of_it(page: Page, place: Place) -> None:
    signed_in(page, place)
    page.get_by_role("link", name="課題", exact=True).click()
    page.get_by_role("link", name=re.compile("^提起者へ結果を返していない")).click()
    expect(page).to_have_url(re.compile("preset=feedback"))
    page.get_by_label("担当の会議体").select_option(label="しごと部会")
    expect(page).to_have_url(re.compile("preset=feedback$"))
    page.get_by_role("button", name="しぼりこむ").click()
    expect(page).to_have_url(re.compile("preset=feedback&owner="))
    page.get_by_role("link", name="農家の手伝いを仕事にしたい").click()
    expect(page.get_by_role("heading", name="ここから先の道")).to_be_visible()
    page.get_by_role("link", name=re.compile("（仕分け）の時点の姿を見る")).click()
    expect(page.get_by_role("note")).to_contain_text("令和6年9月10日の記録を表示しています")
    page.get_by_role("navigation", name="現在の場所").get_by_role("link", name="課題").click()
    expect(page).to_have_url(re.compile("asOf=2024-09-10"))
    page.get_by_role("link", name="提言と回答").click()
    page.get_by_role("link", name="住まいの協力店制度について").click()
    page.get_by_role("link", name="保証人がいないと家を借りられない").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("保証人がいないと家を借りられない")


def test_activities_lead_to_plans_and_back(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="活動", exact=True).click()
    page.get_by_role("link", name="計画と機能").click()
    page.get_by_role("link", name="住まいのフォーラム").click()
    expect(page.get_by_role("heading", name="この活動について")).to_be_visible()


def test_all_is_there_without_a_script(place: Place) -> None:
    page = place.new_page(script=False)
    page.goto("/issues")
    page.get_by_label("状態", exact=True).select_option(label="終結")
    page.get_by_role("button", name="しぼりこむ").click()
    expect(page.get_by_text("6件の課題").first).to_be_visible()
    page.get_by_role("link", name="一覧", exact=True).click()
    page.get_by_role("link", name="計画相談の待ち期間が長い").click()
    page.get_by_text("いまは使えない経路").click()
    expect(page.get_by_text("終結した課題は、再開するまで動かせません。").first).to_be_visible()
    page.context.close()
