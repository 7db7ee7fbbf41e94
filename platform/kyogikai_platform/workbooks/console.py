"""Workbooks on the command line: ``kyogikai workbook …``."""

import io
import sys
import zipfile
from pathlib import Path
from uuid import UUID

import click

from kyogikai_platform.accounts.console import Opened
from kyogikai_platform.importing.running import IMPORTER
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job
from kyogikai_platform.jobs.running import Runner
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.workbooks import desk
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.report import told
from kyogikai_platform.workbooks.template import template
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Audience

file_argument = click.argument("file", type=click.Path(exists=True, path_type=Path))
tenant_option = click.option("--tenant", required=True, help="A municipality's host label.")
fixes_option = click.option(
    "--fixes", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Corrections, as JSON."
)
audience_option = click.option(
    "--audience", default=Audience.COUNCIL.value, show_default=True,
    type=click.Choice([a.value for a in Audience]),
    help="Of every record that does not say its own.",
)  # fmt: skip
lang_option = click.option("--lang", default="ja", show_default=True, type=click.Choice(["ja", "en"]))


def content_of(file: Path) -> tuple[str, bytes]:
    """A file's name and bytes; a folder is a zip of its CSVs, the same every time."""
    if not file.is_dir():
        return file.name, file.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(file.glob("*.csv")):
            archive.writestr(zipfile.ZipInfo(one.name), one.read_bytes())
    return f"{file.resolve().name}.zip", packed.getvalue()


def group(opened: Opened) -> click.Group:
    """The commands, on the installation that the command line opens."""

    @click.group("workbook")
    def workbook() -> None:
        """Import history from Excel and CSV files as secretariats have them."""

    @workbook.command("template")
    def template_() -> None:
        """Print a workbook to fill in (kyogikai workbook template > file.xlsx)."""
        sys.stdout.buffer.write(template())

    @workbook.command("check")
    @file_argument
    @tenant_option
    @fixes_option
    @audience_option
    @lang_option
    @click.option(
        "--marked", type=click.Path(dir_okay=False, path_type=Path), help="Write a marked copy here."
    )
    def check(
        file: Path, tenant: str, fixes: Path | None, audience: str, lang: str, marked: Path | None
    ) -> None:
        """Say what importing would do, and what must be corrected first; nothing is recorded."""
        with opened() as here:
            own = here.tenant(tenant)
            job = _check(own, file, fixes, audience)
            if marked is not None:
                with transaction(own.engine, own.id) as connection:
                    marked.write_bytes(desk.marked_copy(connection, job.id)[1])
        _tell(job, lang)

    @workbook.command("import")
    @file_argument
    @tenant_option
    @fixes_option
    @audience_option
    @lang_option
    def import_(file: Path, tenant: str, fixes: Path | None, audience: str, lang: str) -> None:
        """Record what is new in a file, all of it or nothing; a second run changes nothing."""
        with opened() as here:
            own = here.tenant(tenant)
            checked = _check(own, file, fixes, audience)
            if not _sound(checked):
                _tell(checked, lang)
            with transaction(own.engine, own.id) as connection:
                asked = desk.confirm(connection, checked.id, IMPORTER)
            job = Runner(own.engine, desk.KINDS).finish(own.id, asked)
        if (job.result or {}).get("first"):
            click.echo(f"batch {job.id}")
        _tell(job, lang)

    @workbook.command("undo")
    @click.argument("batch", type=click.UUID)
    @tenant_option
    @lang_option
    def undo(batch: UUID, tenant: str, lang: str) -> None:
        """Take back what one import recorded, within 24 hours: each fact is annulled."""
        with opened() as here:
            own = here.tenant(tenant)
            with transaction(own.engine, own.id) as connection:
                asked = desk.take_back(connection, batch, IMPORTER)
            job = Runner(own.engine, desk.KINDS).finish(own.id, asked)
        _tell(job, lang)

    return workbook


def _check(own: Tenant, file: Path, fixes: Path | None, audience: str) -> Job:
    given = Fixes.parse(fixes.read_bytes()) if fixes else Fixes()
    with transaction(own.engine, own.id) as connection:
        put = desk.upload(connection, *content_of(file))
        asked = desk.check(connection, put, IMPORTER, given.plain(), Audience(audience))
    return Runner(own.engine, desk.KINDS).finish(own.id, asked)


def _sound(job: Job) -> bool:
    return job.state is keeping.State.DONE and not (job.result or {}).get("counts", {}).get("fix")


def _tell(job: Job, lang: str) -> None:
    """What came of a job; 1 where nothing did."""
    result = job.result or {}
    if job.state is not keeping.State.DONE:
        click.echo(result.get(lang, job.state.value), err=True)
    elif "annulled" in result:
        click.echo(
            f"{result['annulled']} 件を取り消しました" if lang == "ja" else f"{result['annulled']} annulled"
        )
    else:
        click.echo(told(result, lang))
    sys.exit(0 if _sound(job) else 1)
