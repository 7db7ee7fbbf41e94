"""A fourth municipality, from nothing into use by the commands of docs/onboarding.md, with its history."""

import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding import command_line
from kyogikai_platform.workbooks import console
from tests.platform.accounts.house import House
from tests.platform.console_house import fresh_label
from tests.platform.installed import here, master
from tests.platform.web.visitor import Visitor
from tests.platform.workbooks.books import FAULTS, FIXES, planted

pytestmark = pytest.mark.check
__all__ = ["here", "master"]
DOCS = Path(__file__).parents[3] / "docs" / "onboarding.md"
TOWN = "みほん町（架空）"
OWN = "--code 122068 --name 木更津市 --kind city"
"""What the document registers; another test may have it."""
OTHERS = ("operator", "template", "join")
"""What is for an operator to come in, for a council without a history, and for a joint council."""


def documented(host: str, folder: Path) -> Iterator[list[str]]:
    """The document's commands in order, filled in; its template is for councils without a history."""
    said = {"HOST": host, "EMAIL": "first@mihon-cho.example", "NAME": "見本 花子", "REASON": "試し",
            "FILE": str(folder / "記録.xlsx"), "FIXES.json": str(folder / "fixes.json")}  # fmt: skip
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        if line.startswith("    kyogikai ") and not any(f" {word} " in line for word in OTHERS):
            told = line.partition("#")[0].replace(OWN, f"--name {TOWN} --kind town --fictitious")
            yield [said.get(word, word) for word in shlex.split(told)[1:]]


def test_the_documented_commands_take_a_municipality_with_its_history_into_use(
    here: Installation, tmp_path: Path
) -> None:
    @contextmanager
    def opened() -> Iterator[Installation]:
        yield here

    groups: list[click.Command] = [*command_line.groups(opened), console.group(opened)]
    cli = click.Group("kyogikai", {group.name or "": group for group in groups})
    (tmp_path / "記録.xlsx").write_bytes(planted(f"{TOWN}協議会"))
    (tmp_path / "fixes.json").write_text(json.dumps(FIXES))
    host = fresh_label()
    done = dict[str, Result]()
    for words in documented(host, tmp_path):
        told = CliRunner().invoke(cli, words, catch_exceptions=False)
        done[words[1]] = told
        assert told.exit_code == (1 if words[1] == "check" else 0), (words, told.output)
        if words[1] == "invite":
            path = json.loads(told.output)["link"].partition("localhost")[2]
            visitor = Visitor.at(_house(here, host))
            assert visitor.fill(path, path, new="a passphrase of my own choice").status_code == 303
        if words[1] == "activate":
            assert "こども部会" in Visitor.at(_house(here, host)).get("/org").text
    assert all(f"[fix] {fault.place}「{fault.value}」" in done["check"].output for fault in FAULTS)
    lines = {line["name"]: line["done"] for line in json.loads(done["checklist"].output)["lines"]}
    assert lines["history"]
    assert _house(here, host).book.sound()


def _house(here: Installation, host: str) -> House:
    return House(here, here.tenant(host), host)
