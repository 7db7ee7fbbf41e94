"""A form read back to whoever filled it in: each answer with its label, each date as it was understood."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kyogikai_platform.web.forms.control import Control


class Answer(NamedTuple):
    """A row of the page: what was asked, what is to be recorded, and the field to change it at."""

    label: str
    text: str
    understood: str
    name: str


def answers(controls: Sequence[Control], around: str = "") -> Iterator[Answer]:
    """All that is not left empty, in the order of the form."""
    for control in controls:
        if control.kind == "effective":
            yield from _effective(control, around)
        elif control.kind == "checks":
            chosen = [c.label for c in control.inner if c.value]
            if chosen:
                yield Answer(around + control.label, "、".join(chosen), "", control.name)
        elif control.inner:
            inside = control.label if control.kind != "list" else ""
            yield from answers(control.inner, f"{around}{inside}：" if inside else around)
        elif control.value.strip():
            yield Answer(around + control.label, said(control), control.understood, control.name)


def said(control: Control) -> str:
    """What a field says: of what was chosen its label."""
    chosen = next((c.label for c in control.options if c.id == control.value), None)
    return control.value if chosen is None else chosen


def _effective(control: Control, around: str) -> Iterator[Answer]:
    value, kind, *more = control.inner
    if control.empty and kind.value != "UNDATED":
        return
    text = "　".join(filter(None, (value.value.strip(), said(kind))))
    yield Answer(around + control.label, text, value.understood, value.name)
    yield from answers(more, f"{around}{control.label}：")
