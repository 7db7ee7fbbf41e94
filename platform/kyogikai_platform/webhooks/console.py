"""Webhooks on the command line: ``kyogikai webhook …``."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from uuid import UUID

import click

from kyogikai_graphql.changes import mark
from kyogikai_platform.accounts.clients import OVERLAPS, Clients
from kyogikai_platform.accounts.console import Opened, tenant_option
from kyogikai_platform.accounts.people import People
from kyogikai_platform.webhooks.carrying import courier_of
from kyogikai_platform.webhooks.desk import BEGINNING, NOW, Desk
from kyogikai_platform.webhooks.queueing import KINDS

Hand = Callable[[str, str], AbstractContextManager[Desk]]
by_option = click.option("--by", required=True, help="The administrator's address.")
client_option = click.option("--client", required=True, type=click.UUID)
id_option = click.option("--id", "webhook", required=True, type=click.UUID)
after_option = click.option("--after", default=NOW, help="A cursor of changes, or: beginning.")


def group(opened: Opened) -> click.Group:
    """The commands, on the installation that the command line opens."""

    @contextmanager
    def desk(tenant: str, by: str) -> Iterator[Desk]:
        with opened() as here:
            found = here.tenant(tenant)
            hand = Clients(found, People(found).find(by))
            yield Desk(hand, loopback=here.settings.webhook_loopback)

    @click.group("webhook")
    def webhooks() -> None:
        """Where partners' programs are told of changes."""

    @webhooks.command("add")
    @tenant_option
    @by_option
    @client_option
    @after_option
    @click.option("--url", required=True)
    @click.option("--kind", "kinds", multiple=True, type=click.Choice(sorted(KINDS)), help="All without it.")
    def add(tenant: str, by: str, client: UUID, after: str, url: str, kinds: tuple[str, ...]) -> None:
        """Set one, and print its id and its secret, once."""
        with desk(tenant, by) as hand:
            made, secret = hand.add(client, url, kinds, after)
            click.echo(f"{made}\n{secret}")

    @webhooks.command("list")
    @tenant_option
    @by_option
    @client_option
    def list_(tenant: str, by: str, client: UUID) -> None:
        """A client's, and how they stand."""
        with desk(tenant, by) as hand:
            for one in hand.clients.one(client).webhooks:
                state = f"off ({one.off_why})" if one.off_at else "on"
                click.echo(f"{one.id}  {one.url}  {state}  {mark(one.position)}  {one.waiting} waiting")

    @webhooks.command("roll")
    @tenant_option
    @by_option
    @client_option
    @id_option
    @click.option("--overlap", default="day", show_default=True, type=click.Choice(list(OVERLAPS)))
    def roll(tenant: str, by: str, client: UUID, webhook: UUID, overlap: str) -> None:
        """Print another secret, once; for the overlap both sign."""
        with desk(tenant, by) as hand:
            lasting: timedelta = OVERLAPS[overlap]
            click.echo(hand.roll(client, webhook, lasting))

    _acts(webhooks, desk)

    @webhooks.command("deliver")
    def deliver() -> None:
        """Give each webhook that is due one turn, and stop."""
        with opened() as here:
            click.echo(f"{courier_of(here).once()} turns")

    return webhooks


def _acts(webhooks: click.Group, desk: Hand) -> None:
    @webhooks.command("replay")
    @tenant_option
    @by_option
    @client_option
    @id_option
    @click.option("--after", default=BEGINNING, show_default=True, help="A cursor of changes.")
    def replay(tenant: str, by: str, client: UUID, webhook: UUID, after: str) -> None:
        """Tell it again of all that changed after a cursor."""
        with desk(tenant, by) as hand:
            hand.replay(client, webhook, after)

    @webhooks.command("switch")
    @tenant_option
    @by_option
    @client_option
    @id_option
    @click.argument("state", type=click.Choice(["on", "off"]))
    def switch(tenant: str, by: str, client: UUID, webhook: UUID, state: str) -> None:
        """Stop it, or let it go on where it was."""
        with desk(tenant, by) as hand:
            hand.switch(client, webhook, on=state == "on")

    @webhooks.command("remove")
    @tenant_option
    @by_option
    @client_option
    @id_option
    def remove(tenant: str, by: str, client: UUID, webhook: UUID) -> None:
        """It is told nothing any more."""
        with desk(tenant, by) as hand:
            hand.remove(client, webhook)
