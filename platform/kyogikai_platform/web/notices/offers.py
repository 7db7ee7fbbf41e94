"""Which letters can be sent now: the notice to whoever has none yet, the rest of a round, a reminder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kyogikai_platform.notices import letters
from kyogikai_platform.notices.letters import Written
from kyogikai_projections.convening import Answered, Convening
from kyogikai_projections.expected import Address, Expected
from kyogikai_tenants.vocabulary import AttendanceAnswer


class Offer(NamedTuple):
    """A round that can be sent: to whom for certain, and who may have it already."""

    round: int
    members: Sequence[UUID]
    unsure: Sequence[UUID]


@dataclass(frozen=True)
class Desk:
    """All that the notices of a meeting are told from."""

    people: Sequence[Expected]
    convening: Convening
    answers: Mapping[UUID, Answered]
    written: Sequence[Written]
    comments: Mapping[UUID, str]
    """What they added, by membership."""

    def comment(self, one: Expected) -> str:
        """What somebody added, in whichever of their seats."""
        return next((self.comments[m] for m in sorted(one.memberships) if m in self.comments), "")

    def answer(self, one: Expected) -> Answered | None:
        """What somebody answered, in whichever of their seats."""
        return next((self.answers[m] for m in sorted(one.memberships) if m in self.answers), None)

    def letters(self, one: Expected) -> list[Written]:
        """The letters to somebody about the meeting as it stands."""
        return [w for w in self.current if w.membership in one.memberships]

    @property
    def current(self) -> list[Written]:
        """The letters of this edition."""
        return [w for w in self.written if w.edition == self.convening.edition]

    @property
    def addresses(self) -> dict[UUID, Address]:
        """Of whom one is known."""
        return {one.membership: one.address for one in self.people if one.address}

    def offers(self) -> list[Offer]:
        """Those with somebody in them, the notice first."""
        last = max((w.round for w in self.current), default=0)
        found = [self._rest(0, [*self.addresses])]
        if last:
            found.append(self._rest(last, [w.membership for w in self.current if w.round == last]))
        if not any(offer.members for offer in found[1:]):
            found.append(Offer(last + 1, self._silent(), ()))
        return [offer for offer in found if offer.members or offer.unsure]

    def _rest(self, round_: int, members: Sequence[UUID]) -> Offer:
        """Of a round, whoever has no letter that was sent."""
        own = {w.membership: w for w in self.current if w.round == round_}
        known = [m for m in members if m in self.addresses]
        due = [m for m in known if m not in own or own[m].failed_at or not own[m].begun_at]
        return Offer(round_, due, [m for m in known if m in own and own[m].unsure])

    def _silent(self) -> list[UUID]:
        """Who was told and has not answered, or not yet said which."""
        told = {w.membership for w in self.current if w.sent_at}
        silent = (None, AttendanceAnswer.UNDECIDED)
        return [
            one.membership
            for one in self.people
            if one.address and one.membership in told and self._said(one) in silent
        ]

    def _said(self, one: Expected) -> AttendanceAnswer | None:
        found = self.answer(one)
        return found.answer if found else None


def last_sent(written: Sequence[letters.Written]) -> datetime | None:
    """When the last of some letters went out."""
    return max((w.sent_at for w in written if w.sent_at), default=None)
