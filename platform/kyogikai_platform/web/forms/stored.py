"""From a value as the log has it back to what somebody would have typed, so that it can be corrected."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.forms.choices import Choices
from kyogikai_platform.web.forms.control import kinds_of
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.writing import typable
from kyogikai_projections.forms import Asked, Shape
from kyogikai_tenants.fiscal_year import JAPAN


def typed_of(asked: Asked, value: Any, name: str, choices: Choices) -> Iterator[tuple[str, str]]:
    """Each field that it fills, and the text there."""
    if value is None or value in ("", [], ()):
        return
    if asked.many:
        for n, one in enumerate(value):
            yield from _one(asked, one, f"{name}.{n}", choices)
    else:
        yield from _one(asked, value, name, choices)


def _one(asked: Asked, value: Any, name: str, choices: Choices) -> Iterator[tuple[str, str]]:
    if asked.shape is Shape.GROUP:
        for inner in asked.fields:
            yield from typed_of(inner, value.get(inner.name), f"{name}.{naming.camel(inner.name)}", choices)
    elif asked.shape is Shape.EFFECTIVE:
        yield from _effective(value, name)
    elif asked.shape is Shape.MOMENT:
        at = datetime.fromisoformat(value).astimezone(JAPAN)
        yield from ((f"{name}.day", label(at.date(), "ja")), (f"{name}.time", f"{at:%H:%M}"))
    else:
        yield name, _text(asked, value, choices)


def _effective(value: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    yield f"{name}.kind", str(value["kind"]).upper()
    if value.get("value"):
        yield f"{name}.value", _date(value["value"])
    for key, stored in (("asWritten", "as_written"), ("basis", "basis")):
        if found := value.get(stored) or value.get(key):
            yield f"{name}.{key}", str(found).upper() if key == "basis" else str(found)


def _date(value: str) -> str:
    """In Japanese words where those can be typed again."""
    said = typable(value)
    return value if "／" in said else said


def _text(asked: Asked, value: Any, choices: Choices) -> str:
    if asked.shape is Shape.FLAG:
        return "yes" if value else "no"
    if asked.shape is Shape.CHOICE and asked.choices:
        return asked.choices(value).name
    if asked.shape is Shape.REFERENCE:
        return _reference(asked, UUID(value), choices)
    return typable(value) if asked.shape is Shape.DAY else str(value)


def _reference(asked: Asked, value: UUID, choices: Choices) -> str:
    """Of several kinds, the one that is there."""
    kinds = kinds_of(asked)
    known = {choice.id for choice in choices.get(kinds, ())}
    made = [ids.encode(naming.type_of(kind), value) for kind in kinds]
    return next((one for one in made if one in known), made[0])
