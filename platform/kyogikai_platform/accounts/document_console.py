"""Trusted documents on the command line: ``kyogikai client document …``, in an administrator's name."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import UUID

import click

from kyogikai_platform.accounts.client_documents import BadDocument, Register
from kyogikai_platform.accounts.clients import Clients
from kyogikai_platform.accounts.people import People
from kyogikai_platform.tenant import Tenant

Opened = Callable[[str], AbstractContextManager[Tenant]]
"""A municipality, by its host label."""
Hand = Callable[[str, str], AbstractContextManager[Register]]
tenant_option = click.option("--tenant", required=True, help="A municipality's host label.")
by_option = click.option("--by", required=True, help="The administrator's address.")
client_option = click.option("--client", required=True, type=click.UUID)


class NotText(ValueError):
    """A document is a text in UTF-8."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is no text in UTF-8")


def group(tenant_of: Opened) -> click.Group:
    """The commands, on the municipality that is named."""

    @contextmanager
    def register(tenant: str, by: str) -> Iterator[Register]:
        with tenant_of(tenant) as found:
            yield Register(Clients(found, People(found).find(by)))

    @click.group("document")
    def documents() -> None:
        """What a program may ask by its hash, and whether it may ask anything else."""

    @documents.command("list")
    @tenant_option
    @by_option
    @client_option
    def list_(tenant: str, by: str, client: UUID) -> None:
        """Its documents, the last first, and whether it is bound to them."""
        with register(tenant, by) as hand:
            hand.clients.one(client)
            found, only = hand.of(client)
        click.echo("asks these documents only" if only else "asks whatever its scopes open")
        for one in found:
            click.echo(f"{one.digest}  {one.made_at:%F %T}  {' '.join(one.text.split())[:60]}")

    _acts(documents, register)
    return documents


def _acts(documents: click.Group, register: Hand) -> None:
    @documents.command("add")
    @tenant_option
    @by_option
    @client_option
    @click.argument(
        "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
    )
    def add(tenant: str, by: str, client: UUID, files: tuple[Path, ...]) -> None:
        """Register FILES, each one document as it stands, and print their ids: sha256sum says the same."""
        with register(tenant, by) as hand:
            for file in files:
                click.echo(_added(hand, client, file))

    @documents.command("remove")
    @tenant_option
    @by_option
    @client_option
    @click.option("--id", "digest", required=True, help="sha256:…")
    def remove(tenant: str, by: str, client: UUID, digest: str) -> None:
        """It is trusted no longer."""
        with register(tenant, by) as hand:
            gone = hand.remove(client, digest)
        click.echo("removed" if gone else "no such document of this client")

    @documents.command("bind")
    @tenant_option
    @by_option
    @client_option
    @click.argument("state", type=click.Choice(["on", "off"]))
    def bind(tenant: str, by: str, client: UUID, state: str) -> None:
        """Let it ask its documents only, or whatever its scopes open."""
        with register(tenant, by) as hand:
            hand.bind(client, only=state == "on")


def _added(hand: Register, client: UUID, file: Path) -> str:
    """Its id; what is wrong with it is told with its name. Raises BadDocument, NotText, TooManyDocuments."""
    try:
        return hand.add(client, _text(file))
    except BadDocument as problem:
        raise BadDocument(f"{file}: {problem}") from problem


def _text(file: Path) -> str:
    """What stands in a file, to the byte: a hash tells a new line from another. Raises NotText."""
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as problem:
        raise NotText(file) from problem
