"""Two bodies, and short ways to say what happens to their meetings."""

from typing import Any
from uuid import UUID

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.meetings import MeetingHeld, MeetingScheduled
from kyogikai_tenants.council.minutes import MinutesConfirmed, MinutesDrafted, MinutesPublished
from kyogikai_tenants.effective import Effective
from tests.tenants.council.scene import Row, Scene


class Register(Scene):
    """A council since April 2010 with two subcommittees."""

    def __init__(self, tenant: Tenant, actor: Actor) -> None:
        super().__init__(tenant, actor)
        self.council_id = self.council()
        self.work = self.body(self.council_id, "就労支援部会")
        self.children = self.body(self.council_id, "こども部会")

    def bodies(self, number: int | None = None, **more: Any) -> tuple[dict[str, Any], ...]:
        """The first body, with the meeting's number in its series."""
        return ({"body_id": self.work, "number": number} | more,)

    def scheduled(self, for_day: str = "at 2024-06-10", when: str = "at 2024-05-01", **more: Any) -> UUID:
        own: dict[str, Any] = {
            "date": Effective.parse(for_day),
            "title": "第1回就労支援部会",
            "bodies": self.bodies(),
        }
        return self.say(MeetingScheduled, when, **(own | more))

    def held(self, when: str = "at 2024-06-10", subject: UUID | None = None, **more: Any) -> UUID:
        own: dict[str, Any] = {} if subject else {"bodies": self.bodies()}
        return self.say(MeetingHeld, when, subject, **(own | more))

    def minuted(self, meeting: UUID, kind: str = "summary", text: str = "話し合った。") -> None:
        """Drafted, confirmed and published in the weeks after June 10."""
        self.say(MinutesDrafted, "at 2024-06-20", meeting, minutes_kind=kind, text="下書き")
        self.say(MinutesConfirmed, "at 2024-06-25", meeting, minutes_kind=kind, text=text)
        self.say(MinutesPublished, "at 2024-07-01", meeting, minutes_kind=kind)

    def meeting(self, meeting: UUID, day: str = "2030-01-01", known: int | None = None) -> Row:
        return self.row("meeting", meeting, day, known)

    def public(self, table: str, day: str = "2030-01-01", known: int | None = None) -> list[Row]:
        """What anybody may see of a table."""
        return self.rows(table, day, known, audience="public")
