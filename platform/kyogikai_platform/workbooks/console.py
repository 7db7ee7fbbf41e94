"""Workbooks on the command line: ``kyogikai workbook …``."""

import io
import sys
import zipfile
from pathlib import Path

import click

from kyogikai_platform.accounts.console import Opened
from kyogikai_platform.importing.running import IMPORTER
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.reading import read
from kyogikai_platform.workbooks.running import Run
from kyogikai_tenants.vocabulary import Audience

file_argument = click.argument("file", type=click.Path(exists=True, path_type=Path))
tenant_option = click.option("--tenant", required=True, help="A municipality's host label.")
fixes_option = click.option(
    "--fixes", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Corrections, as JSON."
)
audience_option = click.option(
    "--audience", default=Audience.COUNCIL.value, show_default=True, type=click.Choice([a.value for a in Audience]),
    help="Of every record that does not say its own.",
)  # fmt: skip


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

    @workbook.command("check")
    @file_argument
    @tenant_option
    @fixes_option
    @audience_option
    def check(file: Path, tenant: str, fixes: Path | None, audience: str) -> None:
        """Say what importing would do, and what must be corrected first; nothing is stored."""
        with opened() as here:
            report = _run(here.tenant(tenant), fixes, audience).check(read(*content_of(file)))
        click.echo(report)
        sys.exit(0 if report.sound else 1)

    @workbook.command("import")
    @file_argument
    @tenant_option
    @fixes_option
    @audience_option
    def import_(file: Path, tenant: str, fixes: Path | None, audience: str) -> None:
        """Record what is new in a file, all of it or nothing; a second run changes nothing."""
        with opened() as here:
            report = _run(here.tenant(tenant), fixes, audience).record(read(*content_of(file)))
        click.echo(report)
        sys.exit(0 if report.sound else 1)

    return workbook


def _run(tenant, fixes, audience):
    return Run(
        tenant.engine,
        tenant.id,
        IMPORTER,
        Fixes.parse(fixes.read_bytes()) if fixes else Fixes(),
        Audience(audience),
    )
