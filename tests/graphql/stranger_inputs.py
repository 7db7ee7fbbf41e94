"""Inputs of every mutation, plain and sensible, with one id in them that is put where a test says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kyogikai_graphql import ids
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.mutations.offered import offered
from kyogikai_projections.forms import ENTRY, Asked, Form, Shape
from kyogikai_tenants.rights import writers
from kyogikai_tenants.vocabulary import Role

DAY = "2025-06-01"
PLAIN: dict[Shape, Any] = {
    Shape.TEXT: "甲",
    Shape.NUMBER: 1,
    Shape.FLAG: True,
    Shape.DAY: DAY,
    Shape.MOMENT: f"{DAY}T10:00:00+09:00",
    Shape.EFFECTIVE: {"kind": "AT", "value": DAY},
    Shape.ANYTHING: "甲",
}
SPECIAL: dict[str, Any] = {
    "sha256": "a" * 64,
    "media_type": "application/pdf",
    "scopes": ["council:read"],
    "fiscal_year": 2025,
    "field": "name",
}
"""Fields of which not every text is one."""


class Spot(NamedTuple):
    """A place in an input where an id may stand."""

    command: str
    path: tuple[str, ...]
    kind: str

    @property
    def type(self) -> str:
        """The type of the id."""
        return naming.type_of(self.kind)


FORMS: dict[str, Form] = {command: whole.form for command, whole in offered()}
ALWAYS = {"bodies"}
"""Fields that are given though they need not be: what a meeting is without them is nobody's."""
ANY = ("body", "meeting", "issue", "person", "membership")
"""What is put where a record of any kind may stand."""


def spots() -> Iterator[Spot]:
    """Every place of every mutation, for every kind of record that may stand there."""
    for command, form in FORMS.items():
        for path, asked in _references(form.everything):
            for kind in asked.kinds or ANY:
                yield Spot(command, path, kind)


def _references(
    fields: tuple[Asked, ...], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Asked]]:
    for one in fields:
        here = (*path, one.name)
        if one.shape is Shape.REFERENCE:
            yield here, one
        yield from _references(one.fields, here)


@dataclass
class Filler:
    """Fills a form with the ids that it is given: of a kind, the one that a municipality has."""

    known: Callable[[str], str]
    given: dict[tuple[str, ...], str] = field(default_factory=dict)

    def of(self, form: Form) -> dict[str, Any]:
        """A whole input: what is required, and what leads to the given ids."""
        there = [(f, (f.name,)) for f in form.everything if self._given(f, (f.name,))]
        return {naming.field(form, f): self._value(f, path) for f, path in there}

    def _given(self, asked: Asked, path: tuple[str, ...]) -> bool:
        leads = any(spot[: len(path)] == path for spot in self.given)
        return leads or asked.required or asked.name in ALWAYS

    def _value(self, asked: Asked, path: tuple[str, ...]) -> Any:
        if asked.name in SPECIAL:
            return SPECIAL[asked.name]
        return [self._one(asked, path)] if asked.many else self._one(asked, path)

    def _one(self, asked: Asked, path: tuple[str, ...]) -> Any:
        if asked.shape is Shape.REFERENCE:
            return self.given.get(path) or self.known((asked.kinds or ANY)[0])
        if asked.choices is not None:
            return next(iter(asked.choices)).name
        if asked.shape is Shape.GROUP:
            inner = [(f, (*path, f.name)) for f in asked.fields]
            return {naming.camel(f.name): self._value(f, p) for f, p in inner if self._given(f, p)}
        return PLAIN[asked.shape]


def document(command: str, selection: str = "") -> str:
    """A mutation that takes its whole input from a variable."""
    name = naming.mutation(command)
    told = "entries { type sentence audience subject { id } } userErrors { code message field rule mayAllow }"
    return f"mutation($i: {command}Input!) {{ {name}(input: $i) {{ {selection} {told} }} }}"


def writer(command: str) -> Role:
    """Who of those without a body of their own may record it."""
    able = writers(FORMS[command].event) & {
        Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR, Role.PLATFORM_OPERATOR,
    }  # fmt: skip
    return min(able, key=list(Role).index)


def unknown(kind: str, record: Any) -> str:
    """An id of a type."""
    return ids.entry_id(record, 1) if kind == ENTRY else ids.encode(naming.type_of(kind), record)
