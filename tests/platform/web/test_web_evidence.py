"""What proves the record is for everybody, verifies without us, and shows nobody what they may not read."""

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from kyogikai_graphql import ids
from kyogikai_platform import kyogikai_verify, proving
from kyogikai_platform.web.evidence import entry
from kyogikai_tenants.council.meetings import MeetingHeld, OpennessDecided
from kyogikai_tenants.council.minutes import MinutesConfirmed, MinutesDrafted, MinutesPublished
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Page, Visitor

DRAFT, DRAFTED = "まだ公開していない案。", "meeting.minutes_drafted"


@pytest.fixture(scope="module")
def sealed(house: House) -> House:
    """With two notes, and an entry after the newer."""
    proving.checkpoint(house.here, house.label)
    (council,) = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    body = house.book.body(council["id"], "from 2023-04-01", "新しい部会", audience="public")
    given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "public"}
    meeting = house.book.say(MeetingHeld, None, "at 2024-06-27", **given).record_id
    house.book.say(MinutesDrafted, meeting, "at 2024-07-10", minutes_kind="summary", text=DRAFT)
    proving.checkpoint(house.here, house.label)
    house.book.body(council["id"], "from 2024-04-01", "あとの部会", audience="public")
    return house


@pytest.fixture
def auditor(sealed: House) -> Visitor:
    """Somebody who reads the whole trail, signed in."""
    email = f"{uuid4().hex}@example.jp"
    sealed.account(email, Role.AUDITOR)
    visitor = Visitor.at(sealed)
    assert visitor.sign_in(email).status_code == 303
    return visitor


def entries(house: House, audience: str) -> list[str]:
    """The ids of entries of an audience, in the order of the log."""
    query = "SELECT stream_id, stream_version FROM audit_entry WHERE audience = :a ORDER BY position"
    return [ids.entry_id(r["stream_id"], r["stream_version"]) for r in house.book.query(query, a=audience)]


def verified(text: str, path: Path) -> list[str]:
    """What the program that is given away says of a file. Raises Broken, Malformed."""
    path.write_text(text, encoding="utf-8")
    check = kyogikai_verify.of_proof if kyogikai_verify.is_proof(str(path)) else kyogikai_verify.of_history
    return check(str(path), None, None)


def test_the_public_finds_the_newest_seal_and_all_that_verifies_it(sealed: House, public: Visitor) -> None:
    page = Page.of(public.get("/evidence"))
    assert {"/evidence/kyogikai_verify.py"} < set(page.links)
    assert page.inline == []
    notes = [link for link in page.links if link.startswith("/evidence/checkpoints/")]
    assert len(notes) == 2
    key = proving.signed(sealed.here, sealed.tenant, "").verifier_key
    assert key in page.text
    for link in notes:
        note = public.get(link).text
        size = kyogikai_verify.checkpoint_of(note, key)[1]
        assert f"/{size}.txt" in link
    source = public.get("/evidence/kyogikai_verify.py").data
    assert source == Path(kyogikai_verify.__file__).read_bytes()


def test_published_minutes_are_told_apart_by_their_body_and_day(public: Visitor, sealed: House) -> None:
    book, given = sealed.book, dict[str, Any](minutes_kind="summary")
    (council,) = book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    for name, day in (("しごと部会", "2024-06-27"), ("くらし部会", "2024-06-28")):
        body = book.body(council["id"], "from 2023-04-01", name, audience="public")
        held: dict[str, Any] = {"bodies": [{"body_id": body, "number": 1}], "audience": "public"}
        meeting = book.say(MeetingHeld, None, f"at {day}", **held).record_id
        book.say(OpennessDecided, meeting, f"at {day}", openness="open")
        book.say(MinutesDrafted, meeting, "at 2024-07-10", text="要点。", **given)
        for act in (MinutesConfirmed, MinutesPublished):
            book.say(act, meeting, "at 2024-07-20", **given)
    text = Page.of(public.get("/evidence")).text
    for name, at in (("しごと部会", 27), ("くらし部会", 28)):
        assert f"{name} 令和6年度 第1回（令和6年6月{at}日）" in text


def test_a_public_entry_is_proved_with_what_it_says(public: Visitor, sealed: House, tmp_path: Path) -> None:
    named = entries(sealed, "public")[5]
    page = Page.of(public.get(f"/evidence/entries/{named}"))
    assert "そのままの内容であります" in page.text
    assert page.inline == []
    text = public.get(f"/evidence/entries/{named}/proof.json").text
    assert verified(text, tmp_path / "proof.json")[0].startswith("entry ")
    assert "state" in json.loads(text)["event"]


def test_an_entry_that_is_not_sealed_yet_says_so(public: Visitor, sealed: House) -> None:
    named = entries(sealed, "public")[-1]
    assert "まだ封じられていません" in public.get(f"/evidence/entries/{named}").text
    assert public.get(f"/evidence/entries/{named}/proof.json").status_code == 404


def test_what_one_may_not_see_has_no_proof(public: Visitor, auditor: Visitor, sealed: House) -> None:
    hidden = [*entries(sealed, "secretariat"), ids.entry_id(sealed.tenant.id, 10**6), "x"]
    for named in hidden:
        assert public.get(f"/evidence/entries/{named}").status_code == 404
        assert public.get(f"/evidence/entries/{named}/proof.json").status_code == 404
    assert auditor.get(f"/evidence/entries/{hidden[0]}").status_code == 200


def draft(house: House) -> str:
    """The entry of minutes that are not published, of a meeting that is."""
    query = "SELECT stream_id, stream_version FROM audit_entry WHERE topic = :t ORDER BY position LIMIT 1"
    (row,) = house.book.query(query, t=DRAFTED)
    return ids.entry_id(row["stream_id"], row["stream_version"])


def taken(visitor: Visitor, named: str) -> dict[str, Any]:
    """The entry in a proof that is taken away."""
    event = json.loads(visitor.get(f"/evidence/entries/{named}/proof.json").text)["event"]
    assert isinstance(event, dict)
    return event


def test_a_draft_of_a_public_meeting_is_proved_without_being_shown(
    public: Visitor, auditor: Visitor, sealed: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = draft(sealed)
    assert set(taken(public, named)) == {"position", "recorded_at", "digest", "hash"}
    text = public.get(f"/evidence/entries/{named}/proof.json").text
    assert verified(text, tmp_path / "proof.json")[0].startswith("entry ")
    assert DRAFT not in public.get(f"/evidence/entries/{named}").text
    assert DRAFT in b64decode(taken(auditor, named)["state"]).decode()
    monkeypatch.setattr(entry, "_open", lambda _: True)
    assert "state" in taken(public, named)  # what stands in the way of it


def test_the_log_grew_from_one_note_to_the_next(public: Visitor, sealed: House, tmp_path: Path) -> None:
    del sealed
    sizes = re.findall(r"/evidence/checkpoints/(\d+)\.txt", public.get("/evidence").text)
    first, second = sorted(map(int, sizes))
    page = public.get(f"/evidence/growth?from={second}&to={first}")
    assert "書きかえられず" in page.text
    text = public.get(f"/evidence/growth.json?from={first}&to={second}").text
    assert verified(text, tmp_path / "growth.json")[0] == f"growth  from {first} to {second}"
    assert "書きかえられず" in public.get("/evidence/growth").text
    for words in (f"from={first}&to={second + 1}", "from=x&to=y", "from=1&to=２"):
        assert public.get(f"/evidence/growth?{words}").status_code == 404, words


def test_the_whole_log_is_for_those_who_read_the_trail_and_taking_it_is_an_entry(
    public: Visitor, auditor: Visitor, sealed: House, tmp_path: Path
) -> None:
    before = sealed.book.head()
    answer = auditor.fill("/evidence", "/evidence/bundle")
    told = verified(answer.text, tmp_path / "bundle.jsonl")
    assert "抜けも書きかえもありません" in told[-2]
    assert sealed.book.head() == before + 1
    taken = sealed.book.query("SELECT topic FROM audit_entry ORDER BY position DESC LIMIT 1")
    assert taken[0]["topic"] == "export.made"
    readable = [line for line in answer.text.splitlines()[1:] if '"state"' in line]
    assert any('"audience":"secretariat"' in line for line in readable)
    token = Page.of(public.get("/sign-in")).hidden["form_token"]
    assert public.send("/evidence/bundle", {"form_token": token}).status_code == 404
    assert auditor.send("/evidence/bundle", {"form_token": "x"}).status_code in {400, 403}


def test_a_bit_turned_over_is_noticed(public: Visitor, sealed: House, tmp_path: Path) -> None:
    named = entries(sealed, "public")[5]
    text = public.get(f"/evidence/entries/{named}/proof.json").text
    other = text.replace('"previous":"', '"previous":"0', 1).replace('","hashes"', '","hashes"', 1)
    with pytest.raises((kyogikai_verify.Broken, kyogikai_verify.Malformed)):
        verified(other, tmp_path / "proof.json")
