"""A council as issues meet it: a coordination committee, two subcommittees in a group, a case conference."""

from typing import Any
from uuid import UUID

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.issue_routes import IssueRouteDefined
from kyogikai_tenants.council.issues import IssueRaised
from tests.tenants.council.scene import Scene, plucked


class Kisarazu(Scene):
    """A council with a coordination committee and a group of two subcommittees; no routes yet."""

    def __init__(self, tenant: Tenant, actor: Actor) -> None:
        super().__init__(tenant, actor)
        self.assembly = council = self.council()
        self.sections = group = self.group(council)
        self.coordination = self.body(council, "調整会議")
        self.work = self.body(council, "就労生活支援部会", group_id=group)
        self.children = self.body(council, "こども部会", group_id=group)
        self.case = self.body(council, "個別支援会議")

    def raised(self, when: str = "at 2021-05-10", **more: Any) -> UUID:
        fields: dict[str, Any] = {"title": "移動支援の担い手", "owner_id": self.coordination} | more
        return self.say(IssueRaised, when, **fields)

    def route(self, *routes: tuple[UUID, UUID, str], when: str = "as_of 2021-04", **more: Any) -> UUID:
        ways = [{"from_id": a, "to_id": b, "act": act, **more} for a, b, act in routes]
        return self.say(IssueRouteDefined, when, self.assembly, routes=ways)

    def path(self, issue: UUID, known: int | None = None) -> list[Any]:
        return plucked(self.rows("referral", known=known, issue_id=issue), "act", "from_id", "to_id")

    def owner(self, issue: UUID, day: str = "2030-01-01", known: int | None = None) -> UUID:
        owner = self.row("issue", issue, day, known)["owner_id"]
        assert isinstance(owner, UUID)
        return owner
