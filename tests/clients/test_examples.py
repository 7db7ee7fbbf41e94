"""The examples of the documentation are run: a copy comes in step and stays there, and rings are verified."""

import importlib.util
import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
import requests
import sqlalchemy as sa
from gql import Client

from kyogikai_platform.accounts.people import People
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.webhooks import signing
from tests.clients.conftest import Desk
from tests.clients.test_gql import ask, client
from tests.clients.test_guide import EXAMPLES, Place, place
from tests.platform.accounts.house import ADMINISTRATOR, FAST
from tests.served import free_port

__all__ = ["place"]
pytestmark = pytest.mark.check

PYTHON = "python docs/examples/python/portal.py {origin} {path}"
TYPESCRIPT = "node docs/examples/typescript/built/portal.js {origin} {path}"
BUILT = """cd docs/examples/typescript && ln -s {modules} node_modules
curl -s {origin}/schema.graphql > schema.graphql && npm run --silent generate && npx tsc --noCheck"""
TRUTH = """{ bodies(first: 100) { nodes { id name } }
  first: meetings(first: 100) { nodes { id place } } last: meetings(last: 100) { nodes { id place } } }"""
SCHEDULE = """mutation ($input: ScheduleMeetingInput!) { scheduleMeeting(input: $input) {
  meeting { id } entries { id } userErrors { message } } }"""
CORRECT = "mutation ($i: CorrectEventInput!) { correctEvent(input: $i) { userErrors { message } } }"
WITHDRAW = "mutation ($i: ChangeAudienceInput!) { changeAudience(input: $i) { userErrors { message } } }"
ANNUL = "mutation ($i: AnnulEventInput!) { annulEvent(input: $i) { userErrors { message } } }"
SECONDS = 60


def example(name: str) -> ModuleType:
    """A program of the documentation."""
    found = importlib.util.spec_from_file_location(name, EXAMPLES / "python" / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def shown(desk: Desk, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """What a portal's own client shows; each has its own points."""
    monkeypatch.setenv("KYOGIKAI_MASTER_KEY", desk.master)
    people = People(Tenant(engine, UUID(desk.tenant)), hashing=FAST).as_(ADMINISTRATOR)
    made = people.register("試しのポータル", ["published:read"])
    return {"KYOGIKAI_CLIENT": str(made), "KYOGIKAI_SECRET": people.token(made).secret}


@pytest.fixture
def office(desk: Desk) -> Client:
    """The secretariat, from its own page."""
    return client(desk, "", None, **{"Cookie": desk.office, "Sec-Fetch-Site": "same-origin"})


def scheduled(office: Client, **more: Any) -> tuple[str, str]:
    """Another public meeting, and its entry."""
    body = ask(office, "{ bodies(kind: LIAISON_GROUP) { nodes { id } } }")["bodies"]["nodes"][0]["id"]
    given = {
        "bodies": [{"bodyId": body}],
        "date": {"value": "2027-06-10"},
        "effective": {"value": "2026-04-01"},
    }
    told = ask(office, SCHEDULE, input=given | {"audience": "PUBLIC"} | more)["scheduleMeeting"]
    assert told["userErrors"] == []
    return told["meeting"]["id"], told["entries"][0]["id"]


def changing(office: Client) -> Iterator[None]:
    """Meetings that are scheduled, corrected, withdrawn and annulled, one step at a time."""
    for number in range(3):
        meeting, entry = scheduled(office, place=f"会場{number}")
        yield
        other = {"entryId": entry, "field": "place", "new": f"別の会場{number}", "reason": "書き誤り"}
        assert ask(office, CORRECT, i=other)["correctEvent"]["userErrors"] == []
        yield
        if number == 1:
            hidden = {"subjectId": meeting, "audience": "COUNCIL", "reason": "公表の前"}
            assert ask(office, WITHDRAW, i=hidden)["changeAudience"]["userErrors"] == []
        if number == 2:
            assert (
                ask(office, ANNUL, i={"entryId": entry, "reason": "別の会議"})["annulEvent"]["userErrors"]
                == []
            )
        yield


def kept(path: Path) -> tuple[Any, dict[str, Any]]:
    """The cursor of a copy, and its records."""
    if path.suffix == ".json":
        copy = json.loads(path.read_text("utf-8")) if path.exists() else {"cursor": None, "records": {}}
        return copy["cursor"], copy["records"]
    own = sqlite3.connect(path, timeout=SECONDS)
    try:
        if not own.execute("SELECT count(*) FROM sqlite_master WHERE name = 'place'").fetchone()[0]:
            return None, {}
        found = {one: json.loads(content) for one, content in own.execute("SELECT id, content FROM record")}
        return own.execute("SELECT max(cursor) FROM place").fetchone()[0], found
    finally:
        own.close()


def started(place: Place, command: str, shown: Mapping[str, str], path: Path) -> "subprocess.Popen[str]":
    """A portal's program at work."""
    line = command.format(origin=place.desk.origin, path=path).split()
    own = dict(place.own) | dict(shown)
    return subprocess.Popen(line, cwd=place.folder, env=own, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own


def run(place: Place, command: str, shown: Mapping[str, str], path: Path) -> list[str]:
    """What it says: how many changed, how many there are, and the digest."""
    with started(place, command, shown, path) as portal:
        said, _ = portal.communicate(timeout=SECONDS)
    assert portal.returncode == 0
    return [said.split()[n] for n in (0, 2, 5)]


def killed(place: Place, command: str, shown: Mapping[str, str], path: Path) -> None:
    """It is killed when it has kept its first page, and not all."""
    with started(place, command, shown, path) as portal:
        until = time.monotonic() + SECONDS
        while kept(path)[0] is None and time.monotonic() < until:
            time.sleep(0.01)
        portal.send_signal(signal.SIGKILL)
    assert portal.returncode == -signal.SIGKILL
    assert 0 < len(kept(path)[1]) < 300


def built(place: Place) -> None:
    """JavaScript, with types from the schema that is served; the guide's walk checks them."""
    line = BUILT.format(modules=EXAMPLES / "typescript" / "node_modules", origin=place.desk.origin)
    given = ["bash", "-ec", line]
    subprocess.run(given, cwd=place.folder, env=dict(place.own), check=True, timeout=SECONDS)  # noqa: S603 - our own


@pytest.mark.parametrize(("command", "name"), [(PYTHON, "copy.sqlite"), (TYPESCRIPT, "copy.json")])
def test_a_copy_that_was_killed_while_records_change_is_the_truth(
    place: Place, shown: Mapping[str, str], office: Client, command: str, name: str
) -> None:
    path, fresh = place.folder / name, place.folder / f"fresh{Path(name).suffix}"
    if command == TYPESCRIPT:
        built(place)
    steps = changing(office)
    next(steps)
    killed(place, command, shown, path)
    next(steps)
    with ThreadPoolExecutor(1) as beside:
        going_on = beside.submit(run, place, command, shown, path)
        for _ in steps:
            time.sleep(0.05)
        going_on.result()
    _, count, digest = run(place, command, shown, path)
    assert run(place, command, shown, fresh) == [count, count, digest]
    listed = ask(client(place.desk), TRUTH)
    truth = [one for page in listed.values() for one in page["nodes"]]
    found = kept(path)[1]
    assert [one for one in truth if not one.items() <= found[one["id"]].items()] == []
    meetings = {one["id"] for one in truth if "place" in one}
    assert {one for one, record in found.items() if record["__typename"] == "Meeting"} == meetings


def test_what_a_day_changes_is_read_on_that_day(
    place: Place, shown: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    """Planted: a copy of yesterday, in which a record is no longer as it is."""
    portal, path = example("portal"), place.folder / "copy.sqlite"
    for one, text in shown.items():
        monkeypatch.setenv(one, text)
    program = client(desk, shown["KYOGIKAI_SECRET"])
    copy = portal.opened(path)
    assert portal.sync(program, copy) == portal.digest(copy)[0] > 300
    assert portal.sync(program, copy) == 0
    right = portal.digest(copy)
    with copy:
        copy.execute("UPDATE record SET content = '{}' WHERE id = (SELECT min(id) FROM record)")
    assert portal.sync(program, copy) == 0
    assert portal.digest(copy) != right
    with copy:
        copy.execute("UPDATE place SET day = '2026-01-01'")
    copy.close()
    copy = portal.opened(path)
    assert portal.sync(program, copy) == 1
    assert portal.digest(copy) == right
    copy.close()


NO_COPY = "no copy"
TROUBLE: dict[str, tuple[dict[str, str], str, str]] = {
    "wrong secret": ({"KYOGIKAI_SECRET": "kyo_none"}, "{origin}", "KYOGIKAI_SECRET is wrong"),
    "no secret": ({"KYOGIKAI_SECRET": ""}, "{origin}", "KYOGIKAI_SECRET is wrong"),
    "unknown client": ({"KYOGIKAI_CLIENT": "nobody"}, "{origin}", "KYOGIKAI_CLIENT or"),
    "a host of nobody": ({}, "http://nobody.localhost:{port}", "is it a municipality's address?"),
    "nobody there": ({}, "http://127.0.0.1:{free}", "does not answer"),
    "no address": ({}, "nowhere", "usage: "),
}
"""What is set and asked wrongly, and what is said then."""


def said(place: Place, command: str, shown: Mapping[str, str], what: str, path: str) -> None:
    """One line on standard error, without a secret in it, and a status that is not 0."""
    planted, origin, word = TROUBLE.get(what, ({}, "{origin}", "copy"))
    at = origin.format(origin=place.desk.origin, port=place.desk.port, free=free_port())
    line = command.format(origin=at, path=place.folder / path).split()
    own = dict(place.own) | dict(shown) | planted
    done = subprocess.run(line, cwd=place.folder, env=own, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode in {1, 2}, what
    assert done.stdout == "", what
    assert word in done.stderr, f"{what}: {done.stderr}"
    assert done.stderr.count("\n") == 1, f"{what}: {done.stderr}"
    assert shown["KYOGIKAI_SECRET"] not in done.stderr


@pytest.mark.parametrize(("command", "name"), [(PYTHON, "copy.sqlite"), (TYPESCRIPT, "copy.json")])
def test_a_portal_that_goes_wrong_says_so_in_a_line(
    place: Place, shown: Mapping[str, str], command: str, name: str
) -> None:
    if command == TYPESCRIPT:
        built(place)
    for what in TROUBLE:
        said(place, command, shown, what, name)
    (place.folder / name).write_text("this is no copy of anything at all\n" * 9)
    said(place, command, shown, NO_COPY, name)


def test_a_receiver_that_is_set_wrongly_says_so_in_a_line(place: Place) -> None:
    line = [*["python", "docs/examples/python/receiver.py"], str(free_port()), "true"]
    for secret, given, word in (
        ("", line, "KYOGIKAI_WEBHOOK_SECRET"),
        ("whsec_é", line, "KYOGIKAI_WEBHOOK_SECRET"),
        (signing.fresh(), line[:2], "usage"),
        (signing.fresh(), [*line[:2], "true"], "usage"),
        (signing.fresh(), [*line[:2], str(place.desk.port), "true"], "nobody can be heard"),
    ):
        own = dict(place.own) | {"KYOGIKAI_WEBHOOK_SECRET": secret}
        done = subprocess.run(  # noqa: S603 - ours
            given, cwd=place.folder, env=own, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        assert (done.returncode in {1, 2}, done.stderr.count("\n")) == (True, 1), done.stderr
        assert word in done.stderr


def test_a_receiver_says_what_it_refuses_and_outlives_its_command(place: Place) -> None:
    """A ring that another secret signed, and a command that is not there."""
    port, secret = free_port(), signing.fresh()
    own = dict(place.own) | {"KYOGIKAI_WEBHOOK_SECRET": secret}
    line = [*["python", "docs/examples/python/receiver.py"], str(port), "/nowhere/at/all"]
    with subprocess.Popen(line, cwd=place.folder, env=own, stderr=subprocess.PIPE, text=True) as receiver:  # noqa: S603 - ours
        assert receiver.stderr is not None
        try:
            assert "cannot be run" in receiver.stderr.readline()
            for signer, status in ((OTHER, 401), (secret, 204)):
                headers = signing.headers([signer], "msg_1", int(time.time()), RING)
                there = f"http://127.0.0.1:{port}/"
                answer = requests.post(there, data=RING, headers=headers, timeout=SECONDS)
                assert answer.status_code == status
            assert "refused: not signed" in receiver.stderr.readline()
            assert "cannot be run" in receiver.stderr.readline(), "it rings on"
        finally:
            receiver.terminate()


RING = b'{"type": "meeting.changed", "data": {"subjectId": "x"}}'
SECRET, OTHER = signing.fresh(), signing.fresh()
BODY = b'{"type": "meeting.changed"}'


def test_a_receiver_believes_its_secrets_alone() -> None:
    genuine = example("receiver").genuine
    signed = signing.headers([SECRET], "msg_1", 1_000, BODY)
    assert genuine(SECRET, signed, BODY, 1_010)
    assert genuine(f"{OTHER} {SECRET}", signed, BODY, 700)
    assert genuine(OTHER, signing.headers([OTHER, SECRET], "msg_1", 1_000, BODY), BODY, 1_000)
    assert not genuine(OTHER, signed, BODY, 1_010)
    assert not genuine("", signed, BODY, 1_010)


@pytest.mark.parametrize(
    ("header", "planted"),
    [
        ("webhook-id", "msg_2"),
        ("webhook-id", ""),
        ("webhook-timestamp", "1001"),
        ("webhook-timestamp", "x"),
        ("webhook-signature", "v1,é"),
        ("webhook-signature", ""),
    ],
)
def test_a_receiver_refuses_what_is_not_as_it_was_signed(header: str, planted: str) -> None:
    genuine = example("receiver").genuine
    signed = signing.headers([SECRET], "msg_1", 1_000, BODY)
    assert not genuine(SECRET, signed | {header: planted}, BODY, 1_000)
    assert not genuine(SECRET, signed, BODY + b" ", 1_000)
    assert not genuine(SECRET, signed, BODY, 1_301)


def test_the_same_ring_again_rings_nothing() -> None:
    bell = example("receiver").Bell(["true"])
    assert [bell.ring(one) for one in ("a", "a", "b", "a")] == [True, False, True, False]
