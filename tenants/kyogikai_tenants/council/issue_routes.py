"""課題の経路: along which ways issues move between a council's bodies, as its rules or papers have it."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.effective import AsWritten, Value
from kyogikai_tenants.events import Defines
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Part
from kyogikai_tenants.vocabulary import ReferralAct

RouteEndId = Annotated[UUID, Ref("body", "body_group", "council", "external_party")]
"""Whoever can stand at an end of a route: the API's RouteEnd."""


class IssueRoute(Part, frozen=True, kw_only=True):
    """One way that issues may take. A group stands for each of its bodies."""

    TABLE = "issue_route"

    from_id: UUID
    to_id: UUID
    act: ReferralAct
    conditions: tuple[str, ...] = ()
    as_written: str = ""
    others_may: bool = False
    """Whether others than ``from_id`` may take it too (専門部会等)."""
    number: int
    place: str
    """The event's version and the number in it, for the order of the list."""

    @override
    def series(self) -> Hashable | None:
        """Routes add up: a later definition takes none away."""
        return None

    @override
    def sort_key(self) -> str:
        """As they were said."""
        return self.place


class Route(Value, frozen=True):
    """A way from one end to another, and when it is taken."""

    from_id: RouteEndId
    to_id: RouteEndId
    act: ReferralAct
    conditions: tuple[str, ...] = ()
    as_written: AsWritten = ""
    others_may: bool = False


@dataclass(frozen=True, kw_only=True)
class IssueRouteDefined(Defines):
    """Ways that issues may take in a council, beside those defined before."""

    TOPIC, COMMAND, SUBJECTS = "issue_route.defined", "DefineIssueRoutes", ("council",)
    LABEL, LABEL_EN = "課題経路の定め", "Issue routes defined"
    SENTENCE = "「{subject}」の課題の経路を定める（{effective}）"
    SENTENCE_EN = "Defined routes of issues in {subject} ({effective})"

    routes: tuple[Route, ...]
    plan_referenced: str = ""
    """The plan that the conditions speak of, if they name one."""

    @override
    def parts(self) -> Iterable[Part]:
        """A row for each route."""
        return [self._row(number, route) for number, route in enumerate(self.routes, 1)]

    def _row(self, number: int, route: Route) -> IssueRoute:
        return IssueRoute(
            from_id=route.from_id, to_id=route.to_id, act=route.act, conditions=route.conditions,
            as_written=route.as_written, others_may=route.others_may, number=number,
            place=f"{self.originator_version:06}.{number:03}",
        )  # fmt: skip
