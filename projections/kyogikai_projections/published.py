"""Whether the public saw what a correction or an annulment is about, just before it was recorded.

Judged by the record's own rules of visibility on what the log held until then: a draft that nobody outside
saw is not published, minutes are while they are published, a part may be narrower than its record.
"""

from collections.abc import Sequence

from kyogikai_tenants.events import Event, EventAnnulled, EventCorrected
from kyogikai_tenants.record import Record
from kyogikai_tenants.vocabulary import Audience


def corrects_published(events: Sequence[Event], event: Event) -> bool:
    """Whether an event of a stream takes back what was public; ``events`` are the stream's, in order."""
    if not isinstance(event, EventCorrected | EventAnnulled):
        return False
    earlier = events[: event.originator_version - 1]
    target = _fact(earlier, event.target)
    before = Record.load(earlier).derived
    return any(
        before.seen_by(v.state.TABLE, v.id, v.state.own_audience()) is Audience.PUBLIC
        for v in before.versions
        if target in v.facts and v.state.TABLE != "occasion"
    )


def _fact(events: Sequence[Event], target: int) -> int:
    """The fact behind a correction that is itself taken back."""
    named = events[target - 1] if 1 <= target <= len(events) else None
    while isinstance(named, EventCorrected):
        target = named.target
        named = events[target - 1]
    return target
