"""Every enumeration and every field of every event has a word in both languages."""

import typing
from collections.abc import Iterator
from enum import StrEnum
from types import ModuleType

import pytest
from msgspec import Struct

from kyogikai_projections.labels import ENUMS, KINDS, field_label, kind_label, word
from kyogikai_projections.tables import ENTITIES, TABLES
from kyogikai_tenants import vocabulary
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.references import members

ENVELOPE = {"originator_id", "originator_version"}
assert TABLES, "all events are declared with the tables"


def told(hint: object) -> Iterator[object]:
    """The types that a field's type is made of."""
    inner = typing.get_args(hint)
    for part in inner:
        yield from told(part)
    if not inner:
        yield hint


def walked(kind: type) -> Iterator[tuple[str, object]]:
    """Every field of an event, and of the values in it, with each type in it."""
    for name, hint in members(kind).items():
        for part in told(hint):
            yield name, part
            if isinstance(part, type) and issubclass(part, Struct):
                yield from walked(part)


FIELDS = sorted({name for event in DECLARED.values() for name, _ in walked(event)} - ENVELOPE)
USED = {part for event in DECLARED.values() for _, part in walked(event)}
ALL = {e for e in USED if isinstance(e, type) and issubclass(e, StrEnum)}


def declared_in(module: ModuleType) -> set[type[StrEnum]]:
    found = vars(module).values()
    return {e for e in found if isinstance(e, type) and issubclass(e, StrEnum) and e is not StrEnum}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_has_words(name: str) -> None:
    assert field_label(name, "ja").strip()
    assert field_label(name, "en").strip()


@pytest.mark.parametrize("kind", sorted(ALL | declared_in(vocabulary), key=str))
def test_an_enumeration_has_words_that_tell_its_members_apart(kind: type[StrEnum]) -> None:
    assert set(ENUMS[kind]) == set(kind)
    for lang in ("ja", "en"):
        assert len({word(member, lang) for member in kind}) == len(kind)


def test_every_kind_of_record_has_a_word() -> None:
    assert set(KINDS) == set(ENTITIES)
    for lang in ("ja", "en"):
        assert len({kind_label(kind, lang) for kind in KINDS}) == len(KINDS)


def test_there_are_fields_and_enumerations_to_ask_for() -> None:
    assert {"name", "parent_id", "flag"} <= set(FIELDS)
    assert len(ALL) > 10
