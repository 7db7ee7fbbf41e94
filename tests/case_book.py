"""A municipality with case workers, an office, an auditor and two meetings: tests of cases begin with it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.access import RoleGranted, UserInvited
from kyogikai_tenants.cases import (
    CaseAbstractApproved,
    CaseAbstractDrafted,
    CaseClosed,
    CaseConsentRecorded,
    CaseKeyDestroyed,
    CaseRegistered,
    CaseViewed,
)  # fmt: skip
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.meetings import MeetingHeld
from kyogikai_tenants.events import Event
from kyogikai_tenants.session import Receipt
from kyogikai_tenants.vocabulary import Role
from tests.book import Book

PEOPLE = {
    "worker": Role.CASE_WORKER,
    "other": Role.CASE_WORKER,
    "office": Role.SECRETARIAT,
    "auditor": Role.AUDITOR,
}
DAY = "at 2026-05-01"
TEXTS = {"person": "架空 花子", "situation": "一人で暮らす", "wish": "働きたい"}


@dataclass
class CaseBook:
    """The municipality, its people, and the meetings at which a case may be presented."""

    tenant: Tenant
    people: dict[str, UUID] = field(default_factory=dict)
    conference: UUID | None = None
    subcommittee: UUID | None = None

    @classmethod
    def made(cls, tenant: Tenant) -> "CaseBook":
        """A new one."""
        found, first = cls(tenant), Book(tenant, Actor("first", Role.TENANT_ADMINISTRATOR))
        for name, role in PEOPLE.items():
            given: dict[str, Any] = {
                "audience": "secretariat",
                "name": name,
                "email": f"{name}@example.jp",
            }
            account = first.say(UserInvited, None, "at 2026-04-01", **given).record_id
            first.say(RoleGranted, account, "at 2026-04-01", role=role)
            found.people[name] = account
        office = Book(tenant)
        council = office.council("from 2010-04-01")
        for name, kind in (("conference", "case_conference"), ("subcommittee", "subcommittee")):
            body = office.body(council, "from 2010-04-01", name, kind=kind)
            given_: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "council"}
            setattr(
                found, name, office.say(MeetingHeld, None, "at 2026-05-10", title=name, **given_).record_id
            )
        return found

    def by(self, name: str) -> Book:
        """The book in somebody's hand."""
        return Book(self.tenant, Actor(str(self.people[name]), PEOPLE[name]))

    def act(
        self, event: type[Event], case: UUID | None, *, by: str = "worker", on: str = DAY, **more: Any
    ) -> Receipt:
        """Something said of a case."""
        if event is not CaseViewed and "effective" in {*event.__dataclass_fields__}:
            return self.by(by).say(event, case, on, **more)
        return self.by(by).say(event, case, **more)

    def register(self, **texts: str) -> UUID:
        """A case of the worker's."""
        return self.act(CaseRegistered, None, audience="case", **(TEXTS | texts)).record_id

    def consented(self, **texts: str) -> UUID:
        """A case that may be shared."""
        case = self.register(**texts)
        self.act(CaseConsentRecorded, case, ground="consent", details="本人が同意した")
        return case

    def with_abstract(self, summary: str = "ある人の支え方") -> UUID:
        """A case whose abstract was approved by the office."""
        case = self.consented()
        self.act(CaseAbstractDrafted, case, abstract=summary)
        self.act(CaseAbstractApproved, case, by="office", drafted=3)
        return case

    def destroyed(self) -> UUID:
        """A case whose key is gone."""
        case = self.register()
        self.act(CaseClosed, case, outcome="見守りに移った")
        self.act(CaseKeyDestroyed, case, reason="retention_over")
        return case
