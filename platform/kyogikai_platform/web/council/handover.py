"""引継ぎ: who left, who came and whose office changed between two days."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kyogikai_platform.web.council.sitting import Sitting


class Changed(NamedTuple):
    """Somebody who stayed in another office, with both."""

    sitting: Sitting
    before: str
    after: str


class Handover(NamedTuple):
    """All that is different."""

    left: Sequence[Sitting]
    came: Sequence[Sitting]
    changed: Sequence[Changed]
    stayed: int


def between(sittings: Sequence[Sitting], since: date, day: date) -> Handover:
    """By person, organisation or job title, whatever membership it was."""
    old = {s.who: s for s in sittings if s.there(since) and not s.vacant}
    new = {s.who: s for s in sittings if s.there(day) and not s.vacant}
    both = [who for who in new if who in old]
    changed = [
        Changed(new[w], old[w].office(since), new[w].office(day))
        for w in both if old[w].office(since) != new[w].office(day)
    ]  # fmt: skip
    return Handover(
        [s for who, s in old.items() if who not in new], [s for who, s in new.items() if who not in old],
        changed, len(both),
    )  # fmt: skip
