"""受付: taps are a draft in 五十音 order, counted by the rule in force, and recorded once after a check."""

import re
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from kyogikai_platform.web.notices import door
from kyogikai_tenants.fiscal_year import today
from tests.platform.installed import here, master
from tests.platform.web.notice_board import Board, board, path_of, public
from tests.platform.web.visitor import Page, Visitor

__all__ = ["board", "here", "master", "public"]
pytestmark = pytest.mark.check


@pytest.fixture(scope="module")
def ruled(board: Board) -> Board:
    """With a rule on its quorum."""
    given: dict[str, Any] = {
        "title": "くらし部会運営要領", "scope_id": board.body, "quorum_share": "過半数",
        "audience": "council",
        "council_id": board.house.book.one("SELECT DISTINCT id FROM council"),
    }  # fmt: skip
    board.scribe.record("EnactRule", None, "from 2020-04-01", **given)
    return board


def held(board: Board) -> UUID:
    """A meeting of today that has begun."""
    day = {"kind": "at", "value": today().isoformat()}
    meeting = board.call(date=day, convened=False)
    board.scribe.record("HoldMeeting", meeting, f"at {today()}", audience="council")
    return meeting


def tap(board: Board, meeting: UUID, act: str, **taps: str) -> TestResponse:
    """A form of the door: ``s0="PRESENT"`` is about the first seat."""
    path = path_of(meeting, "door")
    keys = [ids.encode("Membership", seat) for seat in board.seats]
    fields = {f"{name[0]}.{keys[int(name[1:])]}": said for name, said in taps.items()}
    return board.office.fill(path, path, act=act, **fields)


def test_rows_stand_in_the_order_of_the_syllabary(ruled: Board) -> None:
    text = ruled.office.get(path_of(held(ruled), "door")).text
    places = [text.index(name) for name in ("乙川 次郎", "甲野 花", "丁田 四郎", "丙山 三子")]
    assert places == sorted(places), "おと, コウ, ちょ; the one without a reading last"


def test_the_quorum_is_counted_from_the_rule_and_not_from_who_stands_in(ruled: Board) -> None:
    meeting = held(ruled)
    path = path_of(meeting, "door")
    assert "4人のうち3人で成立" in ruled.office.get(path).text
    tap(ruled, meeting, "count", s0="PRESENT", s1="PRESENT", s2="PROXY")
    assert shown(ruled, path) == "data-short"
    tap(ruled, meeting, "count", s0="PRESENT", s1="PRESENT", s2="PRESENT")
    assert shown(ruled, path) == "data-met"


def shown(board: Board, path: str) -> str:
    """Which of the two words on the quorum is not hidden."""
    text = board.office.get(path).text
    found = [name for name in ("data-met", "data-short") if re.search(rf"{name}>", text)]
    assert len(found) == 1
    return found[0]


def test_what_was_tapped_is_there_again_and_recorded_once(ruled: Board) -> None:
    meeting = held(ruled)
    before = ruled.events()
    answer = tap(ruled, meeting, "save", s0="PRESENT", s1="ABSENT", s2="PROXY", n2="戊村 代子")
    assert answer.json == {"saved": True}
    page = ruled.office.get(path_of(meeting, "door"))
    assert page.text.count("checked") == 4
    assert 'value="戊村 代子"' in page.text
    assert ruled.events() == before
    onward = tap(ruled, meeting, "rest", s0="PRESENT", s1="ABSENT", s2="PROXY", n2="戊村 代子")
    assert onward.headers["Location"] == path_of(meeting, "door")
    taps = {"s0": "PRESENT", "s1": "ABSENT", "s2": "PROXY", "n2": "戊村 代子", "s3": "ABSENT"}
    check = tap(ruled, meeting, "check", **taps).headers["Location"]
    page = ruled.office.get(check)
    assert page.status_code == 200, page.text
    fields = Page.of(page).hidden
    for _ in range(2):
        assert ruled.office.send(check.partition("?")[0], fields).status_code == 303
    assert ruled.events() == before + 1
    rows = ruled.house.book.query(
        "SELECT membership_id, status, name FROM attendance WHERE meeting_id = :m AND known_to IS NULL",
        m=meeting,
    )
    assert {r["membership_id"]: f"{r['status']} {r['name']}".strip() for r in rows} == dict(
        zip(ruled.seats, ("present", "absent", "proxy 戊村 代子", "absent"), strict=True)
    )
    card = ruled.house.book.one(
        "SELECT counts FROM meeting WHERE id = :m AND known_to IS NULL AND valid_to IS NULL", m=meeting
    )
    assert (card["expected"], card["present"], card["absent"], card["proxy"]) == (4, 1, 2, 1)
    again = ruled.office.get(path_of(meeting, "door")).text
    assert "もう1回記録されています" in again
    assert "checked" in again, "everybody is not yet tapped"
    assert again.count('value="PRESENT" checked') == 0


def test_before_a_meeting_is_held_nothing_is_recorded_but_kept(ruled: Board) -> None:
    meeting = ruled.call()
    before = ruled.events()
    onward = tap(ruled, meeting, "check", s0="PRESENT").headers["Location"]
    assert "held=no" in onward
    page = ruled.office.get(onward.partition("#")[0]).text
    assert "/record/holdMeeting?" in page
    assert 'value="PRESENT" checked' in page
    assert ruled.events() == before


def test_what_is_no_tap_and_nobody_expected_is_left_out(ruled: Board) -> None:
    meeting = held(ruled)
    tap(ruled, meeting, "save", s0="DANCED", s1="PRESENT")
    path = path_of(meeting, "door")
    ruled.office.fill(path, path, act="count", **{"s.TWVtYmVyc2hpcDow": "PRESENT"})
    assert ruled.office.get(path).text.count('value="PRESENT" checked') == 0


def test_whose_session_is_over_finds_their_taps_when_they_are_back(ruled: Board) -> None:
    meeting = held(ruled)
    path, key = path_of(meeting, "door"), ids.encode("Membership", ruled.seats[0])
    visitor = Visitor.at(ruled.house)
    visitor.sign_in("office@example.jp")
    fields = Page.of(visitor.get(path)).hidden | {f"s.{key}": "PRESENT", "act": "check"}
    last = "created_at = (SELECT max(created_at) FROM account_session)"
    ruled.house.book.query(f"UPDATE account_session SET ends_at = now() WHERE {last} RETURNING 1")  # noqa: S608
    answer = visitor.send(path, fields)
    assert answer.headers["Location"].startswith("/sign-in?next=/meetings/")
    assert visitor.sign_in("office@example.jp").status_code == 303
    assert visitor.get(path).text.count('value="PRESENT" checked') == 1


def test_the_door_is_open_to_those_alone_who_record_attendance(ruled: Board, public: Visitor) -> None:
    path = path_of(held(ruled), "door")
    member = Visitor.at(ruled.house)
    member.sign_in("m1@example.jp")
    assert member.get(path).status_code == 404
    assert public.get(path).status_code == 303
    assert member.fill("/", path, act="count").status_code == 404
    assert ruled.office.send(path, {"act": "count"}).status_code == 403, "a form of ours brings its token"


def test_a_draft_follows_how_often_attendance_was_recorded() -> None:
    one = ids.uuid_of("01a21840-f6cf-7597-90a2-8f276a1fd3d0")
    assert door.draft_id(one, 0) == door.draft_id(one, 0) != door.draft_id(one, 1)
