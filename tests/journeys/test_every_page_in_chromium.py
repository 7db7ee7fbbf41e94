"""Every third page in a real Chromium, as one role at one size: the roles, sizes and languages take turns.

All pages are a larger dose's, all pages × roles × sizes are the proof's (``make proofs ARGS="axe"``).
"""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import NamedTuple

import pytest

from kyogikai_platform.web.words import LANGS
from kyogikai_tenants.log.personal_data import MASTER_KEY
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.journeys.browser import SIZES, Place, Running, looked_at, signed_in
from tests.journeys.every_page import walk
from tests.journeys.soundness import FAULTS, FURTHER, Heard, faults, planted, speak
from tests.platform.web.demo_town import Town
from tests.platform.web.visitor import Visitor

pytestmark = pytest.mark.check
ROLES = (
    Role.PUBLIC, Role.SECRETARIAT, Role.CHAIR, Role.MEMBER, Role.CASE_WORKER, Role.AUDITOR, Role.VIEWER,
    Role.TENANT_ADMINISTRATOR,
)  # fmt: skip
WALKERS = (Role.TENANT_ADMINISTRATOR, Role.SECRETARIAT, Role.PUBLIC)
"""Between them they are offered every page."""


class Dose(NamedTuple):
    """A page, and how it is looked at."""

    path: str
    role: Role
    size: str
    lang: str


def doses(town: Town, paths: Iterable[str]) -> Iterator[Dose]:
    """Each page once, as the next role that is shown it."""
    visitors = {role: town.visitor(role) for role in ROLES}
    for n, path in enumerate(paths):
        roles = (*ROLES[n % len(ROLES) :], *ROLES[: n % len(ROLES)])
        if role := next((role for role in roles if shown(visitors[role], path)), None):
            size, lang = tuple(SIZES)[n // len(ROLES) % len(SIZES)], LANGS[n % 3 == 2]
            yield Dose(path, role, size, lang)


def some(found: list[Dose]) -> list[Dose]:
    """Every third one, and those that no link leads to; in a larger dose all."""
    return found if DOSE > 1 else [one for n, one in enumerate(found) if n % 3 == 1 or one.path in FURTHER]


def shown(visitor: Visitor, path: str) -> bool:
    """Whether a page answers, be it that there is nothing; not a file, and not the way to another page."""
    answer = visitor.get(path)
    missing = answer.status_code == HTTPStatus.NOT_FOUND and path not in FURTHER
    return answer.mimetype == "text/html" and answer.status_code not in range(300, 400) and not missing


@pytest.fixture(scope="module")
def every(mihon_served: Running) -> list[Dose]:
    """All of them; found before a browser is there, for no two event loops run at a time."""
    town = Town(mihon_served.house, mihon_served.accounts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MASTER_KEY, mihon_served.master)
        walks = [walk(town.visitor(role), alike=1, most=1) for role in WALKERS]
        first = {name: own[0] for walked in walks for name, own in walked.pages.items()}
        return some(list(doses(town, (*first.values(), *FURTHER))))


@pytest.fixture(scope="module")
def place(every: list[Dose], mihon_served: Running) -> Iterator[Place]:
    assert every
    with looked_at(mihon_served) as found:
        yield found


def test_each_page_is_sound(place: Place, every: list[Dose]) -> None:
    found = []
    for role in ROLES:
        page = place.new_page()
        if role is not Role.PUBLIC:
            signed_in(page, place, role)
        heard = Heard.of(page, place.origin)
        for dose in (dose for dose in every if dose.role is role):
            page.set_viewport_size(SIZES[dose.size])
            speak(page, place.origin, dose.lang)
            page.goto(dose.path)
            found += [(dose, fault) for fault in faults(page, heard)]
        page.context.close()
    assert found == []


def test_all_roles_sizes_and_languages_take_their_turn(every: list[Dose]) -> None:
    assert {dose.role for dose in every} == set(ROLES)
    assert {(dose.size, dose.lang) for dose in every} == {(size, lang) for size in SIZES for lang in LANGS}
    assert set(FURTHER) <= {dose.path for dose in every}


@pytest.mark.parametrize("sign", FAULTS)
def test_a_fault_is_seen(place: Place, sign: str) -> None:
    page = place.new_page("phone")
    heard = Heard.of(page, place.origin)
    with planted(page, **FAULTS[sign]):
        page.goto("/help")
        seen = list(faults(page, heard))
    page.context.close()
    assert [fault for fault in seen if sign in fault], seen
