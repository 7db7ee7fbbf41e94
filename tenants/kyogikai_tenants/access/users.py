"""利用者: an account, who it is of, and the roles it holds on each day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, cast
from uuid import UUID

from eventsourcing.persistence import EventStore
from typing_extensions import override

from kyogikai_tenants.access.internal import published
from kyogikai_tenants.council.parties import PersonId
from kyogikai_tenants.effective import Basis, Effective, Kind
from kyogikai_tenants.errors import NotFound, Refused
from kyogikai_tenants.events import Begins, Event, Fact
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.personal_data import Keys, Personal
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity, Part, Version
from kyogikai_tenants.vocabulary import Existence, Role

NOT_BESIDE_AUDITOR = frozenset({Role.SECRETARIAT, Role.CASE_WORKER})
OF_A_BODY = frozenset({Role.MEMBER, Role.CASE_WORKER})
"""Roles that are granted in a body; without one no body is their holder's own. A chair's is never granted."""


class UserState(Entity, frozen=True, kw_only=True):
    """An account on a day; the address is sealed and no column."""

    TABLE = "user_account"

    name: str
    accepted: bool = False
    suspended: bool = False
    """Whether nobody may sign in with it for now."""
    person_id: UUID | None = None
    """Who of the record it is: memberships and offices of that person give rights."""

    @override
    def caption(self) -> str:
        """The name that others see."""
        return self.name

    @override
    def sort_key(self) -> str:
        """By name."""
        return self.name


class RoleGrant(Part, frozen=True, kw_only=True):
    """A role of a user, in one body where the role is of a body, until revoked or run out."""

    TABLE = "role_grant"

    user_id: UUID
    role: Role
    body_id: UUID | None = None

    @override
    def sort_key(self) -> str:
        """By role."""
        return self.role


@dataclass(frozen=True, kw_only=True)
class UserInvited(Begins):
    """Somebody is invited; the address is personal data and leaves with its key."""

    TOPIC, COMMAND, SUBJECTS = "user.invited", "InviteUser", ("user_account",)
    LABEL, LABEL_EN = "利用者の招待", "User invited"
    SENTENCE, SENTENCE_EN = "{name}を招待（{effective}）", "Invited {name} ({effective})"

    name: str
    email: Annotated[str, Personal()]
    person_id: PersonId | None = None
    """Who of the record it is, where that is known already."""

    @override
    def sets(self) -> dict[str, Any]:
        """Not yet accepted, and not suspended."""
        return {"accepted": False, "suspended": False}


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Fact):
    """The invited user comes in for the first time."""

    TOPIC, COMMAND, SUBJECTS = "user.invitation_accepted", "AcceptInvitation", ("user_account",)
    LABEL, LABEL_EN = "招待の承諾", "Invitation accepted"
    SENTENCE, SENTENCE_EN = "{subject}が招待を承諾（{effective}）", "{subject} accepted ({effective})"

    @override
    def sets(self) -> dict[str, Any]:
        """Accepted."""
        return {"accepted": True}


@dataclass(frozen=True, kw_only=True)
class PersonLinked(Fact):
    """An account is said to be of a person of the record, or of nobody: offices give rights from then on."""

    TOPIC, COMMAND, SUBJECTS = "user.person_linked", "LinkPerson", ("user_account",)
    LABEL, LABEL_EN = "人物との対応付け", "Person linked"
    SENTENCE, SENTENCE_EN = (
        "{subject}を「{person_id}」に対応付け（{effective}）",
        "Linked {subject} to {person_id} ({effective})",
    )

    person_id: PersonId | None = None

    @override
    def sets(self) -> dict[str, Any]:
        """The person, or nobody any more."""
        return {"person_id": self.person_id}


@dataclass(frozen=True, kw_only=True)
class UserSuspended(Fact):
    """Nobody signs in with an account for a while; what it holds stays on record."""

    TOPIC, COMMAND, SUBJECTS = "user.suspended", "SuspendUser", ("user_account",)
    LABEL, LABEL_EN = "利用者の停止", "User suspended"
    SENTENCE, SENTENCE_EN = (
        "{subject}の利用を停止（{effective}、{reason}）",
        "Suspended {subject} ({effective}, {reason})",
    )

    reason: str

    @override
    def sets(self) -> dict[str, Any]:
        """Suspended."""
        return {"suspended": True}


@dataclass(frozen=True, kw_only=True)
class UserResumed(Fact):
    """A suspended account may be used again."""

    TOPIC, COMMAND, SUBJECTS = "user.resumed", "ResumeUser", ("user_account",)
    LABEL, LABEL_EN = "利用者の再開", "User resumed"
    SENTENCE, SENTENCE_EN = (
        "{subject}の利用を再開（{effective}、{reason}）",
        "Resumed {subject} ({effective}, {reason})",
    )

    reason: str

    @override
    def sets(self) -> dict[str, Any]:
        """In use."""
        return {"suspended": False}


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact):
    """A user gets a role, a member or case worker in one body, for good or through a last day."""

    TOPIC, COMMAND, SUBJECTS = "user.role_granted", "GrantRole", ("user_account",)
    LABEL, LABEL_EN = "役割の付与", "Role granted"
    SENTENCE, SENTENCE_EN = (
        "{subject}に役割 {role} を付与（{effective}）",
        "Granted {role} to {subject} ({effective})",
    )

    role: Role
    body_id: Annotated[UUID, Ref("body")] | None = None
    until: date | None = None
    """The last day."""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Fact):
    """A user loses a role, from that day on."""

    TOPIC, COMMAND, SUBJECTS = "user.role_revoked", "RevokeRole", ("user_account",)
    LABEL, LABEL_EN = "役割の取消し", "Role revoked"
    SENTENCE, SENTENCE_EN = (
        "{subject}の役割 {role} を取消し（{effective}）",
        "Revoked {role} of {subject} ({effective})",
    )

    role: Role
    body_id: Annotated[UUID, Ref("body")] | None = None
    reason: str = ""


class AuditorAlone(Refused):
    """An auditor is never at the same time secretariat or case worker."""

    CODE = "AUDITOR_ALONE"
    JA, EN = (
        "監査役は事務局・個別支援担当を兼ねられません。",
        "An auditor is not secretariat or case worker too.",
    )


class RoleOfNoBody(Refused):
    """Only members and case workers hold their role in a body; any other role is for the whole council."""

    CODE = "ROLE_OF_NO_BODY"
    JA, EN = "役割 {role} は会議体を限って付与できません。", "The role {role} is not granted for one body."


class NotGranted(Refused):
    """Only a role that is held is revoked."""

    CODE = "NOT_GRANTED"
    JA, EN = "役割 {role} は付与されていません。", "The role {role} is not held."


class AdministratorSuspended(Refused):
    """Whoever administers is not suspended: the role goes first, and with it the rule of the last one."""

    CODE = "ADMINISTRATOR_SUSPENDED"
    JA = "テナント管理者は停止できません。先に役割を取り消してください。"
    EN = "A tenant administrator is not suspended; revoke that role first."


class User(Record, state=UserState, opened_by=[UserInvited]):
    """An account: who somebody is, and the roles they hold."""

    @override
    def parts(self) -> Iterator[Version]:
        """The grants, each until replaced, revoked or run out."""
        turns = self._turns()
        for fact in turns:
            if isinstance(fact, RoleGranted):
                yield from self._grant(fact, turns)

    def _turns(self) -> list[RoleGranted | RoleRevoked]:
        own = [f for f in self.said if isinstance(f, RoleGranted | RoleRevoked)]
        return sorted(own, key=lambda f: (f.day, f.originator_version))

    def _grant(self, fact: RoleGranted, turns: Sequence[RoleGranted | RoleRevoked]) -> Iterator[Version]:
        later = turns[turns.index(fact) + 1 :]
        over = next((f for f in later if _same(f, fact)), None)
        ends, end = (over.day, over.effective) if over else (None, None)
        if fact.until and (ends is None or fact.until < ends):
            ends = fact.until + timedelta(days=1)
            end = Effective(Kind.AT, fact.until.isoformat(), Basis.LIVE)
        if ends is None or fact.day < ends:
            row = RoleGrant(
                effective=fact.effective, until=end, user_id=self.id, role=fact.role, body_id=fact.body_id
            )
            by = (fact.originator_version, *([over.originator_version] if over else []))
            key = part_id(self.id, f"grant:{fact.originator_version}")
            yield Version(key, fact.day, ends, Existence.LIVE, row, by)

    @override
    def problems(self) -> Iterator[Refused]:
        """Audience, auditors, and revocations of what is not held."""
        yield from super().problems()
        yield from published(self)
        grants = [v for v in self.parts() if isinstance(v.state, RoleGrant)]
        auditing = [v for v in grants if role_of(v) is Role.AUDITOR]
        beside = [v for v in grants if role_of(v) in NOT_BESIDE_AUDITOR]
        if any(_meet(one, other) for one in auditing for other in beside):
            yield AuditorAlone()
        for state in (v.state for v in grants):
            if isinstance(state, RoleGrant) and state.body_id and state.role not in OF_A_BODY:
                yield RoleOfNoBody(field="body_id", role=state.role)
        yield from self._loose_revocations()
        administering = [v for v in grants if role_of(v) is Role.TENANT_ADMINISTRATOR]
        out = [v for v in self.derived.tiles if isinstance(v.state, UserState) and v.state.suspended]
        if any(_meet(one, other) for one in administering for other in out):
            yield AdministratorSuspended()

    def _loose_revocations(self) -> Iterator[Refused]:
        turns = self._turns()
        for number, fact in enumerate(turns):
            last = next((f for f in reversed(turns[:number]) if _same(f, fact)), None)
            if isinstance(fact, RoleRevoked) and not (
                isinstance(last, RoleGranted) and (last.until is None or fact.day <= last.until)
            ):
                yield NotGranted(role=fact.role)


def _same(one: RoleGranted | RoleRevoked, other: RoleGranted | RoleRevoked) -> bool:
    return (one.role, one.body_id) == (other.role, other.body_id)


def role_of(version: Version) -> Role | None:
    """The role that a grant gives; none of any other row."""
    return version.state.role if isinstance(version.state, RoleGrant) else None


def _meet(one: Version, other: Version) -> bool:
    return not (
        (one.valid_to and one.valid_to <= other.valid_from)
        or (other.valid_to and other.valid_to <= one.valid_from)
    )


def email_of(log: Log, keys: Keys, user_id: UUID) -> str:
    """A user's address as it stands, or ERASED: for sending mail, not for a page. Raises NotFound."""
    events = cast(list[Event], list(EventStore(log_mapper(keys), log).get(user_id)))
    said = Record.load(events).said if events else []
    invited = next((f for f in said if isinstance(f, UserInvited)), None)
    if invited is None:
        raise NotFound(kind="user_account", id=user_id)
    return invited.email
