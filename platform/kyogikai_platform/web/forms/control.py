"""A control of a page: what is asked, what stands there, and where it is found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyogikai_platform.web.forms.choices import Choice
from kyogikai_projections.forms import ENTRY, Asked, Shape
from kyogikai_tenants.texts import LONGEST

WHOLE = "whole-form"
"""Where what is about no field is said; no field has a hyphen in its name."""
ANY_RECORD = (
    "meeting", "issue", "recommendation", "activity", "body", "body_group", "council", "term", "membership",
    "organization", "person", "external_party", "phase", "enactment", "source_document",
)  # fmt: skip
"""What a reference may name that may name anything."""


@dataclass(frozen=True)
class Control:
    """One field of the page, or a set of them."""

    name: str
    label: str
    kind: str
    """text, long, number, choice, radio, checks, select, day, effective, moment, group, list."""
    required: bool = False
    value: str = ""
    options: Sequence[Choice] = ()
    inner: Sequence["Control"] = ()
    hint: str = ""
    error: str = ""
    understood: str = ""
    longest: int = LONGEST
    many: bool = False
    """Whether there is more to choose from than is shown."""
    sought: str = ""
    """What is searched for among it."""
    empty: bool = True
    beside: bool = False

    @property
    def described(self) -> str:
        """The ids of what says more about it."""
        parts = (("hint", self.hint), ("read", self.understood), ("error", self.error))
        return " ".join(f"{self.name}-{part}" for part, text in parts if text)


def kinds_of(asked: Asked) -> tuple[str, ...]:
    """The kinds of record that a field may name."""
    return asked.kinds or ANY_RECORD


def references(fields: Sequence[Asked]) -> Iterator[tuple[str, ...]]:
    """The kinds that a form's fields may name, within groups too; an entry is no record."""
    for asked in fields:
        if asked.shape is Shape.REFERENCE and asked.kinds != (ENTRY,):
            yield kinds_of(asked)
        yield from references(asked.fields)


def places(controls: Sequence[Control]) -> Iterator[tuple[str, str]]:
    """The places of a page that an error can lead to, in its order, each with its label."""
    for control in controls:
        yield control.name, control.label
        yield from places(control.inner)


def nearest(place: str, known: set[str]) -> str:
    """The control at a place, else the one around it, else the form."""
    while place and place not in known:
        place = place.rpartition(".")[0]
    return place or WHOLE
