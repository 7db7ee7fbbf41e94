"""From what somebody typed to a mutation's input, field by field, with every problem at its field."""

from typing import Any

from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.forms.filled import Filled, Typed, is_blank, rows_of
from kyogikai_platform.web.forms.typed_plain import plain
from kyogikai_platform.web.forms.typed_times import effective, moment
from kyogikai_projections.forms import Asked, Form, Shape


def fill(form: Form, typed: Typed, fields: tuple[Asked, ...] | None = None) -> Filled:
    """Read a whole form."""
    found = Filled(typed)
    for asked in form.everything if fields is None else fields:
        name = naming.field(form, asked)
        value = _value(found, asked, name)
        if value is not None:
            found.input[name] = value
    return found


def _value(found: Filled, asked: Asked, name: str) -> Any:
    if asked.many:
        return _many(found, asked, name)
    return _one(found, asked, name)


def _many(found: Filled, asked: Asked, name: str) -> Any:
    if asked.shape is Shape.CHOICE and asked.choices:
        chosen = [m.name for m in asked.choices if found.get(f"{name}.{m.name}")]
        if not chosen and asked.required:
            found.wrong(name, "form_missing")
        return chosen or None
    kept = [n for n in rows_of(found.typed, name) if not is_blank(found.typed, f"{name}.{n}")]
    found.rows[name] = kept
    if not kept:
        if asked.required:
            found.wrong(name, "form_missing_row")
        return None
    return [_one(found, asked, f"{name}.{n}", row=True) for n in kept]


def _one(found: Filled, asked: Asked, name: str, *, row: bool = False) -> Any:
    if asked.shape is Shape.GROUP:
        return _group(found, asked, name, row=row)
    if asked.shape is Shape.EFFECTIVE:
        return effective(found, asked, name)
    if asked.shape is Shape.MOMENT:
        return moment(found, asked, name)
    return plain(found, asked, name)


def _group(found: Filled, asked: Asked, name: str, *, row: bool) -> Any:
    if not row and not asked.required and is_blank(found.typed, name):
        return None
    inner = ((naming.camel(f.name), _value(found, f, f"{name}.{naming.camel(f.name)}")) for f in asked.fields)
    return {key: value for key, value in inner if value is not None}
