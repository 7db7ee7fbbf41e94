"""個別事例: what happens to a case. Its texts are sealed under the case's own key."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.acting import Acting
from kyogikai_tenants.cases.states import (
    CaseAbstract,
    CaseAccess,
    CaseConference,
    CaseGround,
    CaseLink,
    CasePresentation,
    OfACase,
    reference_of,
)  # fmt: skip
from kyogikai_tenants.cases.words import CaseState, ErasureReason, LookedAs, ShareGround
from kyogikai_tenants.events import Begins, Event, Fact
from kyogikai_tenants.log.personal_data import Personal
from kyogikai_tenants.references import Ref

Sealed = Annotated[str, Personal()]
"""A text under the key of its case."""
UserId = Annotated[UUID, Ref("user_account")]
Myself = Annotated[UUID, Acting(), Ref("user_account")]
"""Whoever records it."""


class OfCase:
    """What all of them share."""

    SUBJECTS: ClassVar[tuple[str, ...]] = ("case_file",)


@dataclass(frozen=True, kw_only=True)
class CaseRegistered(OfCase, Begins):
    """A case is taken on by its case worker; its number follows from its id and says nothing."""

    TOPIC, COMMAND = "case.registered", "RegisterCase"
    LABEL, LABEL_EN = "個別事例の登録", "Case registered"
    SENTENCE = "個別事例「{subject}」を登録（{effective}）"
    SENTENCE_EN = "Registered the case {subject} ({effective})"

    worker_id: Myself
    person: Sealed
    situation: Sealed
    wish: Sealed = ""

    @override
    def sets(self) -> dict[str, Any]:
        """It is open."""
        return {
            "reference": reference_of(self.originator_id),
            "state": CaseState.OPEN,
            "registered": self.effective,
        }

    @override
    def parts(self) -> Iterable[OfACase]:
        """Its case worker may open it."""
        yield CaseAccess(case_id=self.originator_id, user_id=self.worker_id, is_open=True)


@dataclass(frozen=True, kw_only=True)
class CaseConsentRecorded(OfCase, Fact):
    """The person agrees to sharing, or a law allows it."""

    TOPIC, COMMAND = "case.consent_recorded", "RecordCaseConsent"
    LABEL, LABEL_EN = "共有の根拠の記録", "Consent recorded"
    SENTENCE = "個別事例「{subject}」の共有の根拠を記録（{ground}、{effective}）"
    SENTENCE_EN = "Recorded why the case {subject} may be shared ({ground}, {effective})"

    ground: ShareGround
    details: Sealed
    """Who agreed to what, or which law says so."""

    @override
    def parts(self) -> Iterable[OfACase]:
        """The ground."""
        yield CaseGround(case_id=self.originator_id, ground=self.ground)


@dataclass(frozen=True, kw_only=True)
class CaseConsentWithdrawn(OfCase, Fact):
    """The person no longer agrees: what was shared on that consent alone is shared no more, for good."""

    TOPIC, COMMAND = "case.consent_withdrawn", "WithdrawCaseConsent"
    LABEL, LABEL_EN = "同意の撤回", "Consent withdrawn"
    SENTENCE = "個別事例「{subject}」の共有への同意の撤回を記録（{effective}）"
    SENTENCE_EN = "Recorded that consent to share the case {subject} was withdrawn ({effective})"

    withdrawal: Sealed = ""
    """How it was said, and by whom."""

    @override
    def parts(self) -> Iterable[OfACase]:
        """The consent, withdrawn."""
        yield CaseGround(case_id=self.originator_id, ground=ShareGround.CONSENT, withdrawn=True)


@dataclass(frozen=True, kw_only=True)
class CaseAccessGranted(OfCase, Fact):
    """A case is opened to another case worker."""

    TOPIC, COMMAND = "case.access_granted", "GrantCaseAccess"
    LABEL, LABEL_EN = "事例の共有", "Case access granted"
    SENTENCE = "個別事例「{subject}」を{user_id}に共有（{effective}）"
    SENTENCE_EN = "Opened the case {subject} to {user_id} ({effective})"

    user_id: UserId

    @override
    def parts(self) -> Iterable[OfACase]:
        """Open."""
        yield CaseAccess(case_id=self.originator_id, user_id=self.user_id, is_open=True)


@dataclass(frozen=True, kw_only=True)
class CaseAccessRevoked(OfCase, Fact):
    """A case is no longer open to somebody."""

    TOPIC, COMMAND = "case.access_revoked", "RevokeCaseAccess"
    LABEL, LABEL_EN = "事例の共有の取消し", "Case access revoked"
    SENTENCE = "個別事例「{subject}」の{user_id}への共有を取消し（{effective}）"
    SENTENCE_EN = "Closed the case {subject} to {user_id} ({effective})"

    user_id: UserId

    @override
    def parts(self) -> Iterable[OfACase]:
        """Closed."""
        yield CaseAccess(case_id=self.originator_id, user_id=self.user_id, is_open=False)


@dataclass(frozen=True, kw_only=True)
class CaseAbstractDrafted(OfCase, Fact):
    """An abstract is written, which names nobody, for meetings other than the case conference."""

    TOPIC, COMMAND = "case.abstract_drafted", "DraftCaseAbstract"
    LABEL, LABEL_EN = "事例の要旨の作成", "Case abstract drafted"
    SENTENCE = "個別事例「{subject}」の要旨を作成（{effective}）"
    SENTENCE_EN = "Wrote an abstract of the case {subject} ({effective})"

    author_id: Myself
    abstract: Sealed

    @override
    def parts(self) -> Iterable[OfACase]:
        """What waits for approval."""
        yield CaseAbstract(
            case_id=self.originator_id, drafted=self.originator_version, author_id=self.author_id
        )


@dataclass(frozen=True, kw_only=True)
class CaseAbstractApproved(OfCase, Fact):
    """An abstract is approved by somebody who did not write it."""

    TOPIC, COMMAND = "case.abstract_approved", "ApproveCaseAbstract"
    LABEL, LABEL_EN = "事例の要旨の承認", "Case abstract approved"
    SENTENCE = "個別事例「{subject}」の要旨を承認（{effective}）"
    SENTENCE_EN = "Approved the abstract of the case {subject} ({effective})"

    approver_id: Myself
    drafted: int
    """Which draft: its version in the case, so that nothing unread is approved."""

    @override
    def parts(self) -> Iterable[OfACase]:
        """The approval."""
        yield CaseAbstract(case_id=self.originator_id, drafted=self.drafted, approver_id=self.approver_id)


@dataclass(frozen=True, kw_only=True)
class CasePresented(OfCase, Fact):
    """A case is presented at a meeting: whole at the case conference, elsewhere by its approved abstract."""

    TOPIC, COMMAND = "case.presented", "PresentCase"
    LABEL, LABEL_EN = "事例の提示", "Case presented"
    SENTENCE = "個別事例「{subject}」を「{meeting_id}」に提示（{effective}）"
    SENTENCE_EN = "Presented the case {subject} at {meeting_id} ({effective})"

    meeting_id: Annotated[UUID, Ref("meeting")]
    to_discuss: Sealed = ""

    @override
    def parts(self) -> Iterable[OfACase]:
        """Where."""
        yield CasePresentation(
            case_id=self.originator_id, meeting_id=self.meeting_id, number=self.originator_version
        )


@dataclass(frozen=True, kw_only=True)
class CaseConferenceHeld(OfCase, Fact):
    """Those who support a person have met about the case: who took part, and what they agreed."""

    TOPIC, COMMAND = "case.conference_held", "HoldCaseConference"
    LABEL, LABEL_EN = "個別支援会議の開催", "Case conference held"
    SENTENCE = "個別事例「{subject}」の個別支援会議を開催（{effective}）"
    SENTENCE_EN = "Held a case conference on the case {subject} ({effective})"

    attended: Sealed
    """Who took part, and for whom."""
    agreed: Sealed
    """What was agreed: who does what until when."""
    meeting_id: Annotated[UUID | None, Ref("meeting")] = None
    """The meeting of the case conference in whose course it was, if any."""

    @override
    def parts(self) -> Iterable[OfACase]:
        """That it was held."""
        yield CaseConference(case_id=self.originator_id, meeting_id=self.meeting_id)


@dataclass(frozen=True, kw_only=True)
class CaseLinkedToIssue(OfCase, Fact):
    """An issue rests on a case; the issue itself only counts."""

    TOPIC, COMMAND = "case.linked_to_issue", "LinkCaseToIssue"
    LABEL, LABEL_EN = "課題との対応付け", "Case linked to an issue"
    SENTENCE = "個別事例「{subject}」を課題「{issue_id}」に対応付け（{effective}）"
    SENTENCE_EN = "Linked the case {subject} to the issue {issue_id} ({effective})"

    issue_id: Annotated[UUID, Ref("issue")]

    @override
    def parts(self) -> Iterable[OfACase]:
        """The link."""
        yield CaseLink(case_id=self.originator_id, issue_id=self.issue_id)


@dataclass(frozen=True, kw_only=True)
class CaseClosed(OfCase, Fact):
    """The work on a case is over; it stays readable to whoever it is open to."""

    TOPIC, COMMAND = "case.closed", "CloseCase"
    LABEL, LABEL_EN = "事例の終結", "Case closed"
    SENTENCE = "個別事例「{subject}」を終結（{effective}）"
    SENTENCE_EN = "Closed the case {subject} ({effective})"

    outcome: Sealed = ""

    @override
    def sets(self) -> dict[str, Any]:
        """Closed."""
        return {"state": CaseState.CLOSED}


@dataclass(frozen=True, kw_only=True)
class CaseKeyDestroyed(OfCase, Fact):
    """The key of a case is destroyed: nobody ever reads its texts again; nothing more is recorded of it."""

    TOPIC, COMMAND = "case.key_destroyed", "DestroyCaseKey"
    LABEL, LABEL_EN = "事例の鍵の破棄", "Case key destroyed"
    SENTENCE = "個別事例「{subject}」の鍵を破棄（{reason}、{effective}）"
    SENTENCE_EN = "Destroyed the key of the case {subject} ({reason}, {effective})"
    ERASES = True

    reason: ErasureReason

    @override
    def sets(self) -> dict[str, Any]:
        """Erased."""
        return {"state": CaseState.ERASED}


@dataclass(frozen=True, kw_only=True)
class CaseViewed(OfCase, Event):
    """Somebody reads sealed texts of a case; recorded before they are shown."""

    TOPIC, COMMAND = "case.viewed", "RecordCaseView"
    LABEL, LABEL_EN = "事例の閲覧", "Case viewed"
    SENTENCE = "個別事例「{subject}」を閲覧（{looked_as}）"
    SENTENCE_EN = "Read the case {subject} ({looked_as})"

    looked_as: LookedAs
    meeting_id: Annotated[UUID | None, Ref("meeting")] = None
    """At which meeting the abstract that is read was presented."""


@dataclass(frozen=True, kw_only=True)
class BreakGlassUsed(OfCase, Event):
    """The secretariat reads a case in an emergency, once, and says why; the auditors are told."""

    TOPIC, COMMAND = "case.break_glass_used", "BreakGlass"
    LABEL, LABEL_EN = "事例の緊急閲覧", "Break-glass used"
    SENTENCE = "個別事例「{subject}」の緊急閲覧を実施（{reason}）"
    SENTENCE_EN = "Read the case {subject} in an emergency ({reason})"

    user_id: Myself
    reason: str
