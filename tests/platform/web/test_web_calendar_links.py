"""Calendar links: a program without a session reads what the account sees at that moment, and no more."""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from kyogikai_platform.accounts.staff import Staff
from kyogikai_platform.installation import Installation
from kyogikai_projections import rights_of
from kyogikai_tenants.access import UserSuspended
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.meetings import MeetingScheduled
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE
from tests.platform.web.gathering import MEMBER, Gathering
from tests.platform.web.visitor import OFFICE, Visitor

pytestmark = pytest.mark.check

SECRET = re.compile(r"/calendar/([\w-]{43})/")
ALL = "all.ics"


@pytest.fixture(scope="module")
def gathering(here: Installation) -> Gathering:
    """With a public meeting to come, and one of the secretariat's own."""
    own = Gathering.opened(here)
    when = {"kind": "at", "value": (today() + timedelta(days=9)).isoformat()}
    for title, audience in (("公開の会議", "public"), ("事務局の会議", "secretariat")):
        given: dict[str, Any] = {"title": title, "bodies": [{"body_id": own.body}], "audience": audience}
        own.house.book.say(MeetingScheduled, None, f"at {today()}", date=when, **given)
    return own


def made(visitor: Visitor, **more: str) -> TestResponse:
    return visitor.fill("/account/calendar", "/account/calendar", **{"current": PASSPHRASE} | more)


def secret_of(answer: TestResponse) -> str:
    """The secret in the addresses of the page that shows it."""
    (found,) = set(SECRET.findall(answer.text))
    return str(found)


def read(gathering: Gathering, secret: str, what: str = ALL) -> TestResponse:
    """By a program that has never been here."""
    return Visitor.at(gathering.house).get(f"/calendar/{secret}/{what}")


def titles(answer: TestResponse) -> set[str]:
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(answer.data).walk("VEVENT")}


def account(gathering: Gathering, name: str, *roles: Role) -> tuple[UUID, Visitor]:
    """A new account of its own, signed in."""
    email = f"{name}@example.jp"
    return gathering.house.account(email, *roles), gathering.visitor(email)


def test_a_link_is_made_with_the_passphrase_and_shown_once(gathering: Gathering) -> None:
    office = gathering.visitor(OFFICE)
    assert made(office, current="ちがう合言葉ですよ、ほんとうに").status_code == 401
    answer = made(office)
    secret = secret_of(answer)
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "same-origin")
    assert secret not in office.get("/account/calendar").text
    stored = gathering.house.book.query("SELECT digest FROM account_calendar_link")
    assert sha256(secret.encode()).digest() in [bytes(row["digest"]) for row in stored]
    log = gathering.house.book.query("SELECT fields FROM audit_entry WHERE topic = 'user.calendar_link_made'")
    assert {str(row["fields"]) for row in log} == {"{}"}
    assert "予定表のリンクを発行しました" in office.get("/account").text


def test_each_reads_what_their_account_sees_in_a_file_that_nothing_keeps(gathering: Gathering) -> None:
    office, member = (secret_of(made(gathering.visitor(who))) for who in (OFFICE, MEMBER))
    assert titles(read(gathering, office)) == {"公開の会議", "事務局の会議"}
    assert titles(read(gathering, member)) == {"公開の会議"}
    assert titles(read(gathering, member, "own.ics")) == {"公開の会議"}
    assert read(gathering, office, "own.ics").status_code == 404, "the office sits in no body"
    body = ids.encode("Body", gathering.body)
    assert titles(read(gathering, office, f"bodies/{body}.ics")) == {"公開の会議", "事務局の会議"}
    answer = read(gathering, office, f"{ALL}?asOf=2001-01-01&lang=en")
    assert titles(answer) == {"公開の会議", "事務局の会議"}, "of today, whatever is asked"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert office not in answer.text


def test_another_link_ends_the_one_before_and_what_is_ended_is_not_there(gathering: Gathering) -> None:
    _, visitor = account(gathering, "renewing", Role.VIEWER)
    first = secret_of(made(visitor))
    assert read(gathering, first).status_code == 200
    second = secret_of(made(visitor))
    assert [read(gathering, s).status_code for s in (first, second)] == [404, 200]
    ended = visitor.fill("/account/calendar", "/account/calendar/revoke")
    assert ended.headers["Location"] == "/account?done=calendar"
    assert read(gathering, second).status_code == 404
    for wrong in ("x", "A" * 43, second[:-1]):
        assert read(gathering, wrong).status_code == 404


def test_a_link_is_good_at_its_own_municipality_and_for_calendars_alone(
    gathering: Gathering, here: Installation
) -> None:
    secret = secret_of(made(gathering.visitor(OFFICE)))
    assert Visitor.at(Gathering.opened(here).house).get(f"/calendar/{secret}/{ALL}").status_code == 404
    stranger = Visitor.at(gathering.house)
    bearer = {"Authorization": f"Bearer {secret}"}
    answer = stranger.client.get("/account", headers={"Host": gathering.house.host} | bearer)
    assert answer.status_code != 200
    assert stranger.get(f"/account?secret={secret}").status_code == 303


def test_rights_are_judged_anew_at_each_fetch(gathering: Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    user, visitor = account(gathering, "moving", Role.SECRETARIAT)
    secret = secret_of(made(visitor))
    assert "事務局の会議" in titles(read(gathering, secret))
    gathering.house.people.revoke(user, Role.SECRETARIAT)
    assert titles(read(gathering, secret)) == {"公開の会議"}
    with monkeypatch.context() as broken:
        broken.setattr(rights_of, "user", lambda *_: None)
        gathering.house.people.grant(user, Role.VIEWER)
        assert read(gathering, secret).status_code == 404, "it is asked every time"


def test_who_may_not_sign_in_has_no_calendar_and_gets_none_back(gathering: Gathering) -> None:
    user, visitor = account(gathering, "paused", Role.VIEWER)
    administrator = gathering.house.people.find(ADMINISTRATOR)
    staff, secret = Staff(gathering.house.tenant, administrator), secret_of(made(visitor))
    by = Book(gathering.house.tenant, Actor(str(administrator), Role.TENANT_ADMINISTRATOR))
    by.say(UserSuspended, user, f"at {today()}", reason="休職")
    assert read(gathering, secret).status_code == 404, "whoever wrote it down"
    staff.resume(user, "復職")
    assert read(gathering, secret).status_code == 200
    staff.suspend(user, "休職")
    staff.resume(user, "復職")
    assert read(gathering, secret).status_code == 404


def test_another_passphrase_ends_the_link_and_the_trail_says_so(gathering: Gathering) -> None:
    user, visitor = account(gathering, "changing", Role.VIEWER)
    secret = secret_of(made(visitor))
    new = "あたらしいとても長い合言葉です、はい"
    done = visitor.fill("/account/passphrase", "/account/passphrase", current=PASSPHRASE, new=new)
    assert done.status_code == 303
    assert read(gathering, secret).status_code == 404
    (entry,) = gathering.house.book.query(
        "SELECT fields FROM audit_entry WHERE topic = 'user.calendar_link_revoked' AND stream_id = :user",
        user=user,
    )  # fmt: skip
    assert entry["fields"] == {"reason": "passphrase"}
    assert gathering.house.book.sound()
