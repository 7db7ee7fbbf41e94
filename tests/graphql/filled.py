"""Declared values as a partner writes them into an input, and a book that is written that way."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from graphql import GraphQLInputObjectType, get_named_type, get_nullable_type, is_list_type
from msgspec import Struct, to_builtins
from typing_extensions import override

from kyogikai_graphql import ids
from kyogikai_graphql.mutations import naming
from kyogikai_projections.filling import FORMS
from kyogikai_projections.forms import Asked, Form, Shape
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.vocabulary import Role
from tests.graphql.clerk import Clerk
from tests.graphql.scribe import Scribe


def written(asked: Asked, value: Any) -> Any:
    """A declared value, or its plain form, in the API's words."""
    if asked.many and isinstance(value, list | tuple):
        return [_one(asked, v) for v in value]
    return _one(asked, value)


def _one(asked: Asked, value: Any) -> Any:
    if asked.shape is Shape.REFERENCE:
        return reference(asked.kinds, value)
    if asked.shape is Shape.EFFECTIVE:
        return _date(value if isinstance(value, Effective) else to_effective(value))
    if asked.shape is Shape.CHOICE:
        return (value.name if isinstance(value, StrEnum) else str(value)).upper()
    if asked.shape is Shape.GROUP:
        plain = value if isinstance(value, dict) else {n: getattr(value, n) for n in value.__struct_fields__}
        there = [f for f in asked.fields if plain.get(f.name) not in (None, (), [])]
        return {naming.camel(f.name): written(f, plain[f.name]) for f in there}
    return value.isoformat() if isinstance(value, date | datetime) else value


def to_effective(value: Any) -> Effective:
    """A date in the short notation, or as a group."""
    if isinstance(value, str):
        return Effective.parse(value)
    return Effective(value["kind"], value.get("value", ""))


def _date(value: Effective) -> dict[str, str]:
    plain = to_builtins(value)
    said = {"kind": str(plain["kind"]).upper(), "value": plain.get("value"), "basis": plain.get("basis")}
    said["asWritten"] = plain.get("as_written")
    return {n: (v.upper() if n == "basis" else v) for n, v in said.items() if v}


KINDS: dict[UUID, str] = {}
"""Of what kind the records are whose references allow several."""


def reference(kinds: tuple[str, ...], record: UUID) -> str:
    """An id of the API."""
    kind = kinds[0] if len(kinds) == 1 else KINDS.get(record, (kinds or ("body",))[0])
    return ids.encode(naming.type_of(kind), record)


def input_of(form: Form, subject: UUID | None, given: dict[str, Any]) -> dict[str, Any]:
    """A whole input from the fields of an event."""
    source = given.get("source") or {}
    source = to_builtins(source, builtin_types=(UUID,)) if isinstance(source, Struct) else source
    flat = {"source_id": source.get("document_id"), "source_locator": source.get("locator")}
    said = {**given, **flat}
    there = [f for f in form.fields if said.get(f.name) is not None]
    found = {naming.field(form, f): written(f, said[f.name]) for f in there}
    if form.subject is not None and subject is not None:
        found[naming.field(form, form.subject)] = reference(form.subject.kinds, subject)
    return found


def resolves(kind: Any, path: list[str]) -> bool:
    """Whether a refusal's path leads to a field of an input."""
    for word in path[1:]:
        if word.isdecimal():
            listed = get_nullable_type(kind)
            if not is_list_type(listed):
                return False
            kind = listed.of_type
            continue
        named = get_named_type(kind)
        if not isinstance(named, GraphQLInputObjectType) or word not in named.fields:
            return False
        kind = named.fields[word].type
    return path[:1] == ["input"]


@dataclass(frozen=True)
class OverTheApi(Scribe):
    """A book whose every entry is a mutation."""

    @override
    def record(
        self, command: str, subject: UUID | None = None, effective: str | None = None, **fields: Any
    ) -> UUID:
        """Send it, and read the record's id from the answer."""
        if command == "RegisterTenant":
            return super().record(command, subject, effective, **fields)
        form = FORMS[command].form
        given = fields | ({"effective": effective} if effective else {})
        name = naming.record(form.about)
        shown = f"{name} {{ id }}" if len(form.about) != 1 or form.about[0] in ids.TYPES else f"{name}Id"
        clerk = Clerk(self.tenant, self.actor.role, name=self.actor.id)
        payload = clerk.record(naming.mutation(command), shown, **input_of(form, subject, given))
        if self.actor.role is Role.PLATFORM_OPERATOR and subject is not None:
            return subject  # the operator sees nothing of what it has set
        found = payload[name]["id"] if name in payload else payload[f"{name}Id"]
        kind, record = ids.decode_as(found, *ids.TABLES, *naming.OWN_TYPES.values())
        KINDS[record] = ids.TABLES[kind][0] if kind in ids.TABLES else form.about[0]
        return record

    @override
    def council(self, effective: str = "from 2007", name: str = "協議会", **fields: Any) -> UUID:
        """A new council."""
        given: dict[str, Any] = {"audience": "council", "standing": "statutory"} | fields
        return self.record("EstablishCouncil", None, effective, name=name, **given)

    @override
    def body(
        self,
        council: UUID,
        effective: str | Effective = "from 2008",
        name: str = "甲",
        *,
        key: str = "",
        **fields: Any,
    ) -> UUID:
        """A new body of a council."""
        given: dict[str, Any] = {
            "audience": "council",
            "kind": "subcommittee",
            "council_id": council,
        } | fields
        return self.record("CreateBody", None, str(effective), name=name, **given)
