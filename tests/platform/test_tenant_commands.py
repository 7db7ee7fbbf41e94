"""The operator on the command line: from nothing into use by a script, every answer JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from kyogikai_platform.cli import EXPECTED
from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding import command_line, operators
from kyogikai_platform.onboarding.code_list import NotListed
from kyogikai_platform.onboarding.command_line import Unfit
from kyogikai_platform.onboarding.operator import CodeTaken, NotReady
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.contacts import NoAddress
from kyogikai_tenants.municipalities import BadCode, MemberState, TenantState
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.platform.accounts.house import House
from tests.platform.console_house import Console, fresh_label
from tests.platform.installed import here, master
from tests.platform.web.visitor import Visitor

__all__ = ["here", "master"]


class Terminal:
    """What a script has."""

    def __init__(self, here: Installation) -> None:
        @contextmanager
        def opened() -> Iterator[Installation]:
            yield here

        self.groups = {group.name: group for group in command_line.groups(opened)}

    def run(self, group: str, *arguments: str) -> Result:
        command: click.Group = self.groups[group]
        return CliRunner().invoke(command, arguments, catch_exceptions=True)

    def ask(self, *arguments: str) -> dict[str, Any]:
        """One line of JSON."""
        found = self.run("tenant", *arguments)
        assert found.exit_code == 0, (found.output, found.exception)
        return dict(json.loads(found.output))

    def refused(self, *arguments: str) -> type[BaseException]:
        found = self.run("tenant", *arguments)
        assert found.exception
        return type(found.exception)


@pytest.fixture
def terminal(here: Installation) -> Terminal:
    """At the installation."""
    return Terminal(here)


def test_a_script_takes_a_municipality_from_nothing_into_use(
    here: Installation, terminal: Terminal, tmp_path: Path
) -> None:
    host = fresh_label()
    made = terminal.ask("register", host, "--name", "架空村", "--kind", "village", "--fictitious")
    assert (made["status"], made["host"]) == ("registered", host)
    terminal.ask("settings", host, "--notation", "hiragana", "--word", "subcommittee:部会")
    shown = terminal.run("tenant", "template", host, "--shape", "network", "--show").output
    file = tmp_path / "template.json"
    file.write_text(shown.replace("代表者会議", "代表の会議"))
    assert terminal.ask("template", host, "--file", str(file))["bodies"] == 5
    assert terminal.refused("activate", host) is NotReady
    link = terminal.ask("invite", host, "first@example.jp")["link"]
    city = House(here, here.tenant(host), host)
    path = link.partition("localhost")[2]
    first = Visitor.at(city)
    assert first.fill(path, path, new="a passphrase of my own choice").status_code == 303
    terminal.ask("checkpoint", host)
    listed = terminal.ask("checklist", host)
    assert listed["ready"], listed
    assert terminal.ask("activate", host)["status"] == "active"
    assert "代表の会議" in Visitor.at(city).get("/org").text
    assert terminal.ask("suspend", host, "--reason", "料金の未納")["status"] == "suspended"
    assert first.get("/").status_code == 503
    assert terminal.refused("suspend", host, "--reason", "再び") is TenantState
    assert terminal.ask("resume", host)["status"] == "active"
    lines = [json.loads(line) for line in terminal.run("tenant", "list").output.splitlines()]
    (own,) = [line for line in lines if line["host"] == host]
    assert own["derived"] is True
    assert own["checkpoint_size"] < own["events"]
    assert city.book.sound()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("register", "{host}", "--name", "市", "--kind", "city", "--code", "122069"), BadCode),
        (("register", "{host}", "--name", "市", "--kind", "city"), BadCode),
        (("register", "{host}", "--code", "016951"), NotListed),
        (("leave", "{taken}", "--code", "122068"), MemberState),
        (("settings", "{taken}", "--word", "subcommittee"), Unfit),
        (("settings", "{taken}", "--word", "club:会"), Unfit),
        (("template", "{taken}", "--since", "いつか"), Unfit),
    ],
)
def test_what_is_wrong_is_refused(
    here: Installation, terminal: Terminal, arguments: tuple[str, ...], why: type[Exception]
) -> None:
    taken = House.opened(here).label
    given = [text.format(host=fresh_label(), taken=taken) for text in arguments]
    assert terminal.refused(*given) is why


def test_a_municipality_is_registered_once(terminal: Terminal) -> None:
    given = ("--name", "甲市", "--kind", "city", "--code", "132195")
    terminal.ask("register", fresh_label(), *given)
    assert terminal.refused("register", fresh_label(), *given) is CodeTaken


def test_a_municipality_joins_and_leaves(here: Installation, terminal: Terminal) -> None:
    host = fresh_label()
    terminal.ask("register", host, "--name", "二市合同", "--kind", "joint", "--member", "122068:木更津市")
    assert terminal.ask("join", host, "--member", "141127:横浜市旭区")["joined"] == "141127"
    assert terminal.ask("leave", host, "--code", "122068", "--reason", "脱会")["left"] == "122068"
    book = House(here, here.tenant(host), host).book
    inside = "SELECT code FROM municipality_member WHERE known_to IS NULL AND valid_to IS NULL"
    assert [row["code"] for row in book.query(inside)] == ["141127"]
    assert book.sound()


@pytest.mark.parametrize(
    ("given", "why"),
    [(("nobody",), NoAddress), (("a@example.jp", "--origin", "nonsense"), Unfit),
     (("b@example.jp", "--origin", "https://console.example.jp/elsewhere"), Unfit)],
)  # fmt: skip
def test_nobody_is_invited_to_operate_by_a_mistyped_line(
    here: Installation, terminal: Terminal, given: tuple[str, ...], why: type[Exception]
) -> None:
    zero = Book(operators.tenant_zero(here), Actor("operator", Role.PLATFORM_OPERATOR))
    before = zero.head()
    refused = terminal.run("operator", "invite", *given)
    assert (type(refused.exception), refused.output) == (why, "")
    assert issubclass(why, EXPECTED)
    assert zero.head() == before


def test_an_operator_comes_in_by_the_printed_link(here: Installation, terminal: Terminal) -> None:
    link = terminal.run("operator", "invite", "second.operator@example.jp").output.strip()
    path = link.partition("localhost")[2]
    visitor = Visitor.at(Console(here, operators.tenant_zero(here), "console"))
    assert visitor.fill(path, path, new="a passphrase of my own choice").status_code == 303
    assert visitor.get("/").status_code == 200
    assert "読取りモデルの版" in visitor.get("/").text
