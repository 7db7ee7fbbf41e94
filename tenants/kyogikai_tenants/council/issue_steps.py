"""What an owner does with an issue where it stands: look into it, let it rest, report, answer, end it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from typing_extensions import override

from kyogikai_tenants.council.issues import Feedback, OwnerId, Step
from kyogikai_tenants.events import Fact
from kyogikai_tenants.states import Part
from kyogikai_tenants.vocabulary import IssueState, ReferralAct


@dataclass(frozen=True, kw_only=True)
class IssueScreened(Step):
    """An issue is looked into and sorted (精査); no category leaves the one it had."""

    TOPIC, COMMAND = "issue.screened", "ScreenIssue"
    LABEL, LABEL_EN = "課題の精査", "Issue screened"
    SENTENCE = "課題「{subject}」を精査（{effective}）"
    SENTENCE_EN = "Screened the issue {subject} ({effective})"
    ACT, STATE = ReferralAct.SCREEN, IssueState.OPEN

    category: str = ""
    finding: str = ""

    @override
    def details(self) -> dict[str, Any]:
        """What was found."""
        return {"outcome": self.finding}


@dataclass(frozen=True, kw_only=True)
class IssueDeferred(Step):
    """An issue rests (保留), perhaps until a day."""

    TOPIC, COMMAND = "issue.deferred", "DeferIssue"
    LABEL, LABEL_EN = "課題の保留", "Issue deferred"
    SENTENCE = "課題「{subject}」を保留（{effective}）"
    SENTENCE_EN = "Deferred the issue {subject} ({effective})"
    ACT, STATE = ReferralAct.DEFER, IssueState.DEFERRED

    reason: str = ""
    due: date | None = None
    """The day on which it is to be taken up again."""

    @override
    def details(self) -> dict[str, Any]:
        """Why, and until when."""
        return {"outcome": self.reason, "due": self.due}


@dataclass(frozen=True, kw_only=True)
class IssueProgressReported(Step):
    """How far its owner has come with an issue."""

    TOPIC, COMMAND = "issue.progress_reported", "ReportIssueProgress"
    LABEL, LABEL_EN = "課題の経過報告", "Issue progress reported"
    SENTENCE = "課題「{subject}」の経過を報告: {progress}（{effective}）"
    SENTENCE_EN = "Reported progress of the issue {subject}: {progress} ({effective})"
    ACT = ReferralAct.REPORT

    progress: str

    @override
    def details(self) -> dict[str, Any]:
        """The report."""
        return {"outcome": self.progress}


@dataclass(frozen=True, kw_only=True)
class IssueFeedbackGiven(Fact):
    """Whoever raised an issue is told what became of it. No step: it may also come after the end."""

    TOPIC, COMMAND, SUBJECTS = "issue.feedback_given", "GiveIssueFeedback", ("issue",)
    LABEL, LABEL_EN = "課題提起者への回答", "Issue feedback given"
    SENTENCE = "課題「{subject}」について{recipient}に回答（{effective}）"
    SENTENCE_EN = "Gave feedback on the issue {subject} to {recipient} ({effective})"

    recipient: str
    feedback: str

    @override
    def sets(self) -> dict[str, Any]:
        """Nobody waits any longer."""
        return {"feedback_due": False}

    @override
    def parts(self) -> Iterator[Part]:
        """The one row."""
        yield Feedback(issue_id=self.originator_id, recipient=self.recipient, text=self.feedback)


@dataclass(frozen=True, kw_only=True)
class IssueResolved(Step):
    """Something came of an issue."""

    TOPIC, COMMAND = "issue.resolved", "ResolveIssue"
    LABEL, LABEL_EN = "課題の解決", "Issue resolved"
    SENTENCE = "課題「{subject}」を解決: {outcome}（{effective}）"
    SENTENCE_EN = "Resolved the issue {subject}: {outcome} ({effective})"
    ACT, STATE = ReferralAct.RESOLVE, IssueState.RESOLVED

    outcome: str

    @override
    def details(self) -> dict[str, Any]:
        """What came of it."""
        return {"outcome": self.outcome}


@dataclass(frozen=True, kw_only=True)
class IssueClosed(Step):
    """An issue is laid down, with its outcome or the reason."""

    TOPIC, COMMAND = "issue.closed", "CloseIssue"
    LABEL, LABEL_EN = "課題の終結", "Issue closed"
    SENTENCE = "課題「{subject}」を終結（{effective}）"
    SENTENCE_EN = "Closed the issue {subject} ({effective})"
    ACT, STATE = ReferralAct.CLOSE, IssueState.CLOSED

    outcome: str = ""
    reason: str = ""

    @override
    def details(self) -> dict[str, Any]:
        """What came of it, or why it was laid down."""
        return {"outcome": self.outcome or self.reason}


@dataclass(frozen=True, kw_only=True)
class IssueReopened(Step):
    """An issue that was laid down is taken up again, where its owner is gone by another."""

    TOPIC, COMMAND = "issue.reopened", "ReopenIssue"
    LABEL, LABEL_EN = "課題の再開", "Issue reopened"
    SENTENCE = "課題「{subject}」を再開（{effective}）"
    SENTENCE_EN = "Reopened the issue {subject} ({effective})"
    ACT, STATE = ReferralAct.REOPEN, IssueState.OPEN

    reason: str = ""
    to_id: OwnerId | None = None

    @override
    def sets(self) -> dict[str, Any]:
        """The new owner, if there is one."""
        return super().sets() | ({"owner_id": self.to_id} if self.to_id else {})

    @override
    def details(self) -> dict[str, Any]:
        """Why, and by whom."""
        return {"outcome": self.reason, "to_id": self.to_id}
