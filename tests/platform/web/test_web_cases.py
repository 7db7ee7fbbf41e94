"""個別事例デスク: what is read is recorded first, what is refused says why, nobody else finds anything."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform.accounts.mail import Letter
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.cases import emergency
from kyogikai_platform.web.forms import choices
from kyogikai_tenants.cases import CaseViewed
from kyogikai_tenants.council.issues import IssueRaised
from kyogikai_tenants.council.meetings import MeetingHeld, MeetingScheduled
from kyogikai_tenants.effective import Effective, Kind
from kyogikai_tenants.errors import Refused
from tests.platform.installed import here, master
from tests.platform.web.case_house import NUMBER, PEOPLE, CaseHouse
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import Page

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
MOST = 20
"""Statements of one page of the desk; a snapshot takes two."""
OUTSIDE = ("stranger", "office", "auditor", "viewer", "administrator", "public")


@pytest.fixture(scope="module")
def desk(here: Installation, engine: sa.Engine) -> CaseHouse:
    del engine
    return CaseHouse.made(here)


def test_a_case_is_registered_under_a_number_and_shows_no_text(desk: CaseHouse) -> None:
    case = desk.register(person="カナリア太郎")
    assert NUMBER.fullmatch(case)
    page = desk.by("worker").get(f"/cases/{case}")
    assert page.status_code == 200
    assert "カナリア太郎" not in page.text
    assert case in desk.by("worker").get("/cases").text


def test_its_texts_are_shown_once_that_they_are_read_is_on_record(desk: CaseHouse) -> None:
    case, before = desk.register(person="カナリア次郎"), desk.head()
    answer = desk.read(case)
    assert "カナリア次郎" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    (row,) = desk.house.book.query("SELECT topic, actor FROM audit_entry WHERE position > :p", p=before)
    assert (row["topic"], row["actor"]) == (CaseViewed.TOPIC, str(desk.accounts["worker"]))


def test_without_an_entry_there_is_no_text(desk: CaseHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk.register(person="カナリア三郎")

    def fails(*_: object, **__: object) -> None:
        raise Refused

    monkeypatch.setattr("kyogikai_platform.web.cases.seat.Seat.say", fails)
    answer = desk.read(case)
    assert (answer.status_code, "カナリア三郎" in answer.text) == (303, False)


def test_a_look_from_elsewhere_is_none(desk: CaseHouse) -> None:
    """Neither a link nor a form of another page makes somebody read a case."""
    case, before = desk.register(), desk.head()
    assert desk.by("worker").get(f"/cases/{case}/read").status_code in {404, 405}
    answer = desk.by("worker").send(f"/cases/{case}/read", {"form_token": "x"})
    assert (answer.status_code, desk.head()) == (403, before)


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_a_case_is_not_there(desk: CaseHouse, name: str) -> None:
    case, never = desk.register(), "K-AAAAA-AAAAA"
    for path in ("", "/abstract", "/destroy", "/share"):
        there, not_there = (desk.by(name).get(f"/cases/{one}{path}") for one in (case, never))
        assert there.status_code == not_there.status_code
        assert there.status_code in {404, 303}
        assert there.text.replace(case, never) == not_there.text


def test_sharing_without_a_ground_says_which_rule_and_who_may_allow_it(desk: CaseHouse) -> None:
    case = desk.register()
    answer = desk.share(case)
    assert answer.status_code == 422
    assert "SharingNeedsGround" in answer.text
    assert "個別支援担当" in answer.text
    desk.consent(case)
    assert desk.share(case).status_code == 303
    assert desk.by("other").get(f"/cases/{case}").status_code == 200
    assert "一人で暮らす" in desk.read(case, "other").text
    assert desk.by("stranger").get(f"/cases/{case}").status_code == 404


def test_an_abstract_is_approved_by_another_and_then_presented(desk: CaseHouse) -> None:
    case = desk.register()
    desk.consent(case)
    there = {"meetingId": desk.meeting("subcommittee")}
    assert "AbstractNeeded" in desk.act(case, "present", **there).text
    assert desk.act(case, "present", meetingId=desk.meeting("conference")).status_code == 303
    assert desk.act(case, "draft", abstract="カナリアの要旨").status_code == 303
    own = desk.post("worker", f"/cases/{case}/abstract", act="approve", drafted="4")
    assert "AbstractByAnother" in own.text
    assert case in desk.by("office").get("/cases").text
    assert "カナリアの要旨" not in desk.by("office").get(f"/cases/{case}/abstract").text
    before = desk.head()
    assert "カナリアの要旨" in desk.post("office", f"/cases/{case}/abstract", act="read").text
    assert desk.head() == before + 1
    answer = desk.post("office", f"/cases/{case}/abstract", act="approve", drafted="4")
    assert answer.status_code == 303
    assert case not in desk.by("office").get("/cases").text
    assert desk.act(case, "present", **there).status_code == 303


def presented(desk: CaseHouse, text: str) -> tuple[str, str]:
    """A case whose abstract was presented to the subcommittee, and the page of that abstract."""
    case = desk.register()
    desk.consent(case)
    assert desk.act(case, "draft", abstract=text).status_code == 303
    assert desk.post("office", f"/cases/{case}/abstract", act="approve", drafted="3").status_code == 303
    meeting = desk.meeting("subcommittee")
    assert desk.act(case, "present", meetingId=meeting).status_code == 303
    asked = "SELECT id FROM presented_abstract ORDER BY known_from DESC LIMIT 1"
    abstract = ids.encode("PresentedAbstract", desk.house.book.one(asked))
    return case, f"/meetings/{meeting}/abstracts/{abstract}"


def test_a_presented_abstract_is_read_by_a_form_until_consent_is_withdrawn(desk: CaseHouse) -> None:
    case, way = presented(desk, "カナリアの提示")
    meeting, auditor, worker = way.partition("/abstracts/")[0], desk.by("auditor"), desk.by("worker")
    assert way in Page.of(auditor.get(meeting)).links
    assert way in auditor.get(f"/bodies/{body_of(desk)}").text
    asked = auditor.get(way)
    assert (asked.status_code, "カナリアの提示" in asked.text, case in asked.text) == (200, False, False)
    before = desk.head()
    for _ in range(2):  # a reload is another look
        answer = desk.post("auditor", way)
        assert "カナリアの提示" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert desk.head() == before + 2
    assert auditor.send(way, {"form_token": "x"}).status_code == 403
    assert statements(desk, way, "auditor") <= MOST
    token = Page.of(asked).hidden["form_token"]
    office = Page.of(desk.by("office").get(f"/cases/{case}/abstract")).hidden["form_token"]

    page = desk.by("worker").get(f"/cases/{case}/withdraw").text
    assert "元に戻せません" in page
    assert desk.act(case, "withdraw", withdrawal="本人が電話で").status_code == 303
    before = desk.head()
    assert auditor.get(way).status_code == 404
    assert auditor.send(way, {"form_token": token}).status_code == 404, "a form that was open before"
    assert desk.head() == before
    for path in (meeting, f"{meeting}?asOf=2026-12-31", f"/bodies/{body_of(desk)}"):
        assert way not in auditor.get(path).text
    told = worker.get(f"/cases/{case}").text
    assert "撤回" in told
    assert f"/cases/{case}/withdraw" not in told
    assert "SharingNeedsGround" in desk.share(case).text
    assert desk.by("office").get(f"/cases/{case}/abstract").status_code == 404
    sent_after = desk.by("office").send(f"/cases/{case}/abstract", {"form_token": office, "act": "read"})
    assert (sent_after.status_code, "カナリアの提示" in sent_after.text) == (404, False)


def body_of(desk: CaseHouse) -> str:
    """The subcommittee."""
    asked = "SELECT body_ids[1] FROM meeting WHERE id = :m LIMIT 1"
    return ids.encode("Body", desk.house.book.one(asked, m=desk.meetings["subcommittee"]))


def test_the_answers_of_the_api_follow_a_presentation_and_its_end(desk: CaseHouse) -> None:
    """Kept answers too: what cases change in them moves the position on which they rest."""
    case, way = presented(desk, "要旨")
    abstract, headers = way.rpartition("/")[2], {"Host": desk.house.host, "Sec-Fetch-Site": "same-origin"}
    ask = {"query": "{ meetings { nodes { presentedAbstracts { id } } } }"}
    read = {"query": f'mutation {{ readPresentedAbstract(input: {{ presentedAbstractId: "{abstract}" }}) '
                     "{ text userErrors { code field } entries { type } } }"}  # fmt: skip

    def told(what: dict[str, str], by: str = "auditor") -> str:
        return desk.by(by).client.post("/graphql", json=what, headers=headers).text

    assert abstract in told(ask)
    assert abstract in told(ask)
    assert '"text":"要旨"' in told(read).replace('": ', '":')
    assert "case.viewed" in told(read)
    assert desk.act(case, "close", outcome="").status_code == 303
    assert abstract in told(ask)
    assert desk.act(case, "withdraw").status_code == 303
    assert abstract not in told(ask)
    assert "NOT_FOUND" in told(read)
    assert "presentedAbstractId" in told(read)
    for name in ("viewer", "administrator"):
        assert "NOT_FOUND" in told(read, name)


def test_a_case_conference_is_recorded_at_the_desk(desk: CaseHouse) -> None:
    case, said = desk.register(), {"attended": "本人と家族", "agreed": "カナリアの約束"}
    assert "SharingNeedsGround" in desk.act(case, "conference", **said).text
    desk.consent(case)
    wrong = desk.act(case, "conference", **said, meetingId=desk.meeting("subcommittee"))
    assert wrong.status_code == 400, "which the form does not offer"
    assert desk.act(case, "conference", **said, meetingId=desk.meeting("conference")).status_code == 303
    page = desk.by("worker").get(f"/cases/{case}").text
    assert "個別支援会議" in page
    assert "カナリアの約束" not in page
    assert "カナリアの約束" in desk.read(case).text


def offered(desk: CaseHouse, case: str, word: str, sought: str = "") -> list[str]:
    """The meetings that a form of the desk offers, in its order."""
    page = f"/cases/{case}/{word}"
    said = {"act": "find:meetingId", "meetingId.find": sought, "attended": "書きかけ", "agreed": "書きかけ"}
    text = (desk.post("worker", page, **said) if sought else desk.by("worker").get(page)).text
    assert not sought or "書きかけ" in text or word == "present"
    (select,) = re.findall(r'<select class="in" id="meetingId".*?</select>', text, re.DOTALL)
    return re.findall(r"<option value=\"[^\"]+\"[^>]*>(.*?)</option>", select)


def test_a_conference_is_chosen_among_those_of_the_case_conference_the_newest_first(
    desk: CaseHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, case = desk.house.book, desk.register()
    desk.consent(case)
    body = book.one("SELECT id FROM body WHERE name = 'conferenceの会議体' LIMIT 1")
    given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "council"}
    for day in ("2024-05-10", "2026-02-03", "2025-01-20"):
        book.say(MeetingHeld, None, f"at {day}", **given)
    book.say(MeetingScheduled, None, "at 2026-01-01", date=Effective(Kind.AT, "2190-01-01"), **given)
    found = offered(desk, case, "conference")
    earlier = [f"conferenceの会議体（令和{day}日）" for day in ("8年2月3", "7年1月20", "6年5月10")]
    assert [one for one in found if one in earlier] == earlier
    assert not any("subcommittee" in one or "2190" in one or "令和172" in one for one in found)
    assert any("subcommittee" in one for one in offered(desk, case, "present")), "at any meeting, once held"
    assert not any("令和172" in one for one in offered(desk, case, "present"))
    monkeypatch.setattr(choices, "LONGEST", 2)
    head = desk.head()
    assert offered(desk, case, "conference", "令和6年") == earlier[2:]
    assert desk.head() == head, "to look for one records nothing"


def test_an_issue_knows_how_many_cases_are_behind_it_and_not_which(desk: CaseHouse) -> None:
    book = desk.house.book
    body = book.one("SELECT id FROM body LIMIT 1")
    issue = book.say(IssueRaised, None, "at 2026-05-01", title="夜の見守り", owner_id=body, audience="public")
    given = {"issueId": ids.encode("Issue", issue.record_id)}
    first, second = desk.register(), desk.register()
    assert desk.act(first, "link", **given).status_code == 303
    assert "LinkedAlready" in desk.act(first, "link", **given).text
    assert desk.act(second, "link", **given).status_code == 303
    assert "夜の見守り" in desk.by("worker").get(f"/cases/{first}").text
    question = {"query": "{ issues { nodes { caseCount } } auditTrail(last: 9) { nodes { sentence } } }"}
    headers = {"Host": desk.house.host, "Sec-Fetch-Site": "same-origin"}
    told = {n: desk.by(n).client.post("/graphql", json=question, headers=headers).text for n in PEOPLE}
    assert {n for n, text in told.items() if '"caseCount":2' in text} == {
        "worker", "other", "stranger", "office", "auditor",
    }  # fmt: skip
    assert not any(number in told["office"] for number in (first, second))
    assert "事例を2件とする" in told["office"]


def test_a_correction_is_sealed_and_read_in_place_of_what_was(desk: CaseHouse) -> None:
    case = desk.register(person="カナリア四郎")
    given = {"version": "1", "field": "person", "text": "カナリア五郎", "reason": "clerical_error"}
    answer = desk.post("worker", f"/cases/{case}", f"/cases/{case}/correct", **given)
    assert answer.status_code == 303, answer.text
    text = desk.read(case).text
    assert "カナリア五郎" in text
    assert "カナリア四郎" not in text


def test_the_api_and_its_forms_say_nothing_of_a_case(desk: CaseHouse) -> None:
    case = desk.register()
    (row,) = desk.house.book.query("SELECT id FROM case_file WHERE reference = :c LIMIT 1", c=case)
    entry, headers = ids.entry_id(row["id"], 1), {"Host": desk.house.host, "Sec-Fetch-Site": "same-origin"}
    given = f'entryId: "{entry}", field: "person", new: "別人", reason: "clerical_error"'
    ask = {"query": f"mutation {{ correctEvent(input: {{{given}}}) {{ userErrors {{ rule code }} }} }}"}
    told = {n: desk.by(n).client.post("/graphql", json=ask, headers=headers).text for n in PEOPLE}
    assert "AtTheCaseDesk" in told.pop("worker")
    assert "AtTheCaseDesk" in told.pop("auditor")  # who reads the entry, and records nothing
    assert all("NOT_FOUND" in text or "UNAUTHENTICATED" in text for text in told.values()), told
    page = desk.by("worker").get(f"/trail/{entry}").text
    assert "correctEvent" not in page
    form = desk.by("worker").get(f"/record/correctEvent?entryId={entry}&field=person").text
    assert "架空 花子" not in form


def test_the_glass_is_broken_with_a_reason_and_the_auditors_are_told(
    desk: CaseHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, sent = desk.register(person="カナリア六郎"), list[tuple[str, str]]()

    def send(_: object, _host: str, letter: Letter) -> bool:
        sent.append((letter.to, letter.text))
        return True

    monkeypatch.setattr("kyogikai_platform.accounts.mail.NoPost.send", send)
    page = "/cases/emergency"
    assert desk.post("office", page, reference=case, reason="").status_code == 400
    assert "この番号の事例はありません" in desk.post("office", page, reference="K-ZZZZZ", reason="命").text
    assert "NamesAPerson" in desk.post("office", page, reference=case, reason="昭和60年1月1日生まれ").text
    assert sent == []
    answer = desk.post("office", page, reference=wide(case), reason="命に関わる連絡のため")
    assert "カナリア六郎" in answer.text
    assert [to for to, _ in sent] == ["auditor@example.jp"]
    assert not any(word in sent[0][1] for word in (case, "命に関わる", "カナリア"))
    assert "/trail?cases=1" in sent[0][1]
    trail = desk.by("auditor").get("/trail?cases=1").text
    assert "命に関わる連絡のため" in trail
    assert "緊急閲覧" in trail


def wide(number: str) -> str:
    """As an input method leaves it: full-width, with the long-vowel mark for a dash."""
    return "".join("ー" if c == "-" else chr(ord(c) + 0xFEE0) for c in number.lower())


def test_a_break_of_the_glass_is_one_look(desk: CaseHouse) -> None:
    case = desk.register(person="カナリア七郎")
    page = desk.by("office").get("/cases/emergency")
    hidden = dict(zip(("form_token", "key"), emergency_fields(page.text), strict=True))
    given = hidden | {"reference": case, "reason": "安全の確認"}
    first, again = (desk.by("office").send("/cases/emergency", given) for _ in range(2))
    assert "カナリア七郎" in first.text
    assert (again.status_code, "カナリア七郎" in again.text) == (409, False)


def emergency_fields(text: str) -> tuple[str, str]:
    """What the page hides in its form."""
    token = text.split('name="form_token" value="')[1].split('"', maxsplit=1)[0]
    return token, text.split('name="key" value="')[1].split('"', maxsplit=1)[0]


def test_a_key_is_destroyed_after_it_was_said_what_that_means(desk: CaseHouse) -> None:
    case = desk.register(person="カナリア八郎")
    assert desk.by("worker").get(f"/cases/{case}/destroy").status_code == 404
    assert desk.act(case, "close").status_code == 303
    page = desk.by("worker").get(f"/cases/{case}/destroy").text
    assert "元に戻せません" in page
    wrong = desk.post("worker", f"/cases/{case}/destroy", reason="retention_over", reference="K-1")
    assert (wrong.status_code, "事例番号が違います" in wrong.text) == (400, True)
    right = desk.post("worker", f"/cases/{case}/destroy", reason="retention_over", reference=case)
    assert right.status_code == 303
    assert "鍵は破棄されました" in desk.by("worker").get(f"/cases/{case}").text
    before = desk.head()
    answer = desk.read(case)
    assert (answer.status_code, desk.head()) == (303, before)
    assert desk.house.book.sound()


def test_an_auditor_finds_who_read_a_case_in_three_clicks(desk: CaseHouse) -> None:
    case, auditor = desk.register(person="カナリア九郎"), desk.by("auditor")
    desk.read(case)
    assert 'href="/trail?cases=1"' in auditor.get("/").text  # the first; the second opens the entry
    entries = auditor.get("/trail?cases=1").text
    ways = [w.replace("&amp;", "&") for w in re.findall(r'href="(/trail\?[^"]*)"', entries) if case in w]
    shown = auditor.get(ways[0]).text  # the third
    assert "を閲覧（担当として）" in shown
    assert "worker さん" in shown
    assert "カナリア九郎" not in entries + shown
    for name in ("office", "administrator"):
        text = desk.by(name).get("/trail").text
        assert (case in text, "cases=1" in text) == (False, False)


def test_who_sits_at_no_desk_has_no_menu_and_no_page(desk: CaseHouse) -> None:
    for name in ("auditor", "viewer", "administrator", "public"):
        assert 'href="/cases"' not in desk.by(name).get("/").text
        assert desk.by(name).get("/cases").status_code in {404, 303}
    for name in ("worker", "office"):
        assert 'href="/cases"' in desk.by(name).get("/").text
    assert set(PEOPLE) > {"worker", "office"}
    assert emergency.LONGEST_REASON == 400


def test_a_page_of_the_desk_takes_few_statements_however_many_cases_there_are(desk: CaseHouse) -> None:
    case = desk.register()
    desk.consent(case)
    assert desk.act(case, "draft", abstract="要旨").status_code == 303
    pages = ("/cases", f"/cases/{case}", f"/cases/{case}/share", f"/cases/{case}/abstract", "/cases/new")
    desk.read(case)
    before = {page: statements(desk, page) for page in pages}
    for _ in range(3):
        desk.register()
    after = {page: statements(desk, page) for page in pages}
    assert after == before
    assert max(after.values()) <= MOST


def statements(desk: CaseHouse, page: str, by: str = "worker") -> int:
    """How many a page takes that was looked at before."""
    desk.by(by).get(page)
    with sent(desk.house.here) as found:
        assert desk.by(by).get(page).status_code == 200
    return len(found)
