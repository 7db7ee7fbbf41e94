"""From texts to the values that a field declares: references, short notations, numbers.

Nothing is guessed from how a value looks: 011002 is a number only where the field is one (and
then it is refused), 2021-05-01 is a date only there.
"""

import re
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec

from kyogikai_platform.importing import problems
from kyogikai_platform.importing.places import Where
from kyogikai_platform.importing.reading import Items, Node, Text
from kyogikai_tenants.commands import place as path_in
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Flag, Source
from kyogikai_tenants.once import once
from kyogikai_tenants.references import members

T = TypeVar("T")
Spelling = Callable[[Any, str], Any]
"""(a value as written, the key of its document) -> the value with short notations written out."""


class Place(NamedTuple):
    """A line or cell of the file, and the field that it is about."""

    line: Where
    path: str


def plain(node: Node, path: str, lines: dict[str, Where]) -> Any:
    """A node as texts, lists and dicts; ``lines`` learns where each path stands."""
    lines[path] = node.line
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [plain(item, f"{path}[{n}]", lines) for n, item in enumerate(node.items)]
    return {name: plain(value, f"{path}.{name}", lines) for name, value in node.entries.items()}


def spelled(hint: Any, value: Any, document: str = "") -> Any:
    """The value with its short notations written out, as its type asks for; the rest stays text.

    ``document`` is the key of the source document that a bare place is in.
    """
    return spelling(hint)(value, document)


@once
def spelling(hint: Any) -> Spelling:
    """How values of a type are written out, worked out once."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return spelling(arguments[0])
    if origin in {Union, UnionType}:
        some = [a for a in arguments if a is not NoneType]
        return spelling(some[0]) if len(some) == 1 else lambda value, _: value
    several = _several(hint)

    def written(value: Any, document: str) -> Any:
        if isinstance(value, str):
            return _scalar(hint, value, document)
        if isinstance(value, int):
            return value  # a number that was read as one elsewhere
        return several(value, document)

    return written


def _several(hint: Any) -> Spelling:
    """A list or a mapping, each member as its own type asks for."""
    origin, arguments = get_origin(hint), get_args(hint)
    item = spelling(arguments[0]) if origin is tuple else None
    entry = spelling(arguments[1]) if origin is dict else None
    hints = hints_of(hint) if isinstance(hint, type) and entry is None else {}

    def written(value: Any, document: str) -> Any:
        if isinstance(value, list):
            return [item(v, document) for v in value] if item else value
        if entry:
            return {k: entry(v, document) for k, v in value.items()}
        return {n: spelled(hints[n], v, document) if n in hints else v for n, v in value.items()}

    return written


def hints_of(kind: Any) -> dict[str, Any]:
    """The declared fields of an event or a value, with their full types."""
    return members(kind)


def _scalar(hint: Any, text: str, document: str) -> Any:
    if hint is int and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text, re.ASCII):
        return int(text)
    if hint is bool and text in {"true", "false"}:
        return text == "true"
    if hint is Effective:
        return effective(text)
    if hint is Flag:
        return {"flag": text}
    if hint is Source:
        return {"document_id": document, "locator": text} if document else text
    return text


def effective(text: str) -> dict[str, str]:
    """``from FY2011``, ``as_of 2021-05 context``, ``undated context``: kind, value, basis."""
    kind, *rest = text.split()
    names = ("basis",) if kind == "undated" else ("value", "basis")
    extra = {"?": " ".join(rest)} if len(rest) > len(names) else {}
    return {"kind": kind, **dict(zip(names, rest, strict=False)), **extra}


def convert(hint: type[T], value: Any) -> tuple[T | None, tuple[str, Refused] | None]:
    """The value as its type has it, or where it is wrong and why."""
    try:
        return msgspec.convert(spelled(hint, value), hint), None
    except (msgspec.ValidationError, ValueError) as problem:
        what, _, _ = str(problem).partition(" - at `")
        return None, (path_in(str(problem)), problems.WrongForm(problem=what))
