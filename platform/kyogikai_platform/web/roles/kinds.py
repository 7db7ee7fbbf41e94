"""What sorts of acts there are in the trail, in a reviewer's words; each topic is of one sort."""

from collections.abc import Callable, Mapping
from functools import cache

from kyogikai_projections.trail import TAKES_BACK
from kyogikai_tenants.events import DECLARED, Begins, Ends, Event
from kyogikai_tenants.permission import AT_THE_DOOR

ACCESS = ("user.", "api_client.", "tenant.")
CASES = "case."
TAKEN_AWAY = ("export.", "operator.")

KINDS: Mapping[str, Callable[[type[Event]], bool]] = {
    "sign_in": lambda e: e.TOPIC in AT_THE_DOOR,
    "taken": lambda e: e.TOPIC.startswith(TAKEN_AWAY),
    "cases": lambda e: e.TOPIC.startswith(CASES),
    "access": lambda e: e.TOPIC.startswith(ACCESS),
    "correct": lambda e: e.TOPIC in TAKES_BACK,
    "add": lambda e: issubclass(e, Begins),
    "end": lambda e: issubclass(e, Ends),
    "change": lambda _: True,
}
"""Sort -> whether an event is of it; the first that fits."""
SHOWN: Mapping[str, str] = {
    "add": "trail_add", "change": "trail_change", "end": "trail_end", "correct": "trail_correct",
    "access": "trail_access", "sign_in": "trail_sign_in", "taken": "trail_taken", "cases": "trail_cases",
}  # fmt: skip
"""The text of each, in the order of the page."""
PRESETS: Mapping[str, tuple[str, ...]] = {
    "trail_preset_record": ("add", "change", "end", "correct"),
    "trail_preset_corrections": ("correct",),
    "trail_preset_access": ("access",),
    "trail_preset_sign_in": ("sign_in",),
    "trail_preset_taken": ("taken",),
    "trail_preset_cases": ("cases",),
}
"""Sorts that are asked for together with one press."""


@cache
def kind_of(topic: str) -> str:
    """The sort of a topic."""
    event = DECLARED[topic]
    return next(name for name, fits in KINDS.items() if fits(event))


@cache
def topics_of(kinds: frozenset[str]) -> tuple[str, ...]:
    """The topics of some sorts."""
    return tuple(topic for topic in DECLARED if kind_of(topic) in kinds)
