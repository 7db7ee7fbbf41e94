"""Jobs on the command line: ``kyogikai jobs …``."""

import signal
import threading
from collections.abc import Callable

import click

from kyogikai_platform.accounts.console import Opened
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.running import Runner
from kyogikai_platform.operations import logs
from kyogikai_tenants.log.connection import transaction

Forever = Callable[[Installation, threading.Event], None]


def group(opened: Opened, runner_of: Callable[[Installation], Runner], forever: Forever) -> click.Group:
    """The commands, on the installation that the command line opens."""

    @click.group("jobs")
    def jobs() -> None:
        """Work that takes longer than a request."""

    @jobs.command("run")
    @click.option("--once", is_flag=True, help="Do what waits now, and stop.")
    def run(*, once: bool) -> None:
        """Do the jobs of every municipality, and deliver webhooks; TERM ends it after what is at hand."""
        with opened() as here:
            logs.configure(here.settings.log)
            if once:
                click.echo(f"{runner_of(here).once()} jobs")
                return
            stop = threading.Event()
            signal.signal(signal.SIGTERM, lambda *_: stop.set())
            forever(here, stop)

    @jobs.command("list")
    @click.option("--tenant", required=True, help="A municipality's host label.")
    def list_(tenant: str) -> None:
        """A municipality's last jobs."""
        with opened() as here:
            found = here.tenant(tenant)
            with transaction(found.engine, found.id) as connection:
                for job in keeping.latest(connection):
                    click.echo(
                        f"{job.id}  {job.kind}  {job.state}  {job.done}/{job.total}  {job.created_at:%F %T}"
                    )

    return jobs
