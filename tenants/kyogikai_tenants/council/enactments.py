"""条例・規則・要綱・会則: a rule in force, and what it sets, as far as it is known."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.council.councils import CouncilId
from kyogikai_tenants.events import Begins, Ends, Fact
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity
from kyogikai_tenants.vocabulary import Openness

ScopeId = Annotated[UUID, Ref("council", "body", "body_group")]


class EnactmentState(Entity, frozen=True, kw_only=True):
    """A rule on a day. What it does not set, or is not known to set, is empty."""

    TABLE = "enactment"

    title: str
    legal_form: str = ""
    number: str = ""
    council_id: UUID
    scope_id: UUID | None = None
    max_members: int | None = None
    term_years: int | None = None
    quorum: str = ""
    quorum_share: str = ""
    """The share of the members that must be present, as written: 過半数, 3分の2."""
    decision: str = ""
    chair_method: str = ""
    openness: Openness | None = None
    categories: tuple[str, ...] = ()

    @override
    def caption(self) -> str:
        """Its title."""
        return self.title

    @override
    def sort_key(self) -> str:
        """By title."""
        return self.title


@dataclass(frozen=True, kw_only=True)
class RuleEnacted(Begins):
    """A rule comes into force, or is first seen."""

    TOPIC, COMMAND, SUBJECTS = "rule.enacted", "EnactRule", ("enactment",)
    LABEL, LABEL_EN = "規程の制定", "Rule enacted"
    SENTENCE = "「{title}」を制定（{effective}）"
    SENTENCE_EN = "Enacted {title} ({effective})"

    title: str
    legal_form: str = ""
    """条例, 規則, 要綱, 会則."""
    number: str = ""
    council_id: CouncilId
    scope_id: ScopeId | None = None
    """Whom it binds; empty: the council and all its bodies."""
    max_members: int | None = None
    term_years: int | None = None
    quorum: str = ""
    quorum_share: str = ""
    decision: str = ""
    chair_method: str = ""
    openness: Openness | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleAmended(Fact):
    """A rule sets something else from then on; what the amendment leaves empty stays as it was."""

    TOPIC, COMMAND, SUBJECTS = "rule.amended", "AmendRule", ("enactment",)
    LABEL, LABEL_EN = "規程の改正", "Rule amended"
    SENTENCE = "「{subject}」を改正（{effective}）"
    SENTENCE_EN = "Amended {subject} ({effective})"

    title: str = ""
    legal_form: str = ""
    number: str = ""
    scope_id: ScopeId | None = None
    max_members: int | None = None
    term_years: int | None = None
    quorum: str = ""
    quorum_share: str = ""
    decision: str = ""
    chair_method: str = ""
    openness: Openness | None = None
    categories: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleRepealed(Ends):
    """A rule goes out of force."""

    TOPIC, COMMAND, SUBJECTS = "rule.repealed", "RepealRule", ("enactment",)
    LABEL, LABEL_EN = "規程の廃止", "Rule repealed"
    SENTENCE = "「{subject}」を廃止（{effective}）"
    SENTENCE_EN = "Repealed {subject} ({effective})"

    reason: str = ""


class Enactment(Record, state=EnactmentState, opened_by=[RuleEnacted]):
    """A rule, from its enactment to its repeal."""

    CONTAINERS = {"council_id": "council"}
