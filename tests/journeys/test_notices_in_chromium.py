"""One meeting as one object in a real Chromium: convened, told, answered by phone, counted at the door."""

import re
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from kyogikai_graphql import ids
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role
from tests.graphql.scribe import Scribe
from tests.journeys.browser import Place, signed_in
from tests.journeys.browser import own_place as place
from tests.journeys.test_forms_in_chromium import checked, done, fine, typed

__all__ = ["place"]
pytestmark = pytest.mark.check
LINK = re.compile(r"/answer/\S+")


def called(place: Place) -> tuple[Scribe, UUID, str]:
    """A meeting of the assembly for this evening."""
    scribe = Scribe(place.house.tenant)
    body = scribe.one("SELECT DISTINCT id FROM body WHERE name = '全体会' AND known_to IS NULL")
    given: dict[str, Any] = {
        "bodies": [{"body_id": body}], "title": "夕方の会議", "place": "みほん市役所", "audience": "council",
        "date": {"kind": "at", "value": today().isoformat()}, "agenda": [{"title": "開会のあいさつ"}],
    }  # fmt: skip
    meeting = scribe.record("ScheduleMeeting", None, f"at {today()}", **given)
    return scribe, meeting, ids.encode("Meeting", meeting)


def test_a_meeting_is_convened_answered_on_a_phone_and_counted_at_the_door(place: Place) -> None:
    scribe, meeting, name = called(place)
    desk = place.new_page()
    signed_in(desk, place)
    desk.goto(f"/meetings/{name}/notice")
    desk.get_by_role("link", name="招集を記録する").click()
    typed(desk, "answerDue", today().isoformat())
    checked(desk)
    done(desk)
    desk.goto(f"/meetings/{name}")
    desk.get_by_role("link", name="開催通知", exact=True).click()
    fine(desk)
    desk.get_by_role("button", name=re.compile(r"^\d+人に送る$")).click()
    expect(desk.get_by_role("status").first).to_contain_text("送信の結果")
    fine(desk)
    letters = {str(one["To"]): str(one.get_content()) for one in place.mail}
    _answered(place, LINK.findall(letters[place.accounts[Role.MEMBER].email])[0])
    scribe.record("HoldMeeting", meeting, f"at {today()}", audience="council")
    phone = place.new_page("phone")
    signed_in(phone, place)
    _at_the_door(phone, name)
    counts = scribe.one(
        "SELECT counts FROM meeting WHERE id = :m AND known_to IS NULL AND valid_to IS NULL", m=meeting
    )
    assert (counts["present"], counts["proxy"]) == (2, 1)
    assert counts["absent"] == counts["expected"] - 3


def _answered(place: Place, link: str) -> None:
    """Without JavaScript, and with a change of mind."""
    member = place.new_page("phone", script=False)
    member.goto(link)
    expect(member.get_by_text("開会のあいさつ")).to_be_visible()
    member.get_by_role("button", name="出席", exact=True).click()
    expect(member.get_by_role("status")).to_contain_text("回答を受け付けました：出席")
    member.get_by_role("button", name="代理出席").click()
    expect(member.get_by_role("alert")).to_contain_text("氏名を")
    member.get_by_label("代わりに出席する人の氏名").fill("代理 たろう")
    member.get_by_role("button", name="代理出席").click()
    expect(member.get_by_role("status")).to_contain_text("代理出席（代理 たろう）")
    member.context.close()
    with_script = place.new_page("phone")
    with_script.goto(link)
    fine(with_script)
    with_script.context.close()


def _at_the_door(phone: Page, name: str) -> None:
    """Taps count at once, outlive a lost line, and are recorded after a check."""
    phone.goto(f"/meetings/{name}/door")
    fine(phone)
    rows = phone.locator("[data-person]")
    stood_in = rows.filter(has_text="代理出席（代理 たろう）")
    stood_in.get_by_role("radio", name="代理出席").check()
    expect(stood_in.locator("input.in")).to_have_value("代理 たろう")
    others = rows.filter(has_text="回答なし")
    others.nth(0).get_by_role("radio", name="出席", exact=True).check()
    phone.context.set_offline(True)
    others.nth(1).get_by_role("radio", name="出席", exact=True).check()
    expect(phone.locator("[data-sum=PRESENT]")).to_have_text("2")
    phone.get_by_role("button", name="ひとまず保存").last.click()
    expect(phone.locator("[data-state]")).not_to_be_empty()
    phone.context.set_offline(False)
    phone.wait_for_function("navigator.onLine")
    phone.get_by_role("button", name="「まだ」の人を欠席にする").click()
    expect(phone.locator("[data-sum='']")).to_have_text("0")
    sizes = phone.locator(".tap").evaluate_all("all => all.map(e => [e.offsetWidth, e.offsetHeight])")
    assert min(side for size in sizes for side in size) >= 44
    phone.get_by_role("button", name="確認して記録へ").click()
    expect(phone.get_by_role("heading", name="記録する前の確認")).to_be_visible()
    phone.get_by_role("button", name="この内容で記録する").click()
    expect(phone.get_by_role("heading", name="記録しました")).to_be_visible()
