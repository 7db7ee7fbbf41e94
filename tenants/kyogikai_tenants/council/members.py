"""委員・構成員: seats, and who sits where, since when, in which office."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.council.bodies import BodyId
from kyogikai_tenants.council.parties import OrganizationId, PersonId
from kyogikai_tenants.council.terms import TermId
from kyogikai_tenants.effective import AsWritten
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Defines, Ends, Fact
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity
from kyogikai_tenants.vocabulary import Role

SeatId = Annotated[UUID, Ref("seat")]
MembershipId = Annotated[UUID, Ref("membership")]


class SeatState(Entity, frozen=True, kw_only=True):
    """委員枠: a place in a body that one person at a time can fill."""

    TABLE = "seat"

    body_id: UUID
    term_id: UUID | None = None
    category: str = ""
    label: str = ""
    number: int | None = None

    @override
    def caption(self) -> str:
        """As it is labelled."""
        return self.label or f"{self.category}{self.number or ''}"

    @override
    def sort_key(self) -> str:
        """As numbered."""
        return f"{self.number or 0:04} {self.category} {self.label}"


class MembershipState(Entity, frozen=True, kw_only=True):
    """Who sits in a body on a day: a person, an organisation, the holder of an office, or nobody yet."""

    TABLE = "membership"

    body_id: UUID
    term_id: UUID | None = None
    organization_id: UUID | None = None
    person_id: UUID | None = None
    category: str = ""
    office: str = ""
    job_title: str = ""
    ex_officio: bool = False
    substitute: bool = False
    vacant: bool = False
    seat_id: UUID | None = None
    successor_id: UUID | None = None
    """The membership that serves the rest of the term."""
    place_in_list: int = 0

    @override
    def caption(self) -> str:
        """What is known without names."""
        return " ".join(filter(None, (self.category, self.job_title, self.office))) or "委員"

    @override
    def series(self) -> Hashable:
        """Of what a list names, a later list under the same heading replaces all."""
        return self.category

    @override
    def key(self) -> str:
        """What a list names is the same membership in the next list."""
        return f"membership:{self.category}:{self.organization_id}"

    @override
    def sort_key(self) -> str:
        """Officers first, then by category, then as listed."""
        return f"{'0' if self.office else '1'} {self.category} {self.place_in_list:04}"


@dataclass(frozen=True, kw_only=True)
class OrganizationsListed(Defines):
    """A document lists the organisations of a body: who was there, not who was appointed."""

    TOPIC, COMMAND, SUBJECTS = "membership.organizations_listed", "ListOrganizations", ("body",)
    LABEL, LABEL_EN = "構成機関の一覧", "Organizations listed"
    SENTENCE = "「{subject}」の構成機関を記録: {organization_ids}（{effective}）"
    SENTENCE_EN = "Listed the organizations of {subject}: {organization_ids} ({effective})"

    organization_ids: tuple[OrganizationId, ...]
    heading: AsWritten = ""
    category: str = ""
    exhaustive: bool = False
    """Only where the source says, or shows, that there are no others."""
    others_as_written: AsWritten = ""
    """他."""

    @override
    def sets(self) -> dict[str, Any]:
        """Whether the roster is known to be complete."""
        return {"roster_exhaustive": self.exhaustive}

    @override
    def parts(self) -> Iterable[Entity]:
        """A membership for each."""
        for place, organization in enumerate(dict.fromkeys(self.organization_ids)):
            yield MembershipState(
                body_id=self.originator_id, organization_id=organization,
                category=self.category, place_in_list=place,
            )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SeatDefined(Begins):
    """A body has a seat of some category."""

    TOPIC, COMMAND, SUBJECTS = "seat.defined", "DefineSeat", ("seat",)
    LABEL, LABEL_EN = "委員枠の定め", "Seat defined"
    SENTENCE = "「{body_id}」に委員枠「{label}」を定める（{effective}）"
    SENTENCE_EN = "Defined the seat {label} of {body_id} ({effective})"

    body_id: BodyId
    term_id: TermId | None = None
    category: str = ""
    label: str = ""
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class OrganizationEnrolled(Begins):
    """An organisation becomes a member of a body, whoever comes for it."""

    TOPIC, COMMAND, SUBJECTS = "membership.organization_enrolled", "EnrolOrganization", ("membership",)
    LABEL, LABEL_EN = "構成機関の加入", "Organization enrolled"
    SENTENCE = "「{organization_id}」が「{body_id}」に加入（{effective}）"
    SENTENCE_EN = "{organization_id} joined {body_id} ({effective})"

    body_id: BodyId
    term_id: TermId | None = None
    organization_id: OrganizationId
    category: str = ""

    @override
    def opens_with(self) -> dict[str, Any]:
        """No office and no successor yet."""
        return {"office": "", "successor_id": None}


@dataclass(frozen=True, kw_only=True)
class OrganizationWithdrawn(Ends):
    """An organisation stops being a member."""

    TOPIC, COMMAND, SUBJECTS = "membership.organization_withdrawn", "WithdrawOrganization", ("membership",)
    LABEL, LABEL_EN = "構成機関の脱退", "Organization withdrawn"
    SENTENCE = "構成機関が脱退（{effective}）"
    SENTENCE_EN = "The organization withdrew ({effective})"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberAppointed(Begins):
    """Somebody becomes a member (委嘱・任命), or a seat is recorded as vacant."""

    TOPIC, COMMAND, SUBJECTS = "membership.appointed", "AppointMember", ("membership",)
    LABEL, LABEL_EN = "委員の委嘱", "Member appointed"
    SENTENCE = "「{body_id}」の委員に{person_id}{organization_id}{job_title}を委嘱（{effective}）"
    SENTENCE_EN = "Appointed {person_id}{organization_id}{job_title} to {body_id} ({effective})"
    SENTENCE_IF: ClassVar[Mapping[str, tuple[str, str]]] = {
        "vacant": (
            "「{body_id}」の委員枠「{seat_id}」の欠員を記録（{effective}）",
            "Recorded a vacancy in {body_id}: {seat_id} ({effective})",
        ),
    }

    body_id: BodyId
    term_id: TermId | None = None
    seat_id: SeatId | None = None
    organization_id: OrganizationId | None = None
    person_id: PersonId | None = None
    category: str = ""
    job_title: str = ""
    ex_officio: bool = False
    """充て職: the seat follows the job title, whoever holds it."""
    substitute: bool = False
    """補欠: for the rest of the term."""
    vacant: bool = False

    @override
    def opens_with(self) -> dict[str, Any]:
        """No office and no successor yet."""
        return {"office": "", "successor_id": None}


@dataclass(frozen=True, kw_only=True)
class MemberReplaced(Ends):
    """A member ends, and another serves the rest of the term."""

    TOPIC, COMMAND, SUBJECTS = "membership.replaced", "ReplaceMember", ("membership",)
    LABEL, LABEL_EN = "委員の交代", "Member replaced"
    SENTENCE = "委員が交代（{effective}）"
    SENTENCE_EN = "The member was replaced ({effective})"

    successor_id: MembershipId | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberResigned(Ends):
    """A member resigns."""

    TOPIC, COMMAND, SUBJECTS = "membership.resigned", "ResignMember", ("membership",)
    LABEL, LABEL_EN = "委員の辞任", "Member resigned"
    SENTENCE = "委員が辞任（{effective}）"
    SENTENCE_EN = "The member resigned ({effective})"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficerElected(Fact):
    """A member gets an office; it ends with the membership at the latest."""

    TOPIC, COMMAND, SUBJECTS = "membership.officer_elected", "ElectOfficer", ("membership",)
    LABEL, LABEL_EN = "役員の選出", "Officer elected"
    SENTENCE = "{office}に選出（{effective}）"
    SENTENCE_EN = "Elected as {office} ({effective})"

    office: str
    method: str = ""
    """互選, 指名, 充て職."""


@dataclass(frozen=True, kw_only=True)
class OfficerVacated(Fact):
    """A member gives up the office and stays a member."""

    TOPIC, COMMAND, SUBJECTS = "membership.officer_vacated", "VacateOffice", ("membership",)
    LABEL, LABEL_EN = "役員の退任", "Office vacated"
    SENTENCE = "役職を退任（{effective}）"
    SENTENCE_EN = "Vacated the office ({effective})"

    reason: str = ""

    @override
    def sets(self) -> dict[str, Any]:
        """No office any more."""
        return {"office": ""}


class MemberUnnamed(Refused):
    """A membership names a person, an organisation or a job title, or says that the seat is vacant."""

    CODE = "MEMBER_UNNAMED"
    JA = "委員の氏名、所属、充て職のいずれか、または欠員であることを示してください。"
    EN = "Name a person, an organization or a job title, or say that the seat is vacant."


class SubstituteNeedsATerm(Refused):
    """A substitute serves the rest of a term, and names it."""

    CODE = "SUBSTITUTE_NEEDS_A_TERM"
    JA = "補欠の委員には、残りを務める任期を示してください。"
    EN = "A substitute serves the rest of a term: name it."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class Seat(Record, state=SeatState, opened_by=[SeatDefined]):
    """A seat of a body."""

    CONTAINERS = {"body_id": "body", "term_id": "term"}


class Membership(Record, state=MembershipState, opened_by=[MemberAppointed, OrganizationEnrolled]):
    """One membership from its appointment to its end. All of it lies in the life of body, term and seat."""

    CONTAINERS = {"body_id": "body", "term_id": "term", "seat_id": "seat"}

    @override
    def problems(self) -> Iterator[Refused]:
        """Who it is, and of which term the rest is served."""
        yield from super().problems()
        for fact in self.said:
            if isinstance(fact, MemberAppointed):
                if not (fact.person_id or fact.organization_id or fact.job_title or fact.vacant):
                    yield MemberUnnamed()
                if fact.substitute and not fact.term_id:
                    yield SubstituteNeedsATerm(field="term_id")
