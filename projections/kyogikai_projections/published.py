"""Whether the public saw what a correction or an annulment is about, just before it was recorded.

Judged by the record's own rules of visibility on what the log held until then: a draft that nobody outside
saw is not published, minutes are while they are published, a part may be narrower than its record.
"""

from collections.abc import Sequence

from kyogikai_tenants.events import Event, EventAnnulled, EventCorrected
from kyogikai_tenants.record import Derived, Record
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import Audience


def corrects_published(events: Sequence[Event], event: Event) -> bool:
    """Whether an event of a stream takes back what was public; ``events`` are the stream's, in order.

    So it is where a row that the public saw rests on the fact, or is another one since: the text of published
    minutes is a draft's.
    """
    if not isinstance(event, EventCorrected | EventAnnulled):
        return False
    earlier = events[: event.originator_version - 1]
    target, before = _fact(earlier, event.target), Record.load(earlier).derived
    seen = [v for v in before.versions if _public(before, v)]
    if any(target in version.facts for version in seen):
        return True
    after = Record.load(events[: event.originator_version]).derived.versions
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
