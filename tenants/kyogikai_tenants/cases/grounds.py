"""共有の根拠: what a case was shared on, and whether that still stands.

A consent that is withdrawn is withdrawn for good: another one allows sharing anew, and gives nothing back
that was shared before. What a law allows besides, no withdrawal ends.
"""

from collections.abc import Sequence

from kyogikai_tenants.cases.acts import (
    CaseAccessGranted,
    CaseAccessRevoked,
    CaseConferenceHeld,
    CaseConsentRecorded,
    CaseConsentWithdrawn,
    CasePresented,
)  # fmt: skip
from kyogikai_tenants.cases.words import ShareGround
from kyogikai_tenants.events import Fact

SHARING = (CaseAccessGranted, CasePresented, CaseConferenceHeld)
"""What lets others know of a case."""


def was_allowed(shared: Fact, said: Sequence[Fact]) -> bool:
    """Whether a ground stood when something was shared: on record, given, and not withdrawn by then."""
    return any(_stands(g, said, shared.originator_version) for g in _grounds(shared, said))


def still_allowed(shared: Fact, said: Sequence[Fact]) -> bool:
    """Whether a ground on which something was shared stands now."""
    return any(_stands(g, said) for g in _grounds(shared, said))


def may_share(said: Sequence[Fact]) -> bool:
    """Whether there is any ground now."""
    return any(isinstance(f, CaseConsentRecorded) and _stands(f, said) for f in said)


def withdrawn(said: Sequence[Fact]) -> bool:
    """Whether consent was withdrawn and nothing stands in its place."""
    return any(isinstance(f, CaseConsentWithdrawn) for f in said) and not may_share(said)


def standing_consents(said: Sequence[Fact], before: int) -> list[CaseConsentRecorded]:
    """The consents that stood before an entry: what there is to withdraw."""
    return [
        f for f in said
        if isinstance(f, CaseConsentRecorded) and f.ground is ShareGround.CONSENT
        and f.originator_version < before and _stands(f, said, before)
    ]  # fmt: skip


def granted(said: Sequence[Fact]) -> dict[str, CaseAccessGranted]:
    """Everybody else to whom a case is open, by what opened it last."""
    found = dict[str, CaseAccessGranted]()
    for fact in said:
        if isinstance(fact, CaseAccessGranted):
            found[str(fact.user_id)] = fact
        if isinstance(fact, CaseAccessRevoked):
            found.pop(str(fact.user_id), None)
    return found


def _grounds(shared: Fact, said: Sequence[Fact]) -> list[CaseConsentRecorded]:
    """Those that were on record, and given, when it was shared."""
    return [
        f for f in said
        if isinstance(f, CaseConsentRecorded)
        and f.originator_version < shared.originator_version and f.day <= shared.day
    ]  # fmt: skip


def _stands(ground: CaseConsentRecorded, said: Sequence[Fact], before: int | None = None) -> bool:
    """A consent that was given before a withdrawal ends with it, even where it is recorded late."""
    if ground.ground is not ShareGround.CONSENT:
        return True
    withdrawals = [f for f in said if isinstance(f, CaseConsentWithdrawn)]
    known = [f for f in withdrawals if before is None or f.originator_version < before]
    return not any(f.originator_version > ground.originator_version or f.day > ground.day for f in known)
