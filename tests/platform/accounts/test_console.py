"""Accounts and tokens from the command line: the operator sees to the first administrator only."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from kyogikai_platform import master_key
from kyogikai_platform.accounts import demo_accounts
from kyogikai_platform.accounts.client_documents import BadDocument
from kyogikai_platform.accounts.document_console import NotText
from kyogikai_platform.accounts.passwords import AddressTaken
from kyogikai_platform.accounts.people import NoSuchAccount, People
from kyogikai_platform.cli import EXPECTED, group
from kyogikai_platform.embedded import Server
from kyogikai_platform.installation import Installation, NotForDevelopment
from kyogikai_tenants.access.roles import NotYoursToGrant
from kyogikai_tenants.council.parties import PersonRegistered
from kyogikai_tenants.errors import NotFound
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.rights import ReadOnlyRole
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, FAST, PASSPHRASE, House

Run = Callable[..., Result]
BY = ("--by", ADMINISTRATOR)


@pytest.fixture
def run(pg_server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command line on the test's database."""
    monkeypatch.setenv("DATABASE_URL", pg_server.url("postgres").render_as_string(hide_password=False))
    monkeypatch.setenv("KYOGIKAI_HOME", str(tmp_path))
    return lambda *words: CliRunner().invoke(group, list(words))


def told(result: Result) -> str:
    assert result.exit_code == 0, result.exception or result.output
    return result.output.strip()


def test_a_user_is_invited_given_a_role_and_a_passphrase(own_house: House, run: Run) -> None:
    here, email = ("--tenant", own_house.label), ("--email", "new@example.jp")
    told(run("user", "invite", *here, *BY, *email, "--name", "新人"))
    told(run("user", "grant", *here, *BY, *email, "--role", "secretariat", "--until", "2999-03-31"))
    told(run("user", "password", *here, *BY, *email, "--passphrase", PASSPHRASE))
    browser = own_house.browser()
    assert browser.sign_in("new@example.jp").status_code == 200
    told(run("user", "revoke", *here, *BY, *email, "--role", "secretariat"))
    session = browser.send("GET", "/session").get_json()
    assert (session["user"]["name"], session["user"]["roles"]) == ("新人", [])


def test_a_client_is_registered_and_its_token_shown_once(own_house: House, run: Run) -> None:
    here = ("--tenant", own_house.label)
    client = told(run("client", "register", *here, *BY, "--name", "県", "--scope", "council:read"))
    secret = told(run("client", "token", *here, "--client", client))
    browser, header = own_house.browser(), {"Authorization": f"Bearer {secret}"}
    assert browser.ask("{ __typename }", **header).status_code == 200
    told(run("client", "token", *here, "--client", client))
    assert (
        told(run("client", "revoke", *here, *BY, "--client", client, "--prefix", secret[:8]))
        == "1 tokens ended"
    )
    assert browser.ask("{ __typename }", **header).status_code == 401
    assert told(run("client", "revoke", *here, *BY, "--client", client)) == "1 tokens ended"


@pytest.mark.check
def test_a_client_is_rolled_and_told_of_changes_from_the_command_line(own_house: House, run: Run) -> None:
    here = ("--tenant", own_house.label, *BY)
    client = told(run("client", "register", *here, "--name", "県", "--scope", "changes:read"))
    secret = told(run("client", "roll", *here, "--client", client))
    assert own_house.browser().ask("{ __typename }", Authorization=f"Bearer {secret}").status_code == 200
    assert f"{client}  県  changes:read  1 secrets" in told(run("client", "list", *here))
    own = ("--client", client)
    refused = run("webhook", "add", *here, *own, "--url", "ftp://x")
    assert refused.exit_code == 1
    assert "https" in str(refused.exception)
    hook, first = told(run("webhook", "add", *here, *own, "--url", "https://a.example.jp/")).split()
    which = (*here, *own, "--id", hook)
    assert told(run("webhook", "roll", *which)) != first
    told(run("webhook", "replay", *which))
    told(run("webhook", "switch", *which, "off"))
    assert f"{hook}  https://a.example.jp/  off (by_hand)" in told(run("webhook", "list", *here, *own))
    told(run("webhook", "remove", *which))
    assert told(run("webhook", "list", *here, *own)) == ""


@pytest.mark.check
def test_what_a_client_may_ask_is_registered_from_the_command_line(
    own_house: House, run: Run, tmp_path: Path
) -> None:
    here = ("--tenant", own_house.label, *BY)
    client = told(run("client", "register", *here, "--name", "県", "--scope", "published:read"))
    secret = told(run("client", "token", "--tenant", own_house.label, "--client", client))
    which, header = (*here, "--client", client), {"Authorization": f"Bearer {secret}"}
    text = b"query Own {\r\n  viewer { name }\r\n}\n"
    own, bad, odd = (tmp_path / name for name in ("own.graphql", "bad.graphql", "odd.graphql"))
    own.write_bytes(text)
    bad.write_text("{ nope }")
    odd.write_bytes(b"\xff")
    digest = f"sha256:{sha256(text).hexdigest()}"
    assert told(run("client", "document", "add", *which, str(own))) == digest, "to the byte"
    for file, problem in ((bad, BadDocument), (odd, NotText)):
        refused = run("client", "document", "add", *which, str(file)).exception
        assert isinstance(refused, problem)
        assert isinstance(refused, EXPECTED)
        assert file.name in str(refused)
    told(run("client", "document", "bind", *which, "on"))
    assert own_house.browser().ask("{ __typename }", **header).get_json()["errors"]
    assert own_house.browser().ask(text.decode(), **header).get_json()["data"]["viewer"]["name"] == "県"
    listed = told(run("client", "document", "list", *which))
    assert listed.startswith("asks these documents only")
    assert digest in listed
    assert told(run("client", "document", "remove", *which, "--id", digest)) == "removed"
    assert told(run("client", "document", "remove", *which, "--id", digest)).startswith("no such")
    told(run("client", "document", "bind", *which, "off"))
    assert told(run("client", "document", "list", *which)) == "asks whatever its scopes open"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("user", "invite", "--email", "a@example.jp", "--name", "甲"), NotYoursToGrant),
        (("user", "grant", "--email", ADMINISTRATOR, "--role", "auditor"), NotYoursToGrant),
        (("user", "password", "--email", "no@example.jp", "--passphrase", PASSPHRASE), NoSuchAccount),
        (("client", "register", "--name", "県", "--scope", "council:read"), ReadOnlyRole),
        (("client", "token", "--client", str(new_id())), NotFound),
        (("user", "invite", *BY, "--email", ADMINISTRATOR, "--name", "甲"), AddressTaken),
    ],
)
def test_what_is_refused_is_told_in_a_line(
    house: House, run: Run, words: tuple[str, ...], problem: type[Exception]
) -> None:
    result = run(*words, "--tenant", house.label)
    assert isinstance(result.exception, problem)
    assert issubclass(problem, EXPECTED)
    house.people.find(ADMINISTRATOR)


def test_an_account_opened_elsewhere_is_found_by_its_sealed_address(own_house: House) -> None:
    user = own_house.account("digest@example.jp")
    own_house.book.query("DELETE FROM account_password WHERE user_id = :u RETURNING 1", u=user)
    assert own_house.people.find(" Digest@Example.JP") == user


def test_a_client_that_ended_gets_no_token(own_house: House) -> None:
    client = own_house.people.register("県", ["council:read"])
    own_house.people.withdraw(client)
    with pytest.raises(NotFound):
        own_house.people.token(client)


def test_a_linked_account_is_somebody_and_is_unlinked_again(own_house: House, run: Run) -> None:
    email = "linked@example.jp"
    user, words = own_house.account(email), ("--tenant", own_house.label, *BY, "--email", email)
    person = own_house.book.say(
        PersonRegistered, None, "undated", name="架空 花子", audience="public"
    ).record_id
    told(run("user", "link", *words, "--person", str(person)))
    linked = "SELECT person_id FROM user_account WHERE id = :u AND known_to IS NULL AND valid_to IS NULL"
    assert own_house.book.one(linked, u=user) == person
    told(run("user", "link", *words))
    assert own_house.book.one(linked, u=user) is None
    assert own_house.book.sound()


def test_accounts_of_the_demo_are_the_demos_alone(house: House) -> None:
    with pytest.raises(NotForDevelopment):
        demo_accounts.prepared(house.here, house.tenant)


def test_accounts_of_the_demo_are_made_once(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Installation, "require_demo", lambda *_: None)
    monkeypatch.setattr(People, "passphrase", _fast(People.passphrase))
    house = House.opened(here, administered=False)
    first, before = demo_accounts.prepared(here, house.tenant), house.book.head()
    assert demo_accounts.prepared(here, house.tenant) == first
    assert house.book.head() == before
    accounts, tokens = first
    office = next(a for a in accounts if a.role is Role.SECRETARIAT)
    assert house.browser().sign_in(office.email, office.passphrase).status_code == 200
    for token in tokens:
        assert (
            house.browser().ask("{ __typename }", Authorization=f"Bearer {token.secret}").status_code == 200
        )


def _fast(keep: Callable[[People, UUID, str, str], None]) -> Callable[[People, UUID, str, str], None]:
    def passphrase(people: People, user: UUID, email: str, text: str) -> None:
        keep(People(people.tenant, people.actor, people.day, FAST), user, email, text)

    return passphrase


def test_a_home_has_a_master_key_where_nothing_else_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = os.environ[MASTER_KEY]
    master_key.provide(tmp_path / "said")
    assert not (tmp_path / "said").exists()
    monkeypatch.delenv(MASTER_KEY)
    monkeypatch.setenv(master_key.FILE, "")
    master_key.adopt(tmp_path / "home")
    assert os.environ[master_key.FILE] == ""
    for _ in range(2):
        master_key.provide(tmp_path / "home")
    file = tmp_path / "home" / "master.key"
    assert (os.environ[master_key.FILE], file.stat().st_mode & 0o777) == (str(file), 0o600)
    assert Key.configured().name != Key.configured({MASTER_KEY: said}).name
