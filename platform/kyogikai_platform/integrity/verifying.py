"""Verifying a municipality's log as a job: the chain, every signed note, every signature of a witness."""

from collections.abc import Callable

import sqlalchemy as sa

from kyogikai_platform.integrity import kept
from kyogikai_platform.integrity.kept import Verified
from kyogikai_platform.jobs.running import Work
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.log import checkpoints, notary
from kyogikai_tenants.log.chain import ChainBroken
from kyogikai_tenants.log.checkpoints import NoteInvalid, VerifierKey, WitnessKey
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.log.tree import LeavesMissing

VERIFY = "log.verify"
CHAIN, NOTE, COSIGNATURE = "chain", "note", "cosignature"
"""Where a log was found to be broken."""
Told = Callable[[int], None]


def verify(work: Work, verifier: VerifierKey) -> None:
    """The job: what it found is kept with its end."""
    with snapshot(work.engine, work.tenant_id) as connection:
        size = Log.within(connection).head().position
        found = Verification(connection, verifier).run(work, size)
    with work.transaction() as connection:
        kept.note_verification(connection, found)
        work.end(connection, {"position": found.position, "broken_at": found.broken_at})


class Verification:
    """One state of a log, held against itself and against all that was signed of it."""

    def __init__(self, connection: sa.Connection, verifier: VerifierKey) -> None:
        self.connection, self.verifier = connection, verifier

    def run(self, work: Work, size: int) -> Verified:
        """What holds, or the first place that does not."""
        log = Log.within(self.connection)
        newest = notary.latest(self.connection)
        found = Verified(
            work.job.id, work.job.actor.id, work.job.created_at, size, log.head().hash,
            newest.size if newest else 0, 0, 0,
        )  # fmt: skip
        try:
            head = log.verify(lambda done: work.progress(done, max(size, done)))
        except ChainBroken as broken:
            return found._replace(broken_at=broken.position, reason=CHAIN)
        found = found._replace(position=head.position, head=head.hash)
        try:
            found = found._replace(checkpoints=notary.verify(self.connection, self.verifier))
        except notary.CheckpointBroken as broken:
            return found._replace(broken_at=broken.size, reason=NOTE)
        except (NoteInvalid, LeavesMissing):
            return found._replace(broken_at=head.position, reason=NOTE)
        return self._cosigned(found)

    def _cosigned(self, found: Verified) -> Verified:
        for count, one in enumerate(kept.cosignatures(self.connection), start=1):
            note = notary.of_size(self.connection, one.size)
            try:
                checkpoints.cosignature(
                    note.note if note else "", one.line, WitnessKey.parse(one.witness_key)
                )
            except NoteInvalid:
                return found._replace(broken_at=one.size, reason=COSIGNATURE)
            found = found._replace(cosignatures=count)
        return found
