"""Recording by form in a real Chromium: a meeting from schedule to minutes, an issue and its refusal."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kyogikai_graphql import ids
from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import Place, signed_in, sound
from tests.journeys.browser import own_place as place
from tests.journeys.soundness import wider_than_the_window

__all__ = ["place"]
pytestmark = pytest.mark.check


def chosen(page: Page, name: str, text: str) -> None:
    """Choose in a list what has a text in it."""
    select = page.locator(f"select[name='{name}']")
    value = select.locator("option", has_text=text).first.get_attribute("value")
    select.select_option(value)


def typed(page: Page, name: str, text: str) -> None:
    page.locator(f"[name='{name}']").fill(text)


def checked(page: Page) -> None:
    page.get_by_role("button", name="内容を確認する").last.click()
    expect(page.get_by_role("heading", name="記録する前の確認")).to_be_visible()


def done(page: Page) -> None:
    """The answers are right: record them, and keep the receipt sound."""
    fine(page)
    page.get_by_role("button", name="この内容で記録する").click()
    expect(page.get_by_role("heading", name="記録しました")).to_be_visible()
    fine(page)


def fine(page: Page) -> None:
    """The page as it stands: axe finds nothing, and nothing is wider than the window."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert wider_than_the_window(page) <= 0, page.url


def found(place: Place, table: str, title: str, type_: str) -> str:
    query = f"SELECT id FROM {table} WHERE title = :t AND known_to IS NULL LIMIT 1"  # noqa: S608 - a constant
    (row,) = place.house.book.query(query, t=title)
    return ids.encode(type_, row["id"])


def test_a_secretary_schedules_a_meeting_holds_it_and_publishes_its_minutes(page: Page, place: Place) -> None:
    signed_in(page, place)
    title = f"臨時の連絡会議 {page.viewport_size}"
    page.get_by_role("link", name="記録する", exact=True).click()
    page.get_by_role("link", name="会議の予定", exact=True).click()
    typed(page, "title", title)
    typed(page, "date.value", "令和8年10月")
    typed(page, "effective.value", "R8.9.1")
    chosen(page, "bodies.0.bodyId", "調整会議")
    page.get_by_role("button", name="次第を入れる").click()
    expect(page.locator("[name='title']")).to_have_value(title)
    typed(page, "agenda.0.title", "地域移行の進み方")
    chosen(page, "mode", "併用")
    checked(page)
    expect(page.get_by_text("令和8年10月（2026-10）と読みました")).to_be_visible()
    expect(page.get_by_text(f"会議「調整会議 {title}（令和8年10月）」を令和8年10月に予定")).to_be_visible()
    page.get_by_role("link", name="直す 会議の題名").click()
    expect(page.locator("[name='title']")).to_have_value(title)
    checked(page)
    done(page)
    meeting = found(place, "meeting", title, "Meeting")
    page.goto(f"/record/holdMeeting?meetingId={meeting}")
    typed(page, "effective.value", "R8.10.15")
    typed(page, "startsAt.time", "午後2時")
    typed(page, "presider", "会長")
    checked(page)
    done(page)
    for command in ("draftMinutes", "confirmMinutes", "publishMinutes"):
        page.goto(f"/record/{command}?meetingId={meeting}")
        page.get_by_role("radio", name="要点記録").check()
        if command == "draftMinutes":
            typed(page, "text", "話し合ったことの要点。")
        checked(page)
        done(page)
    page.get_by_role("link", name="この記録を見る").click()
    expect(page.get_by_role("heading", name=re.compile("会議録（要点記録）を公開"))).to_be_visible()
    fine(page)


def test_a_chair_raises_an_issue_and_no_route_leads_where_they_would_take_it(
    page: Page, place: Place
) -> None:
    signed_in(page, place, Role.CHAIR)
    title = f"夜間の相談 {page.viewport_size}"
    page.goto("/record/raiseIssue")
    typed(page, "title", title)
    body = place.house.book.query(
        "SELECT b.name FROM membership m JOIN body b ON b.id = m.body_id AND b.known_to IS NULL "
        "JOIN user_account u ON u.person_id = m.person_id AND u.name = '見本 部会長' "
        "WHERE m.known_to IS NULL AND m.office <> '' AND m.valid_to IS NULL "
        "ORDER BY b.valid_from DESC LIMIT 1"
    )[0]["name"]
    chosen(page, "ownerId", body)
    checked(page)
    done(page)
    page.goto(f"/record/escalateIssue?issueId={found(place, 'issue', title, 'Issue')}")
    chosen(page, "toId", "全体会")
    page.get_by_role("button", name="内容を確認する").last.click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("OffRoute")
    expect(alert).to_contain_text("認められるのは：事務局、会長・部会長")
    fine(page)


def test_a_member_raises_an_issue(page: Page, place: Place) -> None:
    signed_in(page, place, Role.MEMBER)
    page.get_by_role("link", name="記録する", exact=True).click()
    page.get_by_role("link", name="課題の提起", exact=True).click()
    typed(page, "title", f"移動の手段 {page.viewport_size}")
    page.locator("select[name='ownerId']").select_option(index=1)
    checked(page)
    done(page)


def test_an_auditor_is_offered_nothing(page: Page, place: Place) -> None:
    signed_in(page, place, Role.AUDITOR)
    expect(page.get_by_role("link", name="記録する", exact=True)).to_have_count(0)
    sound(page, "/record")
    expect(page.get_by_text("記録できるものはありません。")).to_be_visible()
    sound(page, "/record/raiseIssue")


def test_a_form_that_was_not_filled_in_says_so(page: Page, place: Place) -> None:
    signed_in(page, place)
    page.goto("/record/raiseIssue")
    page.get_by_role("button", name="内容を確認する").last.click()
    expect(page.get_by_role("alert")).to_be_focused()
    fine(page)


def test_a_term_changes_in_one_batch(page: Page, place: Place) -> None:
    signed_in(page, place)
    sound(page, "/record/april")
    page.locator("select[name='bodyId']").select_option(index=1)
    page.get_by_role("button", name="委員を表示する").click()
    expect(page.get_by_role("heading", name=re.compile("の委員$"))).to_be_visible()
    fine(page)
    page.get_by_role("button", name="一括の内容を確認する").click()
    expect(page.get_by_role("heading", name="記録する前の確認")).to_be_visible()
    fine(page)


def test_a_draft_survives_a_lost_connection(place: Place) -> None:
    page = place.new_page()
    signed_in(page, place)
    page.goto("/record/raiseIssue")
    page.context.set_offline(True)
    typed(page, "title", "切れても残る題名")
    expect(page.get_by_role("status")).to_contain_text("接続が切れています", timeout=10_000)
    page.get_by_role("button", name="内容を確認する").last.click()
    expect(page.locator("[name='title']")).to_have_value("切れても残る題名")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("下書きを保存しました", timeout=15_000)
    page.goto("/record")
    page.get_by_role("link", name="課題の提起").first.click()
    expect(page.locator("[name='title']")).to_have_value("切れても残る題名")
    page.context.close()


def test_all_of_it_works_without_a_script(place: Place) -> None:
    page = place.new_page(script=False)
    signed_in(page, place)
    page.goto("/record/raiseIssue")
    typed(page, "title", "スクリプトなしの課題")
    page.locator("select[name='ownerId']").select_option(index=1)
    page.get_by_role("button", name="内容を確認する").last.click()
    page.get_by_role("button", name="この内容で記録する").click()
    expect(page.get_by_role("heading", name="記録しました")).to_be_visible()
    page.context.close()
