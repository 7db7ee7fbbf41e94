"""By the link of a notice a member answers, and does nothing else; in no other way do they answer."""

import pytest

from kyogikai_tenants.council.attendance import AttendanceAnswered
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.permission import Held, Holdings, Touched, may_ever, role_for
from kyogikai_tenants.rights import BY_LINK, ReadOnlyRole, demand, may_record
from kyogikai_tenants.vocabulary import Role


def test_a_link_lets_its_member_answer_and_nothing_else() -> None:
    demand(Role.MEMBER, AttendanceAnswered)
    passed = [e.TOPIC for e in DECLARED.values() if not may_record(Role.MEMBER, e) and _demanded(e)]
    assert passed == [*BY_LINK] == ["meeting.attendance_answered"]


def _demanded(event: type) -> bool:
    try:
        demand(Role.MEMBER, event)
    except ReadOnlyRole:
        return False
    return True


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.VIEWER, Role.AUDITOR, Role.CASE_WORKER])
def test_it_is_as_a_member_and_in_no_other_role(role: Role) -> None:
    with pytest.raises(ReadOnlyRole):
        demand(role, AttendanceAnswered)


def test_whoever_is_signed_in_as_a_member_answers_for_nobody() -> None:
    member = Holdings((Held(Role.MEMBER),))
    assert not may_ever(member, AttendanceAnswered)
    with pytest.raises(ReadOnlyRole):
        role_for(member, AttendanceAnswered, None, Touched())
