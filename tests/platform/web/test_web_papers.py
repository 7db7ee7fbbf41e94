"""Papers: bytes that hash to what the log says, for whoever sees that they are there."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kyogikai_graphql import ids
from kyogikai_platform.files import store
from kyogikai_platform.web.papers import adding
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.graphql.scribe import Scribe
from tests.platform.accounts.house import House
from tests.platform.web.visitor import HTML, Page, Visitor

PDF = b"%PDF-1.7\n" + bytes(range(256))


@pytest.fixture(scope="module")
def meeting(house: House) -> str:
    """A meeting of a published body, as its address has it."""
    (body,) = house.book.query("SELECT id FROM body WHERE known_to IS NULL AND name = '調整会議' LIMIT 1")
    given: dict[str, Any] = {
        "title": "資料のある会議",
        "audience": "public",
        "bodies": [{"body_id": body["id"]}],
    }
    day = {"kind": "at", "value": "2021-06-10"}
    found = Scribe(house.tenant).record("ScheduleMeeting", None, "at 2021-05-01", date=day, **given)
    return ids.encode("Meeting", found)


def send(
    visitor: Visitor, meeting: str, content: bytes | None, name: str = "次第.pdf", **more: str
) -> TestResponse:
    page = Page.of(visitor.get(f"/meetings/{meeting}/papers"))
    fields: dict[str, Any] = {
        "form_token": page.hidden["form_token"], "key": page.hidden.get("key", ""), "day": "R3.6.10",
        **more,
    }  # fmt: skip
    if content is not None:
        fields["file"] = FileStorage(BytesIO(content), name)
    boundary, body = encode_multipart(fields)
    own = {"Host": visitor.house.host, "Accept": HTML, "Sec-Fetch-Site": "same-origin"}
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.post(f"/meetings/{meeting}/papers/new", data=body, headers=own, content_type=kind)


def papers(visitor: Visitor, meeting: str) -> list[str]:
    """The addresses of a meeting's papers."""
    page = Page.of(visitor.get(f"/meetings/{meeting}/papers"))
    return [link for link in page.links if link.startswith("/papers/")]


def added(visitor: Visitor, meeting: str, content: bytes, **more: str) -> str:
    """The address of a paper that was just added."""
    before = papers(visitor, meeting)
    assert send(visitor, meeting, content, **more).status_code == 303
    (path,) = set(papers(visitor, meeting)) - set(before)
    return path


def stored(house: House) -> int:
    (row,) = house.book.query("SELECT count(*) AS many FROM file_bytes")
    return int(row["many"])


def test_a_paper_is_added_and_read_by_who_may_see_it(office: Visitor, public: Visitor, meeting: str) -> None:
    path = added(office, meeting, PDF, audience="SECRETARIAT")
    text = office.get(f"/meetings/{meeting}/papers").text
    assert "次第" in text
    assert hashlib.sha256(PDF).hexdigest() in text
    found = office.get(path)
    assert found.data == PDF
    assert found.content_type == "application/pdf"
    assert found.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''%E6%AC%A1%E7%AC%AC.pdf"
    )
    assert "sandbox" in found.headers["Content-Security-Policy"]
    assert office.get(path, If_None_Match=found.headers["ETag"]).status_code == 304
    assert path not in papers(public, meeting)
    assert public.get(path).status_code == 404


def test_what_is_published_everybody_reads(office: Visitor, public: Visitor, meeting: str) -> None:
    path = added(office, meeting, PDF + b"2", audience="PUBLIC", title="公開資料")
    assert path in papers(public, meeting)
    assert public.get(path).data == PDF + b"2"


def test_a_form_that_is_sent_twice_counts_once(office: Visitor, meeting: str) -> None:
    before, key = len(papers(office, meeting)), adding.new_key()
    for _ in range(2):
        assert send(office, meeting, PDF + b"3", key=key).status_code == 303
    assert len(papers(office, meeting)) == before + 1


@pytest.mark.parametrize(
    ("content", "more", "field"),
    [
        (None, {}, "file"),
        (b"", {}, "file"),
        (b"<html>", {}, "file"),
        (PDF, {"day": "R99.13.1"}, "day"),
        (PDF, {"day": ""}, "day"),
        (PDF, {"audience": "EVERYBODY"}, "audience"),
        (PDF, {"title": "長" * 201}, "title"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(
    house: House, office: Visitor, meeting: str, content: bytes | None, more: dict[str, str], field: str
) -> None:
    before = stored(house)
    answer = send(office, meeting, content, number="資料7", **more)
    assert answer.status_code == 400
    assert f"{field}-error" in Page.of(answer).ids
    assert 'value="資料7"' in answer.text
    assert stored(house) == before


def test_a_refused_papers_bytes_are_taken_back(house: House, meeting: str) -> None:
    """A viewer may not add papers."""
    house.account("viewer@example.jp", Role.VIEWER)
    viewer, before = Visitor.at(house), stored(house)
    viewer.sign_in("viewer@example.jp")
    answer = send(viewer, meeting, PDF + b"4")
    assert answer.status_code == 400
    assert "file-error" in Page.of(answer).ids
    assert stored(house) == before


def test_whoever_is_not_signed_in_is_asked_to(house: House, public: Visitor, meeting: str) -> None:
    before = stored(house)
    answer = send(public, meeting, PDF)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    assert stored(house) == before


def test_a_file_that_is_too_large_is_told_so(office: Visitor, meeting: str) -> None:
    answer = send(office, meeting, PDF + b"x" * (adding.LARGEST + 2 * adding.MEGABYTE))
    assert answer.status_code == 400
    assert "20MB" in answer.text


def test_bytes_that_were_changed_are_not_given_out(
    house: House, office: Visitor, meeting: str, superuser: sa.Engine
) -> None:
    """Planted: a superuser changes them in the store."""
    path = added(office, meeting, PDF + b"5", title="あとで変わる")
    digest = hashlib.sha256(PDF + b"5").hexdigest()
    with superuser.begin() as owner:
        owner.exec_driver_sql("UPDATE file_bytes SET bytes = 'x' WHERE sha256 = %s", (digest,))
    with transaction(house.tenant.engine, house.tenant.id) as connection, pytest.raises(store.Damaged):
        store.get(connection, digest)
    assert office.get(path).status_code == 500


def test_a_paper_whose_bytes_are_elsewhere_says_so(house: House, office: Visitor, meeting: str) -> None:
    path = added(office, meeting, PDF + b"6", title="手元にない")
    digest = hashlib.sha256(PDF + b"6").hexdigest()
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        connection.exec_driver_sql("DELETE FROM file_bytes WHERE sha256 = %s", (digest,))
    answer = office.get(path)
    assert answer.status_code == 200
    assert "預かっていません" in answer.text


@pytest.mark.parametrize(("role", "offered"), [(Role.SECRETARIAT, True), (Role.AUDITOR, False)])
def test_the_form_is_for_whoever_may_add(house: House, meeting: str, role: Role, *, offered: bool) -> None:
    house.account(f"adds-{role.value}@example.jp", role)
    visitor = Visitor.at(house)
    visitor.sign_in(f"adds-{role.value}@example.jp")
    page = Page.of(visitor.get(f"/meetings/{meeting}/papers"))
    assert ("add-title" in page.ids) is offered
    assert "/meetings" in page.links, "the way back is as on the meeting's page"


@pytest.mark.parametrize("path", ["/papers/{}", "/meetings/{}/papers"])
@pytest.mark.parametrize("wrong", ["x", "%00", "a" * 3_000, "Qm9keTox"])
def test_what_is_no_id_is_found_nowhere(public: Visitor, office: Visitor, path: str, wrong: str) -> None:
    for visitor in (public, office):
        assert visitor.get(path.format(wrong)).status_code == 404


def test_a_paper_that_was_attached_over_the_api_has_no_bytes_here(
    house: House, office: Visitor, public: Visitor, meeting: str
) -> None:
    """Its digest vouches for bytes that nobody brought; who may not see the paper hears nothing of it."""
    paper = {"title": "別置", "mediaType": "application/pdf", "byteCount": 3, "sha256": "ab" * 32}
    given = {"meetingId": meeting, "document": paper, "effective": {"value": "2024-06-01"}}
    question = {
        "query": "mutation($i: AttachDocumentInput!) { attachDocument(input: $i) { meeting { documents { id "
        "title } } } }",
        "variables": {"i": given | {"audience": "SECRETARIAT"}},
    }
    own = {"Host": house.host, "Sec-Fetch-Site": "same-origin"}
    found = office.client.post("/graphql", json=question, headers=own).get_json()
    documents = found["data"]["attachDocument"]["meeting"]["documents"]
    (path,) = (f"/papers/{d['id']}" for d in documents if d["title"] == "別置")
    assert "預かっていません" in office.get(path).text
    assert public.get(path).status_code == 404
    assert "別置" not in public.get(path).text
