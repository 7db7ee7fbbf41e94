"""Rules of cases that other records decide: at which meeting, and to whom."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from kyogikai_tenants.access.users import RoleGrant, role_of
from kyogikai_tenants.cases.acts import (
    CaseAbstractApproved,
    CaseAccessGranted,
    CaseConferenceHeld,
    CasePresented,
)
from kyogikai_tenants.cases.case import Case
from kyogikai_tenants.cases.refusals import (
    AbstractNeeded,
    NotACaseConference,
    NotACaseWorker,
    PresentedOnAnotherDay,
)
from kyogikai_tenants.changes import Change
from kyogikai_tenants.council.bodies import BodyState
from kyogikai_tenants.council.meeting_rows import MeetingCard
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import EventCorrected
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.timeline import at
from kyogikai_tenants.vocabulary import BodyKind, Role


@rule
def outside_the_case_conference_an_abstract_is_presented(
    reads: Reads, changes: Sequence[Change]
) -> Iterator[Refused]:
    """An abstract that was approved before, by its day too; the case conference needs none."""
    for change in changes:
        said = change.record.said if isinstance(change.record, Case) else ()
        new = _touched(change)
        for fact in said:
            if isinstance(fact, CasePresented) and not _is_conference(reads, fact.meeting_id, fact.day):
                earlier = [f for f in said if f.originator_version < fact.originator_version]
                approved = [f for f in earlier if isinstance(f, CaseAbstractApproved)]
                late = fact.originator_version in new and all(f.day > fact.day for f in approved)
                if not approved or late:
                    yield AbstractNeeded(field="meeting_id")


@rule
def a_case_conference_is_one(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Where it was a meeting of the record, case conferences alone have held it."""
    for change in changes:
        for fact in change.record.said if isinstance(change.record, Case) else ():
            named = fact.meeting_id if isinstance(fact, CaseConferenceHeld) else None
            if named is not None and not _is_conference(reads, named, fact.day):
                yield NotACaseConference(field="meeting_id")


@rule
def what_was_at_a_meeting_was_on_its_day(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """A presentation and a conference carry the day of the meeting they name, as exactly as it is known."""
    for change in changes:
        said = change.record.said if isinstance(change.record, Case) else ()
        touched = _touched(change)
        for fact in said:
            if isinstance(fact, CasePresented | CaseConferenceHeld) and fact.originator_version in touched:
                card = _card(reads, fact.meeting_id) if fact.meeting_id else None
                if card and not card.date.earliest <= fact.day <= card.date.latest:
                    yield PresentedOnAnotherDay(field="effective", day=card.date.value)


def _touched(change: Change) -> set[int]:
    """The facts that are said or put right; what has stood is not judged anew by what is asked of these."""
    return {e.target if isinstance(e, EventCorrected) else e.originator_version for e in change.new}


def _card(reads: Reads, meeting: UUID) -> MeetingCard | None:
    """A meeting as it was last said to be."""
    tiles = [k.version for k in reads.versions(MeetingCard, id=[meeting])]
    return next((v.state for v in reversed(tiles) if isinstance(v.state, MeetingCard)), None)


def _is_conference(reads: Reads, meeting: UUID, day: date) -> bool:
    card = _card(reads, meeting)
    bodies = card.body_ids if card else ()
    kinds = [_kind(reads, body, day) for body in bodies]
    return bool(kinds) and set(kinds) == {BodyKind.CASE_CONFERENCE}


def _kind(reads: Reads, body: UUID, day: date) -> BodyKind | None:
    found = at((k.version for k in reads.versions(BodyState, id=[body])), day)
    return found.state.kind if found and isinstance(found.state, BodyState) else None


@rule
def a_case_is_opened_to_case_workers(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Whoever it is opened to holds the role on that day."""
    for change in changes:
        for fact in change.new if isinstance(change.record, Case) else ():
            if isinstance(fact, CaseAccessGranted):
                grants = [k.version for k in reads.versions(RoleGrant, user_id=[fact.user_id])]
                if Role.CASE_WORKER not in {role_of(v) for v in grants if v.covers(fact.day)}:
                    yield NotACaseWorker(field="user_id")
