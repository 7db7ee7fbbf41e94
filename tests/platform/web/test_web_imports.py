"""History brought in by pages: for whom there are any, what they say of a file, recorded and taken back."""

import re
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job, State
from kyogikai_platform.jobs.running import Runner
from kyogikai_platform.web.imports import importing, outcome
from kyogikai_platform.workbooks import desk, limits
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.graphql.scribe import Scribe
from tests.platform.accounts.house import House
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import HTML, Page, Visitor
from tests.platform.workbooks.books import xlsx

pytestmark = pytest.mark.check
NOBODY = (Role.CASE_WORKER, Role.AUDITOR, Role.VIEWER)
KINDS = ["名称", "種別"]
SOUND = {"会議体": [KINDS, ["取込み部会", "専門部会"], ["取込み会議", "全体会議"]]}
WRONG = {"会議体": [KINDS, ["誤り部会", "専門部"], ["正しい部会", "専門部会"], ["誤り会議", "何か"]]}
MANY = {"会議体": [KINDS, *([f"部会{n}", "何か"] for n in range(120))]}
TEXT = "これは表ではありません。".encode()


def visitor_of(house: House, role: Role) -> Visitor:
    """Somebody of a role, signed in."""
    visitor, email = Visitor.at(house), f"{uuid4().hex}@example.jp"
    house.account(email, role)
    assert visitor.sign_in(email).status_code == 303
    return visitor


def send(visitor: Visitor, content: bytes | None, name: str = "記録.xlsx", **more: str) -> TestResponse:
    """The form of the list, with a file."""
    token = Page.of(visitor.get("/imports")).hidden["form_token"]
    fields: dict[str, Any] = {"form_token": token, "audience": "council", **more}
    if content is not None:
        fields["file"] = FileStorage(BytesIO(content), name)
    boundary, body = encode_multipart(fields)
    own = {"Host": visitor.house.host, "Accept": HTML, "Sec-Fetch-Site": "same-origin"}
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.post("/imports", data=body, headers=own, content_type=kind)


def run(house: House, answer: TestResponse) -> str:
    """Do the job that a form asked for; its page's address."""
    assert answer.status_code == 303, answer.text
    path = answer.headers["Location"]
    Runner(house.tenant.engine, desk.KINDS).finish(house.tenant.id, id_of(path))
    return str(path)


def id_of(path: str) -> UUID:
    return UUID(path.split("/")[2])


def checked(visitor: Visitor, content: bytes, name: str = "記録.xlsx") -> str:
    """The address of a dry run that is over."""
    return run(visitor.house, send(visitor, content, name))


def fixed(visitor: Visitor, path: str, **fields: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return visitor.fill(path, path, **({"act": "again"} | named))


def jobs(house: House, kind: str = "") -> list[Job]:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        return keeping.latest(connection, kind, 100)


def head(house: House) -> int:
    return int(house.book.head())


def facts(house: House) -> int:
    """What stands in the log, all but the dry runs."""
    looks = house.book.query("SELECT count(*) AS n FROM audit_entry WHERE topic = 'import.checked'")
    return head(house) - int(looks[0]["n"])


def recorded(visitor: Visitor, content: bytes) -> str:
    """The address of an import that was recorded."""
    path = checked(visitor, content)
    return run(visitor.house, visitor.fill(f"{path}/record", f"{path}/record"))


@pytest.fixture(scope="module")
def review(house: House) -> str:
    """A dry run of a file with two places to correct."""
    return checked(visitor_of(house, Role.SECRETARIAT), xlsx(WRONG))


def addresses(review: str) -> tuple[str, ...]:
    return ("/imports", "/imports/template.xlsx", review, f"{review}/marked.xlsx")


def test_whoever_may_record_history_has_these_pages_and_nobody_else(house: House, review: str) -> None:
    for role in (Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR):
        visitor = visitor_of(house, role)
        assert {visitor.get(path).status_code for path in addresses(review)} == {200}, role
        assert "/imports" in Page.of(visitor.get("/")).links
    for role in NOBODY:
        visitor = visitor_of(house, role)
        assert {visitor.get(path).status_code for path in addresses(review)} == {404}, role
        for path in ("/imports", review, f"{review}/record", f"{review}/undo"):
            assert visitor.send(path, {"act": "leave_out"}).status_code == 404, (role, path)
        assert "/imports" not in Page.of(visitor.get("/")).links


def test_a_page_that_everybody_had_would_be_seen(
    house: House, review: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "imports", lambda _: True)
    assert visitor_of(house, Role.VIEWER).get(review).status_code == 200


def test_the_public_is_asked_to_sign_in(public: Visitor, review: str) -> None:
    for path in addresses(review):
        assert public.get(path).headers["Location"].startswith("/sign-in?next=/imports"), path


def test_a_job_of_another_municipality_or_of_another_kind_is_not_there(
    house: House, here: Installation, office: Visitor, review: str
) -> None:
    other = House.opened(here)
    other.account("other@example.jp", Role.SECRETARIAT)
    stranger = Visitor.at(other)
    assert stranger.sign_in("other@example.jp").status_code == 303
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        alien = keeping.give(connection, "other.kind", Actor("x", Role.SECRETARIAT), {})
        taken = keeping.take(connection, {"other.kind"})
        assert taken is not None
        keeping.end(connection, taken, State.DONE, {})
    for end in ("", "/marked.xlsx", "/record", "/undo"):
        assert stranger.get(f"{review}{end}").status_code == 404
        assert office.get(f"/imports/{uuid4()}{end}").status_code == 404
        assert office.get(f"/imports/{alien}{end}").status_code == 404
    for end in ("", "/record", "/undo"):
        assert stranger.fill("/imports", f"{review}{end}", act="same", reason="x").status_code == 404
    assert office.get(review).status_code == 200


def _running(house: House, job: UUID) -> Job:
    """Take a job, as a runner does."""
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        found = keeping.take(connection, desk.KINDS)
    assert found is not None
    assert found.id == job
    return found


def test_without_a_form_of_ours_nothing_is_done(house: House, office: Visitor, review: str) -> None:
    before = len(jobs(house))
    for path in ("/imports", review, f"{review}/record", f"{review}/undo"):
        assert office.send(path, {"form_token": "wrong"}).status_code == 403
    assert len(jobs(house)) == before


@pytest.mark.parametrize(
    ("content", "name", "more", "said"),
    [
        (None, "", {}, "ファイルをえらんでください"),
        (b"", "空.xlsx", {}, "ファイルが空です"),
        (b"x" * 2_000, "大.csv", {}, "ファイルが大きすぎます"),
        (b"x", "a.csv", {"audience": "everybody"}, "だれが見られるかをえらんでください"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_beside_it(
    house: House, office: Visitor, monkeypatch: pytest.MonkeyPatch,
    content: bytes | None, name: str, more: Mapping[str, str], said: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(limits, "BYTES", 1_000)
    before = len(jobs(house))
    answer = send(office, content, name, **({"audience": "secretariat"} | dict(more)))
    assert (answer.status_code, said in answer.text, len(jobs(house))) == (400, True, before)
    kept = 'value="secretariat" selected' in answer.text
    assert kept or "audience" in more, "what was chosen is not lost"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (TEXT, "文.docx", "受け取れません"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "古い.xls", "受け取れません"),
        (xlsx({"別の表": [["a", "b"], [1, 2]]}), "別.xlsx", "読めるシートがありません"),
    ],
)
def test_a_file_that_is_refused_says_why_and_leads_on(
    office: Visitor, house: House, content: bytes, name: str, said: str
) -> None:
    before = head(house)
    path = checked(office, content, name)
    page = office.get(path)
    assert said in page.text
    assert 'name="file"' in page.text
    assert (jobs(house)[0].result or {})["ja"] in page.text
    assert head(house) == before
    assert office.get(f"{path}/record").status_code == office.get(f"{path}/marked.xlsx").status_code == 404


def test_a_dry_run_says_place_value_reason_and_what_may_be_meant(office: Visitor, review: str) -> None:
    text = office.get(review).text
    for said in (
        "会議体 2行 B列",
        "種別",
        "専門部",
        "は選べません",
        "専門部会",
        "この行を除く",
        "直すところが 2 か所",
    ):
        assert said in text
    assert f"{review}/record" not in Page.of(office.get(review)).links
    assert office.get(f"{review}/marked.xlsx").data.startswith(b"PK")
    english = office.get(review, Cookie="").text
    assert 'name="how-0" value="p0"' in english


def test_nothing_is_recorded_while_something_must_be_corrected(
    house: House, office: Visitor, review: str
) -> None:
    before = len(jobs(house, desk.IMPORT))
    assert office.get(f"{review}/record").headers["Location"] == review
    answer = office.fill(review, f"{review}/record")
    assert (answer.status_code, "直すところが残っています" in answer.text) == (409, True)
    assert len(jobs(house, desk.IMPORT)) == before


def test_what_was_typed_is_not_lost_and_nothing_chosen_is_said(
    house: House, office: Visitor, review: str
) -> None:
    before = len(jobs(house))
    nothing = fixed(office, review)
    assert (nothing.status_code, "直し方がえらばれていません" in nothing.text) == (400, True)
    wrong = fixed(office, review, how_0="own", own_0="", own_1="専門部会かもしれない")
    assert (wrong.status_code, 'value="専門部会かもしれない"' in wrong.text) == (400, True)
    assert re.search(r'id="own-0"[^>]*aria-invalid="true"', wrong.text)
    long = fixed(office, review, own_0="あ" * (limits.LONGEST + 1))
    assert long.status_code == 400
    assert len(jobs(house)) == before


def test_corrections_are_looked_at_recorded_and_taken_back(
    house: House, office: Visitor, review: str
) -> None:
    start = facts(house)
    again = run(house, fixed(office, review, how_0="p0", own_1="まだ違う"))
    text = office.get(again).text
    assert "直すところが 1 か所" in text
    assert "まだ違う" in text
    assert "これまでの直し（2）" in text
    sound = run(house, fixed(office, again, how_0="skip"))
    assert "直すところはありません" in office.get(sound).text
    page = office.get(f"{sound}/record").text
    assert "記録.xlsx" in page
    assert "協議会内" in page
    assert facts(house) == start, "nothing of it is recorded before it is confirmed"
    done = run(house, office.fill(f"{sound}/record", f"{sound}/record"))
    assert "記録しました（" in office.get(done).text
    assert facts(house) > start
    links = [link for link in Page.of(office.get(done)).links if link.startswith(("/sources/", "/trail?"))]
    assert [office.get(link).status_code for link in links] == [200, 200]
    assert "誤り部会" in office.get(links[0]).text
    assert "誤り会議" not in office.get(links[0]).text
    assert done in Page.of(office.get(sound)).links
    _taken_back(house, office, done)
    repeated = run(house, office.fill(done, done, act="same"))
    assert "直すところはありません" in office.get(repeated).text, "what was corrected is kept"


def _taken_back(house: House, office: Visitor, done: str) -> None:
    before, asked = head(house), len(jobs(house, desk.UNDO))
    missing = office.fill(f"{done}/undo", f"{done}/undo", reason=" ")
    assert (missing.status_code, "取り消す理由を入力してください" in missing.text) == (400, True)
    assert office.fill(f"{done}/undo", f"{done}/undo", reason="あ" * 201).status_code == 400
    assert len(jobs(house, desk.UNDO)) == asked
    undone = run(house, office.fill(f"{done}/undo", f"{done}/undo", reason="ファイルの取り違え"))
    assert "取り消しました（" in office.get(undone).text
    assert head(house) > before
    assert "ファイルの取り違え" in office.get("/trail").text
    assert "この取込みは取り消されました" in office.get(done).text
    twice = office.fill("/imports", f"{done}/undo", reason="もう一度")
    assert (twice.status_code, "取り消せる取り込みではありません" in twice.text) == (409, True)
    listed = office.get("/imports").text
    assert "取り消しました" in listed


def test_after_a_day_an_import_is_not_taken_back_as_one(
    house: House, office: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = recorded(office, xlsx({"会議体": [KINDS, ["昨日の部会", "専門部会"]]}))
    asked = len(jobs(house, desk.UNDO))
    assert f"{done}/undo" in Page.of(office.get(done)).links
    monkeypatch.setattr(outcome, "WITHIN", timedelta(seconds=-1))
    assert f"{done}/undo" not in Page.of(office.get(done)).links
    assert "24 時間を過ぎた" in office.get(f"{done}/undo").text
    late = office.fill("/imports", f"{done}/undo", reason="遅れて")
    assert (late.status_code, "24 時間を過ぎた" in late.text) == (409, True)
    assert len(jobs(house, desk.UNDO)) == asked


def test_the_same_file_again_says_that_there_is_nothing_new(office: Visitor) -> None:
    content = xlsx(SOUND)
    recorded(office, content)
    path = checked(office, content, "名を変えた写し.xlsx")
    assert "新しいことはありません" in office.get(path).text
    assert f"{path}/record" not in Page.of(office.get(path)).links
    assert "<button" not in office.get(f"{path}/record").text.partition("<main")[2]


def test_every_row_that_is_wrong_can_be_left_out_at_once(house: House, office: Visitor) -> None:
    path = checked(office, xlsx(MANY))
    text = office.get(path).text
    assert text.count('value="skip"') == 50
    assert "3 ページ中 1 ページ" in text
    last = office.get(f"{path}?weight=fix&page=3").text
    assert last.count('value="skip"') == 20
    assert office.get(f"{path}?weight=other&page=99999").text.count('value="skip"') == 50
    with sent(house.here) as statements:
        office.get(path)
    assert len(statements) <= 14
    left = run(house, fixed(office, path, act="leave_out"))
    assert (jobs(house)[0].result or {})["skipped"] == 120
    assert "ほかに 70 件の直しがあります" in office.get(left).text


def test_progress_is_counted_without_a_script_and_survives_a_reload(house: House, office: Visitor) -> None:
    path = send(office, xlsx(SOUND)).headers["Location"]
    assert "順番を待っています" in office.get(path).text
    job = _running(house, id_of(path))
    assert "ファイルを読み取っています" in office.get(path).text
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        keeping.seen(connection, job, 3_200, 10_000)
    for _ in range(2):
        text = office.get(path).text
        assert "10,000 件中 3,200 件" in text
        assert '<noscript><meta http-equiv="refresh"' in text
    part = office.get(path, HX_Request="true")
    assert (part.headers["HX-Part"], "data-running" in part.text, "<html" in part.text) == (
        "true",
        True,
        False,
    )
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        keeping.end(connection, job, State.FAILED, {})
    over = office.get(path).text
    assert "http-equiv" not in over
    assert "処理が続けて止まりました" in over
    assert run(house, office.fill(path, path, act="same"))


def test_what_later_facts_rest_on_is_not_taken_back(house: House, office: Visitor) -> None:
    done = recorded(office, xlsx({"会議体": [KINDS, ["土台部会", "専門部会"]]}))
    (body,) = house.book.query("SELECT id FROM body WHERE known_to IS NULL AND name = '土台部会'")
    Scribe(house.tenant).record("RenameBody", body["id"], "at 2025-04-01", name="土台の部会")
    undone = run(house, office.fill(f"{done}/undo", f"{done}/undo", reason="試しに"))
    text = office.get(undone).text
    assert "取り消せませんでした" in text
    assert "あとから記録されたことが、この取り込みに基づいています" in text
    assert done in Page.of(office.get(undone)).links
    assert "取消しを試みました" in office.get(done).text
