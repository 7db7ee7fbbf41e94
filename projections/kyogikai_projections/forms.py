"""What a command asks for, field by field: for the API's inputs and for pages, from its declaration.

A form is worked out from the declared types, so whoever adds a field to an event adds it to the form,
the mutation and the audit sentence at once. The place in a source is asked for in two plain fields,
``source_id`` and ``source_locator``; an entry of the log is named as one thing.
"""

from collections.abc import Collection, Iterator
from dataclasses import MISSING, Field, dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum, auto
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields as struct_fields

from kyogikai_projections.labels import KINDS, asked_label, kind_label, word
from kyogikai_projections.positions import ACCOUNTS, CASES
from kyogikai_tenants.acting import acting_fields
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import Begins, Event
from kyogikai_tenants.once import once
from kyogikai_tenants.references import Ref, members
from kyogikai_tenants.vocabulary import Audience

SUBJECT = "subject"
"""The field that names what a command is about."""
LABELS = {"source_id": "source", "source_ids": "with_ids", "source_locator": "locator", "subject": "target"}
"""Fields that are asked for under a name that no event has, by the event's word for them."""
ENVELOPE = frozenset({"originator_id", "originator_version"})
ENTRY = "entry"
"""The kind of what names an entry of the log."""


class Shape(Enum):
    """What is put into a field."""

    TEXT = auto()
    NUMBER = auto()
    FLAG = auto()
    DAY = auto()
    MOMENT = auto()
    EFFECTIVE = auto()
    """A date as precise as its source."""
    CHOICE = auto()
    REFERENCE = auto()
    GROUP = auto()
    ANYTHING = auto()
    """A value of the form that another field asks for."""


@dataclass(frozen=True)
class Asked:
    """One field of a form."""

    name: str
    shape: Shape
    required: bool = True
    many: bool = False
    choices: type[StrEnum] | None = None
    kinds: tuple[str, ...] = ()
    """The kinds of record that a reference may name."""
    group: str = ""
    """What a group is called: the name of its declaration."""
    text: str = ""
    """What a group means, in a sentence."""
    fields: tuple["Asked", ...] = ()
    default: StrEnum | None = None
    """What a choice means where it is left open."""
    longest: int | None = None
    """Characters of a text, where it has a limit of its own."""
    least: int | None = None
    """The smallest number that it may be."""
    of: str = ""
    """The command, or the declaration of the group, that asks for it."""

    def label(self, lang: str) -> str:
        """What it is called (``ja`` or ``en``)."""
        if self.name == SUBJECT and self.kinds and self.kinds[0] in KINDS and len(self.kinds) == 1:
            return kind_label(self.kinds[0], lang)
        return asked_label(self.of, LABELS.get(self.name, self.name), lang)

    def options(self, lang: str) -> list[tuple[str, str]]:
        """What may be chosen: the stored word, and the reader's."""
        return [(member.value, word(member, lang)) for member in self.choices or ()]

    def find(self, name: str) -> "Asked | None":
        """A field of a group."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True)
class Form:
    """A command as somebody fills it in."""

    command: str
    event: type[Event]
    """What it records, or the first of what it does."""
    text: str
    """What it means, in a sentence."""
    fields: tuple[Asked, ...]
    subject: Asked | None = None
    """What it is about; None where it opens a record."""
    about: tuple[str, ...] = ()
    """The kinds of record that the answer is about; empty: any."""

    def label(self, lang: str) -> str:
        """What it is called (``ja`` or ``en``)."""
        return self.event.LABEL if lang == "ja" else self.event.LABEL_EN

    @property
    def everything(self) -> tuple[Asked, ...]:
        """The subject too."""
        return ((self.subject,) if self.subject else ()) + self.fields


def form_of_event(command: str, event: type[Event], *, without: Collection[str] = ()) -> Form:
    """The form of a command that records one event."""
    subject = _subject(event)
    left_out = {
        *ENVELOPE,
        *without,
        *acting_fields(event),
        *({"target"} if subject and subject.kinds == (ENTRY,) else ()),
    }
    hints = {name: hint for name, hint in members(event).items() if name not in left_out}
    fields = tuple(
        replace(f, of=command) for name, hint in hints.items() for f in _of_event(event, name, hint)
    )
    return Form(command, event, sentence(event.__doc__), fields, subject, event.SUBJECTS)


def sentence(docstring: str | None) -> str:
    """A docstring in one paragraph."""
    return " ".join((docstring or "").split())


def _subject(event: type[Event]) -> Asked | None:
    kinds = (ENTRY,) if not event.SUBJECTS and "target" in members(event) else event.SUBJECTS
    subject = Asked(SUBJECT, Shape.REFERENCE, kinds=kinds)
    if not issubclass(event, Begins):
        return subject
    return replace(subject, required=False) if event.ADDS_TOO else None


def _of_event(event: type[Event], name: str, hint: Any) -> Iterator[Asked]:
    declared: Field[Any] = event.__dataclass_fields__[name]
    if name == "source":
        yield Asked("source_id", Shape.REFERENCE, required=False, kinds=("source_document",))
        yield Asked("source_locator", Shape.TEXT, required=False)
    elif name == "audience" and issubclass(event, Begins):
        if not (ACCOUNTS | CASES) & {*event.SUBJECTS}:  # those are internal: there is nothing to choose
            yield replace(asked(name, hint), required=False, default=Audience.COUNCIL)
    else:
        required = declared.default is MISSING and declared.default_factory is MISSING
        yield replace(asked(name, hint, required=required), default=_choice(declared.default))


def _choice(default: Any) -> StrEnum | None:
    return default if isinstance(default, StrEnum) else None


def asked(name: str, hint: Any, *, required: bool = True) -> Asked:
    """The field of a declared type. Raises TypeError for a type that no form knows."""
    if get_origin(hint) in {Union, UnionType}:
        some = [a for a in get_args(hint) if a is not NoneType]
        return asked(name, some[0], required=required)
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        ref = next((m for m in marks if isinstance(m, Ref)), None)
        if ref is not None:
            return Asked(name, Shape.REFERENCE, required, kinds=ref.kinds)
        own = next((m for m in marks if isinstance(m, Meta)), Meta())
        return replace(
            asked(name, inner, required=required),
            longest=own.max_length,
            least=None if own.ge is None else int(own.ge),
        )
    if get_origin(hint) is tuple:
        return replace(asked(name, get_args(hint)[0], required=required), many=True)
    return _plain(name, hint, required=required)


def _plain(name: str, hint: Any, *, required: bool) -> Asked:
    if hint in PLAIN:
        return Asked(name, PLAIN[hint], required)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Asked(name, Shape.CHOICE, required, choices=hint)
    if isinstance(hint, type) and issubclass(hint, Struct):
        about = sentence(hint.__doc__)
        return Asked(name, Shape.GROUP, required, group=hint.__name__, text=about, fields=group(hint))
    raise TypeError(f"{name}: no form knows {hint}")


PLAIN: dict[Any, Shape] = {
    str: Shape.TEXT,
    int: Shape.NUMBER,
    bool: Shape.FLAG,
    date: Shape.DAY,
    datetime: Shape.MOMENT,
    Effective: Shape.EFFECTIVE,
    Any: Shape.ANYTHING,
}


@once
def group(kind: type[Struct]) -> tuple[Asked, ...]:
    """The fields of a value inside an event."""
    hints = members(kind)
    return tuple(
        replace(
            asked(f.name, hints[f.name], required=f.default is NODEFAULT and f.default_factory is NODEFAULT),
            default=_choice(f.default),
            of=kind.__name__,
        )
        for f in struct_fields(kind)
    )
