"""The roles' matrix at the case desk: each of its pages opens to those whom the card names, in every role."""

from collections.abc import Callable

import pytest

from kyogikai_platform.web.cases import pages
from kyogikai_platform.web.cases.seat import Seat
from kyogikai_tenants import rights
from kyogikai_tenants.cases import Case
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web.matrix_world import ABSTRACT, ROLES, SEALED, Marked
from tests.platform.web.test_web_matrix import cells, opened, world
from tests.platform.web.visitor import Page

__all__ = ["here", "master", "world"]
pytestmark = pytest.mark.check


def expected(world: Marked, role: Role) -> dict[str, str]:
    """What each page answers, by the matrix."""
    sealed, abstract = cells(SEALED, role), cells(ABSTRACT, role)
    works, breaks = any(c.startswith("W") for c in sealed), "break-glass only" in sealed
    pages_of = {
        "/cases": works or any("A" in c.split(",") for c in abstract),
        "/cases/new": works,
        "/cases/emergency": breaks,
        f"/cases/{world.case}": works,
        f"/cases/{world.case}/consent": works,
        f"/cases/{world.case}/abstract": False,  # none is written
        f"/cases/{world.case}/destroy": False,  # it is not closed
    }
    if role is Role.PUBLIC:
        return {path: f"/sign-in?next={path}" for path in pages_of}
    return {path: "200" if open_ else "404" for path, open_ in pages_of.items()}


def wrong(world: Marked, role: Role) -> dict[str, str]:
    """Pages that answer otherwise, and a look that is given or not given to them otherwise."""
    visitor, found = world.visitor(role), dict[str, str]()
    for path, answer in expected(world, role).items():
        if (told := opened(visitor, path)) != answer:
            found[path] = told
    token = Page.of(visitor.get("/")).hidden["form_token"]
    read = visitor.send(f"/cases/{world.case}/read", {"form_token": token})
    if (world.sealed in read.text) != any(c.startswith("W") for c in cells(SEALED, role)):
        found["read"] = str(read.status_code)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_the_desk_opens_to_those_whom_the_matrix_names(world: Marked, role: Role) -> None:
    assert wrong(world, role) == {}


def test_every_page_of_the_desk_is_asked_for(world: Marked) -> None:
    asked = {path.replace(world.case, "<reference>") for path in expected(world, Role.AUDITOR)}
    asked = {path.replace("/consent", "/<word>") for path in asked}
    assert asked == {page.rule for page in pages.FAMILY.pages if "GET" in page.methods}


def opens_all(patch: pytest.MonkeyPatch) -> None:
    """A desk that shows a case to whoever comes."""
    patch.setattr(Seat, "case", Seat.any_case)
    patch.setattr(rights, "WRITERS", dict.fromkeys(rights.WRITERS, frozenset(Role)))
    patch.setattr(Case, "_admits", lambda *_: True)
    patch.setattr(Seat, "at", staticmethod(lambda site, *_: AT(site, *Role)))


def shows_none(patch: pytest.MonkeyPatch) -> None:
    """One that shows nobody any."""
    patch.setattr(Case, "_admits", lambda *_: False)


AT = Seat.at


@pytest.mark.parametrize(
    ("fault", "roles"),
    [
        (opens_all, (Role.TENANT_ADMINISTRATOR, Role.SECRETARIAT, Role.AUDITOR, Role.VIEWER, Role.MEMBER)),
        (shows_none, (Role.CASE_WORKER,)),
    ],
)
def test_a_desk_that_opens_to_more_or_fewer_is_found(
    world: Marked,
    fault: Callable[[pytest.MonkeyPatch], None],
    roles: tuple[Role, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault(monkeypatch)
    assert all(wrong(world, role) for role in roles)
