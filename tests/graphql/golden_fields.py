"""Who sees what of every field of every type, asked both ways: the table of ``golden/fields.txt``."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLObjectType, is_introspection_type

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.schema import SCHEMA
from tests.graphql.golden_roles import House
from tests.graphql.whole import is_node, parts, place, selection, values

Q: Any = SCHEMA.query_type
REQUIRED = {
    "search": '(text: "部会")',
    "consistencyProof": "(from: 1, to: 2)",
}
"""Arguments without which a root field is not asked; those that name a thing come from the world."""
BY_ID = {"node": "id", "body": "id", "meeting": "id", "issue": "id", "inclusionProof": "entryId"}
SHORT = {"FORBIDDEN": "F", "NOT_FOUND": "N"}
"""What may be refused to a role: nothing else goes wrong."""
VALUE, EMPTY, NULL = "v", "0", "."
STRENGTH = (VALUE, EMPTY, NULL)


def fields() -> list[str]:
    """Every field of every type that a query reaches."""
    kinds = (k for n, k in sorted(SCHEMA.type_map.items()) if isinstance(k, GraphQLObjectType))
    asked = (k for k in kinds if not is_introspection_type(k) and k is not SCHEMA.mutation_type)
    return [f"{k.name}.{name}" for k in asked if not _of_a_mutation(k) for name in sorted(k.fields)]


def _of_a_mutation(kind: GraphQLObjectType) -> bool:
    return kind.name.endswith("Payload") or kind.name == "UserError"


def documents(things: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """What to ask, and about which things: every root field, and everything of every thing of the world."""
    for name, declared in Q.fields.items():
        inner = selection_of(declared.type)
        if name in BY_ID:
            kind = {"body": "Body", "meeting": "Meeting", "issue": "Issue"}.get(name, ids.ENTRY)
            yield f"query($id: ID!) {{ {name}({BY_ID[name]}: $id) {inner} }}", things[kind]
        else:
            first = "(first: 20)" if "first" in declared.args else ""
            yield f"{{ {name}{REQUIRED.get(name, first)} {inner} }}", [""]
    for kind, found in things.items():
        for part in parts(SCHEMA.get_type(kind)):
            yield f"query($id: ID!) {{ node(id: $id) {{ __typename ... on {kind} {{ {part} }} }} }}", found


def selection_of(kind: Any) -> str:
    """What is asked of a root field; nothing of a text."""
    named: Any = kind
    while hasattr(named, "of_type"):
        named = named.of_type
    if not hasattr(named, "fields"):
        return ""
    inside = "__typename id" if is_node(named) else selection(named, ("Query",))
    return f"{{ {inside} }}"


class Seen:
    """What one column shows, field by field."""

    def __init__(self) -> None:
        self.found: dict[str, set[str]] = defaultdict(set)

    def note(self, body: bytes) -> None:
        """Take in an answer."""
        answer = json.loads(body)
        for name, value in values(Q, {**(answer.get("data") or {}), "__typename": "Query"}):
            self.found[name].add(_mark(value))
        for error in answer.get("errors", ()):
            code, name = error["extensions"]["code"], place(error.get("path", []), Q)
            assert name, error
            assert code in SHORT, error
            self.found[name].add(SHORT[code])

    def mark(self, name: str) -> str:
        """The most that was shown anywhere, else why not; a blank: nobody came there."""
        found = self.found.get(name, set())
        codes = sorted(found - {*STRENGTH})
        return next((m for m in (VALUE, EMPTY, *codes, NULL) if m in found), "")


def _mark(value: Any) -> str:
    if value is None:
        return NULL
    return EMPTY if value == [] else VALUE


def column(house: House, asker: Asker, things: dict[str, list[str]], *, both: bool = True) -> Seen:
    """Ask everything as somebody, both ways or as it is answered by the server."""
    seen = Seen()
    for text, about in documents(things):
        for one in about:
            given = {"id": one} if one else {}
            found = house.both(asker, text, **given) if both else house.ask(asker, text, "compiled", **given)
            seen.note(found)
    return seen
