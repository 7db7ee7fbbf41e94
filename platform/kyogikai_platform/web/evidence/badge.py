"""What is known of the log's soundness, in one place: the newest seal, the last verification, the witness."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.integrity import kept, verifying
from kyogikai_platform.integrity.kept import Outcome, Verified, Way
from kyogikai_platform.integrity.sealing import SEAL
from kyogikai_platform.integrity.verifying import VERIFY
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.tables import job
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.visit import Visit
from kyogikai_tenants.log import notary

KINDS = (VERIFY, SEAL)
BROKEN = {
    verifying.CHAIN: "check_broken_chain", verifying.NOTE: "check_broken_note",
    verifying.COSIGNATURE: "check_broken_cosignature",
}  # fmt: skip
"""The text of where a log is broken."""
SHORT = 16
"""Characters of a hash that a badge shows."""


@dataclass(frozen=True)
class Badge:
    """What a page says of the log at its head."""

    note: notary.Issued | None
    last: Verified | None
    denied: bool
    """Whether the witness says that it knows another log."""
    running: UUID | None
    """A job about it that is not over."""

    @classmethod
    def read(cls, connection: sa.Connection) -> "Badge":
        """As it is now."""
        note, found = notary.latest(connection), kept.verifications(connection, 1)
        sent = kept.deliveries(connection, [note.size]) if note else []
        answers = [one.outcome for one in sent if one.way is Way.WITNESS]
        return cls(note, found[0] if found else None, answers[:1] == [Outcome.DENIED], open_job(connection))

    @property
    def broken(self) -> bool:
        """Whether something must be looked into."""
        return self.denied or (self.last is not None and not self.last.whole)


def open_job(connection: sa.Connection) -> UUID | None:
    """The job about the log that waits or runs, if there is one."""
    c = job.c
    query = sa.select(c.id).where(
        c.tenant_id == connection.info["tenant_id"], c.kind.in_(KINDS),
        c.state.in_([state.value for state in keeping.OPEN]),
    )  # fmt: skip
    found: UUID | None = connection.execute(query.order_by(c.created_at).limit(1)).scalar_one_or_none()
    return found


def told(badge: Badge, visit: Visit) -> dict[str, Any]:
    """In words, with what whoever looks may do."""
    note, last = badge.note, badge.last
    return {
        "broken": badge.broken, "denied": badge.denied, "running": badge.running,
        "acts": visit.asker.viewer.may_read_trail,
        "note": {"size": f"{note.size:,}", "at": minute(note.issued_at, visit.lang),
                 "root": note.root_hash.hex()[:SHORT]} if note else None,
        "last": verified(last, visit.lang) if last else None,
    }  # fmt: skip


def verified(found: Verified, lang: str) -> dict[str, Any]:
    """A verification in words."""
    return {
        "at": minute(found.verified_at, lang), "position": f"{found.position:,}",
        "head": found.head.hex()[:SHORT], "checkpoint": f"{found.checkpoint:,}" if found.checkpoint else "",
        "checkpoints": found.checkpoints, "cosignatures": found.cosignatures, "whole": found.whole,
        "broken_at": found.broken_at, "reason": BROKEN.get(found.reason or "", ""),
    }  # fmt: skip
