"""What needs whom, who may do what, and the trail, in a real Chromium, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import Place, signed_in

pytestmark = pytest.mark.check
READ = (
    "/", "/org", "/roster", "/history", "/meetings?year=all", "/issues", "/recommendations", "/activities",
    "/plans", "/sources", "/trail", "/roles", "/users", "/record",
)  # fmt: skip
RECORDING = "main form[method='post']:not([action^='/account'], [action^='/trail/'], [action^='/evidence/'])"
"""Forms that would write into the record: neither one's own account nor a file to take away."""
DRAFT = "01a2178b-4de1-70e0-a54f-2dc870641860"
SEND = """async ([path, fields]) => {
  const token = document.querySelector("input[name=form_token]").value;
  const body = new URLSearchParams({ form_token: token, ...fields });
  return (await fetch(path, { method: "POST", body, headers: { Accept: "text/html" } })).status;
}"""
"""A form that no page of theirs has, sent from their browser."""


def test_the_secretariat_finds_what_waits_and_who_may_do_what(page: Page, place: Place) -> None:
    signed_in(page, place)
    expect(page.get_by_role("heading", name=re.compile("これからの会議"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("報告を待つ課題"))).to_be_visible()
    page.get_by_role("link", name="できることと、その根拠を見る").click()
    expect(page.get_by_role("heading", name="自分の役割", level=1)).to_be_visible()
    page.get_by_role("link", name="だれが何をできるか").click()
    page.get_by_role("link", name="会長・部会長", exact=True).first.click()
    expect(page.get_by_role("heading", name="会長・部会長ができること", level=1)).to_be_visible()


def test_an_auditor_reads_the_trail_by_keyboard_and_opens_an_entry(page: Page, place: Place) -> None:
    signed_in(page, place, Role.AUDITOR)
    page.get_by_role("link", name="監査記録", exact=True).click()
    expect(page.get_by_text("（30日間）")).to_be_visible()
    page.get_by_label("訂正・取消し").check()
    page.get_by_role("button", name="しぼりこむ").press("Enter")
    expect(page).to_have_url(re.compile("correct=1"))
    first = page.locator(".entry summary").first
    first.press("Enter")
    expect(page.get_by_role("columnheader", name="前").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^この記録のページ")).first.click()
    expect(page.get_by_role("heading", name="記録のつながり")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("この記録は、次の記録"))).to_be_visible()


def test_what_cannot_be_asked_has_the_focus(page: Page, place: Place) -> None:
    signed_in(page, place)
    page.goto("/trail?from=nonsense")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_role("textbox", name="はじめ")).to_be_focused()


def test_an_auditor_reads_everything_and_can_change_nothing(page: Page, place: Place) -> None:
    signed_in(page, place, Role.AUDITOR)
    head = place.house.book.head()
    for path in READ:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(RECORDING)).to_have_count(0)
    for command in ("raiseIssue", "scheduleMeeting", "publishMinutes", "correctEvent", "april"):
        for path in (f"/record/{command}", f"/record/{command}/check"):
            assert page.evaluate(SEND, [path, {"draft": DRAFT, "act": "check"}]) in {403, 404}, path
    assert page.evaluate(SEND, ["/users/new", {"name": "架空", "email": "x@example.jp"}]) in {403, 404}
    assert place.house.book.head() == head


def test_the_secretariat_is_shown_what_an_auditor_is_not(page: Page, place: Place) -> None:
    signed_in(page, place)
    page.goto("/record/raiseIssue")
    expect(page.locator(RECORDING)).not_to_have_count(0)
    assert page.evaluate(SEND, ["/record/raiseIssue", {"draft": DRAFT, "act": "check"}]) == 400
