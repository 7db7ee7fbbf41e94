"""Forms that depend on what they are about: a correction asks for the field's value as its own form does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.problems import BadId
from kyogikai_platform.web.forms.choices import Choice, Choices
from kyogikai_platform.web.forms.control import Control
from kyogikai_platform.web.forms.entries import Shown, is_open, shown
from kyogikai_platform.web.forms.stored import typed_of
from kyogikai_projections import trail
from kyogikai_projections.filling import field_of
from kyogikai_projections.forms import ENTRY, Asked, Form
from kyogikai_projections.labels import field_label
from kyogikai_projections.reading import Reading, Row
from kyogikai_projections.sentences import event_of
from kyogikai_tenants.references import members

ABOUT, FIELD, NEW = "entryId", "field", "new"


@dataclass(frozen=True)
class About:
    """The entry that a form is about."""

    row: Row
    entry: Shown

    def fields(self, lang: str) -> list[Choice]:
        """What can be corrected in it."""
        event = event_of(self.row)
        names = [name for name in members(event) if field_of(event, name) is not None]
        return [Choice(naming.camel(name), field_label(name, lang)) for name in names]

    def field(self, named: str) -> Asked | None:
        """A field of it, as its correction asks for it."""
        event = event_of(self.row)
        name = next((n for n in members(event) if named in {n, naming.camel(n)}), None)
        return field_of(event, name) if name else None

    def stands(self, asked: Asked) -> object:
        """What stands in a field, as stored."""
        if asked.name == "effective":
            return self.row["effective"]
        if asked.name == "source":
            found = self.row["document_id"]
            return {"document_id": str(found), "locator": self.row["locator"]} if found else None
        return self.row["quality"] if asked.name == "quality" else self.row["fields"].get(asked.name)


def about(reading: Reading, asker: Asker, form: Form, typed: dict[str, str], lang: str) -> About | None:
    """The entry that a form's address or draft names; None where it is about none that is readable."""
    if form.subject is None or form.subject.kinds != (ENTRY,):
        return None
    try:
        named = ids.decode_entry(typed.get(ABOUT, ""))
    except BadId:
        return None
    key = (named.stream, named.version)
    row = trail.Entries().fetch(reading, [key]).get(key)
    if row is None or not is_open(asker, row):
        return None
    return About(row, shown(reading, asker, [row], lang, deep=False)[0])


def fields(form: Form, typed: dict[str, str], found: About | None) -> tuple[Asked, ...]:
    """What a form asks for: of a correction, the new value in the shape of its field."""
    if form.command != "CorrectEvent":
        return form.everything
    asked = found.field(typed.get(FIELD, "")) if found else None
    own = [f for f in form.everything if f.name != NEW]
    if asked is None:
        return tuple(own)
    order = {f.name: f for f in own}
    return (order["subject"], order["field"], replace(asked, name=NEW, required=False), order["reason"])


def prefilled(found: About | None, typed: dict[str, str], choices: Choices) -> dict[str, str]:
    """What stands there now, to be changed."""
    asked = found.field(typed.get(FIELD, "")) if found else None
    if found is None or asked is None or any(k == NEW or k.startswith(f"{NEW}.") for k in typed):
        return typed
    return typed | dict(typed_of(asked, found.stands(asked), NEW, choices))


def dressed(controls: Sequence[Control], form: Form, found: About | None, lang: str) -> list[Control]:
    """The entry by its sentence, its fields by their names."""
    kept = []
    for control in controls:
        own = control
        if form.subject is not None and form.subject.kinds == (ENTRY,) and control.name == ABOUT:
            options = [Choice(found.entry.id, found.entry.sentence)] if found else []
            own = replace(control, kind="fixed" if found else "text", options=options, hint="")
        if form.command == "CorrectEvent" and control.name == FIELD and found:
            own = replace(control, kind="choice", options=found.fields(lang))
        kept.append(own)
    return kept
