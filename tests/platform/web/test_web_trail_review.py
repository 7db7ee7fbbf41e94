"""Reviewing: filters that are kept and shared, before and after, stories, corrections in public."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.roles import saved, trail_page
from kyogikai_projections import published
from kyogikai_tenants.commands import AnnulEvent
from kyogikai_tenants.council.bodies import BodyRenamed
from kyogikai_tenants.council.meetings import MeetingHeld
from kyogikai_tenants.council.members import MemberAppointed
from kyogikai_tenants.council.minutes import (
    MinutesConfirmed,
    MinutesDrafted,
    MinutesPublished,
    MinutesWithdrawn,
)
from kyogikai_tenants.council.plain_summaries import PlainSummaryWritten
from kyogikai_tenants.events import AudienceChanged
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.installed import here, master
from tests.platform.web.test_web_trail import numbers, whole
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check


@pytest.fixture
def house(here: Installation) -> House:
    """A municipality of a test's own."""
    found = House.opened(here)
    found.people.passphrase(found.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    return found


@pytest.fixture
def body(house: House) -> UUID:
    """A body that anybody sees, renamed since."""
    council = house.book.council(audience="public")
    made = house.book.body(council, "from 2020-04-01", "就労部会", audience="public")
    house.book.say(BodyRenamed, made, "from 2023-04-01", name="はたらく部会", reason="わかりやすく")
    return made


def visitor_of(house: House, role: Role) -> Visitor:
    """Somebody of a role, signed in."""
    visitor, email = Visitor.at(house), f"{uuid4().hex}@example.jp"
    house.account(email, role)
    assert visitor.sign_in(email).status_code == 303
    return visitor


def entry_at(house: House, position: int) -> str:
    """The id of an entry."""
    query = "SELECT stream_id, stream_version FROM audit_entry WHERE position = :p"
    (row,) = house.book.query(query, p=position)
    return ids.entry_id(row["stream_id"], row["stream_version"])


def kept(visitor: Visitor, query: str, **fields: str) -> str:
    """Keep a filter; the page afterwards."""
    asked = dict(part.split("=") for part in query.split("&"))
    answer = visitor.fill(f"/trail?{query}", "/trail/saved", **asked, **fields)
    assert answer.status_code == 303, answer.text
    return visitor.get(str(answer.headers["Location"])).text


def removals(text: str) -> list[str]:
    return re.findall(r'action="(/trail/saved/[^"]+/remove)"', text)


# Kept filters


def test_a_kept_filter_is_one_press_away_for_its_owner_alone_unless_it_is_shared(house: House) -> None:
    auditor, office = visitor_of(house, Role.AUDITOR), visitor_of(house, Role.SECRETARIAT)
    assert "2月の訂正" in (page := kept(auditor, "correct=1&from=2026-02-01", name="2月の訂正"))
    assert page.count('viewBox="0 0 48 48"') == 1, "the platform's own mark stands at the head alone"
    assert "みんなで見る" in kept(auditor, "access=1", name="みんなで見る", shared="1")
    text = office.get("/trail").text
    assert ("2月の訂正" in text, "みんなで見る" in text) == (False, True)
    assert "/trail?access=1" in Page.of(office.get("/trail")).links
    assert "/trail?from=2026-02-01&correct=1" in Page.of(auditor.get("/trail")).links
    assert not removals(text)
    for path in removals(auditor.get("/trail").text):
        assert office.fill("/trail", path).status_code == 404  # not theirs
        assert auditor.fill("/trail", path).status_code == 303
        assert auditor.fill("/trail", path).status_code == 404
    assert "みんなで見る" not in office.get("/trail").text


def test_an_administrator_removes_what_is_shared_and_nothing_else(house: House) -> None:
    auditor, administrator = visitor_of(house, Role.AUDITOR), Visitor.at(house)
    assert administrator.sign_in(ADMINISTRATOR, PASSPHRASE).status_code == 303
    kept(auditor, "access=1", name="共有", shared="1")
    kept(auditor, "change=1", name="自分だけ")
    (shared,) = removals(administrator.get("/trail").text)
    own = next(path for path in removals(auditor.get("/trail").text) if path != shared)
    assert administrator.fill("/trail", own).status_code == 404
    assert administrator.fill("/trail", shared).status_code == 303


def test_a_kept_filter_has_a_name_and_stands_sealed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    auditor = visitor_of(house, Role.AUDITOR)
    answer = auditor.fill("/trail", "/trail/saved", name=" ", text="山田")
    assert answer.status_code == 400
    assert answer.text.count("条件の名前を入力してください") == 2
    assert auditor.fill("/trail", "/trail/saved", name="x", to="nonsense").status_code == 400
    kept(auditor, "text=山田", name="山田さんのこと")
    (row,) = house.book.query("SELECT sealed FROM saved_filter")
    assert "山田" not in row["sealed"]
    monkeypatch.setattr(saved, "MOST", 1)
    answer = auditor.fill("/trail", "/trail/saved", name="もう一つ")
    assert (answer.status_code, "1件までです" in answer.text) == (409, True)
    viewer = visitor_of(house, Role.VIEWER)
    assert viewer.fill("/help", "/trail/saved", name="x").status_code == 404


# Before and after


def test_a_renaming_shows_the_page_before_and_after_it(house: House, body: UUID) -> None:
    auditor = visitor_of(house, Role.AUDITOR)
    named = house.book.query("SELECT position FROM audit_entry WHERE topic = 'body.renamed'")[0]["position"]
    entry = entry_at(house, named)
    assert f"/trail/{entry}/views" in Page.of(auditor.get(f"/trail/{entry}")).links  # one press away
    page = Page.of(auditor.get(f"/trail/{entry}/views"))
    own = f"/bodies/{ids.encode('Body', body)}?asOf=2023-04-01&knownAt="
    before, after = (auditor.get(link).text for link in page.links if link.startswith(own))
    for shown, name in ((before, "就労部会"), (after, "はたらく部会")):
        assert f"<h1>{name}</h1>" in " ".join(shown.split()) or f">{name}</h1>" in shown
    side = r'class="(old|new)"><span aria-hidden="true">.</span> ([^<]+)<'
    told = re.findall(side, auditor.get(f"/trail/{entry}/views").text)
    assert ("old", "就労部会") in told
    assert ("new", "はたらく部会") in told


def test_what_began_had_no_page_before_and_a_membership_is_shown_with_its_body(
    house: House, body: UUID
) -> None:
    auditor = visitor_of(house, Role.AUDITOR)
    given: dict[str, Any] = {"body_id": body, "audience": "public"}
    house.book.say(MemberAppointed, None, "from 2024-04-01", vacant=True, **given)
    entry = entry_at(house, house.book.head())
    page = auditor.get(f"/trail/{entry}/views")
    assert "まだ（または、もう）ページがありません" in page.text
    assert any(link.startswith(f"/bodies/{ids.encode('Body', body)}?") for link in Page.of(page).links)


def test_what_changes_no_page_says_so_and_others_find_nothing(house: House, body: UUID) -> None:
    auditor, viewer = visitor_of(house, Role.AUDITOR), visitor_of(house, Role.VIEWER)
    entry = entry_at(house, house.book.head())  # a sign-in
    assert "ページの記載は、前と後で同じです" in auditor.get(f"/trail/{entry}/views").text
    for path in (f"/trail/{entry}/views", f"/trail/of/{ids.encode('Body', body)}"):
        assert viewer.get(path).status_code == 404
        assert Visitor.at(house).get(path).headers["Location"] == "/sign-in?next=/trail"
    for path in ("/trail/x/views", f"/trail/{ids.entry_id(uuid4(), 1)}/views"):
        assert auditor.get(path).status_code == 404


# Stories


def test_a_story_has_every_entry_and_leads_to_corrections_both_ways(house: House, body: UUID) -> None:
    auditor = visitor_of(house, Role.AUDITOR)
    house.book.correct(body, 1, "name", "就労支援部会")
    corrected = house.book.head()
    given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "public"}
    house.book.say(MeetingHeld, None, "at 2024-06-27", **given)
    named = ids.encode("Body", body)
    assert f"/trail/of/{named}" in Page.of(auditor.get(f"/bodies/{named}")).links
    text = auditor.get(f"/trail/of/{named}").text
    rows = house.book.query("SELECT position FROM audit_entry WHERE stream_id = :b ORDER BY position", b=body)
    own = [row["position"] for row in rows]
    found = [int(n) for n in re.findall(r'<li id="n(\d+)">', text)]
    assert found == sorted({*own, house.book.head()})
    opening = own[0]
    assert f'href="/trail/{entry_at(house, opening)}">#{opening}を直したもの' in text
    assert f'href="/trail/{entry_at(house, corrected)}">#{corrected}で直されています' in text
    assert "「はたらく部会」に" in text
    alone = auditor.get(f"/trail/of/{named}?only=1").text
    assert [int(n) for n in re.findall(r'<li id="n(\d+)">', alone)] == own


def test_what_somebody_may_read_nothing_of_has_the_story_of_what_never_was(house: House, body: UUID) -> None:
    administrator = visitor_of(house, Role.TENANT_ADMINISTRATOR)
    named, never = (ids.encode("Body", one) for one in (body, uuid4()))
    hidden, none = (administrator.get(f"/trail/of/{one}") for one in (named, never))
    assert (hidden.status_code, hidden.text.replace(named, never)) == (404, none.text)
    assert f"/trail/of/{named}" not in Page.of(administrator.get(f"/bodies/{named}")).links
    assert administrator.get(f"/trail/of/{ids.encode(ids.ACTOR, str(house.people.find(ADMINISTRATOR)))}").text
    assert visitor_of(house, Role.SECRETARIAT).get(f"/trail/of/{named}").status_code == 200


def test_a_users_story_is_what_was_done_to_them_and_what_they_did(house: House) -> None:
    auditor = visitor_of(house, Role.AUDITOR)
    user = house.account("seen@example.jp", Role.SECRETARIAT)
    seen = Visitor.at(house)
    assert seen.sign_in("seen@example.jp").status_code == 303
    path = f"/trail/of/{ids.encode(ids.ACTOR, str(user))}"
    assert path in Page.of(auditor.get(f"/users/{user}")).links
    text = auditor.get(path).text
    for told in ("ログイン", "招待", "事務局"):
        assert told in text
    links = Page.of(auditor.get(f"/users/{user}")).links
    assert any(link.startswith(f"/trail?who={ids.encode(ids.ACTOR, str(user))}&from=") for link in links)


def test_a_long_story_goes_on(house: House, body: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kyogikai_platform.web.roles.trail_story.SIZE", 1)
    auditor, named = visitor_of(house, Role.AUDITOR), ids.encode("Body", body)
    found, path = list[str](), f"/trail/of/{named}"
    while path:
        text = auditor.get(path).text
        found += re.findall(r'<li id="n(\d+)">', text)
        onward = re.search(r'rel="next" href="([^"]+)"', text)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert len(found) == len(set(found)) == 2
    assert auditor.get(f"/trail/of/{ids.encode('Body', uuid4())}").status_code == 404


# Corrected after it was published


def test_what_was_public_and_then_corrected_is_found_and_a_draft_is_not(
    house: House, body: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, wanted = house.book, set[int]()
    council = book.query("SELECT id FROM council WHERE known_to IS NULL")[0]["id"]
    hidden = book.body(council, "from 2021-04-01", "準備の部会", audience="secretariat")
    book.correct(hidden, 1, "name", "準備室")  # nobody outside saw it
    book.correct(body, 1, "name", "就労支援部会")
    wanted.add(book.head())
    given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "council"}
    meeting = book.say(MeetingHeld, None, "at 2024-06-27", **given).record_id
    book.correct(meeting, 1, "place", "市役所")  # the meeting is the council's
    book.say(MinutesDrafted, meeting, "at 2024-07-01", minutes_kind="summary", text="案。")
    book.correct(meeting, 3, "text", "案。なおした。")  # a draft
    book.say(MinutesConfirmed, meeting, "at 2024-07-05", minutes_kind="summary")
    book.say(MinutesPublished, meeting, "at 2024-07-10", minutes_kind="summary")
    book.correct(meeting, 3, "text", "案。なおした。公開のあとも。")
    wanted.add(book.head())
    taken_back = int(book.one("SELECT stream_version FROM audit_entry WHERE position = :p", p=book.head()))
    house.tenant.execute(AnnulEvent(meeting, taken_back, "やはり元に"), actor=book.actor)
    wanted.add(book.head())
    auditor = visitor_of(house, Role.AUDITOR)
    assert set(whole(auditor, "/trail?published=1")) == wanted
    assert "これまでのすべて" in auditor.get("/trail?published=1").text
    assert set(whole(auditor, "/trail?correct=1")) > wanted
    assert list(house.tenant.rebuild(check=True)) == []
    monkeypatch.setattr(published, "Audience", type("Audience", (), {"PUBLIC": object()}))
    assert [d.table for d in house.tenant.rebuild(check=True)] == ["audit_entry"]  # what decides it


# A text in a long log


def test_a_text_is_looked_for_in_a_bounded_stretch_and_then_further(
    house: House, body: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    del body
    auditor = visitor_of(house, Role.AUDITOR)
    assert len(numbers(auditor.get("/trail?text=就労部会").text)) >= 1
    monkeypatch.setattr(trail_page, "LOOKED", 2)
    monkeypatch.setattr("kyogikai_projections.reviewing.STRETCH", 2)
    text = auditor.get("/trail?text=就労部会").text
    assert f"新しいほうから記録 #{house.book.head() - 1:,} までさがしました" in text
    assert "0件以上" in text
    assert numbers(text) == []
    found = whole(auditor, "/trail?text=就労部会")
    assert len(found) >= 1
    assert found == sorted(found, reverse=True)


def test_a_first_page_looks_for_a_text_in_so_much_of_the_log_however_few_entries_fit(
    house: House, body: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = visitor_of(house, Role.AUDITOR)
    house.book.correct(body, 1, "name", "就労支援部会")
    corrected = house.book.head()
    for _ in range(3):
        visitor_of(house, Role.AUDITOR)
    asked = "/trail?text=就労支援&correct=1"
    assert numbers(auditor.get(asked).text) == [corrected]
    monkeypatch.setattr("kyogikai_projections.reviewing.STRETCH_OF_LOG", 2)
    text = auditor.get(asked).text
    assert (numbers(text), "0件以上" in text, "さらにさがす" in text) == ([], True, True)
    assert f"記録 #{house.book.head() - 1:,} まで" in text
    assert whole(auditor, asked) == [corrected]
    assert "さらにさがす" not in auditor.get("/trail?text=どこにもない&correct=1&to=R2.1.1").text


def flagged(house: House) -> bool:
    """Whether the last entry is one that takes back what was public."""
    return bool(house.book.one("SELECT published FROM audit_entry ORDER BY position DESC LIMIT 1"))


def test_what_was_hidden_corrected_and_shown_again_was_public_before(house: House, body: UUID) -> None:
    book = house.book
    hidden = book.body(
        book.query("SELECT id FROM council WHERE known_to IS NULL")[0]["id"], "from 2021-04-01", "準備の部会",
        audience="secretariat",
    )  # fmt: skip
    book.correct(hidden, 1, "name", "準備室")
    assert not flagged(house)
    book.say(AudienceChanged, hidden, None, audience="public", reason="公開")
    book.correct(hidden, 1, "name", "準備会")
    assert flagged(house), "made public later"
    book.say(AudienceChanged, body, None, audience="secretariat", reason="非公開")
    book.correct(body, 1, "name", "就労の部会")
    assert flagged(house), "anybody could see it before it was hidden"
    taken_back = int(book.one("SELECT max(stream_version) FROM audit_entry WHERE stream_id = :b", b=body))
    house.tenant.execute(AnnulEvent(body, taken_back, "やはり元に"), actor=book.actor)
    assert flagged(house)
    assert list(house.tenant.rebuild(check=True)) == []


def test_minutes_and_what_sums_them_up_are_public_while_and_after_they_are_published(
    house: House, body: UUID
) -> None:
    book, day = house.book, "at 2024-07-10"
    given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "public"}
    meeting = book.say(MeetingHeld, None, "at 2024-06-27", **given).record_id
    book.say(MinutesDrafted, meeting, day, minutes_kind="summary", text="案。")
    book.say(PlainSummaryWritten, meeting, day, summary="やさしい案。")
    book.correct(meeting, 3, "summary", "やさしい案です。")
    assert not flagged(house), "nobody outside saw the summary"
    book.say(MinutesConfirmed, meeting, day, minutes_kind="summary")
    book.say(MinutesPublished, meeting, day, minutes_kind="summary")
    book.correct(meeting, 3, "summary", "やさしい要約です。")
    assert flagged(house)
    book.say(MinutesWithdrawn, meeting, day, minutes_kind="summary", reason="あやまり")
    for field, of in (("text", 2), ("summary", 3)):
        book.correct(meeting, of, field, "なおしました。")
        assert flagged(house), f"{field}: withdrawn since, and public before"
    book.say(MinutesDrafted, meeting, day, minutes_kind="summary", text="新しい案。")
    drafted = int(book.one("SELECT max(stream_version) FROM audit_entry WHERE stream_id = :m", m=meeting))
    book.correct(meeting, drafted, "text", "新しい案です。")
    assert not flagged(house), "the new draft was never public"
    assert list(house.tenant.rebuild(check=True)) == []
