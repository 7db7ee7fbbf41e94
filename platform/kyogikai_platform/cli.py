"""The command line: run the demo, ask, import, verify, rebuild."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
import sqlalchemy as sa

from kyogikai_platform import asking, demo, embedded, proving, serving, structure, work
from kyogikai_platform.accounts import console
from kyogikai_platform.accounts.client_documents import BadDocument, TooManyDocuments
from kyogikai_platform.accounts.document_console import NotText
from kyogikai_platform.accounts.people import NoSuchAccount
from kyogikai_platform.installation import (
    Installation,
    NoStructure,
    NoSuchMunicipality,
    NotForDevelopment,
    opened,
)
from kyogikai_platform.jobs import console as jobs
from kyogikai_platform.jobs.keeping import NoSuchJob
from kyogikai_platform.onboarding import command_line
from kyogikai_platform.operations import erasures, keys, logs, metering, proxies, traces
from kyogikai_platform.settings import BadSetting, settings
from kyogikai_platform.webhooks import console as webhooks
from kyogikai_platform.webhooks.desk import BadStart, BadUrl, CannotFollow, InsideUrl, TooMany
from kyogikai_platform.webhooks.keeping import NoSuchWebhook
from kyogikai_platform.workbooks import console as workbooks
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.chain import ChainBroken
from kyogikai_tenants.log.destruction import SomethingLeft
from kyogikai_tenants.log.personal_data import SealBroken
from kyogikai_tenants.log.tables import APPLICATION

EXPECTED = (
    NoStructure, NoSuchMunicipality, NotForDevelopment, asking.NoSuchRole, proving.NotWhole, demo.PortTaken,
    serving.NoSocket, BadSetting,
    demo.LoadFailed,
    embedded.NoServerPrograms, embedded.ProgramFailed, embedded.HomeOfAnother, embedded.HomeOutOfReach,
    embedded.ServerStuck, sa.exc.ArgumentError, PermissionError, FileNotFoundError, FileExistsError,
    NotADirectoryError, NoSuchAccount, NoSuchJob, Refused, SealBroken, command_line.Unfit,
    ChainBroken, SomethingLeft, structure.NotTheOwner,
    NoSuchWebhook, BadStart, BadUrl, InsideUrl, CannotFollow, TooMany, BadDocument, TooManyDocuments, NotText,
    erasures.BadLedger, traces.NoTracing, proxies.UnknownProxy, metering.UnknownPlace, logs.UnknownFormat,
)  # fmt: skip
"""What may go wrong without being our fault: told in a line, without a stack trace."""


@click.group()
def group() -> None:
    """Kyogikai: the history of councils, as it was on any day and known on any other."""


@contextmanager
def installation() -> Iterator[Installation]:
    """The installation that the environment names."""
    with opened(settings()) as found:
        yield found


@group.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--load-only", is_flag=True, help="Load the councils and stop.")
def demo_command(port: int, *, load_only: bool) -> None:
    """Load the example councils and serve them on this machine."""
    with installation() as here:
        demo.run(here, port, serve=not load_only)


@group.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--address", default="127.0.0.1", show_default=True)
def serve_command(port: int, address: str) -> None:
    """Serve an installation whose structure is up to date."""
    with installation() as here:
        serving.serve(here, port, address)


@group.command("upgrade")
def upgrade_command() -> None:
    """Make the database's roles and bring its structure up to date."""
    with installation() as here:
        here.upgrade()


@group.command("graphql")
@click.option("--tenant", required=True, help="A municipality's host label.")
@click.option("--as", "role", default="public", show_default=True, help="ROLE or ROLE:BODY.")
@click.option("--variables", default="{}", help="JSON.")
@click.argument("query")
def graphql_command(tenant: str, role: str, variables: str, query: str) -> None:
    """Ask a municipality as somebody of a role; only on a demo database."""
    with installation() as here:
        here.require_demo("kyogikai graphql")
        answer, sound = asking.ask(here.tenant(tenant), query, role, variables)
    click.echo(answer)
    sys.exit(0 if sound else 1)


@group.command("import")
@click.option("--dry-run", is_flag=True, help="Report only; store nothing.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(file: Path, *, dry_run: bool) -> None:
    """Import a council's file; a second run changes nothing."""
    with installation() as here:
        here.upgrade()
        click.echo(demo.load(here, file.read_bytes(), file.name, dry_run=dry_run))


@group.group("log")
def log_group() -> None:
    """Prove a municipality's log."""


@log_group.command("verify")
@click.option("--tenant", default="", help="A municipality's host label; all of them without it.")
@click.option(
    "--older", type=click.File(encoding="utf-8"), help="A signed checkpoint kept outside; needs --tenant."
)
def verify_command(tenant: str, older: IO[str] | None) -> None:
    """Recompute every hash and hold every checkpoint against the log."""
    if older and not tenant:
        raise click.UsageError("--older needs --tenant")
    with installation() as here:
        for line in proving.verify(here, tenant, older.read() if older else ""):
            click.echo(line)


@log_group.command("checkpoint")
@click.option("--tenant", required=True)
def checkpoint_command(tenant: str) -> None:
    """Sign the log as it stands, and print the signed note."""
    with installation() as here:
        click.echo(proving.checkpoint(here, tenant), nl=False)


@log_group.command("export")
@click.option("--tenant", required=True)
@click.option("--all", "everything", is_flag=True, help="Not only what the public may read.")
def export_command(tenant: str, *, everything: bool) -> None:
    """Print a bundle that anybody can verify offline with kyogikai-verify, which imports nothing of ours."""
    with installation() as here:
        for line in proving.export(here, tenant, everything=everything):
            click.echo(line, nl=False)


@group.group("projections")
def projections_group() -> None:
    """Look after the read models."""


@projections_group.command("rebuild")
@click.option("--tenant", default="", help="A municipality's host label; all of them without it.")
@click.option("--check", is_flag=True, help="Change nothing; fail if anything would change.")
def rebuild_command(tenant: str, *, check: bool) -> None:
    """Derive the read models from the log again."""
    with installation() as here:
        for line in proving.rebuild(here, tenant, check=check):
            click.echo(line)


for commands in (
    *console.groups(installation), *command_line.groups(installation), workbooks.group(installation),
    jobs.group(installation, work.runner, work.forever), webhooks.group(installation),
    keys.group(installation),
):  # fmt: skip
    group.add_command(commands)


def unanswered(problem: sa.exc.OperationalError) -> str:
    """Why there is no connection, in a line; a server that has no role of ours is set up as little."""
    said = str(problem.orig).splitlines()[0]
    if f'role "{APPLICATION}" does not exist' in said:
        return str(NoStructure())
    return f"the database does not answer: {said}"


def main() -> None:
    """Run; TERM ends it like Ctrl-C does, so that a server that it started is stopped."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        group()
    except EXPECTED as problem:
        click.echo(f"kyogikai: {problem}", err=True)
        sys.exit(1)
    except sa.exc.OperationalError as problem:
        click.echo(f"kyogikai: {unanswered(problem)}", err=True)
        sys.exit(1)
