"""Every code that a client may meet is documented in both languages, and every documented one may be met."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kyogikai_graphql import problems
from kyogikai_graphql.api_errors import WRITTEN, printed, refusals
from kyogikai_graphql.codes import CODES, language, said
from kyogikai_graphql.problems import Problem

ROOT = Path(__file__).parents[2]
SOURCES = [
    *(ROOT / "graphql").rglob("*.py"),
    *(p for p in (ROOT / "platform").rglob("*.py") if "importing" not in p.parts),
]
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def met(source: str) -> Iterator[str]:
    """The codes of a source's HttpProblems, by name or as they are."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "HttpProblem":
            code = node.args[1]
            if isinstance(code, ast.Constant):
                yield str(code.value)
            elif isinstance(code, ast.Name):
                yield str(getattr(problems, code.id))


def declared(kind: type[Problem] = Problem) -> Iterator[str]:
    """The codes of every class of problem."""
    yield kind.CODE
    for inner in kind.__subclasses__():
        yield from declared(inner)


def undocumented(sources: list[str]) -> set[str]:
    """What a client may meet and would look up in vain."""
    constants = {
        problems.PARSE_FAILED,
        problems.VALIDATION_FAILED,
        problems.INTERNAL_ERROR,
        problems.TIMED_OUT,
    }
    found = {code for source in sources for code in met(source)} | set(declared()) | constants
    return found - CODES.keys()


def words(sources: list[str]) -> set[str]:
    """Every text that stands in a source."""
    return {
        str(node.value)
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
    }


def test_no_code_is_undocumented() -> None:
    sources = [path.read_text(encoding="utf-8") for path in SOURCES]
    assert undocumented(sources) == set()
    assert undocumented([*sources, 'raise HttpProblem(418, "TEAPOT", "")']) == {"TEAPOT"}


def test_no_documented_code_is_dead() -> None:
    said_somewhere = words([p.read_text(encoding="utf-8") for p in SOURCES if p.name != "codes.py"])
    assert CODES.keys() - said_somewhere == set()
    assert {"TEAPOT"} - said_somewhere == {"TEAPOT"}


def test_the_document_is_the_one_that_the_code_makes() -> None:
    """Write it again with ``python -m kyogikai_graphql.api_errors``."""
    assert WRITTEN.read_text(encoding="utf-8") == printed()


@pytest.mark.parametrize("code", CODES)
def test_each_code_speaks_both_languages(code: str) -> None:
    assert JAPANESE.search(CODES[code].ja)
    assert not JAPANESE.search(CODES[code].en)


def test_each_refusal_speaks_both_languages() -> None:
    for rule in refusals():
        assert rule.JA
        assert rule.EN
        assert not JAPANESE.search(rule.EN), rule


def test_a_code_that_nobody_knows_is_told_as_it_is() -> None:
    assert said("TEAPOT", "I am one.", "ja") == "I am one."
    assert said("BAD_ID", "x is no id.", "ja").startswith("この API の ID")
    assert language("en") == "en"
