"""The demo: three real councils as their documents tell of them, and a fictitious one with a full life."""

import json
import socket
import time
from datetime import datetime, timedelta

import click

from kyogikai_platform import asking, master_key, proving, serving
from kyogikai_platform.accounts import demo_accounts
from kyogikai_platform.demo_data import mihon, mihon_cases
from kyogikai_platform.importing import ImportRefused, bundled, import_bytes
from kyogikai_platform.installation import Installation, NotForDevelopment
from kyogikai_platform.tenancy import CONSOLE

FICTITIOUS = "mihon"
COUNCILS = ("kisarazu", "meguro", "asahi", FICTITIOUS)
QUERIES = {
    "kisarazu": '{ bodies(asOf: "2021-05-01") { nodes { name kind composition { exOfficioOf { name } } } } }',
    "meguro": '{ bodies(name: "就労支援部会", asOf: "2010-06-01") { nodes { name kind } } }',
    "asahi": "{ lineage { change effective { label } from { name } to { name } reason } }",
}
LATE = (
    '{ auditTrail(type: ["body.renamed"], last: 1) { nodes { recordedAt sentence effective { earliest } } } }'
)
"""The renaming in the fictitious municipality that was entered last."""


class PortTaken(Exception):
    """Somebody else listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use; choose another: make demo PORT={port + 1}")


class LoadFailed(Exception):
    """An import file was refused; nothing of it was stored."""


def run(here: Installation, port: int, *, serve: bool = True) -> None:
    """Load what is not loaded yet, say where to look, and serve until TERM or Ctrl-C."""
    if serve:
        _require_free(port)
    started = time.monotonic()
    click.echo("Bringing the database up …")
    if here.built and here.purpose != "demo" and here.hosts():
        raise NotForDevelopment("kyogikai demo")
    here.upgrade()
    here.mark("demo")
    for name in COUNCILS:
        click.echo(f"  {name} …")
        click.echo("  " + load(here, content(name), f"{name}.yaml"))
        proving.checkpoint(here, name)
    master_key.provide(here.settings.home)
    who = demo_accounts.prepared(here, here.tenant(FICTITIOUS))
    mihon_cases.record(here.tenant(FICTITIOUS))
    operator = demo_accounts.operator(here)
    proving.checkpoint(here, CONSOLE)
    click.echo(f"Ready after {time.monotonic() - started:.1f} s.")
    if serve:
        _tell(here, port)
        _tell_who(here, port, *who)
        console = f"http://{CONSOLE}.{here.settings.base_domain}:{port}/"
        click.echo(f"\n  Console of the platform's operator ({console}):")
        click.echo(f"    {operator.role:<21} {operator.email:<22} {operator.passphrase}")
        click.echo("\nStop with Ctrl-C.\n")
        serving.serve(here, port)


def content(name: str) -> bytes:
    """The import file of a council: three are transcribed from documents, the fictitious one is made."""
    return mihon.document().encode() if name == FICTITIOUS else bundled()[f"{name}.yaml"]


def load(here: Installation, content: bytes, name: str, *, dry_run: bool = False) -> str:
    """Import a file and say what came of it. Raises LoadFailed with every problem's place."""
    try:
        report = import_bytes(here.engine, content, name=name, dry_run=dry_run)
    except ImportRefused as refused:
        raise LoadFailed(str(refused)) from refused
    return str(report)


def _tell_of_two_times(here: Installation, port: int) -> None:
    """The same day before and after a renaming was entered late: the moment stands in the audit trail."""
    answer, _ = asking.ask(here.tenant(FICTITIOUS), LATE, "auditor", "{}")
    late = json.loads(answer)["data"]["auditTrail"]["nodes"][0]
    moment = datetime.fromisoformat(late["recordedAt"])
    day = late["effective"]["earliest"]
    click.echo(f"\n  {FICTITIOUS}, {day}: {late['sentence']}")
    for what, at in (("before it was known", moment - timedelta(microseconds=1)), ("since then", moment)):
        stamp = at.isoformat(timespec="microseconds")
        query = f'{{ bodies(asOf: "{day}", knownAt: "{stamp}") {{ nodes {{ name }} }} }}'
        click.echo(f"  # {what}\n{_curl(here, port, FICTITIOUS, query)}")


def _curl(here: Installation, port: int, name: str, query: str) -> str:
    shown = query.replace('"', '\\"')
    return (
        f"  curl -s -H 'Host: {name}.{here.settings.base_domain}' -H 'Content-Type: application/json' \\\n"
        f'    http://127.0.0.1:{port}/graphql -d \'{{"query": "{shown}"}}\''
    )


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            raise PortTaken(port) from problem


def _tell(here: Installation, port: int) -> None:
    base = here.settings.base_domain
    click.echo("\nOpen, or ask with curl (any day: asOf; as known on any other: knownAt):\n")
    for name in COUNCILS:
        click.echo(f"  http://{name}.{base}:{port}/")
    for name, query in QUERIES.items():
        click.echo(f"\n{_curl(here, port, name, query)}")
    _tell_of_two_times(here, port)


def _tell_who(
    here: Installation, port: int, accounts: list[demo_accounts.Account], tokens: list[demo_accounts.Token]
) -> None:
    """How to ask as somebody: each role's account, and a token for each set of scopes."""
    host = f"{FICTITIOUS}.{here.settings.base_domain}"
    click.echo(f"\n  Accounts of {FICTITIOUS} (http://{host}:{port}/sign-in, for people and as JSON):")
    for role, email, passphrase in accounts:
        click.echo(f"    {role:<21} {email:<22} {passphrase}")
    click.echo("  Tokens of programs:")
    for scopes, secret in tokens:
        click.echo(f"    {secret}  {' '.join(scopes)}")
    click.echo(
        f"\n  curl -s -H 'Host: {host}' -H 'Authorization: Bearer {tokens[-1].secret}' \\\n"
        f"    -H 'Content-Type: application/json' http://127.0.0.1:{port}/graphql \\\n"
        '    -d \'{"query": "{ viewer { name roles { role } } }"}\''
    )
