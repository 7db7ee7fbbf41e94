"""May they: what somebody holds on a day, and the one answer to whether that lets them act.

``rights`` says which role may record what; here stands what more it takes: a chair acts on their own
bodies, an API client within its scopes, anybody at the door for their own account only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from uuid import UUID

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import DECLARED, Begins, Event
from kyogikai_tenants.rights import ABOUT_RECORDS, ReadOnlyRole, area, may_record, writers
from kyogikai_tenants.vocabulary import Role

PRECEDENCE = (
    Role.SECRETARIAT, Role.CHAIR, Role.MEMBER, Role.CASE_WORKER, Role.TENANT_ADMINISTRATOR,
    Role.PLATFORM_OPERATOR, Role.AUDITOR, Role.VIEWER, Role.API_CLIENT, Role.PUBLIC,
)  # fmt: skip
"""In which of several roles somebody acts: the first that allows it."""
OWN_BODIES = frozenset({Role.CHAIR, Role.MEMBER, Role.CASE_WORKER})
"""Roles that see, and a chair that writes, what is of their own bodies."""
OF_OWN_BODIES: Mapping[Role, tuple[str, ...]] = {Role.CHAIR: ("meeting.", "issue.")}
"""W(o) of the domain card: the areas in which a role writes only what is of its own bodies."""
ANYBODYS_TO_RAISE = frozenset({"issue.raised"})
AT_THE_DOOR = frozenset(
    {
        "user.invitation_accepted", "user.signed_in", "user.session_revoked",
        "user.sign_in_failures_counted", "user.password_changed", "user.second_factor_enrolled",
        "user.second_factor_removed", "user.calendar_link_made", "user.calendar_link_revoked",
    }
)  # fmt: skip
"""Acts on one's own account."""
HELPED = frozenset({"user.session_revoked", "user.second_factor_removed", "user.calendar_link_revoked"})
"""Of these, what an administrator does for whoever has lost a device."""
SCOPED: Mapping[str, str] = {"meeting.": "meetings:write"}
"""What a client's scopes let it record; the others only let it read."""


@dataclass(frozen=True)
class Held:
    """A role on a day: in which body, and from which day through which, as far as that is known."""

    role: Role
    body_id: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Holdings:
    """All that somebody holds on a day: a user's roles, or a client's scopes."""

    held: tuple[Held, ...] = ()
    scopes: frozenset[str] = frozenset()
    account: UUID | None = None
    """Whose it is: of a user or of a client; None: of the public."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles, each once, the one that somebody would rather act in first."""
        return tuple(sorted({h.role for h in self.held}, key=PRECEDENCE.index)) or (Role.PUBLIC,)

    def bodies(self, role: Role) -> frozenset[UUID]:
        """The bodies that are their own in a role."""
        return frozenset(h.body_id for h in self.held if h.role is role and h.body_id)


NOTHING = Holdings()
"""What the public holds."""


class Reading(Enum):
    """What is read beside the council's record; which rows of the record itself is the viewer's to say."""

    SETTINGS = auto()
    ACCOUNTS = auto()
    CLIENTS = auto()
    TRAIL = auto()
    DRAFTS = auto()
    CASE_COUNTS = auto()
    CASES = auto()
    CHANGES = auto()
    CONTACTS = auto()
    """How members are reached; one's own, everybody sees whose account is linked."""
    CONTACT_LOOKS = auto()
    """Who looked at that."""


READERS: Mapping[Reading, frozenset[Role]] = {
    Reading.SETTINGS: frozenset({Role.PLATFORM_OPERATOR, Role.TENANT_ADMINISTRATOR, Role.AUDITOR}),
    Reading.ACCOUNTS: frozenset({Role.TENANT_ADMINISTRATOR, Role.AUDITOR}),
    Reading.CLIENTS: frozenset({Role.TENANT_ADMINISTRATOR, Role.AUDITOR}),
    Reading.TRAIL: frozenset({Role.TENANT_ADMINISTRATOR, Role.SECRETARIAT, Role.AUDITOR}),
    Reading.DRAFTS: frozenset(
        {Role.SECRETARIAT, Role.CHAIR, Role.MEMBER, Role.CASE_WORKER, Role.AUDITOR}
    ),
    Reading.CASE_COUNTS: frozenset({Role.SECRETARIAT, Role.CHAIR, Role.CASE_WORKER, Role.AUDITOR}),
    Reading.CASES: frozenset({Role.CASE_WORKER}),
    Reading.CHANGES: frozenset(Role) - {Role.API_CLIENT},
    Reading.CONTACTS: frozenset({Role.SECRETARIAT}),
    Reading.CONTACT_LOOKS: frozenset({Role.AUDITOR}),
}  # fmt: skip
"""Who reads what (domain card, section 5). A client follows changes by its scope."""


@dataclass(frozen=True)
class Touched:
    """The bodies that an act is about: those that its record is of, and those that its fields name."""

    already: frozenset[UUID] | None = None
    """None: the record is a new one."""
    named: frozenset[UUID] = frozenset()

    def within(self, own: frozenset[UUID]) -> bool:
        """Whether it is of somebody's own bodies; what several share, any of them carries on."""
        if self.already is None:
            return bool(self.named) and self.named <= own
        return bool(self.already & own) and self.named <= own | self.already


class NotYourBody(Refused):
    """A chair records meetings and issues of the bodies that they head, and of no other."""

    CODE = "NOT_YOUR_BODY"
    JA = "役割 {role} が記録できるのは、自分の会議体のものに限られます。"
    EN = "In the role {role} you record only what is of your own bodies."
    MAY_ALLOW = (Role.SECRETARIAT,)


class NotYourAccount(Refused):
    """What is done at the door is done for one's own account."""

    CODE = "NOT_YOUR_ACCOUNT"
    JA, EN = "自分の利用者情報に限られます。", "This is done for one's own account only."
    MAY_ALLOW = (Role.TENANT_ADMINISTRATOR,)


class ScopeMissing(Refused):
    """An API client records and reads what its scopes name, and nothing else."""

    CODE = "SCOPE_MISSING"
    JA = "このAPIクライアントの範囲には「{scope}」が必要です。"
    EN = "This needs the scope {scope}, which the API client does not have."
    MAY_ALLOW = (Role.TENANT_ADMINISTRATOR,)


class NotOpen(Refused):
    """A role reads what the domain card opens to it."""

    CODE = "NOT_OPEN"
    JA, EN = "この役割では閲覧できません。", "The role does not open this."
    MAY_ALLOW = (Role.TENANT_ADMINISTRATOR,)


def role_for(
    holdings: Holdings,
    event: type[Event],
    subject: UUID | None,
    touched: Touched,
    opened_by: type[Event] | None = None,
) -> Role:
    """The role in which somebody may record an event. Raises the Refused that says why in none."""
    problems = list[Refused]()
    for role in _acting(holdings):
        found = next(_against(holdings, role, event, subject, touched, opened_by), None)
        if found is None:
            return role
        problems.append(found)
    raise next((p for p in problems if not isinstance(p, ReadOnlyRole)), problems[0])


def may_ever(holdings: Holdings, event: type[Event]) -> bool:
    """Whether there is any record on which somebody may record such an event today: what a page offers."""
    return any(_ever(holdings, role, event) for role in _acting(holdings))


def _ever(holdings: Holdings, role: Role, event: type[Event]) -> bool:
    about = event.TOPIC.startswith(ABOUT_RECORDS)
    opened = [e for e in DECLARED.values() if issubclass(e, Begins)]
    if not any(may_record(role, event, first) for first in (opened if about else (None,))):
        return False
    own = not about and area(event) in OF_OWN_BODIES.get(role, ()) and event.TOPIC not in ANYBODYS_TO_RAISE
    return bool(holdings.bodies(role)) or not own


def _acting(holdings: Holdings) -> list[Role]:
    """The roles to act in: an auditor only reads, whatever seat they have."""
    seats = {Role.CHAIR, Role.MEMBER} if Role.AUDITOR in holdings.roles else set[Role]()
    return [role for role in holdings.roles if role not in seats]


def _against(
    holdings: Holdings,
    role: Role,
    event: type[Event],
    subject: UUID | None,
    touched: Touched,
    opened_by: type[Event] | None,
) -> Iterator[Refused]:
    """What stands against it in one role."""
    if not may_record(role, event, opened_by):
        allowed = ", ".join(sorted(writers(event, opened_by)))
        yield ReadOnlyRole(role=role, event=event.COMMAND, writers=allowed)
    about = area(opened_by) if opened_by and event.TOPIC.startswith(ABOUT_RECORDS) else area(event)
    if event.TOPIC in AT_THE_DOOR and (subject is None or subject != holdings.account):
        helped = event.TOPIC in HELPED and role is Role.TENANT_ADMINISTRATOR
        if not helped:
            yield NotYourAccount()
    scope = SCOPED.get(about, "")
    if role is Role.API_CLIENT and scope not in holdings.scopes:
        yield ScopeMissing(scope=scope or "-")
    own = about in OF_OWN_BODIES.get(role, ()) and event.TOPIC not in ANYBODYS_TO_RAISE
    if own and not touched.within(holdings.bodies(role)):
        yield NotYourBody(role=role)


FOLLOWERS = frozenset({"changes:read", "published:read"})
"""The scopes with which a client follows changes: what is published everybody may follow."""


def may_read(holdings: Holdings, what: Reading) -> None:
    """Raises the Refused that says why somebody may not read what stands beside the record."""
    if what is Reading.CHANGES and Role.API_CLIENT in holdings.roles:
        if not FOLLOWERS & holdings.scopes:
            raise ScopeMissing(scope="changes:read")
    elif not READERS[what] & set(holdings.roles):
        raise NotOpen
