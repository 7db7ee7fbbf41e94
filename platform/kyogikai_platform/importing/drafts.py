"""From a written fact to the command that records it, or to all that is wrong with it."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from kyogikai_platform.importing import problems
from kyogikai_platform.importing.layout import ENVELOPE, Entry
from kyogikai_platform.importing.naming import Names, importable, importable_kinds
from kyogikai_platform.importing.problems import Problem
from kyogikai_platform.importing.values import Spelling, hints_of, spelling
from kyogikai_tenants.commands import AnnulEvent, Command, CorrectEvent, Say, place
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import (
    COMMANDS,
    Begins,
    Event,
    EventAnnotated,
    EventAnnulled,
    EventCorrected,
    Fact,
)  # fmt: skip
from kyogikai_tenants.log.personal_data import personal_fields
from kyogikai_tenants.once import once
from kyogikai_tenants.references import Ref, Walk, way_through

COMPUTED = frozenset({"originator_id", "originator_version", "target", "old", "sealed_for"})
"""The fields that a file never gives."""
ABOUT_ENTRIES = (EventCorrected, EventAnnulled, EventAnnotated)
"""What happens to an earlier fact, which the file names with ``of``."""


@dataclass(frozen=True)
class Earlier:
    """A fact that is on record: by which key, and where in the log's streams."""

    stream_id: UUID
    version: int
    event: Event


@dataclass(frozen=True)
class Draft:
    """What a fact would record."""

    event: type[Event]
    subject: UUID
    fields: Mapping[str, Any]
    command: Command


class Way(NamedTuple):
    """How a field that a file gives becomes a value, worked out once for each event."""

    hint: Any
    needed: bool
    spell: Spelling
    walk: Walk | None


@once
def _way(event: type[Event], name: str) -> Way:
    hint = hints_of(event)[name]
    (own,) = [f for f in fields(event) if f.name == name]
    needed = own.default is MISSING and own.default_factory is MISSING
    return Way(hint, needed, spelling(hint), way_through(hint))


@once
def _given(event: type[Event]) -> Mapping[str, Way]:
    """The fields of an event that a file may give."""
    left_out = COMPUTED | personal_fields(event).keys()
    return {f.name: _way(event, f.name) for f in fields(event) if f.name not in left_out}


@dataclass
class Drafting:
    """Works out one fact; what it cannot do without is asked of the run."""

    file: str
    entry: Entry
    names: Names
    document: str
    audience: str
    earlier: Callable[[str], Earlier | None]
    refused: frozenset[str] | set[str]
    problems: list[Problem] = field(default_factory=list)
    depends: bool = False
    """Whether it rests on something that was refused itself, and is not judged for that."""

    def note(self, path: str, refusal: Refused, value: Any = None) -> None:
        """Put down what is wrong with a field."""
        at = self.entry.place(path)
        shown = (
            value if isinstance(value, str) else "" if value is None else msgspec.json.encode(value).decode()
        )
        self.problems.append(Problem(self.file, at.line, self.entry.key, path, shown, refusal))

    def draft(self) -> Draft | None:
        """The fact as a command; None where something is wrong with it."""
        event = COMMANDS.get(self.entry.command)
        if event is None or not importable(event):
            near = difflib.get_close_matches(
                self.entry.command, [c for c, e in COMMANDS.items() if importable(e)]
            )
            self.note("command", problems.UnknownCommand(near=" / ".join(near)), self.entry.command)
            return None
        made = self._about_an_entry(event) if event in ABOUT_ENTRIES else self._said(event)
        return made if not self.problems and not self.depends else None

    def _said(self, event: type[Event]) -> Draft | None:
        entry = self.entry
        if entry.of:
            self.note("of", problems.UnknownField(known=", ".join(ENVELOPE[:3])), entry.of)
        if not entry.id:
            self.note("", problems.Missing(needed="id"))
            return None
        self._subject(event)
        given = dict(entry.given)
        if issubclass(event, Begins):
            given.setdefault("audience", self.audience)
        values = self._typed(event, given)
        subject = self.names.id(entry.id)
        return Draft(event, subject, values, Say(event, subject, values))

    def _subject(self, event: type[Event]) -> None:
        """The record that it happens to is there, or is opened by it."""
        key, line = self.entry.id, self.names.opened(self.entry.id)
        if issubclass(event, Begins) and not (event.ADDS_TOO and self.names.kind(key)):
            if line:
                self.note("id", problems.OpenedTwice(earlier=line), key)
            else:
                self.names.open(key, self.entry.line, event)
        else:
            self._named("id", event.SUBJECTS or importable_kinds(), key)

    def _named(self, path: str, kinds: tuple[str, ...], key: str) -> UUID:
        if key in self.names.refused:
            self.depends = True
            return self.names.id(key)
        for refusal in self.names.wrong(key, kinds):
            self.note(path, refusal, key)
        return self.names.id(key)

    def _typed(self, event: type[Event], given: Mapping[str, Any]) -> dict[str, Any]:
        """The fields as their types have them; every one that is wrong, missing or unknown is put down."""
        known = _given(event)
        for name in [n for n in given if n not in known]:
            self.note(name, problems.UnknownField(known=", ".join(sorted(known))), name)
        for name in [n for n, way in known.items() if way.needed and n not in given]:
            self.note("", problems.Missing(needed=name))
        return {n: self._value(known[n], n, v, n) for n, v in given.items() if n in known and n != "new"}

    def _value(self, way: Way, name: str, value: Any, path: str) -> Any:
        written = way.spell(value, self.document)
        if name == "source" and isinstance(written, dict) and "document_id" in written:
            document = self._reference(f"{path}.document_id", Ref("source_document"), written["document_id"])
            written = written | {"document_id": document}
        try:
            if way.walk is not None and written is not None:
                written = way.walk(written, self._reference, path)
            return msgspec.convert(written, way.hint)
        except (msgspec.ValidationError, ValueError) as problem:
            what, _, _ = str(problem).partition(" - at `")
            where = place(str(problem))
            inner = f"{path}{where}" if where.startswith("[") else f"{path}.{where}".rstrip(".")
            self.note(inner, problems.WrongForm(problem=what), _at(self.entry.given, inner))
            return None

    def _reference(self, path: str, ref: Ref, value: Any) -> Any:
        return self._named(path, ref.kinds, value) if isinstance(value, str) else value

    def _about_an_entry(self, event: type[Event]) -> Draft | None:
        """A correction, an annulment or an annotation of the fact that ``of`` names."""
        entry, target = self.entry, self.earlier(self.entry.of)
        if entry.of in self.refused:
            self.depends = True
        elif target is None:
            self.note("of", problems.UnknownFact(), entry.of)
        if entry.id:
            self.note("id", problems.UnknownField(known="key, command, of"), entry.id)
        values = self._typed(event, entry.given)
        if target is None or self.problems:
            return None
        if event is EventCorrected:
            values["new"] = self._new(target, values["field"])
        values |= {"target": target.version}
        return Draft(event, target.stream_id, values, _command(event, target, values))

    def _new(self, target: Earlier, name: str) -> Any:
        """The corrected value, as the corrected fact's field asks for."""
        if not isinstance(target.event, Fact) or name not in hints_of(type(target.event)):
            self.note("field", problems.UnknownField(known=", ".join(hints_of(type(target.event)))), name)
            return None
        return msgspec.to_builtins(
            self._value(_way(type(target.event), name), name, self.entry.given["new"], "new")
        )


def _command(event: type[Event], target: Earlier, values: Mapping[str, Any]) -> Command:
    if event is EventCorrected:
        return CorrectEvent(
            target.stream_id, target.version, values["field"], values["new"], values["reason"]
        )
    if event is EventAnnulled:
        return AnnulEvent(target.stream_id, target.version, values["reason"])
    return Say(event, target.stream_id, values)


def _at(value: Any, path: str) -> Any:
    """What stands at a field path."""
    for step in path.replace("[", ".[").split("."):
        if isinstance(value, list) and step[1:-1].isdigit() and int(step[1:-1]) < len(value):
            value = value[int(step[1:-1])]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return None
    return value
