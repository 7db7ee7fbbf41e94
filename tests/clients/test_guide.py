"""The guide for open-data portals is walked: each of its commands, in one shell, in its order, as it stands.

What differs from a reader's demo is said here: the host, the accounts, a free port, how many records there
are, and that a name under .localhost is this machine (RFC 6761) where the system's resolver does not know it.
"""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import NamedTuple
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.fetching import Fetching
from kyogikai_platform.settings import settings
from tests.clients.conftest import OFFICE, Desk
from tests.clients.test_partner_api import differs
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE
from tests.platform.webhooks.own_courier import Own
from tests.served import environment, free_port

pytestmark = pytest.mark.check

ROOT = Path(__file__).parents[2]
PAGE = ROOT.joinpath("docs", "guides", "open-data-portal.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "docs" / "examples"
PART = re.compile(r"^```sh\n(?P<fenced>.*?)^```$|(?P<indented>(?:^ {4}[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
BETWEEN = "----- what comes next -----"
COUNT = re.compile(r"^(\d+) changed, \1 records, digest \w+$", re.MULTILINE)
SECONDS = 240
SITE = """import socket
asked = socket.getaddrinfo
def found(host, *more, **given):
    return asked("127.0.0.1" if str(host).endswith(".localhost") else host, *more, **given)
socket.getaddrinfo = found
"""


class Step(NamedTuple):
    """What is typed, and what the page says is answered."""

    typed: str
    answered: str


@dataclass(frozen=True)
class Place:
    """Where a reader sits: a folder with the examples, and an environment."""

    desk: Desk
    folder: Path
    own: Mapping[str, str]
    port: int

    def as_here(self, text: str) -> str:
        """The page's text with the names of this place."""
        installed = EXAMPLES / "typescript" / "node_modules"
        others = {
            "mihon.localhost:8000": f"{self.desk.label}.localhost:{self.desk.port}",
            "--tenant mihon": f"--tenant {self.desk.label}",
            "admin@mihon.example": ADMINISTRATOR,
            "office@mihon.example": OFFICE,
            "PASSPHRASE=…": f"PASSPHRASE={PASSPHRASE}",
            "127.0.0.1:9000": f"127.0.0.1:{self.port}",
            "receiver.py 9000": f"receiver.py {self.port}",
            "\nnpm ci\n": f"\nln -s {installed} node_modules\n",  # as the Makefile did
            "\npython3 -m venv own\n": "\ncp -r ../own own\n",  # which has gql already
        }
        for there, here in others.items():
            text = text.replace(there, here)
        return text

    def walked(self, steps: list[Step]) -> list[str]:
        """What a shell prints at each step."""
        text = "".join(f"{step.typed}\necho '{BETWEEN}'\n" for step in steps)
        line = ["bash", "-c", self.as_here(text)]
        with subprocess.Popen(  # noqa: S603 - our own page
            line,
            cwd=self.folder,
            env=dict(self.own),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as shell:
            try:
                told, _ = shell.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired as late:
                pytest.fail(f"it came no further than: {(late.stdout or b'').decode()}")
            finally:  # a receiver that the page began, too
                with suppress(ProcessLookupError):
                    os.killpg(shell.pid, signal.SIGKILL)
        return told.split(BETWEEN)[:-1]

    def wrong(self, steps: list[Step]) -> list[tuple[str, str]]:
        """Where the page says another thing than what came."""
        found = self.walked(steps)
        assert len(found) == len(steps)
        count = COUNT.search("".join(found))
        base = int(count[1]) if count else 0
        said = [self.as_here(counted(step.answered, base)) for step in steps]
        return [(shown, got) for shown, got in zip(said, found, strict=True) if differs(shown, got)]


def counted(text: str, base: int) -> str:
    """The page tells of the demo's records; how many there are here depends on what was tested before."""
    return text.replace("362", str(base + 1)).replace("361", str(base))


def parts(page: str) -> Iterator[tuple[str, bool]]:
    """The page's blocks, and whether each is fenced."""
    for found in PART.finditer(page):
        if found["fenced"]:
            yield found["fenced"], True
        else:
            yield re.sub(r"^ {4}", "", found["indented"], flags=re.MULTILINE), False


def steps_of(page: str) -> list[Step]:
    """What is typed in the second terminal: with the answer below it, or fenced, without one."""
    found, pending = list[Step](), ""
    for text, fenced in parts(page):
        if fenced:
            answered = "361 changed, 361 records, digest …\n…\n" if "typescript" in text else ""
            found += [Step(text, answered)] if "make demo" not in text else []
        elif pending:
            found.append(Step(pending, text))
            pending = ""
        else:
            pending = text
    assert not pending
    return found


@contextmanager
def delivering(engine: sa.Engine, desk: Desk) -> Iterator[None]:
    """The product's courier, for this municipality alone: the database has those of other tests."""
    stop, own = threading.Event(), Own(engine, Fetching(loopback=True), only=(UUID(desk.tenant),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KYOGIKAI_MASTER_KEY", desk.master)
        carrying = threading.Thread(target=own.forever, args=(stop,))
        carrying.start()
        try:
            yield
        finally:
            stop.set()
            carrying.join()


def own_python(folder: Path) -> None:
    """An environment of its own that is this one: what the examples need is here, and nothing is fetched."""
    folder.mkdir(parents=True)
    for name, line in (("python", sys.executable), ("pip", f"{sys.executable} -m pip")):
        (folder / name).write_text(f'#!/bin/sh\nexec {line} "$@"\n')
        (folder / name).chmod(0o755)


@pytest.fixture
def place(desk: Desk, pg_server: Server, tmp_path: Path) -> Place:
    """A folder like a reader's."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITE)
    own_python(tmp_path / "own" / "bin")
    copytree(EXAMPLES, tmp_path / "docs" / "examples", ignore=ignore_patterns("node_modules", "built"))
    given = {
        "KYOGIKAI_MASTER_KEY": desk.master,
        "KYOGIKAI_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path),
    }
    own = environment(pg_server.url(SUPERUSER), given)
    own["PYTHONPATH"] = os.pathsep.join([str(site), own["PYTHONPATH"]])
    own["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), own["PATH"]])
    own |= {"PIP_NO_INDEX": "1", "NODE_OPTIONS": f"--import {Path(__file__).with_name('localhost.mjs')}"}
    return Place(desk, tmp_path, own, free_port())


def test_every_command_of_the_guide_has_the_answer_that_is_shown(place: Place, engine: sa.Engine) -> None:
    steps = steps_of(PAGE)
    assert len(steps) > 10
    with delivering(engine, place.desk):
        assert place.wrong(steps) == []


@pytest.mark.parametrize(
    ("there", "planted"),
    [
        ("grant_type=client_credentials", "grant_type=password"),
        ("{ name kind }", "{ title }"),
        ("/health/live", "/healthy"),
    ],
)
def test_a_command_that_is_another_is_noticed(place: Place, there: str, planted: str) -> None:
    """Planted, in what the page says up to its first question."""
    own = f"export KYOGIKAI_CLIENT={place.desk.client} KYOGIKAI_SECRET={place.desk.program}"
    steps = [Step(own, "")] + [
        step for step in steps_of(PAGE.partition("## 4.")[0]) if "register" not in step.typed
    ]
    steps = [step._replace(typed=step.typed.replace("published:read", "changes:read")) for step in steps]
    assert place.wrong(steps) == []
    other = [step._replace(typed=step.typed.replace(there, planted)) for step in steps]
    assert other != steps
    assert place.wrong(other)


def test_the_demo_is_begun_as_the_settings_and_the_makefile_know() -> None:
    (line,) = [text for text, fenced in parts(PAGE) if fenced and "make demo" in text]
    name, _, value = line.split()[0].partition("=")
    assert line.split()[1:] == ["make", "demo"]
    assert settings({"HOME": "/", name: value}).webhook_loopback
    assert "\nnpm ci\n" in PAGE
    assert "npm --prefix docs/examples/typescript ci" in ROOT.joinpath("Makefile").read_text()
