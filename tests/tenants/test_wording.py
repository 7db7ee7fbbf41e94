"""Whatever is wrong with a value is said in Japanese too: each problem in the code is asked for."""

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

import kyogikai_graphql
import kyogikai_projections
import kyogikai_tenants
from kyogikai_tenants.effective import Effective, span
from kyogikai_tenants.errors import BadInput
from kyogikai_tenants.texts import LONGEST, unwritable
from kyogikai_tenants.vocabulary import Role
from kyogikai_tenants.wording import in_japanese

ROOMS = [Path(p.__file__ or "").parent for p in (kyogikai_tenants, kyogikai_projections, kyogikai_graphql)]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
ENGLISH = re.compile(r"\b(?!FY)[A-Za-z]{3,}\b")


class Thing(msgspec.Struct, forbid_unknown_fields=True):
    """Has one field."""

    name: str


WRONG: list[tuple[Any, Any]] = [
    (str, 1), (int, "a"), (float, []), (bool, "x"), (list[int], {}), (dict[str, int], []), (str | None, 1),
    (int | str, None), (UUID, "x"), (UUID, 1), (date, "x"), (datetime, "x"), (Role, "none"),
    (Literal["a", "b"], "c"), (Thing, {}), (Thing, {"name": "x", "more": 1}), (tuple[int, int], [1]),
    (Annotated[str, Meta(min_length=2)], "a"), (Annotated[str, Meta(max_length=1)], "ab"),
    (Annotated[str, Meta(pattern="^a$")], "b"), (Annotated[int, Meta(ge=2)], 1),
    (Annotated[int, Meta(le=2)], 3),
    (Annotated[int, Meta(gt=2)], 1), (Annotated[int, Meta(lt=2)], 3),
    (Annotated[list[int], Meta(min_length=1)], []), (Annotated[list[int], Meta(max_length=1)], [1, 2]),
    (Annotated[datetime, Meta(tz=True)], "2026-01-01T00:00:00"), (bytes, "?"),
]  # fmt: skip
"""A type, and what it does not take."""
DATES = ("x", "2011-13", "2011-02-30", "2012/2011", "0000", "2011-00-01")


def written() -> Iterator[str]:
    """The problems that stand in the code, as they would be said."""
    for path in (path for room in ROOMS for path in room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "BadInput":
                yield from (text for k in node.keywords if k.arg == "problem" and (text := _text(k.value)))


def _text(node: ast.expr) -> str:
    """A text that is written out; what is put into it is a number."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def told() -> Iterator[str]:
    """What types say of values."""
    for kind, value in WRONG:
        with pytest.raises(msgspec.ValidationError) as wrong:
            msgspec.convert(value, kind)
        yield str(wrong.value).partition(" - at `$")[0]
    for value in DATES:
        with pytest.raises(ValueError, match=r".") as bad:
            span(value)
        yield str(bad.value)
    for given in ({"kind": "undated", "value": "2011"}, {"kind": "from", "value": "9999"}):
        with pytest.raises(msgspec.ValidationError) as wrong:
            msgspec.convert(given, Effective)
        yield str(wrong.value).partition(" - at `$")[0]
    for value in ("x" * (LONGEST + 1), "\0", "\ud800", 2**63):
        found = unwritable(value)
        assert found is not None
        yield found[1]


def lacking(problems: Iterator[str]) -> list[str]:
    """Those that have no Japanese, or English in it."""
    known = {value.value for value in Role} | {"none", "name", "more"}
    return [
        one for one in problems
        if not JAPANESE.search(ja := in_japanese(one)) or set(ENGLISH.findall(ja)) - known - {"NUL", "base64"}
    ]  # fmt: skip


def test_each_problem_that_stands_in_the_code_has_its_japanese() -> None:
    assert len(found := list(written())) > 10
    assert lacking(iter(found)) == []


def test_each_that_a_type_tells_has_it_too() -> None:
    assert lacking(told()) == []


def test_one_that_has_none_is_noticed() -> None:
    assert lacking(iter(["is not as it was"])) == ["is not as it was"]
    assert in_japanese("is not as it was") == "is not as it was"


def test_a_refusal_says_it_in_the_readers_language() -> None:
    refused = BadInput(field_path="name", problem="Expected `str`, got `int` - at `$.name`")
    assert refused.message("ja") == "name: 文字列が要ります（整数になっています）"
    assert refused.message("en") == "name: Expected `str`, got `int` - at `$.name`"
