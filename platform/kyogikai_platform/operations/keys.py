"""An installation's keys: made once, and the master key exchanged for another while everybody works on.

What is sealed never changes: each tenant's key is wrapped anew, one transaction a tenant, so that whoever is
interrupted goes on where it stopped. Until the last is wrapped, both keys open them.
"""

import os
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import click
import sqlalchemy as sa

from kyogikai_platform.accounts.console import Opened
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import erasures
from kyogikai_platform.tenancy import CONSOLE
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import Key, Keys
from kyogikai_tenants.log.tables import tenant_key


def rotate(here: Installation) -> Iterator[tuple[str, bool]]:
    """Wrap every tenant's key by the master key; each host label, and whether there was anything to do.

    Raises SealBroken where a key is wrapped by neither it nor the one before.
    """
    new = Key.configured()
    for host in [CONSOLE, *here.hosts()]:
        yield host, _rotated(here, host, new)


def _rotated(here: Installation, host: str, new: Key) -> bool:
    tenant = here.tenant(host)
    with transaction(here.engine, tenant.id) as connection:
        own = sa.select(tenant_key.c.master).where(tenant_key.c.tenant_id == tenant.id).with_for_update()
        master = connection.execute(own).scalar_one_or_none()
        if master is None or master == new.name:
            return False
        Keys(connection, new).rotate(new)
        return True


def made(path: Path) -> bool:
    """A file with a new master key, readable by nobody else; whether there was none."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as file:
        file.write(b64encode(Key.generate().secret).decode() + "\n")
    return True


def _added(to: Path, found: list[erasures.Erasure]) -> int:
    """How many lines; that nothing was destroyed yet is a list too."""
    to.touch(0o600)
    return erasures.note(to, found)


def group(opened: Opened) -> click.Group:
    """The commands, on the installation that the command line opens."""

    @click.group("keys")
    def keys() -> None:
        """The keys of the installation: to sign with, and to seal with."""

    @keys.command("make")
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    def make(file: Path) -> None:
        """Write a new master key to FILE, unless there is one."""
        click.echo(f"{file}: {'made' if made(file) else 'there already'}")

    @keys.command("signing")
    def signing() -> None:
        """Make the key that checkpoints are signed with, unless there is one; print its public half."""
        with opened() as here:
            for host in [CONSOLE, *here.hosts()]:
                click.echo(here.key.verifier(here.origin(here.tenant(host))).text)

    @keys.command("rotate")
    def rotate_() -> None:
        """Wrap every tenant's key by KYOGIKAI_MASTER_KEY; KYOGIKAI_MASTER_KEY_PREVIOUS is the one before.

        It may be interrupted and run again. Afterwards nothing needs the one before.
        """
        with opened() as here:
            found = list(rotate(here))
            click.echo(
                f"{sum(changed for _, changed in found)} of {len(found)} tenants' keys were wrapped anew"
            )

    @keys.command("erasures")
    @click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="A file to add them to.")
    def erasures_(to: Path | None) -> None:
        """List every key that was destroyed: ids and times. Keep it away from database and backups."""
        with opened() as here:
            found = list(erasures.everywhere(here))
            if to is None:
                click.echo(b"".join(map(erasures.line, found)), nl=False)
            else:
                click.echo(f"{to}: {_added(to, found)} added to {len(found)}")

    @keys.command("reapply")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def reapply(file: Path) -> None:
        """After a restore: destroy again every key that FILE says was destroyed. It may be run again."""
        with opened() as here:
            told = erasures.reapply(here, erasures.read(file))
        click.echo(
            f"{told.destroyed} keys were destroyed again, {told.already} were gone already, "
            f"{told.elsewhere} are of tenants that are not here"
        )
        for host in told.ended:
            click.echo(
                f"{host} had been destroyed; its texts are erased. End it again, as the owner:\n"
                f"  kyogikai tenant close {host} --again {file} --reason restored\n"
                f"  kyogikai tenant destroy {host} --without-export --reason restored"
            )

    return keys
