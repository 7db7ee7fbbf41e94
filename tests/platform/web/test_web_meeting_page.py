"""一つの会議: one object from its agenda to its minutes, and nothing of it for whom it is not."""

from typing import Any
from urllib.parse import quote

import pytest

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_projections.meeting_story import story
from kyogikai_projections.reading import Reading, Sight, snapshot
from kyogikai_tenants.council.enactments import RuleEnacted
from kyogikai_tenants.council.meetings import MeetingConvened, MeetingHeld, MeetingScheduled
from kyogikai_tenants.council.members import OfficerElected
from kyogikai_tenants.council.minutes import MinutesConfirmed, MinutesDrafted, MinutesPublished
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.platform.web.gathering import AUDITOR, MEMBER, NAME, Gathering, page_of
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import OFFICE, Page, Visitor

pytestmark = pytest.mark.check

STATEMENTS = 8
"""Two questions; the rights, two of the story and the rules in one snapshot."""


@pytest.fixture(scope="module")
def gathering(here: Installation) -> Gathering:
    return Gathering.opened(here)


def text(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return " ".join(Page.of(answer).text.split())


def test_all_of_a_meeting_is_on_its_page(gathering: Gathering) -> None:
    page = text(gathering.visitor(OFFICE), page_of(gathering.held))
    for told in (
        "全体会 令和6年度 第1回", "令和6年6月27日（木）", "14:00〜16:00", "市役所（対面）",
        "公開・非公開：公開", "会長", "委員の紹介", "説明：事務局", "原案のとおり決定（挙手・賛成6・反対1）",
        "報告書", "PDF 39 KB", NAME, "案の本文。", "二段目。", "要点記録",
        "その日の定め：設置要綱（委員の過半数の出席）",
        "出席の記録（10人中7人）から数えると、必要な6人に足りています。",
    ):  # fmt: skip
        assert told in page, told


def test_its_story_is_told_in_order(gathering: Gathering) -> None:
    page = text(gathering.visitor(OFFICE), page_of(gathering.held))
    story = page[page.index("経過") :]
    told = ("令和6年5月10日 会議の予定", "令和6年6月10日 開催通知", "公開・非公開の決定 公開",
            "令和6年6月27日 会議開催", "令和6年7月10日 会議録の作成 要点記録")  # fmt: skip
    places = [story.index(step) for step in told]
    assert places == sorted(places)


def test_the_public_sees_no_draft_no_name_no_paper_and_no_list_of_what_is_missing(
    gathering: Gathering,
) -> None:
    page = text(gathering.visitor(), page_of(gathering.held))
    for hidden in (NAME, "案の本文。", "会議録の作成", "報告書", "この先の手順", "出席簿を印刷する", "大雪"):
        assert hidden not in page, hidden
    for told in (
        "10人",
        "7人",
        "氏名は、協議会の中だけで見られます。",
        "公開されている会議録はまだありません。",
    ):
        assert told in page, told


def test_why_it_was_cancelled_is_told_to_those_who_read_the_trail(gathering: Gathering) -> None:
    path = page_of(gathering.cancelled)
    assert "大雪のため" in text(gathering.visitor(OFFICE), path)
    assert "大雪のため" in text(gathering.visitor(AUDITOR), path)
    for who in ("", MEMBER):
        page = text(gathering.visitor(who), path)
        assert "会議の中止" in page
        assert "大雪のため" not in page


def test_what_comes_next_is_a_list_for_those_who_see_drafts(gathering: Gathering) -> None:
    for who in (OFFICE, AUDITOR, MEMBER):
        page = text(gathering.visitor(who), page_of(gathering.held))
        assert "会議録の案をつくる すみ" in page, who
        assert "定足数を数える つぎ" in page, who
        assert "会議録を公開する これから" in page, who
    gathering.house.account("viewer@example.jp", Role.VIEWER)
    assert "この先の手順" not in text(gathering.visitor("viewer@example.jp"), page_of(gathering.held))
    assert "この先の手順" not in text(gathering.visitor(OFFICE), page_of(gathering.cancelled))


def test_the_next_step_leads_to_its_form_for_whoever_may_record_it(here: Installation) -> None:
    own = Gathering.opened(here)
    when, bodies = {"kind": "at", "value": "2999-03-20"}, [{"body_id": own.body, "number": 3}]
    said: dict[str, Any] = {"date": when, "bodies": bodies, "audience": "public"}
    meeting = own.house.book.say(MeetingScheduled, None, "at 2025-02-01", **said).record_id
    named = ids.encode("Meeting", meeting)
    ways = [f"/record/{c}?meetingId={named}" for c in ("conveneMeeting", "setOnlineLink", "cancelMeeting")]
    links = Page.of(own.visitor(OFFICE).get(page_of(meeting))).links
    as_it_is = f"/record/rescheduleMeeting?meetingId={named}&date.value=2999-03-20"
    assert {*ways, as_it_is} <= set(links), "what is not to change stands there already"
    assert 'value="2999-03-20"' in own.visitor(OFFICE).get(as_it_is).text
    assert "/record/scheduleMeeting" in Page.of(own.visitor(OFFICE).get("/meetings")).links
    for who in (AUDITOR, MEMBER, ""):
        for path in (page_of(meeting), "/meetings"):
            links = Page.of(own.visitor(who).get(path)).links
            assert [link for link in links if link.startswith("/record/")] == [], who
    past = Page.of(own.visitor(OFFICE).get(f"{page_of(meeting)}?asOf=2025-02-02")).links
    assert [link for link in past if link.startswith("/record/")] == []


def test_a_chair_is_offered_the_forms_of_their_own_bodies_only(here: Installation) -> None:
    own = Gathering.opened(here)
    (seat,) = own.house.book.query("SELECT id FROM membership WHERE known_to IS NULL LIMIT 1")
    own.house.book.say(OfficerElected, seat["id"], "from 2020-04-01", office="会長")
    chair = own.visitor(MEMBER)
    assert "/record/scheduleMeeting" in Page.of(chair.get("/meetings")).links
    drafted = f"/record/confirmMinutes?meetingId={ids.encode('Meeting', own.held)}"
    assert "/record/" not in str(Page.of(chair.get(page_of(own.vague))).links)
    body = ids.encode("Body", own.section)
    assert "/record/" not in str(Page.of(chair.get(f"/meetings?body={body}")).links)
    assert drafted not in Page.of(own.visitor().get(page_of(own.held))).links


def test_before_and_after_it_stand_the_meetings_of_its_body(gathering: Gathering) -> None:
    page = gathering.visitor().get(page_of(gathering.held))
    assert page_of(gathering.cancelled) in Page.of(page).links
    assert "内輪の打合せ" not in page.text
    inside = gathering.visitor(OFFICE).get(page_of(gathering.held))
    assert page_of(gathering.inner) in Page.of(inside).links
    assert page_of(gathering.held) in Page.of(gathering.visitor().get(page_of(gathering.cancelled))).links


def test_a_date_known_by_its_month_is_shown_so(gathering: Gathering) -> None:
    page = text(gathering.visitor(), page_of(gathering.vague))
    assert "令和6年9月 日の記録なし" in page
    assert "次第は記録されていません。" in page
    assert "出席の記録はありません。" in page


def test_whoever_may_not_see_a_meeting_is_told_of_none(gathering: Gathering) -> None:
    for who in ("", MEMBER):
        assert gathering.visitor(who).get(page_of(gathering.inner)).status_code == 404
    assert gathering.visitor(OFFICE).get(page_of(gathering.inner)).status_code == 200
    body = f"/meetings/{ids.encode('Body', gathering.body)}"
    for path in (page_of(new_id()), body, "/meetings/x", "/meetings/%00"):
        assert gathering.visitor(OFFICE).get(path).status_code == 404, path


def test_a_meeting_of_another_municipality_is_none(here: Installation, gathering: Gathering) -> None:
    other = Gathering.opened(here)
    assert other.visitor(OFFICE).get(page_of(gathering.held)).status_code == 404
    assert other.visitor(OFFICE).get(f"{page_of(gathering.held)}/attendance-sheet").status_code == 404


def test_it_can_be_seen_as_it_was_on_a_day_and_as_first_recorded(gathering: Gathering) -> None:
    visitor = gathering.visitor()
    early = text(visitor, f"{page_of(gathering.held)}?asOf=2024-06-11")
    assert "予定" in early
    assert "開催通知" in early
    assert "会議開催" not in early
    assert "まだ決まっていなかった会議です" not in early
    before = text(visitor, f"{page_of(gathering.held)}?asOf=2024-05-01")
    assert "令和6年5月1日には、まだ決まっていなかった会議です。" in before
    links = Page.of(visitor.get(page_of(gathering.held))).links
    (first,) = [link for link in links if "knownAt=" in link]
    known = text(visitor, first)
    assert "会議の予定" in known
    assert "開催通知" not in known
    assert "原案のとおり決定" not in known


def test_the_story_is_told_as_corrected_and_without_what_was_annulled(here: Installation) -> None:
    own = Gathering.opened(here)
    book, path = own.house.book, page_of(own.held)
    book.correct(own.held, 2, "effective", {"kind": "at", "value": "2024-06-12"})
    page = text(own.visitor(OFFICE), path)
    assert "令和6年6月12日 開催通知" in page
    assert "令和6年6月10日 開催通知" not in page
    moment = book.query("SELECT clock_timestamp() AS moment")[0]["moment"].isoformat()
    book.annul(own.held, 2)
    assert "開催通知" not in text(own.visitor(OFFICE), path)
    assert "令和6年6月12日 開催通知" in text(own.visitor(OFFICE), f"{path}?knownAt={quote(moment)}")


def test_published_minutes_are_told_of_without_their_draft(here: Installation) -> None:
    own = Gathering.opened(here)
    for act, day in ((MinutesConfirmed, "2024-07-20"), (MinutesPublished, "2024-08-01")):
        own.house.book.say(act, own.held, f"at {day}", minutes_kind="summary")
    page = text(own.visitor(), page_of(own.held))
    assert "令和6年8月1日 会議録の公開 要点記録" in page
    assert "会議録の作成" not in page
    assert "案の本文。" in page
    assert "会議録の作成" in text(own.visitor(OFFICE), page_of(own.held))


def test_a_hostile_title_is_never_markup(here: Installation) -> None:
    own = Gathering.opened(here)
    hostile = '<script>alert(1)</script>"onclick=x{{7*7}}'
    bodies = [{"body_id": own.body}]
    agenda = [{"title": hostile}]
    meeting = own.house.book.say(
        MeetingHeld, None, "at 2024-11-01", title=hostile, place=hostile, bodies=bodies, agenda=agenda,
        audience="public",
    ).record_id  # fmt: skip
    for path in (page_of(meeting), "/meetings?year=2024", "/meetings?view=month&month=2024-11"):
        answer = own.visitor().get(path)
        assert Page.of(answer).inline == []
        assert hostile in Page.of(answer).text


def test_a_page_asks_so_often_and_no_more(gathering: Gathering) -> None:
    for who in ("", MEMBER, OFFICE):
        visitor = gathering.visitor(who)
        visitor.get(page_of(gathering.held))
        for path in (page_of(gathering.held), f"{page_of(gathering.held)}/attendance-sheet"):
            with sent(gathering.house.here) as found:
                visitor.get(f"{path}?asOf=2025-01-02")
            assert len(found) <= STATEMENTS, found


def test_the_sheet_names_the_members_of_the_day_for_those_who_read_the_roster(gathering: Gathering) -> None:
    path = f"{page_of(gathering.held)}/attendance-sheet"
    for who in (OFFICE, AUDITOR, MEMBER):
        page = text(gathering.visitor(who), path)
        assert NAME in page, who
        assert "出席（署名）" in page
    assert gathering.visitor().get(path).status_code == 404
    assert path not in Page.of(gathering.visitor().get(page_of(gathering.held))).links
    empty = text(gathering.visitor(OFFICE), f"{page_of(gathering.vague)}/attendance-sheet")
    assert "委員は記録されていません。" in empty


def test_a_rule_that_is_attested_later_is_not_told_of_as_in_force(here: Installation) -> None:
    own = Gathering.opened(here)
    (council,) = own.house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    rule: dict[str, Any] = {"title": "後で見つかった会則", "quorum_share": "過半数", "audience": "public"}
    own.house.book.say(
        RuleEnacted, None, "as_of 2025-01-01", council_id=council["id"], scope_id=own.section, **rule
    )
    page = text(own.visitor(), page_of(own.vague))
    assert "後で見つかった会則" not in page
    assert "その日に定足数の定めがあった記録はありません。" in page


def test_a_meeting_that_is_only_called_waits_for_its_day(here: Installation) -> None:
    own = Gathering.opened(here)
    when, bodies = {"kind": "at", "value": "2025-03-20"}, [{"body_id": own.body, "number": 3}]
    said: dict[str, Any] = {"date": when, "bodies": bodies, "audience": "public"}
    meeting = own.house.book.say(MeetingScheduled, None, "at 2025-02-01", **said).record_id
    own.house.book.say(MeetingConvened, meeting, "at 2025-03-01")
    path = f"{page_of(meeting)}?asOf=2025-03-02"
    page = text(own.visitor(OFFICE), path)
    for told in ("日を決める すみ", "場所を決める つぎ", "開催通知を送る すみ", "会議を開いた記録 これから"):
        assert told in page, told
    assert "会議を開いた記録 つぎ" not in page


def test_minutes_that_nobody_drafted_anew_are_still_those_of_before(here: Installation) -> None:
    own = Gathering.opened(here)
    own.house.book.say(MinutesDrafted, own.held, "at 2024-07-12", minutes_kind="summary", text="直した案。")
    page = text(own.visitor(OFFICE), page_of(own.held))
    assert "直した案。" in page
    assert "案の本文。" not in page


def test_a_story_is_empty_for_whoever_does_not_see_the_meeting(gathering: Gathering) -> None:
    house = gathering.house
    for audiences, told in ((("public", "council"), 0), (("public", "council", "secretariat"), 1)):
        with snapshot(house.here.answering_engine, house.tenant.id) as connection:
            reading = Reading(connection, house.tenant.id, Sight(frozenset(audiences)))
            found = story(reading, gathering.inner, reading.moment(today(), None))
        assert len(found.steps) == told
        assert (found.first_recorded is not None) == bool(told)
