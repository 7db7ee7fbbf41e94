"""A municipality in which each fact is marked with the row of the roles' matrix that it falls under."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Address
from itertools import count
from typing import Any
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from kyogikai_tenants.cases import (
    CaseAbstractApproved,
    CaseAbstractDrafted,
    CaseConsentRecorded,
    CasePresented,
    CaseRegistered,
    CaseViewed,
)  # fmt: skip
from kyogikai_tenants.cases.states import reference_of
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.graphql.scribe import Scribe
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Visitor
from tests.tenants.test_permission import MATRIX

SEATED = (Role.CHAIR, Role.MEMBER)
SIGNED_IN = (
    Role.TENANT_ADMINISTRATOR, Role.SECRETARIAT, Role.CHAIR, Role.MEMBER, Role.CASE_WORKER, Role.AUDITOR,
    Role.VIEWER,
)  # fmt: skip
ROLES = (*SIGNED_IN, Role.PUBLIC)
"""All who look at a municipality's pages; the operator has an account at the console only."""
HELD: Mapping[Role, tuple[Role, ...]] = {Role.CHAIR: (Role.CHAIR, Role.MEMBER)}
"""A chair sits in the body as well."""

BODIES, MEETINGS, ISSUES = "council, bodies, rules", "meeting schedule, register", "issue board"
ROSTER, DRAFTS, MINUTES = "roster: name, organisation", "draft minutes and papers", "published minutes"
PLANS, TRAIL, USERS = "recommendations, plans, reports", "audit trail", "users and roles"
CASES = "issue ↔ case link"
SEALED, ABSTRACT = "case: sealed data", "case: approved abstract"
QUESTION = """{ bodies(first: 100) { nodes { name } } organizations(first: 100) { nodes { name } }
  meetings(first: 100) { nodes { title minutes { text } } } issues(first: 100) { nodes { title caseCount } }
  recommendations(first: 100) { nodes { title } } }"""
KINDS = {"own": "subcommittee", "other": "working_group", "assembly": "general_assembly"}
"""The bodies of which facts are marked, by whose they are."""
PLACES = count(1)
"""Where nobody asked from so far."""
COUNTED = 7193
"""Cases behind an issue: a number that stands nowhere else."""


@dataclass(frozen=True)
class Mark:
    """Under which row a fact falls, and whose it is: ``public``, ``council``, or of a body."""

    row: str
    scope: str


@dataclass
class Marked:
    """The municipality, its marks by their texts, and who signs in."""

    house: House
    name: str
    marks: dict[str, Mark] = field(default_factory=dict)
    accounts: dict[Role, UUID] = field(default_factory=dict)
    cookies: dict[Role, str] = field(default_factory=dict)
    bodies: dict[str, UUID] = field(default_factory=dict)
    case: str = ""
    """The number of a case of the case worker's."""
    sealed: str = ""
    """What is sealed in it."""
    held: dict[str, UUID] = field(default_factory=dict)
    """A meeting of each of the bodies."""
    abstract: str = ""
    """What stands in an abstract that was presented at a meeting of each of them."""

    @classmethod
    def made(cls, here: Installation, name: str) -> "Marked":
        """A new one."""
        made = cls(House.opened(here), name)
        made._record()
        for role in SIGNED_IN:
            made._account(role)
        made._case()
        return made

    @property
    def scribe(self) -> Scribe:
        """The secretariat's hand."""
        return Scribe(self.house.tenant)

    def mark(self, row: str, scope: str, what: str) -> str:
        """A text that stands for a fact."""
        text = f"{self.name}の{what}-{scope}"
        self.marks[text] = Mark(row, scope)
        return text

    def _record(self) -> None:
        say = self.scribe.record
        council = self.scribe.council("from 2010-04-01", f"{self.name}協議会", audience="public")
        for scope, kind in (
            ("own", "subcommittee"),
            ("other", "working_group"),
            ("assembly", "general_assembly"),
        ):
            self.bodies[scope] = self.scribe.body(
                council, "from 2010-04-01", f"{self.name}{scope}部会", kind=kind, audience="public"
            )
        for scope in ("public", "council"):
            self.scribe.body(
                council, "from 2010-04-01", self.mark(BODIES, scope, "会議体"), kind="other", audience=scope
            )
            say(
                "RegisterOrganization", None, "undated", name=self.mark(ROSTER, scope, "機関"), audience=scope
            )
            proposal: dict[str, Any] = {"from_id": council, "addressee": "市長", "kind": "recommendation"}
            say("AdoptRecommendation", None, "at 2025-03-01", title=self.mark(PLANS, scope, "提言"),
                audience=scope, **proposal)  # fmt: skip
        for scope in ("own", "other", "assembly", "public"):
            self._of_body(scope)

    def _of_body(self, scope: str) -> None:
        """A meeting to come, a held one with minutes, and an issue."""
        say, body = self.scribe.record, self.bodies["other" if scope == "public" else scope]
        audience = "public" if scope == "public" else "council"
        given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": audience}
        date = {"kind": "at", "value": (today() + timedelta(days=30)).isoformat()}
        title = self.mark(MEETINGS, scope, "会議")
        say("ScheduleMeeting", None, "at 2025-10-01", title=title, date=date, **given)
        held = say("HoldMeeting", None, "at 2026-05-10", title=self.mark(MEETINGS, scope, "済会議"), **given)
        self.held[scope] = held
        text = f"{self.name}の会議録-{scope}"
        say("DraftMinutes", held, "at 2026-05-20", minutes_kind="summary", text=text)
        if scope == "public":
            self.marks[text] = Mark(MINUTES, scope)
            say("ConfirmMinutes", held, "at 2026-05-21", minutes_kind="summary")
            say("PublishMinutes", held, "at 2026-05-22", minutes_kind="summary")
        else:
            self.marks[text] = Mark(DRAFTS, scope)
        issue: dict[str, Any] = {"owner_id": body, "case_count": COUNTED, "audience": audience}
        say("RaiseIssue", None, "at 2026-02-01", title=self.mark(ISSUES, scope, "課題"), **issue)

    def _account(self, role: Role) -> None:
        """Somebody in a role: by a seat and an office where it follows from those."""
        email, person = f"{role.value}@example.jp", None
        if role in SEATED:
            person = self.scribe.record(
                "RegisterPerson", None, "undated", name=role.value, audience="council"
            )
            given: dict[str, Any] = {
                "body_id": self.bodies["own"],
                "person_id": person,
                "audience": "council",
            }
            seat = self.scribe.record("AppointMember", None, "from 2024-04-01", **given)
            if role is Role.CHAIR:
                self.scribe.record("ElectOfficer", seat, "from 2024-04-01", office="部会長")
        granted = () if role in SEATED or role is Role.CASE_WORKER else (role,)
        self.accounts[role] = self.house.account(email, *granted, person=person)
        if role is Role.CASE_WORKER:
            self.house.people.grant(self.accounts[role], role, self.bodies["own"])
        visitor = Visitor.at(self.house)
        assert visitor.sign_in(email).status_code == 303
        cookie = visitor.client.get_cookie("kyogikai", domain=self.house.host)
        assert cookie is not None
        self.cookies[role] = cookie.value

    def _case(self) -> None:
        """A case of the case worker's, which they read once."""
        worker = Book(self.house.tenant, Actor(str(self.accounts[Role.CASE_WORKER]), Role.CASE_WORKER))
        self.sealed = f"{self.name}の封じた人"
        texts: dict[str, Any] = {"person": self.sealed, "situation": self.sealed, "audience": "case"}
        case = worker.say(CaseRegistered, None, done_on(today()), **texts).record_id
        worker.say(CaseViewed, case, looked_as="own")
        self.case = reference_of(case)
        self._abstract()

    def _abstract(self) -> None:
        """Of a case of somebody else's, approved by the secretariat, presented in three bodies."""
        colleague = self.house.account("colleague@example.jp", Role.CASE_WORKER)
        worker = Book(self.house.tenant, Actor(str(colleague), Role.CASE_WORKER))
        self.abstract = f"{self.name}の要旨"
        texts: dict[str, Any] = {"person": self.sealed, "situation": self.sealed, "audience": "case"}
        case, day = worker.say(CaseRegistered, None, "at 2026-05-01", **texts).record_id, "at 2026-05-02"
        worker.say(CaseConsentRecorded, case, day, ground="consent", details=self.sealed)
        worker.say(CaseAbstractDrafted, case, day, abstract=self.abstract)
        office = Book(self.house.tenant, Actor(str(self.accounts[Role.SECRETARIAT]), Role.SECRETARIAT))
        office.say(CaseAbstractApproved, case, day, drafted=3)
        for scope in KINDS:
            worker.say(CasePresented, case, "at 2026-05-10", meeting_id=self.held[scope])

    def visitor(self, role: Role, at: House | None = None) -> Visitor:
        """Somebody in a role, at a server that judges them anew; at another house with all they carry."""
        house = at or self.house
        client = create_app(house.here).test_client()
        if role in self.cookies:
            client.set_cookie("kyogikai", self.cookies[role], domain=house.host)
        return Visitor(house, client)

    def may_see(self, role: Role) -> set[str]:
        """The marks that the matrix opens to a role, or to any that goes with it."""
        held = HELD.get(role, (role,))
        return {
            text for text, mark in self.marks.items() if any(shows(MATRIX[mark.row][r], mark) for r in held)
        }

    def told(self, visitor: Visitor) -> set[str]:
        """The marks that the API shows to somebody."""
        return self.seen_in(str(self.asked(visitor, QUESTION)["data"]))

    def asked(self, visitor: Visitor, question: str) -> dict[str, Any]:
        """What the API answers to somebody; each time from elsewhere, so that points last."""
        place = {"REMOTE_ADDR": str(IPv4Address(0x0A000000 + next(PLACES)))}
        headers = {"Host": self.house.host, "Sec-Fetch-Site": "same-origin"}
        answer = visitor.client.post(
            "/graphql", json={"query": question}, headers=headers, environ_base=place
        )
        return dict(answer.json or {})

    def seen_in(self, text: str) -> set[str]:
        """The marks that stand in a text."""
        return {mark for mark in self.marks if mark in text}

    def actor(self, role: Role) -> str:
        """The id by which the API and the pages name an account."""
        return ids.encode(ids.ACTOR, self.accounts[role])


PUBLISHED = {"R public", "as published", "R open ones", "R published", "published summary"}


def shows(cell: str, mark: Mark) -> bool:
    """Whether a cell of the matrix opens a fact."""
    if cell == "–":
        return False
    if mark.scope == "public":
        return True
    if cell in PUBLISHED:
        return False
    if "(o" in cell and mark.scope in {"own", "other", "assembly"}:
        return mark.scope == "own" or (mark.scope == "assembly" and "assembly" in cell)
    return True
