"""Asking a witness outside to sign a note too: C2SP tlog-witness, ``add-checkpoint``.

A witness signs a note only if the log of it begins with the one that it signed before. What it answers is
believed only as far as its key says so: the signature is verified, and its time is near ours.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from kyogikai_platform.fetching import Fetched, Fetching, NotFetched
from kyogikai_platform.integrity.kept import Cosigned, Outcome
from kyogikai_tenants.log import checkpoints
from kyogikai_tenants.log.checkpoints import NoteInvalid, WitnessKey
from kyogikai_tenants.log.notary import Issued

SIZE = re.compile(rb"(0|[1-9][0-9]{0,17})\n")
"""The answer that names the longest log that the witness has signed."""
NEAR = timedelta(hours=1)
"""How far a witness's clock may be from ours."""
Proof = Callable[[int], Sequence[bytes]]
"""The consistency proof from a smaller size."""


@dataclass(frozen=True)
class Answered:
    """What came of asking."""

    outcome: Outcome
    cosigned: Cosigned | None = None


@dataclass(frozen=True)
class Witness:
    """A witness, as a municipality agreed with it."""

    url: str
    key: WitnessKey
    fetching: Fetching

    def add(self, note: Issued, old: int, proof: Proof) -> Answered:
        """Have a note signed; ``old`` is the longest log that it signed for us as far as we know.

        Where the witness knows better it is asked once more from there.
        """
        try:
            answer, asked = self._ask(note, old, proof), old
            known = _knows(answer)
            if known is not None and known != old and known <= note.size:
                answer, asked = self._ask(note, known, proof), known
        except NotFetched:
            return Answered(Outcome.UNREACHABLE)
        if answer.status == HTTPStatus.OK:
            return self._judged(note, answer.body)
        return Answered(Outcome.DENIED if _denies(answer, asked, note.size) else Outcome.REFUSED)

    def _ask(self, note: Issued, old: int, proof: Proof) -> Fetched:
        lines = [f"old {old}", *(b64encode(node).decode() for node in proof(old)), "", note.note]
        address = self.url.rstrip("/") + "/add-checkpoint"
        return self.fetching.post(address, "\n".join(lines), {"Content-Type": "text/plain; charset=utf-8"})

    def _judged(self, note: Issued, body: bytes) -> Answered:
        try:
            line, when = checkpoints.cosignature(note.note, body.decode(), self.key)
        except (NoteInvalid, UnicodeDecodeError):
            return Answered(Outcome.INVALID)
        if abs(when - datetime.now(UTC)) > NEAR:
            return Answered(Outcome.INVALID)
        return Answered(Outcome.SENT, Cosigned(note.size, self.key.text, line, when))


def _knows(answer: Fetched) -> int | None:
    """The size that a conflict names."""
    named = SIZE.fullmatch(answer.body) if answer.status == HTTPStatus.CONFLICT else None
    return int(named[1]) if named else None


def _denies(answer: Fetched, asked: int, size: int) -> bool:
    """Whether the witness says that the log that it signed is another one, or longer than ours.

    A conflict that names a size between the two only says that somebody else asked meanwhile.
    """
    if answer.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return True
    known = _knows(answer)
    return answer.status == HTTPStatus.CONFLICT and (known is None or known == asked or known >= size)
