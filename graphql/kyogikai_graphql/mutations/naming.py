"""What commands, their fields and the records they are about are called in the API."""

import re
from collections.abc import Iterator, Sequence

from kyogikai_graphql import ids
from kyogikai_projections.forms import ENTRY, Asked, Form

OWN_TYPES = {"seat": "Seat", "user_account": ids.ACTOR, "api_client": ids.ACTOR, ENTRY: ids.ENTRY}
"""The types in the ids of what is no thing to ask about: a user and a client are known as actors."""
CALLED = {"user_account": "user", "enactment": "rule", "municipality_profile": "municipality"}
"""Kinds of record that the API calls otherwise than the record does."""
GROUPS = {
    "Counts": "AttendanceCounts",
    "Flag": "QualityFlag",
    "Item": "StatementItem",
    "Paper": "Document",
    "QuorumCounted": "Quorum",
    "Route": "IssueRoute",
    "SubItem": "StatementSubItem",
}
"""Groups of fields that the API's types call otherwise."""


def camel(name: str) -> str:
    """``body_id`` -> ``bodyId``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def mutation(command: str) -> str:
    """``RenameBody`` -> ``renameBody``."""
    return command[0].lower() + command[1:]


def type_of(kind: str) -> str:
    """The type that stands in the ids of a kind of record."""
    return OWN_TYPES.get(kind) or ids.TYPES[kind]


def record(kinds: Sequence[str]) -> str:
    """What a payload calls its record: by its kind, or ``subject`` where it may be of several."""
    return camel(CALLED.get(kinds[0], kinds[0])) if len(kinds) == 1 else "subject"


def group(name: str) -> str:
    """The input of a group of fields."""
    return f"{GROUPS.get(name, name)}Input"


def field(form: Form, asked: Asked) -> str:
    """What an input calls a field; its subject by its kind: ``bodyId``."""
    return f"{record(asked.kinds)}Id" if asked is form.subject else camel(asked.name)


def path(form: Form, place: str) -> list[str] | None:
    """Where a refusal's field stands in a mutation's arguments; None if it is none of them.

    ``bodies[0].body_id`` -> ``["input", "bodies", "0", "bodyId"]``.
    """
    words = re.findall(r"[^.\[\]]+", place)
    if words[:1] == ["key"]:
        return ["input", "idempotencyKey"]
    words = [f"source_{words[1]}" if len(words) > 1 else "source_id"] if words[:1] == ["source"] else words
    words = ["source_id" if w == "source_document_id" else w for w in words]
    found = list(_walked(form, words))
    return ["input", *found] if found else None


def _walked(form: Form, words: Sequence[str]) -> Iterator[str]:
    """As far as the input's fields go; a field of the one group within the form may stand alone."""
    if not words:
        return
    top = next((f for f in form.everything if f.name == words[0]), None)
    if top is not None:
        yield field(form, top)
        yield from _inner(top, words[1:])
        return
    for outer in form.fields:
        if not outer.many and (inner := outer.find(words[0])):
            yield camel(outer.name)
            yield camel(inner.name)
            yield from _inner(inner, words[1:])
            return


def _inner(asked: Asked, words: Sequence[str]) -> Iterator[str]:
    if not words:
        return
    if words[0].isdecimal():
        yield words[0]
        yield from _inner(asked, words[1:])
    elif inner := asked.find(words[0]):
        yield camel(inner.name)
        yield from _inner(inner, words[1:])
    elif not asked.fields:
        yield camel(words[0])
