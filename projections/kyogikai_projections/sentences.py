"""What an entry of the trail says: one sentence and its fields in words, from the event's own declaration."""

import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct, convert

from kyogikai_projections import era
from kyogikai_projections.labels import field_label, kind_label, word
from kyogikai_projections.meeting_names import MEETING
from kyogikai_projections.reading import Row
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import DECLARED, Begins, Event, EventCorrected
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.log.personal_data import SEALED
from kyogikai_tenants.references import members

Captions = Mapping[UUID, str]
"""What records are called, by their ids."""

YES = {"ja": ("いいえ", "はい"), "en": ("no", "yes")}
COMMA = {"ja": "、", "en": ", "}
SECRET = {"ja": "（秘匿）", "en": "(sealed)"}
"""What stands in place of a sealed text."""
COLON = {"ja": "：", "en": ": "}
DOT = {"ja": "・", "en": ", "}
_RUN = re.compile(r"\{\w+\}(?:\{\w+\})+")
"""Fields that stand side by side in a sentence: who, of what, as what."""
_FIELD = re.compile(r"\{(\w+)\}")


class FieldChange(NamedTuple):
    """A field that an entry sets, and what stood there before, where that is known."""

    field: str
    label: str
    old: str | None
    new: str | None


class Words:
    """Values in words of one language, by their declared types."""

    def __init__(self, lang: str, captions: Captions) -> None:
        self.lang, self.captions = lang, captions

    def say(self, hint: Any, value: Any) -> str:
        """A stored (JSON) value in words; what is empty says nothing."""
        if value is None or value in ("", [], ()):
            return ""
        if value == SEALED:
            return SECRET[self.lang]
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Annotated:
            return self.say(inner[0], value)
        if origin in {typing.Union, types.UnionType}:
            return self.say(next(a for a in inner if a is not types.NoneType), value)
        if origin is tuple or isinstance(value, list):
            return COMMA[self.lang].join(self.say(inner[0] if inner else Any, v) for v in value)
        return self._plain(hint, value)

    def subject(self, entry: Row) -> str:
        """What an entry is about, as it was called then; a meeting as it is told from others."""
        own = self.captions.get(entry["stream_id"]) if entry["kind"] == MEETING else None
        return own or str(entry["subject"])

    def _plain(self, hint: Any, value: Any) -> str:
        if isinstance(value, bool):
            return YES[self.lang][value]
        if hint is UUID:
            return self.captions.get(UUID(value), value)
        if hint in {Effective, datetime}:
            return self._time(hint, value)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return word(hint(value), self.lang)
        if isinstance(value, dict):
            return COMMA[self.lang].join(self._members(hint, value))
        return str(value)

    def _time(self, hint: Any, value: Any) -> str:
        """A date as coarse as it is; a moment by the clock of Japan."""
        if hint is Effective:
            return era.label(convert(value, Effective), self.lang)
        at = datetime.fromisoformat(value).astimezone(JAPAN)
        day = at.date().isoformat()
        return f"{era.japanese(day) if self.lang == 'ja' else era.english(day)} {at:%H:%M}"

    def _members(self, hint: Any, value: dict[str, Any]) -> Iterator[str]:
        hints = members(hint) if isinstance(hint, type) and issubclass(hint, Struct) else {}
        for name, inner in value.items():
            said = self.say(hints.get(name, Any), inner)
            if said:
                yield f"{field_label(name, self.lang)}{COLON[self.lang]}{said}"


def event_of(entry: Row) -> type[Event]:
    """The declaration of an entry's event."""
    return DECLARED[entry["topic"]]


def _hints(entry: Row) -> dict[str, Any]:
    declaration: Any = event_of(entry)
    return members(declaration)


Before = Mapping[str, Any]
"""What stood in the fields that an entry sets, as it is stored."""


def sentence(entry: Row, target: Row | None, words: Words, before: Before) -> str:
    """Who did what to which, without the who. ``target`` is the entry that this one is about."""
    event = event_of(entry)
    said = dict.fromkeys(_hints(entry), "") | dict(_said(entry, words))
    said |= {"subject": words.subject(entry) or kind_label(entry["kind"], words.lang), "effective": ""}
    form = _RUN.sub(lambda run: _side_by_side(run[0], said, words.lang), _form(event, entry, words.lang))
    if entry["effective"]:
        said["effective"] = era.cell_label(entry["effective"], words.lang)
    if event is EventCorrected and target is not None:
        change = _correction(entry, target, words)
        return form.format_map(
            said | {"field": change.label, "old": change.old or "", "new": change.new or ""}
        )
    told = form.format_map(said).replace("「」", "")
    opens = issubclass(event, Begins) or entry["stream_version"] == 1
    return told if opens or "{subject}" in form else _about(entry, words, before) + told


def _form(event: type[Event], entry: Row, lang: str) -> str:
    forms = (event.SENTENCE, event.SENTENCE_EN)
    forms = next((f for name, f in event.SENTENCE_IF.items() if entry["fields"].get(name)), forms)
    return forms[lang != "ja"]


def _side_by_side(run: str, said: Mapping[str, str], lang: str) -> str:
    """Those that say something, told apart."""
    return DOT[lang].join(f"{{{name}}}" for name in _FIELD.findall(run) if said.get(name))


def _about(entry: Row, words: Words, before: Before) -> str:
    """The name of what a sentence is about that does not name it; of what is renamed the former one."""
    name = words.say(str, before.get("name")) or words.subject(entry)
    if not name:
        return kind_label(entry["kind"], words.lang) + COLON[words.lang]
    return f"「{name}」：" if words.lang == "ja" else f"{name}: "


def changes(entry: Row, target: Row | None, words: Words, before: Before) -> list[FieldChange]:
    """Each field that the entry gives, in words."""
    if event_of(entry) is EventCorrected and target is not None:
        return [_correction(entry, target, words)]
    hints = _hints(entry)
    old = {name: words.say(hints.get(name, Any), value) or None for name, value in before.items()}
    return [
        FieldChange(name, field_label(name, words.lang), old.get(name), new)
        for name, new in _said(entry, words)
    ]


def _said(entry: Row, words: Words) -> Iterator[tuple[str, str]]:
    hints = _hints(entry)
    for name, value in entry["fields"].items():
        yield name, words.say(hints.get(name, Any), value)


def _correction(entry: Row, target: Row, words: Words) -> FieldChange:
    stored = entry["fields"]
    name = stored["field"]
    hint = _hints(target).get(name, Any)
    old, new = (words.say(hint, stored.get(which)) for which in ("old", "new"))
    return FieldChange(name, field_label(name, words.lang), old or None, new or None)


def mentioned(entry: Row) -> Iterator[UUID]:
    """Every id that stands in an entry's fields."""
    return ids_in(entry["fields"])


def ids_in(value: Any) -> Iterator[UUID]:
    """Every id that stands in a stored value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from ids_in(inner)
    elif isinstance(value, str) and len(value) == len(str(UUID(int=0))):
        try:
            yield UUID(value)
        except ValueError:
            return
