"""From an input as GraphQL has checked it to declared values: ids become uuids, dates become dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.mutations.errors import BadReference
from kyogikai_graphql.problems import BadId
from kyogikai_projections.filling import Given, Subject
from kyogikai_projections.forms import ENTRY, Asked, Form, Shape
from kyogikai_tenants.effective import Basis, Effective, Kind
from kyogikai_tenants.errors import BadInput


class Named(NamedTuple):
    """A record that an input names, and where."""

    place: str
    type: str
    id: UUID


@dataclass
class Read:
    """An input in declared values."""

    subject: Subject | None = None
    given: Given = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)
    """Every record that it names."""


def read(form: Form, raw: Mapping[str, Any], found: Read) -> None:
    """Read an input of a form, as far as it goes. Raises BadInput, BadReference."""
    if form.subject is not None and raw.get(form.subject.name) is not None:
        found.subject = _subject(form.subject, raw[form.subject.name], found)
    for asked in form.fields:
        if raw.get(asked.name) is not None:
            found.given[asked.name] = value(asked, raw[asked.name], asked.name, found)


def _subject(asked: Asked, text: str, found: Read) -> Subject:
    if asked.kinds != (ENTRY,):
        return Subject(_reference(asked, text, asked.name, found))
    try:
        key = ids.decode_entry(text)
    except BadId as problem:
        raise _no_reference(asked, asked.name) from problem
    return Subject(*key)


def value(asked: Asked, raw: Any, place: str, found: Read) -> Any:
    """A field's value. Raises BadInput, BadReference."""
    if asked.many and isinstance(raw, list):
        return tuple(_one(asked, v, f"{place}[{n}]", found) for n, v in enumerate(raw))
    return _one(asked, raw, place, found)


def _one(asked: Asked, raw: Any, place: str, found: Read) -> Any:
    if asked.shape is Shape.REFERENCE:
        return _reference(asked, raw, place, found)
    if asked.shape is Shape.EFFECTIVE:
        return _effective(raw, place)
    if asked.shape is Shape.GROUP:
        there = [f for f in asked.fields if raw.get(f.name) is not None]
        return {f.name: value(f, raw[f.name], f"{place}.{f.name}", found) for f in there}
    return raw


def _reference(asked: Asked, text: str, place: str, found: Read) -> UUID:
    """Of a kind that is asked for; where any is, of any that the API tells of."""
    types = list(dict.fromkeys(map(naming.type_of, asked.kinds))) or list(ids.TABLES)
    try:
        kind, record = ids.decode_as(text, *types)
    except BadId as problem:
        raise _no_reference(asked, place) from problem
    found.named.append(Named(place, kind, record))
    return record


def _no_reference(asked: Asked, place: str) -> BadReference:
    kinds = " / ".join(map(naming.type_of, asked.kinds)) or "record"
    return BadReference(field=place, place=".".join(_camels(place)), kinds=kinds)


def _camels(place: str) -> Iterator[str]:
    return map(naming.camel, place.split("."))


def _effective(raw: Mapping[str, Any], place: str) -> Effective:
    kind, text = raw.get("kind") or Kind.AT, raw.get("value") or ""
    try:
        return Effective(kind, text, raw.get("basis") or Basis.STATED, raw.get("as_written") or "")
    except ValueError as problem:
        raise BadInput(field=f"{place}.value", field_path=place, problem=str(problem)) from problem
