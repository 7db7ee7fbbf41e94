"""What the page for partners says to send is answered as it says: all of it, in one shell, in its order."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from graphql import get_operation_ast, parse

from kyogikai_graphql import cost, limits, pages
from kyogikai_graphql.schema import SCHEMA
from kyogikai_platform.settings import Settings
from tests.clients.conftest import Desk

pytestmark = pytest.mark.check

ROOT = Path(__file__).parents[2]
PAGE = ROOT.joinpath("docs", "partner-api.md").read_text(encoding="utf-8")
BETWEEN = "----- what comes next -----"
BLOCK = re.compile(r"(?:^ {4}.*\n)+", re.MULTILINE)
ANSWER = re.compile(r"\{\"|\d+$|x-ratelimit|  node", re.MULTILINE)


def blocks() -> list[str]:
    """The indented blocks of the page: commands, and below most of them what is answered."""
    return [re.sub(r"^ {4}", "", block, flags=re.MULTILINE) for block in BLOCK.findall(PAGE)]


def examples() -> list[tuple[str, str]]:
    """Commands, each with the answer that is shown."""
    found = blocks()
    return [(command, answer) for command, answer in pairwise(found) if ANSWER.match(answer)]


def answered(desk: Desk, commands: list[str]) -> list[str]:
    """What a shell prints for each of them."""
    here = "".join(f"{command}\necho '{BETWEEN}'\n" for command in commands)
    here = here.replace("mihon.localhost:8000", f"{desk.label}.localhost:{desk.port}")
    for name, text in (("TOKEN", desk.program), ("CLIENT", desk.client)):
        here = re.sub(rf"^{name}=.*$", f"{name}={text}", here, flags=re.MULTILINE)
    line = ["bash", "-c", here]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - our own page
    return done.stdout.split(BETWEEN)[:-1]


def differs(shown: str, found: str) -> bool:
    """Whether an answer is another than the one shown, in which spaces do not count and … is anything."""
    words = ["".join(text.split()) for text in (shown, found)]
    return not re.fullmatch(re.escape(words[0]).replace("…", '[^"]*'), words[1])


def test_every_command_has_the_answer_that_is_shown(desk: Desk) -> None:
    said = examples()
    found = answered(desk, [command for command, _ in said])
    assert len(found) == len(said) == len(blocks()) / 2
    wrong = [(shown, got) for (_, shown), got in zip(said, found, strict=True) if differs(shown, got)]
    assert wrong == []


def test_another_answer_would_be_noticed() -> None:
    """Planted: a count, a status and a name that are others."""
    assert not differs('{"data": {\n  "a": "…"}} 200', '{"data":{"a":"x y"}} 200')
    for found in ('{"data":{"a":1}} 200', '{"data":{"a":"x"}} 400', '{"data":{"b":"x"}} 200', ""):
        assert differs('{"data":{"a":"…"}} 200', found)


def test_the_page_names_limits_that_are() -> None:
    own = (
        limits.BODY_BYTES,
        limits.CHARACTERS,
        limits.TOKENS,
        cost.MOST,
        Settings.points_known,
        Settings.points_public,
    )
    spaced = [f"{number:,}".replace(",", " ") for number in own]
    told = [*spaced, f"{limits.DEPTH} levels", f"{limits.ROOT_FIELDS} fields at its root"]
    told += [f"{limits.REPEATED} times in a selection", f"{limits.VARIABLES} variables"]
    told += [f"{limits.FRAGMENTS} fragments", f"{limits.DIRECTIVES} directives"]
    told += [f"{limits.OPERATIONS} operations", f"{limits.FIELDS:,} fields with".replace(",", " ")]
    told += [f"{limits.PAIRS:,} pairs of fields".replace(",", " "), f"{limits.ALIASES} aliases"]
    told += [f"1 to {pages.LARGEST} ({pages.DEFAULT} if"]
    text = " ".join(PAGE.split())
    assert [word for word in told if word not in text] == []


def test_what_the_page_says_a_question_costs_it_costs() -> None:
    text = "{ bodies(first: 20) { nodes { meetings(first: 10) { nodes { title } } } } }"
    document = parse(text)
    operation = get_operation_ast(document)
    assert operation is not None
    points = cost.Weighing(document, {}).weigh(SCHEMA, operation)
    assert f"the titles of 10 meetings of each of 20 bodies are {points}," in " ".join(PAGE.split())
