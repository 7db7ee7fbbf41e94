"""Whether the public ever saw what a correction or an annulment is about, before it was recorded.

Judged by the record's own rules of visibility on what the log held until then, now and each time before fewer
could see it: a draft that nobody outside saw is not published, minutes are while they are published, a part
may be narrower than its record, and what was withdrawn, corrected in hiding and shown again was public.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kyogikai_tenants.council.meetings import OpennessDecided
from kyogikai_tenants.council.minutes import MinutesWithdrawn
from kyogikai_tenants.events import AudienceChanged, Event, EventAnnulled, EventCorrected
from kyogikai_tenants.record import Derived, Record
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import Audience

NARROWING = (AudienceChanged, OpennessDecided, MinutesWithdrawn)
"""By which fewer may see what was public."""
TakesBack = EventCorrected | EventAnnulled


def corrects_published(events: Sequence[Event], event: Event) -> bool:
    """Whether an event of a stream takes back what was public; ``events`` are the stream's, in order."""
    if not isinstance(event, EventCorrected | EventAnnulled):
        return False
    earlier = events[: event.originator_version - 1]
    target = _fact(earlier, event.target)
    if _public_until(earlier, event, target):
        return True
    about_it = replace(event, target=target)
    return any(_public_until(earlier[:count], about_it, target) for count in _hidden(earlier, target))


def _hidden(events: Sequence[Event], target: int) -> Iterator[int]:
    """After how many events fewer may have seen the record, the last first; while it had the fact."""
    for count in range(len(events) - 1, target - 1, -1):
        event = events[count]
        if isinstance(event, TakesBack):
            event = events[_fact(events, event.target) - 1]
        if isinstance(event, NARROWING):
            yield count


def _public_until(earlier: Sequence[Event], event: TakesBack, target: int) -> bool:
    """Whether a row that the public saw rests on the fact, or would be another one with the event.

    The text of published minutes is a draft's.
    """
    before = Record.load(earlier).derived
    seen = [v for v in before.versions if _public(before, v)]
    if not seen or any(target in version.facts for version in seen):
        return bool(seen)
    after = Record.load([*earlier, event]).derived.versions
    return any(version not in after for version in seen)


def _public(derived: Derived, version: Version) -> bool:
    """Whether anybody saw a row."""
    table = version.state.TABLE
    shown = derived.seen_by(table, version.id, version.state.own_audience())
    return shown is Audience.PUBLIC and table != "occasion"


def _fact(events: Sequence[Event], target: int) -> int:
    """The fact behind a correction that is itself taken back."""
    named = events[target - 1] if 1 <= target <= len(events) else None
    while isinstance(named, EventCorrected):
        target = named.target
        named = events[target - 1]
    return target
