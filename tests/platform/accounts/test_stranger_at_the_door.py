"""Over HTTP, with real sessions and tokens: who knows every id of a neighbour is told nothing of it."""

from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from typing_extensions import override

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_platform.installation import Installation
from kyogikai_tenants.vocabulary import Role
from tests.graphql import golden_roles
from tests.graphql.golden_mutations import known_of
from tests.graphql.golden_things import things
from tests.graphql.golden_world import Graded
from tests.graphql.scribe import Scribe
from tests.graphql.stranger_inputs import spots
from tests.graphql.stranger_probe import Stranger
from tests.graphql.stranger_records import Recorder
from tests.graphql.stranger_worlds import MARK, Marked, Theirs, state
from tests.platform.accounts.house import ADMINISTRATOR, Browser, House, code

pytestmark = pytest.mark.check
SCOPES = ("council:read", "meetings:write", "changes:read")
EMAILS = {"SE": "office@example.jp", "TA": "other.admin@example.jp"}
ROLES = {"SE": Role.SECRETARIAT, "TA": Role.TENANT_ADMINISTRATOR}


class Settled(Graded):
    """The same world in a house that stands already, with its own accounts."""

    def __init__(self, house: House, book: Scribe) -> None:
        self.house = house
        super().__init__(book)

    @override
    def _municipality(self) -> None:
        """It was registered when the house was opened."""

    @override
    def _accounts(self) -> None:
        people = self.house.people
        self.admin = people.find(ADMINISTRATOR)
        self.client = people.register(f"県{MARK if isinstance(self.book, Marked) else ''}", ["council:read"])


@dataclass
class AtTheDoor(golden_roles.House):
    """A house that is asked over HTTP, by whoever the browser or the token is."""

    browser: Browser = field(kw_only=True)
    headers: dict[str, str] = field(default_factory=dict)

    @override
    def ask(self, asker: Asker, text: str, way: str = "", /, **variables: object) -> bytes:
        """The body of an answer."""
        given = {"query": text, "variables": variables}
        answer = self.browser.send("POST", "/graphql", given, Sec_Fetch_Site="same-origin", **self.headers)
        assert answer.status_code == 200, answer.text
        assert code(answer) not in {"RATE_LIMITED", "INTERNAL_ERROR"}, answer.text
        return bytes(answer.data)


class Two(NamedTuple):
    """A house, and the neighbour."""

    house: House
    mine: Settled
    theirs: Theirs


@pytest.fixture(scope="module")
def two(here: Installation) -> Two:
    house, neighbour = House.opened(here), House.opened(here)
    for column, email in EMAILS.items():
        house.account(email, ROLES[column])
    mine = Settled(house, Scribe(house.tenant))
    return Two(house, mine, Theirs(Settled(neighbour, Marked(neighbour.tenant))))


def door(two: Two, lanes: Lanes, column: str) -> AtTheDoor:
    """As somebody: with a session, with a token that may all that tokens may, or with nothing."""
    browser, headers = two.house.browser(), dict[str, str]()
    if column in EMAILS:
        assert browser.sign_in(EMAILS[column]).status_code == 200
    if column == "Ac":
        headers["Authorization"] = f"Bearer {two.house.client(*SCOPES)}"
    own = (two.house.tenant, lanes, two.mine.work, two.mine.assembly)
    return AtTheDoor(*own, browser=browser, headers=headers)


@pytest.mark.parametrize("column", ["SE", "PU", "Ac"])
def test_nothing_is_told_of_a_neighbour_over_http(two: Two, lanes: Lanes, column: str) -> None:
    house = door(two, lanes, column)
    mine: dict[str, list[str]] = {ids.ACTOR: []}
    for one in things(two.house.tenant):
        mine.setdefault(one.kind, []).append(one.id)
    mine[ids.ENTRY] = mine[ids.ENTRY][::10]
    stranger, asker = Stranger(house, two.theirs, mine), house.asker(column)
    told = [*stranger.ids(asker), *stranger.words(asker), *stranger.crawled(asker)]
    assert list(islice(told, 3)) == []


@pytest.mark.parametrize("column", ["PU", "Ac", "SE", "TA"])
def test_nothing_of_a_neighbours_is_taken_over_http(
    two: Two, lanes: Lanes, superuser: sa.Engine, column: str
) -> None:
    house, before = door(two, lanes, column), state(superuser, two.theirs.tenant.id)
    head = two.mine.book.head()
    recorder = Recorder(house, two.theirs, known_of(two.mine), known_of(two.theirs.world))
    asker = house.asker(column)
    assert [told for spot in spots() for told in recorder.spot(asker, spot)] == []
    assert (two.mine.book.head(), state(superuser, two.theirs.tenant.id)) == (head, before)
