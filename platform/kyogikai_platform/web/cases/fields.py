"""The forms of the case desk: from the declarations of their events, each with a plain day.

What is typed stands in the request and in its answer, and is kept in no draft.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.cases.seat import Seat, said
from kyogikai_platform.web.forms.choices import Choice, Choices, gathered
from kyogikai_platform.web.forms.control import Control, nearest, places, references
from kyogikai_platform.web.forms.controls import Making
from kyogikai_platform.web.forms.filled import Filled
from kyogikai_platform.web.forms.typed import fill
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.words import words
from kyogikai_projections import case_desk
from kyogikai_projections.filling import form
from kyogikai_projections.forms import Asked, Form, Shape
from kyogikai_tenants.cases import CaseConferenceHeld
from kyogikai_tenants.effective import Basis, Effective, Kind
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event

BESIDE = frozenset({"source_id", "source_locator", "quality", "drafted"})
"""What is asked of other facts, and of a case is not: nothing stands in plain text beside what is sealed."""
ACCOUNTS, MEETINGS = ("user_account",), ("meeting",)


class Laid(NamedTuple):
    """A form, its fields as they are asked, what is typed, and what there is to choose."""

    form: Form
    fields: tuple[Asked, ...]
    filled: Filled
    choices: Choices

    def controls(self, lang: str) -> list[Control]:
        """The fields of the page."""
        return Making(self.form, self.filled, self.choices, lang).all(self.fields)


def asked_of(event: type[Event]) -> tuple[Asked, ...]:
    """The fields of an event as the desk asks for them."""
    own = (f for f in form(event.COMMAND).fields if f.name not in BESIDE)
    return tuple(replace(f, shape=Shape.DAY) if f.shape is Shape.EFFECTIVE else f for f in own)


def laid(seat: Seat, event: type[Event], typed: Mapping[str, str]) -> Laid:
    """The form of an event with what is typed into it; of meetings those that an event may be about."""
    own, fields = form(event.COMMAND), asked_of(event)
    wanted = [kinds for kinds in references(fields) if kinds != ACCOUNTS]
    day, lang = seat.visit.asker.day, seat.lang

    def read(connection: sa.Connection, asker: Asker) -> dict[tuple[str, ...], Any]:
        reading = seat.reading(connection, asker)
        people = case_desk.case_workers(reading, day) if ACCOUNTS in references(fields) else []
        others = [Choice(ids.encode(ids.ACTOR, i), name) for i, name in people if i != seat.account]
        choices = dict(gathered(reading, wanted, day, lang))
        if MEETINGS in choices:
            held = case_desk.meetings(reading, day, conferences=event is CaseConferenceHeld)
            own = {ids.encode("Meeting", one) for one in held}
            choices[MEETINGS] = [choice for choice in choices[MEETINGS] if choice.id in own]
        return {**choices, ACCOUNTS: others}

    found = seat.visit.site.read(seat.visit.asker, read)
    return Laid(own, fields, fill(own, typed, fields), found)


def problems(seat: Seat, sheet: Laid) -> dict[str, str]:
    """What is wrong with what was typed, by its field."""
    lang = seat.lang
    found = {name: words(p.word, lang, **p.facts) for name, p in sheet.filled.problems.items()}
    for asked in sheet.fields:
        name = naming.field(sheet.form, asked)
        value = sheet.filled.input.get(name)
        if value is not None and name not in found:
            found |= _problem(seat, sheet, asked, name, value)
    return {name: _labelled(sheet, name, text, lang) for name, text in found.items()}


def _problem(seat: Seat, sheet: Laid, asked: Asked, name: str, value: Any) -> dict[str, str]:
    if asked.shape is Shape.REFERENCE and value not in {c.id for c in sheet.choices[asked.kinds]}:
        return {name: words("form_no_choice", seat.lang)}
    today = seat.visit.asker.day
    if asked.shape is Shape.DAY and value > today.isoformat():
        return {name: words("case_not_yet", seat.lang, day=label(today, seat.lang))}
    return {}


def refused(seat: Seat, sheet: Laid, refusal: Refused) -> dict[str, str]:
    """A refusal at its field, else at the form."""
    names = {f.name: naming.field(sheet.form, f) for f in sheet.fields}
    place = nearest(names.get(refusal.field, ""), set(names.values()))
    return {place: _labelled(sheet, place, said(refusal, seat.lang), seat.lang)}


def _labelled(sheet: Laid, place: str, text: str, lang: str) -> str:
    called = dict(places(sheet.controls(lang))).get(place, "")
    return words("form_at_field", lang, label=called, text=text) if called else text


def given(sheet: Laid) -> dict[str, Any]:
    """What was typed, as the event declares it."""
    pairs = ((f, sheet.filled.input.get(naming.field(sheet.form, f))) for f in sheet.fields)
    return {f.name: _value(f, value) for f, value in pairs if value is not None}


def _value(asked: Asked, value: Any) -> Any:
    if asked.shape is Shape.DAY:
        return Effective(Kind.AT, value, Basis.STATED)
    if asked.shape is Shape.REFERENCE:
        return UUID(ids.decode(value)[1])
    return asked.choices[value] if asked.choices else value
