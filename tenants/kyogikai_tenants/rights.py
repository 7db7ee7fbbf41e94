"""Who may record what: one table, from the domain card (section 5), asked before anything is said.

An area is the first word of a topic (``meeting.held`` is of the area ``meeting.``); a whole topic may have a
line of its own. Chairs and clients are asked here only about the area: that the body is their own, or
the scope theirs, is said by ``permission``.
"""

from collections.abc import Mapping

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import AudienceChanged, Event
from kyogikai_tenants.vocabulary import Role

EVERYBODY = frozenset(Role)
OFFICE = frozenset({Role.SECRETARIAT})
STAFF = frozenset({Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR})
CHAIRS = frozenset({Role.SECRETARIAT, Role.CHAIR})
ADMINISTRATORS = frozenset({Role.TENANT_ADMINISTRATOR})
FIRST = frozenset({Role.TENANT_ADMINISTRATOR, Role.PLATFORM_OPERATOR})
"""The operator invites the first administrator (``access`` sees that it is the first), and sets up."""

ABOUT_RECORDS = "record."
"""Corrections, annulments and notes: of the area of the record that they are about, but never a client's."""

ITSELF = frozenset({"export.", "import.", "operator."})
"""What the server records of itself: whoever made an export does not annul that they did."""

WRITERS: Mapping[str, frozenset[Role]] = {
    "tenant.": frozenset({Role.PLATFORM_OPERATOR}),
    "tenant.settings_changed": FIRST,
    "tenant.retention_set": FIRST,
    "user.": ADMINISTRATORS,
    "user.invited": FIRST,
    "user.role_granted": FIRST,
    "user.invitation_accepted": EVERYBODY,
    "user.signed_in": EVERYBODY,
    "user.session_revoked": EVERYBODY,
    "user.sign_in_failures_counted": EVERYBODY,
    "user.password_changed": EVERYBODY,
    "user.second_factor_enrolled": EVERYBODY,
    "user.second_factor_removed": EVERYBODY,
    "user.calendar_link_made": EVERYBODY,
    "user.calendar_link_revoked": EVERYBODY,
    "api_client.": ADMINISTRATORS,
    "operator.": frozenset({Role.PLATFORM_OPERATOR}),
    "export.": EVERYBODY - {Role.PUBLIC},
    "import.": STAFF,
    "council.": STAFF,
    "body.": STAFF,
    "body_group.": STAFF,
    "rule.": STAFF,
    "issue_route.": STAFF,
    "source_document.": STAFF,
    "council.annual_schedule_adopted": CHAIRS,
    "council.annual_theme_set": OFFICE,
    "recommendation.adopted": CHAIRS,
    "meeting.": CHAIRS | {Role.API_CLIENT},
    "meeting.document_attached": OFFICE,
    "meeting.openness_decided": CHAIRS,
    "meeting.minutes_drafted": OFFICE,
    "meeting.minutes_confirmed": CHAIRS,
    "meeting.minutes_published": OFFICE,
    "meeting.minutes_withdrawn": OFFICE,
    "issue.": CHAIRS,
    "issue.raised": CHAIRS | {Role.MEMBER, Role.CASE_WORKER},
    "issue.linked_to_cases": frozenset({Role.CASE_WORKER}),
    "case.": frozenset({Role.CASE_WORKER}),
    "case.abstract_approved": frozenset({Role.CASE_WORKER, Role.SECRETARIAT}),
    "case.break_glass_used": OFFICE,
    "case.viewed": CHAIRS | {Role.CASE_WORKER, Role.MEMBER, Role.AUDITOR},
}
"""Who may record an area or a topic. What has no line is the secretariat's: roster, plans, reports.

Viewers, the public and the operator stand in no line of the council's, and auditors in one: that they read
an abstract is recorded, because all who read one are. Acts on one's own
account (``user.signed_in``) are open to all, and whoever serves the sign-in sees that it is one's own.
"""

BY_LINK: Mapping[str, Role] = {"meeting.attendance_answered": Role.MEMBER}
"""What is recorded by a link that was sent to one person alone, and as whom; in no other way may they.

Whoever serves the link sees that it is theirs, and says so by ``LINKED`` before the membership's id.
"""
LINKED = "answer-link:"

SETTING_UP = frozenset({"council.established", "body.created", "body.cadence_set"})
"""What the operator may record of a council besides, while its tenant is not in use yet: the template of
a beginning, typed by the operator. That it is not in use is ``access.setting_up``'s to see."""


class ReadOnlyRole(Refused):
    """A role records only what is its own to record (domain card, section 5)."""

    CODE = "READ_ONLY_ROLE"
    JA = "役割 {role} では「{event}」を記録できません（記録できる役割: {writers}）。"
    EN = "The role {role} does not record {event}; these do: {writers}."
    MAY_ALLOW = (Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR)


def writers(event: type[Event], opened_by: type[Event] | None = None) -> frozenset[Role]:
    """The roles that may record an event, on a record that ``opened_by`` opened; chairs publish nothing."""
    if event.TOPIC.startswith(ABOUT_RECORDS):
        if opened_by and area(opened_by) in ITSELF:
            return frozenset()
        outside = {Role.API_CLIENT, Role.CHAIR} if event is AudienceChanged else {Role.API_CLIENT}
        return (WRITERS.get(area(opened_by), OFFICE) if opened_by else EVERYBODY) - outside
    return WRITERS.get(event.TOPIC) or WRITERS.get(area(event), OFFICE)


def area(event: type[Event]) -> str:
    """The first word of its topic, with the dot."""
    return event.TOPIC.partition(".")[0] + "."


def may_record(role: Role, event: type[Event], opened_by: type[Event] | None = None) -> bool:
    """Whether a role may record such an event; of what is about a record, once it is known which."""
    return role in writers(event, opened_by)


def demand(role: Role, event: type[Event], opened_by: type[Event] | None = None) -> None:
    """Raises ReadOnlyRole unless the role may record such an event, by a link of its own, or setting up."""
    besides = BY_LINK.get(event.TOPIC) is role
    besides |= role is Role.PLATFORM_OPERATOR and event.TOPIC in SETTING_UP
    if not may_record(role, event, opened_by) and not besides:
        allowed = ", ".join(sorted(writers(event, opened_by)))
        raise ReadOnlyRole(role=role, event=event.COMMAND, writers=allowed)
