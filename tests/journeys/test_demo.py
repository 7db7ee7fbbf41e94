"""The demo as a newcomer runs it: one command, then questions over HTTP and proofs on the command line."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import SUPERUSER, server
from tests.served import lives

pytestmark = pytest.mark.check

MAIN = "from kyogikai_platform.cli import main; main()"
PATIENCE = 120
"""Seconds for the first start, which loads four councils."""


@dataclass
class Demo:
    """A demo that runs; a test that ends it starts it again, because tests come in any order."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    def ask(self, host: str, query: str) -> Any:
        """The data of an answer; an error is a failure."""
        body = json.dumps({"query": query}).encode()
        headers = {"Host": f"{host}.localhost", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/graphql", body, headers)
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - loopback
            found = json.load(answer)
        assert "errors" not in found, found
        return found["data"]

    def told(self, sought: str) -> list[str]:
        """The words of the line that it printed about something."""
        lines = (self.home.parent / "told").read_text().splitlines()
        return next(line for line in lines if sought in line).split()

    def send(self, path: str, given: Any, **headers: str) -> Any:
        """A POST to the fictitious municipality: the body, and the cookie that came with it."""
        own = {"Host": "mihon.localhost", "Content-Type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        url = f"http://127.0.0.1:{self.port}{path}"
        asked = urllib.request.Request(url, json.dumps(given).encode(), own | named)
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - loopback
            return json.load(answer), (answer.headers["Set-Cookie"] or "").partition(";")[0]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command beside the running demo."""
        return command(self.home, *words)


def environment(home: Path) -> dict[str, str]:
    roots = [str(Path(p).resolve()) for p in ("platform", "graphql", "projections", "tenants")]
    given = {n: v for n, v in os.environ.items() if n != "DATABASE_URL"}
    return given | {"KYOGIKAI_HOME": str(home), "PYTHONPATH": os.pathsep.join(roots)}


def command(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-c", MAIN, *words]
    return subprocess.run(
        line, env=environment(home), capture_output=True, text=True, timeout=60, check=False
    )


def started(home: Path, port: int) -> Demo:
    """A demo that answers."""
    line = [sys.executable, "-c", MAIN, "demo", "--port", str(port)]
    with (home.parent / "told").open("wb") as told:
        process = subprocess.Popen(line, env=environment(home), stdout=told)
    demo, until = Demo(home, port, process), time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if lives(port):
            return demo
        time.sleep(0.2)
    pytest.fail("the demo did not start")


def stopped(demo: Demo) -> int:
    demo.process.send_signal(signal.SIGTERM)
    return demo.process.wait(30)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo with a home of its own, in a folder that the server's account may reach."""
    with tempfile.TemporaryDirectory(prefix="kyogikai-demo-", dir="/var/tmp") as folder:
        place = Path(folder)
        place.chmod(0o711)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        running = started(place / "home", port)
        yield running
        stopped(running)


ROLES = ["chair", "member", "secretariat", "case_worker", "auditor", "viewer", "tenant_administrator"]


@pytest.mark.parametrize("role", ROLES)
def test_a_newcomer_signs_in_as_anybody(demo: Demo, role: str) -> None:
    _, email, passphrase = demo.told(f" {role} ")
    _, cookie = demo.send("/sign-in", {"email": email, "password": passphrase})
    query = {"query": "{ viewer { roles { role body { name } } } }"}
    found, _ = demo.send("/graphql", query, Cookie=cookie, Sec_Fetch_Site="same-origin")
    held = {r["role"]: r["body"] for r in found["data"]["viewer"]["roles"]}
    assert role.upper() in held
    assert (held[role.upper()] is not None) == (role in {"chair", "member"})


@pytest.mark.parametrize(
    "scopes", [["published:read"], ["council:read", "changes:read"], ["council:read", "meetings:write"]]
)
def test_a_newcomer_asks_as_a_program(demo: Demo, scopes: list[str]) -> None:
    secret = demo.told(f"  {' '.join(scopes)}")[0]
    query = {"query": "{ viewer { roles { role } } }"}
    found, _ = demo.send("/graphql", query, Authorization=f"Bearer {secret}")
    assert found["data"]["viewer"]["roles"] == [{"role": "API_CLIENT"}]


def names(found: Any) -> list[str]:
    return [node["name"] for node in found["bodies"]["nodes"]]


def test_kisarazu_on_a_day_of_2021_and_before_anything_was_seen(demo: Demo) -> None:
    query = '{ bodies(asOf: "%s") { nodes { name existence composition { exOfficioOf { name } } } } }'
    then = demo.ask("kisarazu", query % "2021-05-01")
    assert names(then)[:3] == ["全体会議", "調整会議", "個別支援会議"]
    assert len(names(then)) == 9
    chairs = then["bodies"]["nodes"][1]["composition"]["exOfficioOf"]
    assert [b["name"] for b in chairs] == names(then)[3:]
    before = demo.ask("kisarazu", query % "2020-01-01")
    assert {b["existence"] for b in before["bodies"]["nodes"]} == {"UNKNOWN"}


@pytest.mark.parametrize("sought", ["就労支援担当者会", "就労支援部会"])
@pytest.mark.parametrize(
    ("day", "called"), [("2010-06-01", "就労支援担当者会"), ("2011-06-01", "就労支援部会")]
)
def test_meguro_finds_a_body_by_either_name_on_either_day(
    demo: Demo, sought: str, day: str, called: str
) -> None:
    assert names(
        demo.ask("meguro", f'{{ bodies(name: "{sought}", asOf: "{day}") {{ nodes {{ name }} }} }}')
    ) == [called]


def test_meguros_fifth_meeting_of_2011_was_in_february_2012(demo: Demo) -> None:
    query = "{ meetings(fiscalYear: 2011) { nodes { number date { value precision } } } }"
    last = demo.ask("meguro", query)["meetings"]["nodes"][-1]
    assert last == {"number": 5, "date": {"value": "2012-02", "precision": "MONTH"}}


def test_asahi_descends_from_two_networks(demo: Demo) -> None:
    links = demo.ask("asahi", "{ lineage { change effective { value } from { name } to { name } } }")[
        "lineage"
    ]
    told = [(x["effective"]["value"], x["change"], x["from"][0]["name"], x["to"][0]["name"]) for x in links]
    assert told == [
        ("2006-10", "SUCCEEDED", "旭区障害者地域生活相談支援体制検討会", "旭区障害者地域生活支援会議"),
        ("FY2007", "SUCCEEDED", "ケアマネジメント検討部会", "横浜市自立支援協議会"),
        ("2007-09", "REPOSITIONED", "旭区障害者地域生活支援会議", "旭区地域自立支援協議会"),
    ]


def test_what_came_late_was_not_known_before(demo: Demo) -> None:
    """The trail says when a renaming was recorded; just before, another name was known of that day."""
    query = '{ auditTrail(type: ["body.renamed"], last: 1) { nodes { recordedAt effective { value } } } }'
    asked = demo.run("graphql", "--tenant", "mihon", "--as", "auditor", query)
    late = json.loads(asked.stdout)["data"]["auditTrail"]["nodes"][0]
    day, moment = late["effective"]["value"], datetime.fromisoformat(late["recordedAt"])
    before, after = (_named(demo, day, at) for at in (moment - timedelta(microseconds=1), moment))
    assert set(before) - set(after) == {"地域移行担当者会"}
    assert set(after) - set(before) == {"地域移行ワーキング"}


def _named(demo: Demo, day: str, moment: datetime) -> list[str]:
    at = moment.isoformat(timespec="microseconds")
    query = f'{{ bodies(first: 100, asOf: "{day}", knownAt: "{at}") {{ nodes {{ name }} }} }}'
    return names(demo.ask("mihon", query))


def test_the_public_reads_no_trail(demo: Demo) -> None:
    asked = demo.run("graphql", "--tenant", "mihon", "{ auditTrail { totalCount } }")
    assert (asked.returncode, '"FORBIDDEN"' in asked.stdout) == (1, True)


def test_the_record_proves_itself_until_a_byte_is_changed(demo: Demo) -> None:
    logs = 5  # of the four municipalities, and of the console
    assert demo.run("log", "verify").stdout.count("the chain is whole") == logs
    assert demo.run("projections", "rebuild", "--check").stdout.count("0 differences") == logs
    with server(demo.home) as where:
        engine = sa.create_engine(where.url(SUPERUSER), poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER append_only")
            tenant = connection.exec_driver_sql(
                "SELECT tenant_id FROM municipality WHERE host = 'meguro'"
            ).scalar_one()
            which = f"tenant_id = '{tenant}' AND position = 7"
            kept = connection.exec_driver_sql(f"SELECT state FROM events WHERE {which}").scalar_one()
            connection.exec_driver_sql(f"UPDATE events SET state = set_byte(state, 5, 0) WHERE {which}")
        told = demo.run("log", "verify")
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE events SET state = %s WHERE {which}", (kept,))
            connection.exec_driver_sql("ALTER TABLE events ENABLE TRIGGER append_only")
    assert told.returncode == 1
    assert "meguro: the chain breaks at position 7" in told.stderr
    assert "Traceback" not in told.stderr
    assert demo.run("log", "verify").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["graphql", "--tenant", "nowhere", "{ council { name } }"],
        ["graphql", "--tenant", "meguro", "--as", "emperor", "{ council { name } }"],
        ["graphql", "--tenant", "meguro", "--variables", "[", "{ council { name } }"],
        ["log", "verify", "--tenant", "nowhere"],
    ],
)
def test_wrong_words_are_told_in_a_line(demo: Demo, words: list[str]) -> None:
    told = demo.run(*words)
    assert told.returncode != 0
    assert "Traceback" not in told.stderr + told.stdout


def test_term_stops_all_of_it_and_it_starts_again_in_seconds(demo: Demo) -> None:
    assert stopped(demo) == 0
    assert not (demo.home / "data" / "postmaster.pid").exists()
    began = time.monotonic()
    demo.process = started(demo.home, demo.port).process
    assert time.monotonic() - began < 30
    assert demo.ask("meguro", "{ council { name } }")["council"]["name"] == "目黒区障害者地域自立支援協議会"
