"""要旨の提示: which approved abstract was presented at which meeting, and whether it may still be read."""

from collections.abc import Iterator, Sequence

from kyogikai_tenants.cases.acts import CaseAbstractApproved, CaseKeyDestroyed, CasePresented
from kyogikai_tenants.cases.grounds import still_allowed
from kyogikai_tenants.cases.states import PresentedAbstract
from kyogikai_tenants.events import Fact
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import Existence


def presented(said: Sequence[Fact]) -> Iterator[Version]:
    """A row for each presentation with an abstract: the one that was approved last before it."""
    over = any(isinstance(f, CaseKeyDestroyed) for f in said)
    for fact in said:
        drafted = _approved_before(fact, said) if isinstance(fact, CasePresented) else 0
        if isinstance(fact, CasePresented) and drafted:
            row = PresentedAbstract(
                effective=fact.effective, meeting_id=fact.meeting_id, drafted=drafted,
                is_open=not over and still_allowed(fact, said),
            )  # fmt: skip
            key = part_id(fact.originator_id, f"{PresentedAbstract.TABLE}:{fact.originator_version}")
            yield Version(key, fact.day, None, Existence.LIVE, row, (fact.originator_version,))


def _approved_before(shown: Fact, said: Sequence[Fact]) -> int:
    """The version of the abstract; 0 of a case that was presented without one."""
    earlier = (
        f.drafted for f in said
        if isinstance(f, CaseAbstractApproved) and f.originator_version < shown.originator_version
    )  # fmt: skip
    return max(earlier, default=0)
