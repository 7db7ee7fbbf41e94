"""個別事例 as a record: who may say what of it, and what its own facts break."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast
from uuid import UUID

from eventsourcing.persistence import EventStore
from typing_extensions import override

from kyogikai_tenants.cases.acts import (
    BreakGlassUsed,
    CaseAbstractApproved,
    CaseAbstractDrafted,
    CaseAccessGranted,
    CaseAccessRevoked,
    CaseClosed,
    CaseConsentRecorded,
    CaseConsentWithdrawn,
    CaseKeyDestroyed,
    CaseLinkedToIssue,
    CasePresented,
    CaseRegistered,
    CaseViewed,
)  # fmt: skip
from kyogikai_tenants.cases.grounds import (
    SHARING,
    granted,
    standing_consents,
    still_allowed,
    was_allowed,
    withdrawn,
)  # fmt: skip
from kyogikai_tenants.cases.presented import presented
from kyogikai_tenants.cases.refusals import (
    AbstractByAnother,
    ApprovedAbstractStands,
    CaseIsClosed,
    CaseStaysSealed,
    CloseFirst,
    LastAbstractOnly,
    LinkedAlready,
    NamesAPerson,
    NothingAfterErasure,
    NothingToWithdraw,
    NotOpened,
    RevokedBeforeOpened,
    SharingNeedsGround,
    WithdrawalEndsAccess,
)  # fmt: skip
from kyogikai_tenants.cases.states import CaseFile, PresentedAbstract
from kyogikai_tenants.cases.words import CaseCorrection, LookedAs
from kyogikai_tenants.council.case_identifiers import names_a_case
from kyogikai_tenants.effective import Kind
from kyogikai_tenants.errors import NotCorrectable, NotFound, Refused
from kyogikai_tenants.events import (
    AudienceChanged,
    Event,
    EventAnnotated,
    EventAnnulled,
    EventCorrected,
)
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.record import Record
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import Audience, Role

WORK = (*SHARING, CaseAbstractDrafted, CaseAbstractApproved, CaseLinkedToIssue)
"""What is not done with a closed case."""
UNDONE = (CaseConsentRecorded, CaseAbstractDrafted, CasePresented, CaseClosed)
"""What may be annulled: neither that a case was registered nor who could read it, nor a withdrawal."""
MEETING = frozenset({Role.SECRETARIAT, Role.CHAIR, Role.MEMBER, Role.CASE_WORKER, Role.AUDITOR})
"""Who reads an abstract that was presented at a meeting; whose meeting it is, whoever shows it has seen."""


class Case(Record, state=CaseFile, opened_by=[CaseRegistered]):
    """A case."""

    @property
    def worker(self) -> str:
        """Whose case it is."""
        return str(cast(CaseRegistered, self.events[0]).worker_id)

    @property
    def people(self) -> set[str]:
        """Everybody to whom it is open."""
        return {self.worker, *granted(self.said)}

    @override
    def parts(self) -> Iterator[Version]:
        """The rows of its facts, and the abstracts that were presented: those rest on several."""
        yield from super().parts()
        yield from presented(self.said)

    @override
    def admit(self, event: Event, actor: str, role: Role) -> None:
        """Whoever it is open to; for all others it is not on record. Raises NotFound, NothingAfterErasure."""
        if not isinstance(event, CaseRegistered) and not self._admits(event, actor, role):
            raise NotFound(kind="case_file", id=self.id)
        if any(isinstance(e, CaseKeyDestroyed) for e in self.events):
            raise NothingAfterErasure

    def _admits(self, event: Event, actor: str, role: Role) -> bool:
        inside = role is Role.CASE_WORKER and actor in self.people
        if isinstance(event, BreakGlassUsed):
            return role is Role.SECRETARIAT
        if isinstance(event, CaseAbstractApproved):
            return self._approves(role, inside=inside)
        if isinstance(event, CaseViewed):
            return self._looks(event, actor, role, inside=inside)
        return inside

    def _approves(self, role: Role, *, inside: bool) -> bool:
        """The secretariat, as long as the case may be shared with anybody."""
        return inside or (role is Role.SECRETARIAT and not withdrawn(self.said))

    def _looks(self, event: CaseViewed, actor: str, role: Role, *, inside: bool) -> bool:
        """As whoever they say they are; at a meeting only what was presented there and may still be read."""
        if event.looked_as is LookedAs.PRESENTED:
            return role in MEETING and event.meeting_id in self._open_at()
        if event.meeting_id is not None:
            return False
        if event.looked_as is LookedAs.BREAK_GLASS:
            last = self.events[-1]
            return isinstance(last, BreakGlassUsed) and str(last.user_id) == actor
        if event.looked_as is LookedAs.ABSTRACT:
            written = any(isinstance(f, CaseAbstractDrafted) for f in self.said)
            return written and self._approves(role, inside=inside)
        return inside and (actor == self.worker) == (event.looked_as is LookedAs.OWN)

    def _open_at(self) -> set[UUID]:
        """The meetings at which an abstract was presented that may still be read."""
        rows = (version.state for version in self.derived.versions)
        return {row.meeting_id for row in rows if isinstance(row, PresentedAbstract) and row.is_open}

    @override
    def annul(self, target: int, reason: str) -> EventAnnulled:
        """Of a case only what was done with it."""
        if not any(isinstance(f, UNDONE) for f in self.said if f.originator_version == target):
            raise NotCorrectable(target=target, name="")
        return super().annul(target, reason)

    @override
    def problems(self) -> Iterator[Refused]:
        """Sealing, its end, sharing, abstracts."""
        yield from self._after_the_end()
        yield from super().problems()
        yield from self._beside_the_seal()
        yield from self._sharing()
        yield from self._abstracts()
        linked = [f.issue_id for f in self.said if isinstance(f, CaseLinkedToIssue)]
        if len(linked) > len(set(linked)):
            yield LinkedAlready(field="issue_id")

    def _after_the_end(self) -> Iterator[Refused]:
        ends = [e.originator_version for e in self.events if isinstance(e, CaseKeyDestroyed)]
        if ends and self.version > ends[0]:
            yield NothingAfterErasure()
        closed = [f.originator_version for f in self.said if isinstance(f, CaseClosed)]
        if ends and not closed:
            yield CloseFirst()
        for fact in self.said:
            if closed and isinstance(fact, WORK) and fact.originator_version > closed[0]:
                yield CaseIsClosed(fact=fact.LABEL)

    def _beside_the_seal(self) -> Iterator[Refused]:
        """No free text stands anywhere but in a sealed field; a reason is a word."""
        loose = any(isinstance(e, AudienceChanged | EventAnnotated) for e in self.events)
        dated = [f for f in self.said if f.source or f.quality or f.effective.as_written]
        exact = all(f.effective.kind is Kind.AT for f in self.said)
        reasons = {e.reason for e in self.events if isinstance(e, EventCorrected | EventAnnulled)}
        if self.audience is not Audience.CASE or loose or dated or not exact or reasons - set(CaseCorrection):
            yield CaseStaysSealed()
        for event in self.events:
            if isinstance(event, BreakGlassUsed) and names_a_case(event.reason):
                yield NamesAPerson(field="reason")

    def _sharing(self) -> Iterator[Refused]:
        for fact in self.said:
            if isinstance(fact, SHARING) and not was_allowed(fact, self.said):
                yield SharingNeedsGround()
            if isinstance(fact, CaseConsentWithdrawn):
                yield from self._withdrawal(fact)
        if not all(still_allowed(grant, self.said) for grant in granted(self.said).values()):
            yield WithdrawalEndsAccess()
        given = dict[str, date]()
        for fact in self.said:
            if isinstance(fact, CaseAccessGranted):
                given[str(fact.user_id)] = fact.day
            if isinstance(fact, CaseAccessRevoked):
                yield from self._revocation(fact, given)

    def _revocation(self, fact: CaseAccessRevoked, given: Mapping[str, date]) -> Iterator[Refused]:
        """Of access that was given, on a day not before it; a case worker keeps their own case."""
        user = str(fact.user_id)
        if user == self.worker or user not in given:
            yield NotOpened(field="user_id")
        elif fact.day < given[user]:
            yield RevokedBeforeOpened(field="effective", day=given[user].isoformat())

    def _withdrawal(self, fact: CaseConsentWithdrawn) -> Iterator[Refused]:
        """Of a consent that stands, on a day not before it was given."""
        consents = standing_consents(self.said, fact.originator_version)
        if not consents or fact.day < min(consent.day for consent in consents):
            yield NothingToWithdraw()

    def _abstracts(self) -> Iterator[Refused]:
        approved = dict[int, int]()
        drafts = {f.originator_version: f for f in self.said if isinstance(f, CaseAbstractDrafted)}
        for fact in self.said:
            if not isinstance(fact, CaseAbstractApproved):
                continue
            approved[fact.drafted] = fact.originator_version
            last = max((v for v in drafts if v < fact.originator_version), default=0)
            if fact.drafted not in drafts:
                yield ApprovedAbstractStands()
            elif fact.drafted != last:
                yield LastAbstractOnly(field="drafted")
            elif drafts[last].author_id == fact.approver_id:
                yield AbstractByAnother()
        for event in self.events:
            if isinstance(event, EventCorrected) and approved.get(event.target, event.originator_version) < (
                event.originator_version
            ):
                yield ApprovedAbstractStands()

    def approved(self) -> CaseAbstractDrafted | None:
        """The abstract that was approved last."""
        drafts = {f.originator_version: f for f in self.said if isinstance(f, CaseAbstractDrafted)}
        found = [f for f in self.said if isinstance(f, CaseAbstractApproved)]
        return drafts.get(found[-1].drafted) if found else None


def opened(log: Log, keys: Keys, case_id: UUID) -> Case:
    """A case with its texts as they stand, each ERASED where the key is gone. Raises NotFound.

    For whoever has recorded that they read it, and for nothing that is stored.
    """
    events = cast(list[Event], list(EventStore(log_mapper(keys), log).get(case_id)))
    found = Record.load(events) if events else None
    if not isinstance(found, Case):
        raise NotFound(kind="case_file", id=case_id)
    return found
