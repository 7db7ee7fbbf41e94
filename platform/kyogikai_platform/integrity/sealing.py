"""Sealing a municipality's log as a job: sign it as it stands, and send the note to those who keep it."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from kyogikai_platform.accounts.mail import Letter, Post
from kyogikai_platform.fetching import Fetching
from kyogikai_platform.integrity import kept, outside
from kyogikai_platform.integrity.kept import Outcome, Way
from kyogikai_platform.integrity.outside import Outside
from kyogikai_platform.integrity.witness import Answered, Witness
from kyogikai_platform.jobs.running import Work
from kyogikai_tenants.log import notary
from kyogikai_tenants.log.checkpoints import SigningKey, WitnessKey
from kyogikai_tenants.log.notary import Issued
from kyogikai_tenants.log.personal_data import NoMasterKey
from kyogikai_tenants.log.tree import Tree

SEAL = "log.seal"
Write = Callable[[Issued], tuple[str, str]]
"""The subject and the text of a letter with a note."""


@dataclass(frozen=True)
class Sealing:
    """How one municipality's log is sealed."""

    origin: str
    key: SigningKey
    host: str
    post: Post
    fetching: Fetching
    write: Write

    def run(self, work: Work) -> None:
        """The job. What went outside already is not sent again."""
        with work.transaction() as connection:
            note = notary.issue(connection, self.origin, self.key)
            to, sent = self._outside(connection), kept.deliveries(connection, [note.size])
            signed = to.witness_key in {c.witness_key for c in kept.cosignatures(connection, [note.size])}
        if to.addresses and Way.MAIL not in {one.way for one in sent}:
            self._mail(work, note, to)
        if to.witness_url and not signed:
            self._witness(work, note, to)
        with work.transaction() as connection:
            work.end(connection, {"size": note.size})

    @staticmethod
    def _outside(connection: sa.Connection) -> Outside:
        """Whom it is sent to; addresses that cannot be opened get nothing, the witness does."""
        try:
            return outside.load(connection)
        except NoMasterKey:
            return outside.witness(connection)

    def _mail(self, work: Work, note: Issued, to: Outside) -> None:
        subject, text = self.write(note)
        count = sum(self.post.send(self.host, Letter(address, subject, text)) for address in to.addresses)
        outcomes = {0: Outcome.UNREACHABLE, len(to.addresses): Outcome.SENT}
        with work.transaction() as connection:
            outcome = outcomes.get(count, Outcome.PARTLY)
            kept.note_delivery(connection, note.size, Way.MAIL, outcome, count)

    def _witness(self, work: Work, note: Issued, to: Outside) -> None:
        answered = self._asked(work, note, to)
        with work.transaction() as connection:
            if answered.cosigned is not None:
                kept.note_cosignature(connection, answered.cosigned)
            kept.note_delivery(connection, note.size, Way.WITNESS, answered.outcome, 1)

    def _asked(self, work: Work, note: Issued, to: Outside) -> Answered:
        """What the witness says; the log is not locked meanwhile."""
        witness = Witness(to.witness_url, WitnessKey.parse(to.witness_key), self.fetching)

        def proof(old: int) -> list[bytes]:
            with work.transaction() as connection:
                return Tree(connection, note.size).consistency(old)

        with work.transaction() as connection:
            old = kept.cosigned_upto(connection, to.witness_key)
        return witness.add(note, old, proof)
