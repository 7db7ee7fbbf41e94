"""開催通知 and 出欠回答: who gets a letter, what its link is good for, and what a lost mail server leaves."""

from datetime import timedelta
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from kyogikai_platform.installation import Installation
from kyogikai_tenants.fiscal_year import today
from tests.platform.accounts.house import House
from tests.platform.installed import here, master
from tests.platform.web.notice_board import Board, Box, board, box, path_of, public
from tests.platform.web.visitor import Page, Visitor

__all__ = ["board", "box", "here", "master", "public"]
pytestmark = pytest.mark.check


def test_a_meeting_that_is_not_convened_sends_nothing(board: Board, box: Box) -> None:
    meeting = board.call(convened=False)
    page = board.office.get(path_of(meeting))
    assert "まだ招集が記録されていません" in page.text
    assert "/record/conveneMeeting?" in page.text
    board.send(meeting)
    assert box.letters == []


def test_each_member_whose_address_is_known_gets_one_letter_with_a_link_of_their_own(
    board: Board, box: Box
) -> None:
    meeting, before = board.call(), board.events()
    page = board.office.get(path_of(meeting))
    assert "アドレス不明" in page.text
    assert "example.jp" not in page.text
    assert "活動の報告" in page.text
    assert board.send(meeting).status_code == 303
    assert sorted(one.to for one in box.letters) == [f"m{n}@example.jp" for n in range(3)]
    assert len({box.link(one.to) for one in box.letters}) == 3
    assert board.events() == before + 1, "the trail has one entry of it"
    told = board.office.get(path_of(meeting)).text
    assert told.count("送信済み</td>") + told.count("送信済み<br>") == 3
    assert "m0@" not in told
    board.send(meeting)
    board.send(meeting, round_=1)
    assert len(box.letters) == 6
    assert board.events() == before + 2


@pytest.fixture
def sent(board: Board, box: Box) -> UUID:
    """A meeting whose notice is out."""
    meeting = board.call()
    assert board.send(meeting).status_code == 303
    assert len(box.letters) == 3
    return meeting


def reply(who: Visitor, link: str, said: str, name: str = "") -> TestResponse:
    """A button of the page behind a link."""
    page = Page.of(who.get(link))
    return who.send(link, {**page.hidden, "answer": said, "name": name})


def test_looking_records_nothing_and_a_button_does_as_often_as_somebody_likes(
    board: Board, box: Box, sent: UUID, public: Visitor
) -> None:
    link, before = box.link("m0@example.jp"), board.events()
    for _ in range(3):
        page = public.get(link)
        assert page.status_code == 200
        assert "活動の報告" in page.text
        assert "甲野 花" in page.text
    assert board.events() == before
    assert board.answers(sent) == {}
    assert reply(public, link, "YES").status_code == 303
    assert board.answers(sent) == {board.seats[0]: "yes 甲野 花"}
    assert reply(public, link, "PROXY", "戊村 代子").status_code == 303
    assert board.answers(sent) == {board.seats[0]: "proxy 戊村 代子"}
    assert "代理出席（戊村 代子）" in board.office.get(path_of(sent)).text
    assert reply(public, link, "NO").status_code == 303
    assert board.answers(sent) == {board.seats[0]: "no 甲野 花"}


def test_a_form_that_is_sent_twice_is_recorded_once(
    board: Board, box: Box, sent: UUID, public: Visitor
) -> None:
    del sent
    link, before = box.link("m1@example.jp"), board.events()
    fields = {**Page.of(public.get(link)).hidden, "answer": "YES"}
    assert [public.send(link, fields).status_code for _ in range(2)] == [303, 303]
    assert board.events() == before + 1


def test_the_trail_names_who_answered_and_how(board: Board, box: Box, sent: UUID, public: Visitor) -> None:
    reply(public, box.link("m0@example.jp"), "YES")
    (entry,) = board.house.book.query(
        "SELECT actor, role FROM audit_entry WHERE stream_id = :m AND topic = 'meeting.attendance_answered'",
        m=sent,
    )
    assert entry == {"actor": f"answer-link:{board.seats[0]}", "role": "member"}
    assert "甲野 花（回答用リンク）" in board.office.get("/trail").text


@pytest.mark.parametrize(("said", "name"), [("", ""), ("MAYBE", ""), ("PROXY", ""), ("PROXY", "x" * 101)])
def test_what_is_no_answer_is_said_and_not_recorded(
    board: Board, box: Box, sent: UUID, public: Visitor, said: str, name: str
) -> None:
    assert reply(public, box.link("m0@example.jp"), said, name).status_code == 400
    assert board.answers(sent) == {}


def test_a_link_leads_nowhere_else_and_not_for_ever(
    board: Board, box: Box, sent: UUID, public: Visitor, here: Installation
) -> None:
    link = box.link("m0@example.jp")
    other = Visitor.at(House.opened(here))
    fields = {**Page.of(public.get(link)).hidden, "answer": "YES"}
    wrong = [public.get(f"/answer/{'a' * 43}"), public.get("/answer/x"), other.get(link)]
    board.scribe.record("CancelMeeting", sent, f"at {today()}", reason="台風")
    gone = public.get(link)
    assert {one.status_code for one in (*wrong, gone)} == {404}
    assert all("このリンクは使えません" in one.text for one in (*wrong, gone))
    assert public.send(link, fields).status_code == 404
    assert board.answers(sent) == {}
    assert public.send(link, {"answer": "YES"}).status_code == 403, "a form of ours brings its token"


def test_no_secret_and_no_address_is_stored(board: Board, box: Box) -> None:
    sent = board.call()
    board.send(sent)
    secret = box.link("m0@example.jp").removeprefix("/answer/")
    rows = board.house.book.query("SELECT * FROM meeting_letter WHERE meeting_id = :m", m=sent)
    assert len(rows) == 3
    assert secret not in str(rows)
    assert "example.jp" not in str(rows)
    notes = board.house.book.query(
        "SELECT fields::text AS said FROM audit_entry WHERE stream_id = :m", m=sent
    )
    assert "example.jp" not in str(notes)


def test_a_reminder_goes_to_those_alone_who_have_not_answered(
    board: Board, box: Box, sent: UUID, public: Visitor
) -> None:
    reply(public, box.link("m0@example.jp"), "NO")
    assert "未回答の2人に催促を送る" in board.office.get(path_of(sent)).text
    for _ in range(2):
        board.send(sent, round_=1)
    assert sorted(one.to for one in box.letters[3:]) == ["m1@example.jp", "m2@example.jp"]
    assert "まだ出欠のご回答" in box.letters[3].text
    assert reply(public, box.link("m1@example.jp"), "YES").status_code == 303


def test_after_a_mail_server_went_down_the_rest_is_sent_and_nobody_gets_two(board: Board, box: Box) -> None:
    meeting, box.most = board.call(), 1
    board.send(meeting)
    assert len(box.letters) == 1
    page = board.office.get(path_of(meeting)).text
    assert page.count("送れませんでした") == 2
    assert "残りの2人に送る" in page
    box.most = 99
    for _ in range(2):
        board.send(meeting)
    assert sorted(one.to for one in box.letters) == [f"m{n}@example.jp" for n in range(3)]


def test_what_was_broken_off_is_sent_again_only_where_somebody_says_so(
    board: Board, box: Box, sent: UUID
) -> None:
    board.house.book.query(
        "UPDATE meeting_letter SET sent_at = NULL, begun_at = now() - interval '1 hour' "
        "WHERE meeting_id = :m AND membership_id = :s RETURNING 1",
        m=sent, s=board.seats[0],
    )  # fmt: skip
    assert "届いたか不明" in board.office.get(path_of(sent)).text
    board.send(sent)
    assert len(box.letters) == 3
    board.send(sent, unsure="1")
    assert [one.to for one in box.letters[3:]] == ["m0@example.jp"]


def test_a_meeting_that_is_moved_is_told_anew_and_an_old_form_sends_nothing(
    board: Board, box: Box, sent: UUID, public: Visitor
) -> None:
    old = Page.of(board.office.get(path_of(sent))).hidden["edition"]
    moved = {"kind": "at", "value": (today() + timedelta(days=30)).isoformat()}
    board.scribe.record("RescheduleMeeting", sent, f"at {today()}", date=moved)
    path = path_of(sent)
    board.office.fill(path, path, round="0", edition=old)
    assert len(box.letters) == 3
    board.send(sent)
    assert len(box.letters) == 6
    assert reply(public, box.link("m0@example.jp"), "YES").status_code == 303


def test_what_members_do_not_see_is_told_to_none(board: Board, box: Box) -> None:
    meeting = board.call(audience="secretariat")
    assert "構成員に見えない" in board.office.get(path_of(meeting)).text
    board.send(meeting)
    assert box.letters == []


def test_a_paper_of_the_secretariat_is_not_in_the_letter(board: Board, box: Box) -> None:
    meeting = board.call()
    for title, audience in (("配布資料", "council"), ("内部メモ", "secretariat")):
        paper = {"title": title, "media_type": "application/pdf", "byte_count": 1, "sha256": "0" * 64}
        board.scribe.record("AttachDocument", meeting, f"at {today()}", document=paper, audience=audience)
    board.send(meeting)
    assert all("配布資料" in one.text and "内部メモ" not in one.text for one in box.letters)
    assert len(box.letters) == 3


def test_nobody_but_who_convenes_has_the_page(board: Board, sent: UUID, public: Visitor) -> None:
    member = Visitor.at(board.house)
    member.sign_in("m0@example.jp")
    assert member.get(path_of(sent)).status_code == 404
    assert public.get(path_of(sent)).status_code == 303
