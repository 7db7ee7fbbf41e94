"""課題との対応付け: an issue rests on a case; the case knows which issue, the issue only how many."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.cases.acts import CaseLinkedToIssue
from kyogikai_tenants.commands import Command, Unit, declared
from kyogikai_tenants.council.issues import IssueCard
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import Fact


@dataclass(frozen=True, kw_only=True)
class IssueLinkedToCases(Fact):
    """An issue is said to rest on so many cases; never on which."""

    TOPIC, COMMAND, SUBJECTS = "issue.linked_to_cases", "LinkIssueToCases", ("issue",)
    LABEL, LABEL_EN = "課題の背後の事例数", "Cases behind an issue counted"
    SENTENCE = "課題「{subject}」の背後の事例を{case_count}件とする（{effective}）"
    SENTENCE_EN = "Counted {case_count} cases behind the issue {subject} ({effective})"

    case_count: int


@dataclass(frozen=True)
class LinkCase(Command):
    """Both sides at once."""

    case: UUID
    issue: UUID
    effective: Effective

    @property
    @override
    def word(self) -> str:
        """The event's command."""
        return CaseLinkedToIssue.COMMAND

    @property
    @override
    def input(self) -> Any:
        """All of it."""
        return {"case": self.case, "issue": self.issue, "effective": self.effective}

    @override
    def run(self, unit: Unit) -> UUID:
        """The link on the case; on the issue a number, which is at least that of its links."""
        case, issue = unit.get(self.case, "case_file"), unit.get(self.issue, "issue")
        day = {"effective": self.effective}
        unit.say(case, declared(CaseLinkedToIssue, case, {"issue_id": self.issue, **day}))
        links = sum(isinstance(f, IssueLinkedToCases) for f in issue.said) + 1
        card = issue.derived.tiles[-1].state
        told = (card.case_count or 0) if isinstance(card, IssueCard) else 0
        unit.say(issue, declared(IssueLinkedToCases, issue, {"case_count": max(told, links), **day}))
        return case.id
