"""Sending a round of letters: queued with an entry of the trail in one transaction, then one by one.

Each letter is begun and settled in transactions of its own around the mail server, so that after whatever
happens it is known what was sent, and sending the rest sends nobody a second letter.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts.mail import Letter, Post
from kyogikai_platform.notices import letters
from kyogikai_platform.notices.letters import Batch
from kyogikai_platform.tenant import Tenant
from kyogikai_projections import rights_of
from kyogikai_projections.expected import Address
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import email_of
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.council.contacts import contact_of
from kyogikai_tenants.council.meetings import MeetingConvened, MeetingScheduled
from kyogikai_tenants.events import EventAnnotated
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import ERASED, Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.permission import NotOpen, Touched, role_for
from kyogikai_tenants.session import Session

PATIENCE = 20.0
"""Seconds after which a request sends no further letter; the rest waits for the next."""
Write = Callable[[str], tuple[str, str]]
"""The subject and the text of a letter, by the path of its link."""


class Noted(NamedTuple):
    """What the trail is told of a round: which entry it is about, and the words for so many letters."""

    target: int
    text: Callable[[int], str]


@dataclass(frozen=True)
class Sending:
    """Letters of one meeting, in the hand of somebody."""

    tenant: Tenant
    host: str
    post: Post
    by: UUID
    bodies: frozenset[UUID]

    def queue(self, batch: Batch, members: Collection[UUID], noted: Noted, *, unsure: bool) -> int:
        """Put letters in the queue; how many. With none nothing is noted. Raises Refused."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            actor = self._actor(connection, batch.meeting)
            session = Session(connection, ReadModels())
            count = letters.queue(connection, batch, members, unsure=unsure)
            if count:
                said = {"target": noted.target, "note": noted.text(count)}
                session.execute(Say(EventAnnotated, batch.meeting, said), actor=actor)
            return count

    def _actor(self, connection: sa.Connection, meeting: UUID) -> Actor:
        """Who convenes it sends its notice, judged anew."""
        known = rights_of.user(connection, self.by, today())
        if known is None:
            raise NotOpen
        touched = Touched(self.bodies)
        return Actor(
            str(self.by), role_for(known.holdings, MeetingConvened, meeting, touched, MeetingScheduled)
        )

    def send(self, batch: Batch, addresses: Mapping[UUID, Address], write: Write) -> None:
        """Send what is in the queue, to whoever of its members is reached, as long as there is time."""
        until = time.monotonic() + PATIENCE
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            waiting = [one for one in letters.waiting(connection, batch) if one in addresses]
        for member in waiting:
            if time.monotonic() > until:
                return
            self._send(batch, member, addresses[member], write)

    def _send(self, batch: Batch, member: UUID, address: Address, write: Write) -> None:
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            to = _opened(Log.within(connection), Keys(connection), address)
            secret = letters.begin(connection, batch, member)
        if secret is None:
            return
        subject, text = write(f"/answer/{secret}")
        sent = to not in {"", ERASED} and self.post.send(self.host, Letter(to, subject, text))
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            letters.settle(connection, batch, member, sent=sent)


def _opened(log: Log, keys: Keys, address: Address) -> str:
    """For the moment of sending, and shown to nobody; empty or ERASED: by now there is none."""
    if address.account is not None:
        return email_of(log, keys, address.account)
    return contact_of(log, keys, address.person).email if address.person else ""
