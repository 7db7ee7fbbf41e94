"""同意の撤回: with the consent goes all access that rested on it, in the same breath."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.cases.acts import CaseAccessRevoked, CaseConsentWithdrawn
from kyogikai_tenants.cases.grounds import granted, still_allowed
from kyogikai_tenants.commands import Command, Unit, declared
from kyogikai_tenants.effective import Basis, Effective, Kind


@dataclass(frozen=True)
class WithdrawConsent(Command):
    """Say that consent is withdrawn, and take access from everybody who had it by that consent alone."""

    case: UUID
    effective: Effective
    withdrawal: str = ""

    @property
    @override
    def word(self) -> str:
        """The event's command."""
        return CaseConsentWithdrawn.COMMAND

    @property
    @override
    def input(self) -> Any:
        """All of it."""
        return {"case": self.case, "effective": self.effective, "withdrawal": self.withdrawal}

    @override
    def run(self, unit: Unit) -> UUID:
        """The withdrawal, and the end of each access; what was presented ends by itself."""
        case = unit.get(self.case, "case_file")
        said = {"effective": self.effective, "withdrawal": self.withdrawal}
        first = declared(CaseConsentWithdrawn, case, said)
        unit.say(case, first)
        for user, grant in granted(case.said).items():
            if not still_allowed(grant, case.said):
                day = at(max(cast(CaseConsentWithdrawn, first).day, grant.day))
                unit.say(case, declared(CaseAccessRevoked, case, {"user_id": UUID(user), "effective": day}))
        return case.id


def at(day: date) -> Effective:
    """A day as facts of a case have it."""
    return Effective(Kind.AT, day.isoformat(), Basis.DERIVED)
