"""課題: an issue has one identity and one owner at a time; everything done with it is a step of its path."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.council.issue_routes import RouteEndId
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import Begins, Fact
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity, Part
from kyogikai_tenants.vocabulary import IssueState, ReferralAct

OwnerId = Annotated[UUID, Ref("body", "council", "body_group")]
"""A body, or the council for what goes to the council. A group is understood only to be refused by name."""
MeetingId = Annotated[UUID, Ref("meeting")]

UPWARD = frozenset({ReferralAct.SUBMIT, ReferralAct.PROPOSE, ReferralAct.ESCALATE, ReferralAct.RECOMMEND})
"""The acts that an escalation may be: 提出, 提案, 上程, 提言."""


class IssueCard(Entity, frozen=True, kw_only=True):
    """An issue on a day."""

    TABLE = "issue"

    title: str
    text: str = ""
    state: IssueState
    category: str = ""
    raised: Effective
    raised_by_id: UUID | None = None
    owner_id: UUID
    feedback_due: bool
    """Whether somebody raised it who has not been told yet what became of it."""
    case_count: int | None = None

    @override
    def caption(self) -> str:
        """Its title."""
        return self.title

    @override
    def sort_key(self) -> str:
        """By the day on which it was raised, then by title."""
        return f"{self.raised.earliest} {self.title}"


class Referral(Part, frozen=True, kw_only=True):
    """A step of an issue's path. Without ``to_id`` it stays with its owner, ``from_id``."""

    TABLE = "referral"

    issue_id: UUID
    act: ReferralAct
    from_id: UUID | None = None
    to_id: UUID | None = None
    question: str = ""
    due: date | None = None
    meeting_id: UUID | None = None
    outcome: str = ""
    exception: str = ""
    """Why it was moved although no route leads there."""
    number: int = 0

    @override
    def sort_key(self) -> str:
        """As the path goes."""
        return f"{self.number:04}"


class Feedback(Part, frozen=True, kw_only=True):
    """What somebody was told of an issue."""

    TABLE = "feedback"

    issue_id: UUID
    recipient: str
    text: str
    number: int = 0

    @override
    def sort_key(self) -> str:
        """As they were given."""
        return f"{self.number:04}"


@dataclass(frozen=True, kw_only=True)
class IssueRaised(Begins):
    """An issue comes up, and has an owner from then on."""

    TOPIC, COMMAND, SUBJECTS = "issue.raised", "RaiseIssue", ("issue",)
    LABEL, LABEL_EN = "課題の提起", "Issue raised"
    SENTENCE = "課題「{title}」を{owner_id}に提起（{effective}）"
    SENTENCE_EN = "Raised the issue {title} with {owner_id} ({effective})"

    title: str
    text: str = ""
    category: str = ""
    raised_by_id: RouteEndId | None = None
    owner_id: OwnerId
    case_count: int | None = None
    """How many cases it rests on; never which."""
    meeting_id: MeetingId | None = None

    @override
    def sets(self) -> dict[str, Any]:
        """It is open, and whoever raised it waits for an answer."""
        return {
            "state": IssueState.OPEN, "raised": self.effective, "owner_id": self.owner_id,
            "feedback_due": self.raised_by_id is not None,
        }  # fmt: skip

    @override
    def parts(self) -> Iterable[Part]:
        """The first step."""
        yield Referral(
            issue_id=self.originator_id, act=ReferralAct.RAISE, from_id=self.raised_by_id,
            to_id=self.owner_id, meeting_id=self.meeting_id,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Step(Fact):
    """Something done with an issue by its owner."""

    ACT: ClassVar[ReferralAct]
    STATE: ClassVar[IssueState | None] = None
    """What the issue is afterwards; None leaves it as it was."""
    SUBJECTS = ("issue",)

    meeting_id: MeetingId | None = None

    @override
    def sets(self) -> dict[str, Any]:
        """The new state."""
        return {"state": self.STATE} if self.STATE else {}

    @override
    def parts(self) -> Iterable[Part]:
        """The step as a row; who had the issue before is for the whole path to say."""
        yield Referral(
            issue_id=self.originator_id, act=self.act_of(), meeting_id=self.meeting_id, **self.details()
        )

    def act_of(self) -> ReferralAct:
        """What was done."""
        return self.ACT

    def details(self) -> dict[str, Any]:
        """What the row says beside that."""
        return {}


@dataclass(frozen=True, kw_only=True)
class Move(Step):
    """An issue gets another owner. ``from_id`` is who had it; left empty, that is whoever had it then."""

    from_id: OwnerId | None = None
    to_id: OwnerId
    exception: str = ""
    """The reason for a move that no route allows."""

    @override
    def sets(self) -> dict[str, Any]:
        """The new owner too."""
        return super().sets() | {"owner_id": self.to_id}

    @override
    def details(self) -> dict[str, Any]:
        """Both ends."""
        return {"from_id": self.from_id, "to_id": self.to_id, "exception": self.exception}


@dataclass(frozen=True, kw_only=True)
class IssueReferred(Move):
    """A body is asked to look into an issue (調査・検討の依頼), and has it from then on."""

    TOPIC, COMMAND = "issue.referred", "ReferIssue"
    LABEL, LABEL_EN = "課題の付託（調査・検討の依頼）", "Issue referred"
    SENTENCE = "課題「{subject}」の調査・検討を{to_id}に依頼（{effective}）"
    SENTENCE_EN = "Referred the issue {subject} to {to_id} ({effective})"
    ACT, STATE = ReferralAct.REFER, IssueState.REFERRED

    question: str = ""
    due: date | None = None

    @override
    def details(self) -> dict[str, Any]:
        """What is asked, and by when."""
        return super().details() | {"question": self.question, "due": self.due}


@dataclass(frozen=True, kw_only=True)
class IssueEscalated(Move):
    """An issue goes up (上程); ``act`` says so more exactly: SUBMIT, PROPOSE, ESCALATE or RECOMMEND."""

    TOPIC, COMMAND = "issue.escalated", "EscalateIssue"
    LABEL, LABEL_EN = "課題の上程", "Issue escalated"
    SENTENCE = "課題「{subject}」を{to_id}に上程（{effective}）"
    SENTENCE_EN = "Escalated the issue {subject} to {to_id} ({effective})"
    ACT, STATE = ReferralAct.ESCALATE, IssueState.ESCALATED

    act: ReferralAct | None = None
    question: str = ""
    due: date | None = None

    @override
    def act_of(self) -> ReferralAct:
        """As said, else an escalation."""
        return self.act or self.ACT

    @override
    def details(self) -> dict[str, Any]:
        """What is asked, and by when."""
        return super().details() | {"question": self.question, "due": self.due}


@dataclass(frozen=True, kw_only=True)
class IssueReturned(Move):
    """An issue goes back (差戻し), with what came of it or why."""

    TOPIC, COMMAND = "issue.returned", "ReturnIssue"
    LABEL, LABEL_EN = "課題の差戻し", "Issue returned"
    SENTENCE = "課題「{subject}」を{to_id}に差戻し（{effective}）"
    SENTENCE_EN = "Returned the issue {subject} to {to_id} ({effective})"
    ACT, STATE = ReferralAct.RETURN, IssueState.OPEN

    outcome: str = ""
    reason: str = ""

    @override
    def details(self) -> dict[str, Any]:
        """What came of it, or why it goes back."""
        return super().details() | {"outcome": self.outcome or self.reason}
