"""The roles' matrix at the case desk: each of its pages opens to those whom the card names, in every role."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.compiler import predicates
from kyogikai_platform.web.cases import pages
from kyogikai_platform.web.cases.seat import Seat
from kyogikai_projections.reading import Reading
from kyogikai_tenants import rights
from kyogikai_tenants.cases import Case
from kyogikai_tenants.cases.states import reference_of
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web.matrix_world import ABSTRACT, KINDS, ROLES, SEALED, Marked
from tests.platform.web.test_web_matrix import SIGN_IN, cells, opened, world
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


# Abstracts, at the meetings where they were presented

LIST = "{ meetings(first: 100) { nodes { id presentedAbstracts { id } } } }"
READ = 'mutation { readPresentedAbstract(input: { presentedAbstractId: "%s" }) { text userErrors { code } } }'


def abstracts(world: Marked) -> dict[str, tuple[str, str]]:
    """Of each body's meeting: its id, and that of the abstract."""
    asked = "SELECT id FROM presented_abstract WHERE meeting_id = :m AND known_to IS NULL"
    found = {scope: (held, world.house.book.one(asked, m=held)) for scope, held in world.held.items()
             if scope in KINDS}  # fmt: skip
    return {
        scope: (ids.encode("Meeting", held), ids.encode("PresentedAbstract", own))
        for scope, (held, own) in found.items()
    }


def opens(role: Role, scope: str) -> bool:
    """Whether the card opens the abstract of a body's meeting: R, R(o), R at that meeting; W."""
    found = cells(ABSTRACT, role)
    everywhere = bool({"R", "R,A"} & found)
    return everywhere or (scope == "own" and bool({"R(o)", "R at that meeting", "W"} & found))


def looks(world: Marked) -> int:
    """How many looks at presented abstracts are on record."""
    topic = "SELECT count(*) FROM audit_entry WHERE topic = 'case.viewed'"
    return int(world.house.book.one(topic))


def wrong_abstracts(world: Marked, role: Role) -> dict[str, str]:
    """What is listed, shown or told otherwise, by the page and by the API, and looks that left no trace."""
    visitor, found = world.visitor(role), dict[str, str]()
    listed = str(world.asked(visitor, LIST))
    for scope, (meeting, abstract) in abstracts(world).items():
        may, way = opens(role, scope), f"/meetings/{meeting}/abstracts/{abstract}"
        if (abstract in listed) != may or (abstract in visitor.get(f"/meetings/{meeting}").text) != may:
            found[f"{scope} listed"] = listed
        if opened(visitor, way) != ("200" if may else SIGN_IN + way if role is Role.PUBLIC else "404"):
            found[scope] = opened(visitor, way)
        before, token = looks(world), Page.of(visitor.get("/")).hidden["form_token"]
        texts = [visitor.send(way, {"form_token": token}).text, str(world.asked(visitor, READ % abstract))]
        if [world.abstract in text for text in texts] != [may, may] or looks(world) - before != 2 * may:
            found[f"{scope} read"] = f"{texts[1]} {looks(world) - before}"
    return found


@pytest.mark.parametrize("role", ROLES)
def test_an_abstract_is_read_by_those_whom_the_matrix_names(world: Marked, role: Role) -> None:
    assert wrong_abstracts(world, role) == {}


def test_whoever_read_an_abstract_learns_of_no_case(world: Marked) -> None:
    meeting, abstract = abstracts(world)["own"]
    visitor = world.visitor(Role.MEMBER)
    asked = f'{{ node(id: "{abstract}") {{ ... on PresentedAbstract {{ id meeting {{ id }} }} }} }}'
    told = str(world.asked(visitor, asked))
    page = visitor.get(f"/meetings/{meeting}/abstracts/{abstract}").text
    case = world.house.book.one("SELECT stream_id FROM presented_abstract LIMIT 1")
    for text in (told, page):
        assert str(case) not in text
        assert reference_of(case) not in text
    assert meeting in told


def wider(patch: pytest.MonkeyPatch) -> None:
    """A sight in which what is meant for a body is everybody's."""
    own = Reading._shown  # noqa: SLF001 - the place of the fault
    patch.setattr(
        Reading, "_shown",
        lambda self, table, name: sa.true() if name == "presented_abstract" else own(self, table, name),
    )  # fmt: skip


def narrower(patch: pytest.MonkeyPatch) -> None:
    """One in which nobody sees any."""
    own = Reading._shown  # noqa: SLF001 - the place of the fault
    patch.setattr(
        Reading, "_shown",
        lambda self, table, name: sa.false() if name == "presented_abstract" else own(self, table, name),
    )  # fmt: skip


def unrecorded(patch: pytest.MonkeyPatch) -> None:
    """A look that leaves no trace."""

    class Nothing:
        positions = (1,)

    patch.setattr(Session, "execute", lambda *_, **__: Nothing())


@pytest.fixture
def anew() -> Iterator[None]:
    """What is rendered once and kept is rendered again."""
    predicates.template.cache_clear()
    yield
    predicates.template.cache_clear()


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize(
    ("fault", "roles"),
    [
        (wider, (Role.CHAIR, Role.MEMBER, Role.VIEWER, Role.TENANT_ADMINISTRATOR)),
        (narrower, (Role.SECRETARIAT, Role.CHAIR, Role.MEMBER, Role.AUDITOR)),
        (unrecorded, (Role.SECRETARIAT, Role.MEMBER, Role.AUDITOR)),
    ],
)  # fmt: skip
def test_an_abstract_that_is_shown_to_more_or_fewer_is_found(
    world: Marked,
    fault: Callable[[pytest.MonkeyPatch], None],
    roles: tuple[Role, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault(monkeypatch)
    assert all(wrong_abstracts(world, role) for role in roles)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.MEMBER, Role.AUDITOR])
def test_a_role_whose_look_may_not_be_recorded_reads_none(
    world: Marked, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {"case.viewed": rights.WRITERS["case.viewed"] - {role, Role.MEMBER}}
    monkeypatch.setattr(rights, "WRITERS", {**rights.WRITERS, **line})
    assert wrong_abstracts(world, role)


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
