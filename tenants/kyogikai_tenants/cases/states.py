"""個別事例 as rows: what is no secret among those who work on it. The sealed texts are no columns."""

from base64 import b32encode
from hashlib import sha256
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.cases.words import CaseState, ShareGround
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.states import Entity, Part
from kyogikai_tenants.vocabulary import Audience

HALF = 5


def reference_of(case_id: UUID) -> str:
    """A number that says nothing: neither which case nor how many or since when, and nobody chooses it."""
    text = b32encode(sha256(b"kyogikai case " + case_id.bytes).digest()).decode()
    return f"K-{text[:HALF]}-{text[HALF : 2 * HALF]}"


class CaseFile(Entity, frozen=True, kw_only=True):
    """A case on a day."""

    TABLE = "case_file"
    CONFIDENTIAL = True

    reference: str
    worker_id: UUID
    state: CaseState
    registered: Effective

    @override
    def caption(self) -> str:
        """Its number."""
        return self.reference

    @override
    def sort_key(self) -> str:
        """By the day on which it was registered."""
        return f"{self.registered.earliest} {self.reference}"


class OfACase(Part, frozen=True, kw_only=True):
    """A row inside a case."""

    CONFIDENTIAL = True

    case_id: UUID

    @override
    def own_audience(self) -> Audience:
        """Whoever works on it."""
        return Audience.CASE


class CaseAccess(OfACase, frozen=True, kw_only=True):
    """Whether a case is open to somebody: to its case worker always, to others until it is taken back."""

    TABLE = "case_access"

    user_id: UUID
    is_open: bool

    @override
    def series(self) -> UUID:
        """Each somebody's own."""
        return self.user_id


class CaseGround(OfACase, frozen=True, kw_only=True):
    """Why a case may be shared; consent until it is withdrawn, or given anew."""

    TABLE = "case_ground"

    ground: ShareGround
    withdrawn: bool | None = None
    """True of the row that says that consent was withdrawn."""

    @override
    def series(self) -> str | None:
        """A consent follows another; each law stands for itself."""
        return self.ground.value if self.ground is ShareGround.CONSENT else None


class CaseAbstract(OfACase, frozen=True, kw_only=True):
    """An abstract that was written, or approved."""

    TABLE = "case_abstract"

    drafted: int
    """The version of the draft in the case."""
    author_id: UUID | None = None
    approver_id: UUID | None = None


class CasePresentation(OfACase, frozen=True, kw_only=True):
    """At which meeting a case was presented."""

    TABLE = "case_presentation"

    meeting_id: UUID
    number: int
    """The version of the presentation in the case."""


class CaseConference(OfACase, frozen=True, kw_only=True):
    """A conference on a case, and the meeting of the record that it was, if any."""

    TABLE = "case_conference"

    meeting_id: UUID | None = None


class PresentedAbstract(Part, frozen=True, kw_only=True):
    """That an approved abstract was presented at a meeting: whom the meeting's body is for may read it.

    Not whose it is: the row names no case, and its id tells none. Whoever sees it sees it as of now, so that
    neither an earlier day nor yesterday's knowledge brings back what is withdrawn.
    """

    TABLE = "presented_abstract"
    CONFIDENTIAL = True

    meeting_id: UUID
    drafted: int
    """The version of the abstract in the case."""
    is_open: bool
    """Whether it may be read: as long as what it was shared on stands, and the key does."""

    @override
    def sort_key(self) -> str:
        """By the day on which it was presented."""
        return self.effective.earliest.isoformat() if self.effective else ""

    @override
    def own_audience(self) -> Audience:
        """The meeting's bodies; afterwards nobody but those who work on the case."""
        return Audience.BODY if self.is_open else Audience.CASE


class CaseLink(OfACase, frozen=True, kw_only=True):
    """An issue that rests on a case."""

    TABLE = "case_link"

    issue_id: UUID
