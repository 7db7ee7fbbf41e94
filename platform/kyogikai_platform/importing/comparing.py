"""Whether what a file says is what was recorded under its key."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from msgspec.structs import replace as with_fields

from kyogikai_platform.importing.drafts import COMPUTED, Draft, Earlier
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Flag

WHERE_WRITTEN = frozenset({"source", "quality"})
"""What an edited copy of a file says in another place, or with another remark."""
Differences = Iterator[tuple[str, Any, Any]]


def differences(draft: Draft, earlier: Earlier, *, loose: bool = False) -> Differences:
    """Where what the file says is not what was recorded under its key."""
    aside = COMPUTED - {"target"} | (WHERE_WRITTEN if loose else set())
    if type(earlier.event) is not draft.event:
        yield "command", earlier.event.COMMAND, draft.event.COMMAND
        return
    if earlier.stream_id != draft.subject:
        yield "id", str(earlier.stream_id), str(draft.subject)
    for one in fields(draft.event):
        if one.name in aside:
            continue
        default = None if one.default is MISSING else one.default
        old, new = getattr(earlier.event, one.name), draft.fields.get(one.name, default)
        if one.name == "quality":
            old = given_flags(old, new)
        if (_bare(old) != _bare(new)) if loose else old != new:
            yield one.name, old, new


def _bare(value: Any) -> Any:
    """A date without the words in which it was written."""
    return with_fields(value, as_written="") if isinstance(value, Effective) else value


def given_flags(recorded: tuple[Flag, ...], given: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """The flags that the file gave: those that rules added stand behind them."""
    rules = {kind.CODE.lower() for kind in _kinds(Refused)}
    added = next((n for n, f in enumerate(recorded) if n >= len(given) and f.flag in rules), len(recorded))
    return recorded[:added]


def _kinds(kind: type[Refused]) -> Iterator[type[Refused]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _kinds(sub)
