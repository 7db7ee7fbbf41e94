"""A general assembly and short ways to say who sits in it."""

from typing import Any
from uuid import UUID

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.council.members import MemberAppointed, SeatDefined
from kyogikai_tenants.council.parties import OrganizationRegistered, PersonRegistered
from kyogikai_tenants.council.terms import TermStarted
from kyogikai_tenants.effective import Effective
from tests.tenants.council.scene import Scene


class Roster(Scene):
    """A council since April 2010 with its general assembly."""

    def __init__(self, tenant: Tenant, actor: Actor) -> None:
        super().__init__(tenant, actor)
        self.council_id = self.council()
        own: dict[str, Any] = {"council_id": self.council_id, "name": "全体会議", "kind": "general_assembly"}
        self.assembly = self.say(BodyCreated, "from 2010-04-01", **own)

    def term(self, when: str, until: str = "", **more: Any) -> UUID:
        planned: dict[str, Any] = {"planned_end": Effective.parse(until)} if until else {}
        return self.say(TermStarted, when, **({"body_id": self.assembly} | planned | more))

    def person(self, name: str = "木更津 花子") -> UUID:
        return self.say(PersonRegistered, "undated", name=name)

    def organization(self, name: str) -> UUID:
        return self.say(OrganizationRegistered, "undated", name=name)

    def seat(self, label: str = "学識経験者", **more: Any) -> UUID:
        return self.say(SeatDefined, "from 2010-04-01", body_id=self.assembly, label=label, **more)

    def member(self, when: str, **more: Any) -> UUID:
        own: dict[str, Any] = {"body_id": self.assembly, "job_title": "施設長"}
        return self.say(MemberAppointed, when, **(own | more))
