"""How members are reached, where a meeting is joined, what is added to an answer: told to whom."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from kyogikai_graphql import ids
from kyogikai_platform.web.notices import notice
from kyogikai_tenants import permission
from kyogikai_tenants.council.contacts import ContactRecorded, NoAddress
from kyogikai_tenants.council.online_links import (
    LinkIsForTheInvited,
    MeetsInOnePlace,
    OnlineLink,
    OnlineLinkSet,
)
from kyogikai_tenants.events import AudienceChanged
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import ERASED, MASTER_KEY, Keys
from kyogikai_tenants.vocabulary import Audience, Role
from tests.platform.accounts.house import PASSPHRASE
from tests.platform.installed import here, master
from tests.platform.web.notice_board import Board, Box, board, box, path_of, public
from tests.platform.web.test_web_notices import reply
from tests.platform.web.visitor import Page, Visitor

__all__ = ["board", "box", "here", "master", "public"]
pytestmark = pytest.mark.check

EMAIL, PHONE = "hana@home.example", "0438-00-0000"
LINK, PASSCODE = "https://meet.example/rooms/7", "パスコード 4711"
COMMENT = "手話通訳をお願いします"


@pytest.fixture(scope="module")
def person(board: Board) -> UUID:
    """The first member, as the record has them, with how they are reached."""
    query = "SELECT DISTINCT person_id FROM membership WHERE id = :m"
    found: UUID = board.house.book.one(query, m=board.seats[0])
    book = board.house.book
    book.say(ContactRecorded, found, email="old@home.example")
    book.say(ContactRecorded, found, email=EMAIL, phone=PHONE)
    return found


@pytest.fixture(scope="module")
def visitors(board: Board) -> dict[str, Visitor]:
    """One of each, signed in once."""
    for role in (Role.AUDITOR, Role.VIEWER):
        board.house.account(f"{role.value}@example.jp", role)
    names = ("office", "m0", "m1", "auditor", "viewer", "admin")
    board.house.people.passphrase(board.house.people.find("admin@example.jp"), "admin@example.jp", PASSPHRASE)
    found = {name: Visitor.at(board.house) for name in names}
    for name, visitor in found.items():
        assert visitor.sign_in(f"{name}@example.jp").status_code == 303
    return found | {"public": Visitor.at(board.house)}


def path(person: UUID) -> str:
    return f"/people/{ids.encode('Person', person)}/contact"


@pytest.fixture
def others(board: Board) -> tuple[UUID, list[UUID]]:
    """A body whose members have no account; an address is on record of the first alone."""
    scribe, people = board.scribe, list[UUID]()
    body = scribe.body(scribe.council(), name=f"{uuid4()}部会")
    for name in ("戊井 五月", "己田 六郎", "庚野 七海"):
        people.append(
            scribe.record("RegisterPerson", None, "undated", name=name, audience="council")
        )  # fmt: skip
        given = {"body_id": body, "person_id": people[-1], "audience": "council"}
        scribe.record("AppointMember", None, "from 2020-04-01", **given)
    board.house.book.say(ContactRecorded, people[0], email="mai@home.example", phone=PHONE)
    board.house.book.say(ContactRecorded, people[1], phone=PHONE)
    board.house.book.say(ContactRecorded, people[2], email="nanami@home.example")
    board.house.book.say(ContactRecorded, people[2], postal_address="みほん市1-1")
    return body, people


def test_a_notice_goes_to_the_contact_details_of_who_has_no_account(
    board: Board, box: Box, others: tuple[UUID, list[UUID]], public: Visitor
) -> None:
    meeting, before = board.call(bodies=[{"body_id": others[0]}]), looks(board)
    page = Page.of(board.office.get(path_of(meeting))).text
    assert "次の2人にはメールが届きません" in page
    assert "庚野 七海、己田 六郎" in page or "己田 六郎、庚野 七海" in page
    assert "構成員3人のうち、アドレスが分かる人 1人" in page
    assert "home.example" not in page
    assert board.send(meeting).status_code == 303
    assert [one.to for one in box.letters] == ["mai@home.example"]
    assert reply(public, box.link("mai@home.example"), "YES").status_code == 303
    assert list(board.answers(meeting).values()) == ["yes 戊井 五月"]
    for table in ("meeting_letter", "audit_entry"):
        query = f"SELECT row_to_json(t)::text AS said FROM {table} t"  # noqa: S608 - ours
        assert "home.example" not in str(board.house.book.query(query))
    assert looks(board) == before, "nobody was shown it"


def test_an_erased_address_is_none_and_a_chairs_letters_use_accounts_alone(
    board: Board, box: Box, others: tuple[UUID, list[UUID]], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = board.call(bodies=[{"body_id": others[0]}])
    with monkeypatch.context() as without:
        without.setattr(notice, "reads", lambda *_: False)
        page = Page.of(board.office.get(path_of(meeting))).text
        assert "次の3人にはメールが届きません" in page
        assert "連絡先は事務局だけが使えます" in page
        board.send(meeting)
        assert box.letters == []
    with transaction(board.house.tenant.engine, board.house.tenant.id) as connection:
        Keys(connection).destroy(others[1][0])
    assert "次の3人にはメールが届きません" in Page.of(board.office.get(path_of(meeting))).text
    board.send(meeting)
    assert box.letters == []


def looks(board: Board) -> int:
    return int(board.house.book.one("SELECT count(*) FROM contact_reading"))


def test_contact_details_are_told_to_the_secretariat_and_to_whose_they_are(
    person: UUID, visitors: dict[str, Visitor]
) -> None:
    told = {name: visitor.get(path(person)) for name, visitor in visitors.items()}
    assert {n for n, answer in told.items() if EMAIL in answer.text or PHONE in answer.text} == {
        "office",
        "m0",
    }
    assert {n: a.status_code for n, a in told.items()} == {
        "office": 200, "m0": 200, "auditor": 200, "m1": 404, "viewer": 404, "admin": 404, "public": 303,
    }  # fmt: skip
    assert "old@home.example" not in told["office"].text
    assert "/record/recordContact?personId=" in told["office"].text
    assert "/record/recordContact" not in told["m0"].text
    assert path(person) in visitors["m0"].get("/account").text
    page = path(person).removesuffix("/contact")
    shown = {name for name, visitor in visitors.items() if path(person) in visitor.get(page).text}
    assert shown == {"office", "auditor"}


def test_each_look_but_ones_own_is_listed_for_the_auditor(
    board: Board, person: UUID, visitors: dict[str, Visitor]
) -> None:
    before = looks(board)
    visitors["m0"].get(path(person))
    assert looks(board) == before
    visitors["office"].get(path(person))
    assert looks(board) == before + 1
    for address in (path(person), "/contacts"):
        text = visitors["auditor"].get(address).text
        assert "甲野 花" in text
        assert "office" in text
        assert EMAIL not in text
    opened = {n: v.get("/contacts").status_code for n, v in visitors.items()}
    assert {n for n, status in opened.items() if status == 200} == {"auditor"}


def test_the_log_and_the_trail_hold_no_word_of_them(
    board: Board, person: UUID, visitors: dict[str, Visitor]
) -> None:
    stored = board.house.book.query("SELECT state FROM events WHERE stream_id = :p", p=person)
    assert len(stored) >= 3
    assert not any(EMAIL in str(bytes(row["state"])) or PHONE in str(bytes(row["state"])) for row in stored)
    for name in ("office", "auditor"):
        trail = visitors[name].get("/trail").text
        assert "連絡先を記録" in trail
        assert EMAIL not in trail
    assert board.house.tenant.rebuild(check=True) == []


def test_the_form_records_them_and_says_nothing_back(visitors: dict[str, Visitor], person: UUID) -> None:
    office = visitors["office"]
    form = office.get(f"/record/recordContact?personId={ids.encode('Person', person)}")
    assert form.status_code == 200
    assert {"email", "phone", "postalAddress"} <= Page.of(form).fields.keys()
    assert EMAIL not in form.text


def test_what_is_no_address_is_refused(board: Board, person: UUID) -> None:
    with pytest.raises(NoAddress):
        board.house.book.say(ContactRecorded, person, email="not an address")


def test_without_a_master_key_and_after_an_erasure_it_is_said(
    board: Board, visitors: dict[str, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = board.house.book
    query = "SELECT DISTINCT person_id FROM membership WHERE id = :m"
    other: UUID = book.one(query, m=board.seats[3])
    office = visitors["office"]
    assert "連絡先の記録は、まだありません" in office.get(path(other)).text
    book.say(ContactRecorded, other, phone=PHONE)
    with monkeypatch.context() as patch:
        patch.delenv(MASTER_KEY)
        assert "鍵が設定されていない" in office.get(path(other)).text
    with transaction(board.house.here.engine, board.house.tenant.id) as connection:
        Keys(connection).destroy(other)
    gone = office.get(path(other)).text
    assert "連絡先は消去されました" in gone
    assert ERASED not in gone


# Where a meeting is joined


@pytest.fixture
def online(board: Board) -> UUID:
    """A public meeting that is held in both ways, and where it is joined."""
    meeting = board.call(mode="hybrid", audience="public")
    board.house.book.say(OnlineLinkSet, meeting, f"at {today()}", url=LINK, access=PASSCODE)
    return meeting


def test_where_a_meeting_is_joined_is_shown_to_those_who_are_invited(
    board: Board, box: Box, online: UUID, visitors: dict[str, Visitor]
) -> None:
    page = path_of(online, "")[:-1]
    told = {name: visitor.get(page) for name, visitor in visitors.items()}
    assert {answer.status_code for answer in told.values()} == {200}
    assert {n for n, a in told.items() if LINK in a.text} == {"office", "m0", "m1", "auditor"}
    assert {n for n, a in told.items() if PASSCODE in a.text} == {"office", "m0", "m1", "auditor"}
    assert board.send(online).status_code == 303
    assert all(f"{LINK} {PASSCODE}" in letter.text for letter in box.letters)
    assert LINK in Visitor.at(board.house).get(box.link("m0@example.jp")).text, "the letter is an invitation"
    for address in ("/open/meetings.json", "/open/popolo.json", "/feed.atom", "/calendar.ics"):
        assert LINK not in visitors["public"].get(address).text


def test_a_link_that_is_open_to_all_is_found(
    board: Board, online: UUID, visitors: dict[str, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OnlineLink, "own_audience", lambda _: Audience.PUBLIC)
    list(board.house.tenant.rebuild())
    assert LINK in visitors["public"].get(path_of(online, "")[:-1]).text
    monkeypatch.undo()
    list(board.house.tenant.rebuild())
    assert LINK not in visitors["public"].get(path_of(online, "")[:-1]).text


def test_a_link_is_of_a_meeting_from_afar_and_stays_with_the_invited(board: Board, online: UUID) -> None:
    book, onsite = board.house.book, board.call(mode="onsite")
    with pytest.raises(MeetsInOnePlace):
        book.say(OnlineLinkSet, onsite, f"at {today()}", url=LINK)
    given: dict[str, Any] = {"audience": "public", "fields": ("online_link",), "reason": "広く知らせる"}
    with pytest.raises(LinkIsForTheInvited):
        book.say(AudienceChanged, online, **given)


# What is added to an answer


def test_what_is_added_to_an_answer_is_sealed_and_shown_to_whoever_convenes(
    board: Board, box: Box, public: Visitor, visitors: dict[str, Visitor]
) -> None:
    meeting = board.call()
    board.send(meeting)
    link = box.link("m0@example.jp")
    hidden = Page.of(public.get(link)).hidden
    too_long = public.send(link, {**hidden, "answer": "YES", "comment": "あ" * 301})
    assert (too_long.status_code, "#comment" in Page.of(too_long).links) == (400, True)
    assert public.send(link, {**hidden, "answer": "YES", "comment": f" {COMMENT}\r\n"}).status_code == 303
    assert COMMENT in public.get(link).text, "their own stands there to be changed"
    assert COMMENT not in public.get(box.link("m1@example.jp")).text
    for page in ("notice", "door"):
        assert COMMENT in visitors["office"].get(path_of(meeting, page)).text
    assert not any(COMMENT in v.get(path_of(meeting, "")[:-1]).text for v in visitors.values())
    stored = board.house.book.query("SELECT state FROM events WHERE stream_id = :m", m=meeting)
    assert not any(COMMENT in bytes(row["state"]).decode() for row in stored)
    reply(public, link, "NO")
    assert COMMENT not in visitors["office"].get(path_of(meeting)).text, "a later answer replaces it"


def test_a_reading_that_is_given_to_all_is_found(
    person: UUID, visitors: dict[str, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = {**permission.READERS, permission.Reading.CONTACTS: frozenset(Role)}
    monkeypatch.setattr(permission, "READERS", readers)
    monkeypatch.setattr("kyogikai_platform.web.council.contact.READERS", readers)
    assert EMAIL in visitors["viewer"].get(path(person)).text
