"""Each right of the roles' matrix has a mutant: whoever sees or records more, or less, is found."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from kyogikai_graphql import loading, rights
from kyogikai_graphql.rights import VIEWERS, Trail
from kyogikai_platform.web.roles import matrix, trail_page
from kyogikai_projections.reading import Drafts
from kyogikai_tenants import permission
from kyogikai_tenants import rights as writing
from kyogikai_tenants.permission import Reading
from kyogikai_tenants.vocabulary import Audience, Role
from tests.platform.installed import here, master
from tests.platform.web.matrix_world import CASES, ROLES, Marked
from tests.platform.web.test_web_matrix import (
    cells,
    counts_cases,
    said_wrong,
    world,
    wrong_facts,
    wrong_pages,
    wrong_trail,
)
from tests.tenants import test_permission as card

__all__ = ["here", "master", "world"]
pytestmark = pytest.mark.check


def viewers() -> Iterator[tuple[str, Role, dict[str, Any]]]:
    """Each thing that a role sees, taken away or given.

    But for drafts given to the public, for which no draft is meant, and to case workers, who see meetings
    of their own bodies only and drafts of those already: that changes nothing.
    """
    for role in ROLES:
        own = VIEWERS[role]
        yield "council", role, {"audiences": own.audiences ^ {Audience.COUNCIL}}
        limits = own.limited ^ rights.MEETINGS
        if Audience.COUNCIL in own.audiences:
            yield "meetings", role, {"limited": limits}
            yield "issues", role, {"limited": own.limited ^ rights.ISSUES}
        if own.drafts is not Drafts.ALL and role not in {Role.PUBLIC, Role.CASE_WORKER}:
            yield "more drafts", role, {"drafts": Drafts.ALL}
        if own.drafts is not Drafts.NOBODYS:
            yield "no drafts", role, {"drafts": Drafts.NOBODYS}
        yield "cases", role, {"counts_cases": not own.counts_cases}
        for trail in set(Trail) - {own.trail}:
            yield f"trail {trail.name}", role, {"trail": trail}


def alone(role: Role, name: str) -> bool:
    """A chair is a member too: what only their chair takes away they keep by their seat."""
    return role is not Role.CHAIR or name in {"more drafts", "cases"} or name.startswith("trail")


MUTANTS = [pytest.param(r, c, id=f"{r}: {n}") for n, r, c in viewers() if alone(r, n)]


@pytest.mark.parametrize(("role", "changed"), MUTANTS)
def test_a_role_that_sees_more_or_less_is_found(
    world: Marked, role: Role, changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VIEWERS, role, replace(VIEWERS[role], **changed))
    assert (
        wrong_facts(world, role)
        or counts_cases(world, role) != bool(cells(CASES, role))
        or wrong_trail(world, role)
    )


@pytest.mark.parametrize("role", [Role.TENANT_ADMINISTRATOR, Role.AUDITOR, Role.MEMBER, Role.VIEWER])
def test_an_account_that_others_may_or_may_not_read_is_found(
    world: Marked, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = permission.READERS[Reading.ACCOUNTS]
    monkeypatch.setitem(permission.READERS, Reading.ACCOUNTS, own ^ {role})
    assert wrong_pages(world, role)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CASE_WORKER, Role.VIEWER])
def test_own_acts_that_are_hidden_or_shown_are_found(
    world: Marked, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = rights.OWN_ACTS ^ {role}
    for module in (loading, trail_page):
        monkeypatch.setattr(module, "OWN_ACTS", changed)
    assert wrong_pages(world, role)


WRITERS = [
    pytest.param(line, role, id=f"{line} {role}")
    for line, role in product(writing.WRITERS, (Role.SECRETARIAT, Role.CHAIR, Role.MEMBER, Role.AUDITOR))
    if line not in permission.AT_THE_DOOR and line not in {"operator.", "export.", "import."}
]


@pytest.mark.parametrize(("line", "role"), WRITERS)
def test_a_role_that_records_more_or_less_is_found(
    line: str, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {**writing.WRITERS, line: (writing.WRITERS[line] ^ {role}) or frozenset({Role.API_CLIENT})}
    monkeypatch.setattr(writing, "WRITERS", changed)
    assert card.differences()


@pytest.fixture
def reckoned() -> Iterator[Callable[[], None]]:
    """Makes the table of rights anew, which a process reckons once."""
    yield matrix.table.cache_clear
    matrix.table.cache_clear()


def test_a_page_that_says_another_right_than_there_is_is_found(
    world: Marked, reckoned: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "WRITERS", {**writing.WRITERS, "body.": writing.OFFICE})
    reckoned()
    assert said_wrong(world) == {("role_area_council", Role.TENANT_ADMINISTRATOR)}
    monkeypatch.setattr(permission, "OF_OWN_BODIES", {Role.CHAIR: ("issue.",)})
    reckoned()
    assert ("role_area_meetings", Role.CHAIR) in said_wrong(world)
