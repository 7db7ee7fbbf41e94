"""提言・答申: what bodies put to the municipality or the mayor, and what came back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.council.issue_routes import RouteEndId
from kyogikai_tenants.effective import Effective, Value
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Fact
from kyogikai_tenants.record import Record, line
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity
from kyogikai_tenants.vocabulary import RecommendationKind, Role

IssueId = Annotated[UUID, Ref("issue")]


class Answer(Value, frozen=True):
    """回答: what the addressee answered, and when."""

    effective: Effective
    text: str = ""
    decision: str = ""


class RecommendationState(Entity, frozen=True, kw_only=True):
    """A recommendation on a day."""

    TABLE = "recommendation"

    title: str
    kind: RecommendationKind
    from_id: UUID
    in_answer_to: str = ""
    text: str = ""
    addressee: str
    adopted: Effective | None = None
    delivered: Effective | None = None
    response: Answer | None = None
    responded: Effective | None = None
    """The date of the response, beside it as a date of its own."""
    issue_ids: tuple[UUID, ...] = ()

    @override
    def caption(self) -> str:
        """Its title."""
        return self.title

    @override
    def sort_key(self) -> str:
        """By the day of its adoption, then by title."""
        return f"{self.adopted.earliest if self.adopted else ''} {self.title}"


@dataclass(frozen=True, kw_only=True)
class RecommendationAdopted(Begins):
    """A body settles what it recommends, reports, thinks or asks for."""

    TOPIC, COMMAND, SUBJECTS = "recommendation.adopted", "AdoptRecommendation", ("recommendation",)
    LABEL, LABEL_EN = "提言の採択", "Recommendation adopted"
    SENTENCE = "{addressee}への提言「{title}」を採択（{effective}）"
    SENTENCE_EN = "Adopted the recommendation {title} to {addressee} ({effective})"

    title: str
    kind: RecommendationKind
    from_id: RouteEndId
    in_answer_to: str = ""
    """The request that it answers (諮問), if there was one."""
    text: str = ""
    addressee: str
    issue_ids: tuple[IssueId, ...] = ()

    @override
    def sets(self) -> dict[str, Any]:
        """Adopted, and neither delivered nor answered yet."""
        return {"adopted": self.effective, "delivered": None, "response": None, "responded": None}


@dataclass(frozen=True, kw_only=True)
class RecommendationDelivered(Fact):
    """The addressee has it in hand."""

    TOPIC, COMMAND = "recommendation.delivered", "DeliverRecommendation"
    SUBJECTS = ("recommendation",)
    LABEL, LABEL_EN = "提言の提出", "Recommendation delivered"
    SENTENCE = "提言「{subject}」を提出（{effective}）"
    SENTENCE_EN = "Delivered the recommendation {subject} ({effective})"

    @override
    def sets(self) -> dict[str, Any]:
        """The date."""
        return {"delivered": self.effective}


@dataclass(frozen=True, kw_only=True)
class ResponseReceived(Fact):
    """The addressee answers; a later answer takes the place of an earlier one."""

    TOPIC, COMMAND, SUBJECTS = "recommendation.response_received", "ReceiveResponse", ("recommendation",)
    LABEL, LABEL_EN = "提言への回答", "Response received"
    SENTENCE = "提言「{subject}」への回答を受領（{effective}）"
    SENTENCE_EN = "Received the response to the recommendation {subject} ({effective})"

    answer: str = ""
    decision: str = ""

    @override
    def sets(self) -> dict[str, Any]:
        """The answer and its date."""
        answer = Answer(effective=self.effective, text=self.answer, decision=self.decision)
        return {"response": answer, "responded": self.effective}


class NotAdoptedYet(Refused):
    """A recommendation is delivered on or after the day of its adoption."""

    CODE = "NOT_ADOPTED_YET"
    JA, EN = "採択より前に提出されています: {fact}", "Delivered before it was adopted: {fact}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class NotDeliveredYet(Refused):
    """A response comes on or after the day of delivery."""

    CODE = "NOT_DELIVERED_YET"
    JA, EN = "提出より前の回答です: {fact}", "Answered before it was delivered: {fact}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class Recommendation(Record, state=RecommendationState, opened_by=[RecommendationAdopted]):
    """A recommendation, from its adoption to the answer."""

    @override
    def problems(self) -> Iterator[Refused]:
        """Adopted, delivered, answered, in that order."""
        yield from super().problems()
        adopted = [f.day for f in self.said if isinstance(f, RecommendationAdopted)]
        delivered = [f.day for f in self.said if isinstance(f, RecommendationDelivered)]
        for fact in self.said:
            if isinstance(fact, RecommendationDelivered) and adopted and fact.day < adopted[0]:
                yield NotAdoptedYet(fact=line(fact))
            if isinstance(fact, ResponseReceived) and (not delivered or fact.day < min(delivered)):
                yield NotDeliveredYet(fact=line(fact))
