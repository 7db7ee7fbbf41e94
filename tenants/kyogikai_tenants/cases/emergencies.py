"""緊急閲覧: the secretariat reads one case, once, with a reason; that it does is told in one breath."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.acting import with_actor
from kyogikai_tenants.cases.acts import BreakGlassUsed, CaseViewed
from kyogikai_tenants.cases.words import LookedAs
from kyogikai_tenants.commands import Command, Unit, declared


@dataclass(frozen=True)
class BreakGlass(Command):
    """Say why a case is read, and that it is."""

    case: UUID
    reason: str

    @property
    @override
    def word(self) -> str:
        """The event's command."""
        return BreakGlassUsed.COMMAND

    @property
    @override
    def input(self) -> Any:
        """The case and the reason."""
        return {"case": self.case, "reason": self.reason}

    @override
    def run(self, unit: Unit) -> UUID:
        """Both events, or neither."""
        record = unit.get(self.case, "case_file")
        said = with_actor(BreakGlassUsed, {"reason": self.reason}, unit.actor.id)
        unit.say(record, declared(BreakGlassUsed, record, said))
        unit.say(record, declared(CaseViewed, record, {"looked_as": LookedAs.BREAK_GLASS}))
        return record.id
