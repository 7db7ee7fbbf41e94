"""A generated council with something of everything, as large as a test wants it.

Around the body, the person, the organisation, the meeting, the issue and the document that ``Grown`` names
there is as many times as much as the council is larger.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from kyogikai_graphql import ids
from kyogikai_platform import proving
from kyogikai_platform.accounts.clients import Clients
from kyogikai_platform.installation import Installation
from kyogikai_platform.webhooks.desk import Desk
from kyogikai_tenants.vocabulary import Role
from tests.bench import api_council
from tests.graphql.scribe import Scribe
from tests.platform.accounts.house import House

DAY = "2024-03-01"
"""On which everything of the full ones happened."""
EACH = 2
"""How much there is around each of them, at its smallest."""
SIZES = {"BODIES": 20, "MEMBERSHIPS": 60, "MEETINGS": 30, "AGENDA": 60, "ATTENDANCES": 30, "ISSUES": 30}
ROLES = (Role.SECRETARIAT, Role.AUDITOR, Role.TENANT_ADMINISTRATOR, Role.MEMBER)
"""Who has an account. A case worker sees what a member does, a viewer what the public does."""
PUBLIC: dict[str, Any] = {"audience": "public"}


@dataclass(frozen=True)
class Grown:
    """Its house, and what the parts of an address may be: an id of each kind, and words."""

    house: House
    parts: dict[str, str]

    @classmethod
    def by(cls, here: Installation, times: int) -> "Grown":
        """A new one, some times as large as the smallest."""
        house = House.opened(here)
        generated = api_council.council
        with pytest.MonkeyPatch.context() as patch:
            for name, size in SIZES.items():
                patch.setattr(api_council, name, size * times)
            council = generated()
            api_council.record(here.engine, house.tenant.id, council)
        list(house.tenant.rebuild())
        for role in ROLES:
            house.account(email_of(role), role)
        full = _full(Scribe(house.tenant), council, EACH * times)
        asked = {name: ids.encode(kind, record) for name, (kind, record) in full.items()}
        document = house.book.one("SELECT id FROM document WHERE known_to IS NULL LIMIT 1")
        user = house.book.one("SELECT id FROM user_account WHERE person_id IS NULL LIMIT 1")
        entry = house.book.one("SELECT stream_id FROM audit_entry WHERE topic = 'meeting.held' LIMIT 1")
        asked |= {"paper": ids.encode("Document", document), "entry": ids.entry_id(entry, 1)}
        asked |= {"subject": asked["body"]}
        administrator = house.people.find(email_of(Role.TENANT_ADMINISTRATOR))
        clients = Clients(house.tenant, administrator)
        client, _ = clients.register("県の集計", ["changes:read"])
        hook, _ = Desk(clients).add(client, "https://partner.example.jp/", [])
        asked |= {"client": str(client), "hook": str(hook)}
        asked |= {"user": str(user), "command": "scheduleMeeting", "name": "bodies"}
        return cls(house, asked | {"size": proving.checkpoint(here, house.label).split("\n")[1]})


def email_of(role: Role) -> str:
    """Of the account that holds a role."""
    return f"{role.value}@example.jp"


def _full(book: Scribe, council: api_council.Council, many: int) -> dict[str, tuple[str, UUID]]:
    """Record them; the name of an address's part -> its kind and the one that is full."""
    say, body, at = partial(_said, book), council.bodies[0], f"at {DAY}"
    source = say("RegisterSourceDocument", "undated", title="設置要綱")
    organization = say("RegisterOrganization", "undated", name="支援センター")
    person = say("RegisterPerson", "undated", name="架空 花子")
    term = say("StartTerm", "from 2023-04-01", body_id=body, number=1)
    for n in range(many):
        rests: dict[str, Any] = {"source": {"document_id": source, "locator": f"{n}頁"}}
        other = say("RegisterPerson", "undated", name=f"架空 {n}子", **rests)
        seat: dict[str, Any] = {"term_id": term, "organization_id": organization, **rests}
        say("AppointMember", "from 2023-04-01", body_id=body, person_id=other, **seat)
        own = council.bodies[1 + n % (len(council.bodies) - 1)]
        say("EnrolOrganization", "from 2023-04-01", body_id=own, organization_id=organization)
        say("AppointMember", "from 2023-04-01", body_id=own, person_id=person)
    issue = say("RaiseIssue", at, title="移動の手段が足りない", owner_id=body, raised_by_id=council.bodies[1])
    for n in range(many):
        say("ReportIssueProgress", at, issue, progress=f"調査 {n}")
    given: dict[str, Any] = {"from_id": body, "addressee": "市長", "kind": "recommendation"}
    proposals = [
        say("AdoptRecommendation", at, title=f"提言 {n}", issue_ids=[issue], **given) for n in range(many)
    ]
    activities = [
        say("PlanActivity", "from FY2023", kind="training", title=f"研修 {n}", body_id=body,
            council_id=book.one("SELECT id FROM council LIMIT 1"), partner_ids=[organization])
        for n in range(many)
    ]  # fmt: skip
    return {
        "body": ("Body", body), "council": ("Council", book.one("SELECT id FROM council LIMIT 1")),
        "source": ("SourceDocument", source), "organization": ("Organization", organization),
        "person": ("Person", person), "issue": ("Issue", issue),
        "recommendation": ("Recommendation", proposals[0]),
        "activity": ("Activity", activities[0]), "meeting": ("Meeting", _meeting(book, council, issue, many)),
    }  # fmt: skip


def _meeting(book: Scribe, council: api_council.Council, issue: UUID, many: int) -> UUID:
    """Held, with its agenda, who was there, papers and minutes."""
    say, at = partial(_said, book), f"at {DAY}"
    bodies = [{"body_id": body} for body in council.bodies[: EACH * 2]]
    agenda = [{"title": f"議題 {n}", "kind": "report", "issue_id": issue} for n in range(many)]
    meeting = say("HoldMeeting", at, bodies=bodies, agenda=agenda)
    there = [{"name": f"架空 {n}", "status": "present"} for n in range(many)]
    book.record("RecordAttendance", meeting, at, attendees=there)
    for n in range(many):
        paper = {"title": f"資料 {n}", "media_type": "application/pdf", "byte_count": 1, "sha256": f"{n:064}"}
        say("AttachDocument", at, meeting, document=paper)
    for act in ("DraftMinutes", "ConfirmMinutes", "PublishMinutes"):
        text = {"text": "要点"} if act == "DraftMinutes" else {}
        book.record(act, meeting, at, minutes_kind="summary", **text)
    return meeting


def _said(book: Scribe, command: str, when: str, subject: UUID | None = None, **fields: Any) -> UUID:
    named = fields if command == "ReportIssueProgress" else fields | PUBLIC
    return book.record(command, subject, when, **named)
