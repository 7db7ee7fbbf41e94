"""Accounts and clients on the command line: ``kyogikai user …`` and ``kyogikai client …``."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import click

from kyogikai_platform.accounts import document_console
from kyogikai_platform.accounts.clients import OVERLAPS, Clients
from kyogikai_platform.accounts.people import People
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.access import ADMINISTERS, SCOPES
from kyogikai_tenants.vocabulary import Role

Opened = Callable[[], AbstractContextManager[Installation]]
GRANTED = sorted(role.value for role in ADMINISTERS[Role.TENANT_ADMINISTRATOR])

tenant_option = click.option("--tenant", required=True, help="A municipality's host label.")
by_option = click.option(
    "--by", default="", help="The administrator's address; without it the operator, for the first one."
)
email_option = click.option("--email", required=True)
role_option = click.option("--role", required=True, type=click.Choice(GRANTED))
body_option = click.option("--body", type=click.UUID, help="For members and case workers.")


def groups(opened: Opened) -> list[click.Group]:
    """The commands, on the installation that the command line opens."""

    @contextmanager
    def people(tenant: str, by: str) -> Iterator[People]:
        with opened() as here:
            found = People(here.tenant(tenant))
            yield found.as_(by) if by else found

    @contextmanager
    def tenant_of(label: str) -> Iterator[Tenant]:
        with opened() as here:
            yield here.tenant(label)

    client = _client(people)
    client.add_command(document_console.group(tenant_of))
    return [_user(people), client]


Hand = Callable[[str, str], AbstractContextManager[People]]


def _user(people: Hand) -> click.Group:
    @click.group("user")
    def user() -> None:
        """Accounts: who may sign in, and in which roles."""

    @user.command("invite")
    @tenant_option
    @by_option
    @email_option
    @click.option("--name", required=True)
    @click.option("--person", type=click.UUID, help="Who of the record it is: offices give rights.")
    def invite(tenant: str, by: str, email: str, name: str, person: UUID | None) -> None:
        """Open an account."""
        with people(tenant, by) as hand:
            click.echo(hand.invite(name, email, person))

    @user.command("link")
    @tenant_option
    @by_option
    @email_option
    @click.option("--person", type=click.UUID, help="Nobody without it.")
    def link(tenant: str, by: str, email: str, person: UUID | None) -> None:
        """Say who of the record an account is."""
        with people(tenant, by) as hand:
            hand.link(hand.find(email), person)

    _roles(user, people)

    @user.command("password")
    @tenant_option
    @by_option
    @email_option
    @click.password_option("--passphrase", help="15 characters or more; asked for without it.")
    def password(tenant: str, by: str, email: str, passphrase: str) -> None:
        """Set a passphrase; whoever is signed in with that account is signed out."""
        with people(tenant, by) as hand:
            hand.passphrase(hand.find(email), email, passphrase)

    return user


def _roles(user: click.Group, people: Hand) -> None:
    @user.command("grant")
    @tenant_option
    @by_option
    @email_option
    @role_option
    @body_option
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
    def grant(tenant: str, by: str, email: str, role: str, body: UUID | None, until: datetime | None) -> None:
        """Give an account a role."""
        with people(tenant, by) as hand:
            hand.grant(hand.find(email), Role(role), body, until.date() if until else None)

    @user.command("revoke")
    @tenant_option
    @by_option
    @email_option
    @role_option
    @body_option
    def revoke(tenant: str, by: str, email: str, role: str, body: UUID | None) -> None:
        """Take a role away, from today on."""
        with people(tenant, by) as hand:
            hand.revoke(hand.find(email), Role(role), body)


def _rolled(client: click.Group, people: Hand) -> None:
    @client.command("list")
    @tenant_option
    @by_option
    def list_(tenant: str, by: str) -> None:
        """Every program, its scopes, and when it was last used."""
        with people(tenant, by) as hand:
            for one in Clients(hand.tenant, hand.tenant.id).all():
                state = "revoked" if one.client.revoked else f"{one.secrets} secrets"
                used = f"{one.used:%F %T}" if one.used else "never"
                scopes = ",".join(one.client.scopes)
                click.echo(f"{one.client.id}  {one.client.name}  {scopes}  {state}  {used}")

    @client.command("roll")
    @tenant_option
    @click.option("--by", required=True, help="The administrator's address.")
    @click.option("--client", "client_id", required=True, type=click.UUID)
    @click.option("--days", default=365, show_default=True, type=click.IntRange(1, 365))
    @click.option("--overlap", default="day", show_default=True, type=click.Choice(list(OVERLAPS)))
    def roll(tenant: str, by: str, client_id: UUID, days: int, overlap: str) -> None:
        """Print another secret, once; those of before are good for the overlap."""
        with people(tenant, by) as hand:
            clients = Clients(hand.tenant, hand.find(by))
            click.echo(clients.roll(client_id, timedelta(days=days), OVERLAPS[overlap]).secret)


def _client(people: Hand) -> click.Group:
    @click.group("client")
    def client() -> None:
        """Partners' programs: what they may ask for, and their tokens."""

    @client.command("register")
    @tenant_option
    @by_option
    @click.option("--name", required=True)
    @click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(sorted(SCOPES)))
    def register(tenant: str, by: str, name: str, scopes: tuple[str, ...]) -> None:
        """Register a program and print its id."""
        with people(tenant, by) as hand:
            click.echo(hand.register(name, list(scopes)))

    @client.command("token")
    @tenant_option
    @click.option("--client", "client_id", required=True, type=click.UUID)
    @click.option("--days", default=365, show_default=True, type=click.IntRange(1, 365))
    def token(tenant: str, client_id: UUID, days: int) -> None:
        """Make a token and print it, once."""
        with people(tenant, "") as hand:
            click.echo(hand.token(client_id, timedelta(days=days)).secret)

    _rolled(client, people)

    @client.command("revoke")
    @tenant_option
    @by_option
    @click.option("--client", "client_id", required=True, type=click.UUID)
    @click.option("--prefix", default="", help="Only the tokens that begin so; the client itself without it.")
    def revoke(tenant: str, by: str, client_id: UUID, prefix: str) -> None:
        """End a program and its tokens."""
        with people(tenant, by) as hand:
            click.echo(f"{hand.withdraw(client_id, prefix)} tokens ended")

    return client
