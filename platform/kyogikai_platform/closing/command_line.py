"""The end of a tenant on the command line: ``kyogikai tenant export``, ``import``, ``close`` and so on."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from kyogikai_platform.closing import certificate, destroying
from kyogikai_platform.closing.arriving import Wanted, arrive
from kyogikai_platform.closing.ending import Ending
from kyogikai_platform.closing.transfer import Secret, begin
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import erasures
from kyogikai_tenants.log.connection import transaction

Opened = Callable[[], AbstractContextManager[Installation]]
FILE = click.Path(dir_okay=False, path_type=Path)
THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
host_argument = click.argument("host")
key_option = click.option("--transfer-key", type=THERE, help="A file with 32 bytes in base64.")
passphrase_option = click.option("--transfer-passphrase", type=THERE, help="A file with one line.")


def add(tenant: click.Group, opened: Opened) -> None:
    """The commands, in the group of tenants."""
    for make in (_export, _import, _close, _destroy, _certificates):
        make(tenant, opened)


def _told(**facts: Any) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False, default=str))


def _secret(key: Path | None, passphrase: Path | None) -> Secret | None:
    if key and passphrase:
        raise click.UsageError("--transfer-key or --transfer-passphrase, not both")
    if passphrase:
        return Secret(passphrase.read_text(encoding="utf-8").rstrip("\r\n"), passphrase=True)
    return Secret(key.read_text(encoding="utf-8").strip(), passphrase=False) if key else None


def _export(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("export")
    @host_argument
    @click.option("--to", required=True, type=FILE)
    @key_option
    @passphrase_option
    def export(host: str, to: Path, transfer_key: Path | None, transfer_passphrase: Path | None) -> None:
        """Write everything of it to a file. Sealed texts travel readable only with a transfer key."""
        secret = _secret(transfer_key, transfer_passphrase)
        transfer = begin(secret) if secret else None
        if to.exists():
            raise FileExistsError(f"{to} is there already")
        with opened() as here:
            done = Ending(here).export(here.listed(host), lambda _: to, transfer)
            m = done.manifest
            _told(
                file=done.path, sha256=done.sha256, bytes=done.bytes, events=m.events, head=m.head,
                root=m.root, files=m.files, subjects=m.subjects, keys=m.keys, verifier_key=m.verifier_key,
            )  # fmt: skip


def _import(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("import")
    @click.argument("file", type=THERE)
    @click.option("--host", default="", help="Another host label than it had.")
    @click.option("--key", default="", help="The verifier key that it has to be signed with.")
    @click.option("--without-keys", is_flag=True, help="Sealed texts are erased here, for ever.")
    @key_option
    @passphrase_option
    def import_(
        file: Path, transfer_key: Path | None, transfer_passphrase: Path | None, **given: Any
    ) -> None:
        """Take in a municipality that was exported elsewhere: all of it, as it was, or nothing."""
        with opened() as here:
            wanted = Wanted(secret=_secret(transfer_key, transfer_passphrase), **given)
            done = arrive(Ending(here), file, wanted)
            listed, m = done.listed, done.manifest
            _told(
                tenant_id=listed.tenant_id, host=listed.host, name=listed.name, status=listed.status,
                events=m.events, head=m.head, root=m.root, files=m.files, signed_by=m.verifier_key,
            )  # fmt: skip


def _close(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("close")
    @host_argument
    @click.option("--reason", required=True)
    @click.option("--again", type=THERE, help="A list of erasures: what it says was destroyed waits no more.")
    def close(host: str, reason: str, again: Path | None) -> None:
        """End its use. It may be reopened until it is destroyed, from the day that is told on."""
        gone = {one.tenant for one in erasures.read(again) if one.subject is None} if again else set[UUID]()
        with opened() as here:
            due = Ending(here).close(here.listed(host), reason, gone)
            _told(host=host, status=here.listed(host).status, due=due)

    @tenant.command("reopen")
    @host_argument
    @click.option("--reason", required=True)
    def reopen(host: str, reason: str) -> None:
        """Call the closing off."""
        with opened() as here:
            Ending(here).reopen(here.listed(host), reason)
            _told(host=host, status=here.listed(host).status)


def _destroy(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("destroy")
    @host_argument
    @click.option("--without-export", is_flag=True, help="Though no file holds all of it; needs --reason.")
    @click.option("--reason", default="", help="Why there is no file.")
    @click.option("--certificate", "to", type=FILE, help="Write the certificate there, too.")
    def destroy(host: str, reason: str, to: Path | None, *, without_export: bool) -> None:
        """Delete every row and key of a closed tenant, once its waiting period is over."""
        if without_export != bool(reason.strip()):
            raise click.UsageError("--without-export and --reason go together")
        if to and to.exists():
            raise FileExistsError(f"{to} is there already")
        with opened() as here:
            done = destroying.destroy(Ending(here), here.listed(host), reason.strip())
            if to:
                to.write_text(done.body, encoding="utf-8")
            f = done.facts
            _told(certificate=done.id, host=host, rows=f.rows, keys=f.keys, files=f.files, head=f.head)


def _certificates(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("certificates")
    @click.option("--form", default="list", type=click.Choice(["list", "json", "ja", "en"]))
    @click.option("--id", "which", default="", help="Only this one.")
    def certificates(form: str, which: str) -> None:
        """What was destroyed here: the list, or the certificates as they are signed or in words."""
        with opened() as here, transaction(here.engine, here.zero) as connection:
            for one in certificate.kept(connection):
                if which not in {"", str(one.id)}:
                    continue
                if form == "list":
                    _told(id=one.id, tenant_id=one.closed_id, host=one.host, name=one.name)
                else:
                    said = one.body if form == "json" else certificate.text(one.body, form)
                    click.echo(said, nl=form != "json")
