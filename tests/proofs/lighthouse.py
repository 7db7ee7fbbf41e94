"""Lighthouse's scores of the main pages, as somebody of the secretariat sees them."""

import json
import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from kyogikai_platform import demo
from kyogikai_platform.accounts import demo_accounts
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.installation import Installation
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.vocabulary import Role
from tests.proofs.report import Line, say
from tests.served import served

HOST = "mihon"
PAGES = ("/", "/org", "/sign-in")
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
    """On the fictitious municipality, served as it runs."""
    master = os.environ.setdefault(MASTER_KEY, b64encode(Key.generate().secret).decode())
    demo.load(here, mihon.document().encode(), "mihon.yaml")
    here.mark("demo")
    accounts, _ = demo_accounts.prepared(here, here.tenant(HOST))
    account = next(account for account in accounts if account.role is Role.SECRETARIAT)
    with served(here.login, KYOGIKAI_MASTER_KEY=master) as port:
        origin = f"http://{HOST}.localhost:{port}"
        cookie = _cookie(port, account)
        found = list(measured([f"{origin}{path}" for path in PAGES], cookie))
    yield _line(found)
    yield _line(list(measured([POOR.as_uri()], "")), control=True)


def measured(urls: Sequence[str], cookie: str) -> Iterator[Mapping[str, Any]]:
    """Each page's scores on a desk and on a phone. Raises NotMeasured."""
    if not (ROOM / "node_modules").exists():
        subprocess.run(["npm", "ci", "--loglevel=error"], cwd=ROOM, check=True)  # noqa: S607 - as in make
    asked = {"chromium": shutil.which("chromium"), "flags": FLAGS, "cookie": cookie, "urls": urls}
    run = subprocess.run(
        ["node", "scores.mjs"], cwd=ROOM, input=json.dumps(asked), capture_output=True, text=True, check=False  # noqa: S607
    )  # fmt: skip
    if run.returncode:
        raise NotMeasured(run.stderr[-2_000:])
    for line in run.stdout.splitlines():
        found: dict[str, Any] = json.loads(line)
        if found["failed"] or None in found["scores"].values():
            raise NotMeasured(line)
        yield found


def _line(found: Sequence[Mapping[str, Any]], *, control: bool = False) -> Line:
    short = [page for page in found if min(page["scores"].values()) < 1]
    for page in short:
        scores = " ".join(f"{name} {score * 100:.0f}" for name, score in page["scores"].items())
        say(f"  {page['url']} ({page['size']}): {scores}; {', '.join(page['short'])}")
    figures = f"{len(found)} measurements of 4 scores, {len(short)} below 100"
    what = "a page without a language or a name" if control else "Lighthouse gives the main pages 100 × 4"
    return Line(what, figures, not short, control)


def _cookie(port: int, account: demo_accounts.Account) -> str:
    """A session, begun as a program begins one."""
    asking = HTTPConnection("127.0.0.1", port, timeout=30)
    body = json.dumps({"email": account.email, "password": account.passphrase})
    headers = {"Host": f"{HOST}.localhost:{port}", "Content-Type": "application/json"}
    asking.request("POST", "/sign-in", body, headers)
    answer = asking.getresponse()
    answer.read()
    return (answer.getheader("Set-Cookie") or "").partition(";")[0]
