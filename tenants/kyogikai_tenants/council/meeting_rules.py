"""What must hold between meetings: numbers are given once, and without a quorum nothing is decided."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from kyogikai_tenants.changes import Change
from kyogikai_tenants.council.bodies import BodyState
from kyogikai_tenants.council.meeting_record import Meeting
from kyogikai_tenants.council.meeting_rows import MeetingBody, MeetingCard, QuorumCount
from kyogikai_tenants.council.meetings import DecisionMade
from kyogikai_tenants.council.member_rules import in_force
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.rules import Known, Reads, rule
from kyogikai_tenants.vocabulary import MeetingState, NumberingScheme, Role


class NumberTaken(Refused):
    """A meeting's number is unique per body, numbering scheme and period; a cancelled meeting has none."""

    CODE = "NUMBER_TAKEN"
    JA = "「{body}」の第{number}回（{period}）はすでに記録されています。"
    EN = "{body} has its meeting number {number} ({period}) on record already."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class NoQuorum(Refused):
    """Where a rule in force sets a quorum and the count says that it was not met, nothing is decided."""

    CODE = "NO_QUORUM"
    JA = "「{title}」の定める定足数に足りません（{present}/{needed}）。"
    EN = "The quorum of {title} was not met ({present} of {needed})."
    MAY_ALLOW = (Role.SECRETARIAT, Role.CHAIR)
    BUSINESS = True


Series = tuple[UUID, int | None, NumberingScheme, int | UUID | None]
"""A body, a number, a scheme, and the fiscal year or the term that it counts in."""


def _series(row: MeetingBody, card: MeetingCard) -> Series:
    period = {NumberingScheme.FISCAL_YEAR: card.fiscal_year, NumberingScheme.TERM: row.term_id}
    return row.body_id, row.number, row.scheme, period.get(row.scheme)


@rule
def numbers_are_given_once(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Whichever event gave the number, moved the date to another fiscal year, or revived a meeting."""
    for change in changes:
        meeting = change.record
        card = meeting.now if isinstance(meeting, Meeting) else None
        if card and card.state is not MeetingState.CANCELLED:
            rows = [v.state for v in change.after.versions if v.valid_to is None]
            for row in sorted((r for r in rows if isinstance(r, MeetingBody)), key=lambda r: r.place_in_list):
                if row.number and _taken(reads, meeting.id, _series(row, card)):
                    yield _refusal(reads, _series(row, card))


def _taken(reads: Reads, me: UUID, series: Series) -> bool:
    found = reads.versions(MeetingBody, body_id=[series[0]], number=[series[1]])
    others = {k.record_id: k.version.state for k in found if k.record_id != me and k.version.valid_to is None}
    cards = _last(reads.versions(MeetingCard, id=others))
    return any(
        _series(cast(MeetingBody, row), cards[other]) == series
        for other, row in others.items()
        if cards[other].state is not MeetingState.CANCELLED
    )


def _last(found: Sequence[Known]) -> dict[UUID, MeetingCard]:
    return {k.record_id: cast(MeetingCard, k.version.state) for k in found if k.version.valid_to is None}


def _refusal(reads: Reads, series: Series) -> NumberTaken:
    body, number, scheme, period = series
    names = [cast(BodyState, k.version.state).name for k in reads.versions(BodyState, id=[body])]
    said = (
        f"{period}年度"
        if scheme is NumberingScheme.FISCAL_YEAR
        else {NumberingScheme.TERM: "任期"}.get(scheme, "通算")
    )
    return NumberTaken(field="bodies", body=names[-1] if names else body, number=number, period=said)


@rule
def no_decision_without_quorum(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Judged when something is said of the meeting: a rule recorded later does not undo its decisions."""
    for change in changes:
        meeting = change.record
        card = meeting.now if isinstance(meeting, Meeting) else None
        if card and any(isinstance(f, DecisionMade) for f in meeting.said):
            for version in change.after.versions:
                count = version.state
                if isinstance(count, QuorumCount) and not count.met and version.valid_to is None:
                    yield from _unmet(reads, count, card.date.earliest)


def _unmet(reads: Reads, count: QuorumCount, day: date) -> Iterator[Refused]:
    for version, enacted in in_force(reads, count.body_id):
        if version.covers(day) and (enacted.quorum or enacted.quorum_share):
            yield NoQuorum(title=enacted.title, present=count.present, needed=count.needed)
