"""What each role may read (domain card, section 5): which audiences, and which fields beside them.

A right is judged as of the request, whatever moment is asked about. Who holds several roles sees
what any of them shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from uuid import UUID

from kyogikai_projections.reading import Drafts, Sight
from kyogikai_tenants.permission import OWN_BODIES, Holdings
from kyogikai_tenants.vocabulary import Audience, Role


class Trail(Enum):
    """How much of the audit trail a role reads."""

    NOTHING = auto()
    ADMINISTRATION = auto()
    """Who was given access, and what was done to the tenant itself."""
    COUNCIL = auto()
    """All but what concerns cases."""
    CASES = auto()
    """That too, as far as it is not sealed: who read which case when."""


OWN_ACTS = frozenset({Role.MEMBER, Role.CASE_WORKER})
"""Who, without the trail, reads in it what they did themselves."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who asks, with all that decides what they see."""

    role: Role
    audiences: frozenset[Audience] = frozenset()
    bodies: frozenset[UUID] = frozenset()
    """The bodies that are their own: what is meant for those, they see."""
    trail: Trail = Trail.NOTHING
    counts_cases: bool = False
    """Whether they see how many cases stand behind an issue."""
    drafts: Drafts = Drafts.NOBODYS
    """Whose minutes they see before publication."""
    limited: frozenset[str] = frozenset()
    """Tables of which they see what is meant for the council only where it is of their own bodies …"""
    beside: frozenset[UUID] = frozenset()
    """… or of these: the general assembly, for a member."""

    @property
    def sight(self) -> Sight:
        """The rows that they see."""
        shown = frozenset(a.value for a in self.audiences)
        return Sight(shown, self.bodies, self.drafts, self.limited, self.beside)

    @property
    def may_read_trail(self) -> bool:
        """Whether any of the trail is open to them."""
        return self.trail is not Trail.NOTHING

    @property
    def may_read_stories(self) -> bool:
        """Whether the trail tells them what happened to the council's records."""
        return self.trail in {Trail.COUNCIL, Trail.CASES}


OPEN = frozenset({Audience.PUBLIC})
INSIDE = frozenset({Audience.PUBLIC, Audience.COUNCIL})
OFFICE = frozenset({*INSIDE, Audience.BODY, Audience.SECRETARIAT})

MEETINGS = frozenset(
    {
        "meeting", "meeting_body", "agenda_item", "attendance", "decision", "quorum_count", "document",
        "minutes",
    }
)  # fmt: skip
ISSUES = frozenset({"issue", "referral", "feedback"})
"""The register of meetings and the issue board: members read those of their own bodies and the assembly."""

VIEWERS: dict[Role, Viewer] = {
    Role.PUBLIC: Viewer(Role.PUBLIC, OPEN),
    Role.VIEWER: Viewer(Role.VIEWER, INSIDE),
    Role.API_CLIENT: Viewer(Role.API_CLIENT, INSIDE),
    Role.MEMBER: Viewer(Role.MEMBER, INSIDE, drafts=Drafts.OWN, limited=MEETINGS | ISSUES),
    Role.CASE_WORKER: Viewer(
        Role.CASE_WORKER, INSIDE, counts_cases=True, drafts=Drafts.OWN, limited=MEETINGS
    ),
    Role.CHAIR: Viewer(Role.CHAIR, INSIDE, counts_cases=True, drafts=Drafts.OWN, limited=MEETINGS | ISSUES),
    Role.SECRETARIAT: Viewer(
        Role.SECRETARIAT, OFFICE, trail=Trail.COUNCIL, counts_cases=True, drafts=Drafts.ALL
    ),
    Role.AUDITOR: Viewer(Role.AUDITOR, OFFICE, trail=Trail.CASES, counts_cases=True, drafts=Drafts.ALL),
    Role.TENANT_ADMINISTRATOR: Viewer(Role.TENANT_ADMINISTRATOR, INSIDE, trail=Trail.ADMINISTRATION),
    Role.PLATFORM_OPERATOR: Viewer(Role.PLATFORM_OPERATOR),
}
"""What each role may read, before any body is their own."""


SCOPES: Mapping[str, frozenset[Audience]] = {"published:read": OPEN, "council:read": INSIDE}
"""What a client's scopes show: what the public sees, or what a viewer of the municipality sees."""


def viewer(
    role: Role, bodies: frozenset[UUID] = frozenset(), assemblies: frozenset[UUID] = frozenset()
) -> Viewer:
    """A viewer in a role; ``bodies`` are those in which a member or chair sits."""
    own = bodies if role in OWN_BODIES else frozenset[UUID]()
    return replace(VIEWERS[role], bodies=own, beside=assemblies if role is Role.MEMBER else frozenset())


def viewer_of(holdings: Holdings, assemblies: frozenset[UUID] = frozenset()) -> Viewer:
    """All that somebody sees who holds several roles, each in its own bodies, or a client's scopes."""
    seen = [
        _client(holdings) if role is Role.API_CLIENT else viewer(role, holdings.bodies(role), assemblies)
        for role in holdings.roles
    ]
    return seen[0] if len(seen) == 1 else merged(seen)


def _client(holdings: Holdings) -> Viewer:
    shown = [SCOPES[scope] for scope in holdings.scopes if scope in SCOPES]
    return replace(VIEWERS[Role.API_CLIENT], audiences=OPEN.union(*shown))


def merged(viewers: Sequence[Viewer]) -> Viewer:
    """One viewer who sees what any of some sees; the first's role is what they are called by."""
    return Viewer(
        viewers[0].role,
        frozenset[Audience]().union(*(v.audiences for v in viewers)),
        frozenset[UUID]().union(*(v.bodies for v in viewers)),
        max((v.trail for v in viewers), key=lambda trail: trail.value),
        any(v.counts_cases for v in viewers),
        max((v.drafts for v in viewers), key=lambda drafts: drafts.value),
        _all_of([v.limited for v in viewers if Audience.COUNCIL in v.audiences]),
        frozenset[UUID]().union(*(v.beside for v in viewers)),
    )


def _all_of(limits: Sequence[frozenset[str]]) -> frozenset[str]:
    """The limits that hold in every role."""
    return frozenset.intersection(*limits) if limits else frozenset()
