"""Lighthouse's scores of the ten main pages, as the public and as somebody of the secretariat sees them."""

import json
import os
import shutil
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import PIPE
from typing import Any
from urllib.parse import urlencode

from kyogikai_platform import demo
from kyogikai_platform.accounts import demo_accounts
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.installation import Installation
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.vocabulary import Role
from tests.proofs.report import Line, say
from tests.served import served

HOST = "mihon"
CODE = "992011"
"""A code of the right form that no municipality has."""
IDS = "{ meetings(last: 1) { nodes { id } } issues(first: 1) { nodes { id } } }"
ROOM = Path(__file__).parents[1] / "lighthouse"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]
POOR = ROOM / "poor.html"
"""A page that must not get full marks."""


class NotMeasured(Exception):
    """Lighthouse could not be run, which is no low score."""


def prove(here: Installation) -> Iterator[Line]:
    """On the record of the fictitious municipality, served as it runs."""
    master = os.environ.setdefault(MASTER_KEY, b64encode(Key.generate().secret).decode())
    demo.load(here, _open_to_crawlers(), "mihon.yaml")
    here.mark("demo")
    accounts, _ = demo_accounts.prepared(here, here.tenant(HOST))
    account = next(account for account in accounts if account.role is Role.SECRETARIAT)
    with served(here.login, KYOGIKAI_MASTER_KEY=master) as port:
        addresses = [f"http://{HOST}.localhost:{port}{path}" for path in _pages(port)]
        for who, cookie in (("the public", ""), ("the secretariat", _cookie(port, account))):
            yield _line(f"Lighthouse gives the main pages 100 × 4, as {who}", measured(addresses, cookie))
    with _poor() as address:
        yield _line("a page without a language or a name", measured([address], ""), control=True)


def _open_to_crawlers() -> bytes:
    """Search engines are kept out of a fictitious municipality, which Lighthouse takes for a fault."""
    return mihon.document().replace("fictitious: true", f'code: "{CODE}"').encode()


def _pages(port: int) -> list[str]:
    """The ten."""
    query = urlencode({"query": IDS})
    found = json.loads(_asked(port, "GET", f"/graphql?{query}").read())["data"]
    meeting, issue = (found[kind]["nodes"][0]["id"] for kind in ("meetings", "issues"))
    return [
        "/", "/org", "/history", "/roster", "/meetings", f"/meetings/{meeting}", "/issues",
        f"/issues/{issue}", f"/search?{urlencode({'q': '部会'})}", "/sign-in",
    ]  # fmt: skip


@contextmanager
def _poor() -> Iterator[str]:
    """The address of the poor page, as long as it is served."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(POOR.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{POOR.name}"
        server.shutdown()
        thread.join()


def measured(urls: Sequence[str], cookie: str) -> Iterator[Mapping[str, Any]]:
    """Each page's scores on a desk and on a phone. Raises NotMeasured."""
    if not (ROOM / "node_modules").exists():
        subprocess.run(["npm", "ci", "--loglevel=error"], cwd=ROOM, check=True)  # noqa: S607 - as in make
    asked = {"chromium": shutil.which("chromium"), "flags": FLAGS, "cookie": cookie, "urls": urls}
    node = ["node", "scores.mjs"]
    with subprocess.Popen(node, cwd=ROOM, stdin=PIPE, stdout=PIPE, text=True) as run:  # noqa: S603 - our own
        assert run.stdin
        assert run.stdout
        run.stdin.write(json.dumps(asked))
        run.stdin.close()
        for line in run.stdout:
            found: dict[str, Any] = json.loads(line)
            if found["failed"] or None in found["scores"].values():
                raise NotMeasured(line)
            yield found
    if run.returncode:
        raise NotMeasured(run.returncode)


def _line(what: str, measurements: Iterable[Mapping[str, Any]], *, control: bool = False) -> Line:
    found, short = 0, 0
    for page in measurements:
        found += 1
        short += min(page["scores"].values()) < 1
        scores = " ".join(f"{name} {score * 100:.0f}" for name, score in page["scores"].items())
        say(f"  {page['url']} ({page['size']}): {scores} {', '.join(page['short'])}".rstrip())
    figures = f"{found} measurements of 4 scores, {short} below 100"
    return Line(what, figures, not short, control)


def _cookie(port: int, account: demo_accounts.Account) -> str:
    """A session, begun as a program begins one."""
    body = json.dumps({"email": account.email, "password": account.passphrase})
    answer = _asked(port, "POST", "/sign-in", body)
    return (answer.getheader("Set-Cookie") or "").partition(";")[0]


def _asked(port: int, method: str, path: str, body: str | None = None) -> HTTPResponse:
    """What the municipality answers."""
    asking = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": f"{HOST}.localhost:{port}", "Content-Type": "application/json"}
    asking.request(method, path, body, headers)
    return asking.getresponse()
