"""Whatever is taken away while many ask: who asks after its commit has it no more, however it is answered."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from threading import Event
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from kyogikai_graphql import answering, ids
from kyogikai_graphql.compiler import plan
from kyogikai_graphql.compiler.statement import LONGEST_KEY
from kyogikai_graphql.mutations import performing
from kyogikai_platform.accounts import secret, sessions, tokens
from kyogikai_tenants.access.users import UserSuspended
from kyogikai_tenants.council.issues import IssueRaised
from kyogikai_tenants.council.members import MemberAppointed, OfficerElected, OfficerVacated
from kyogikai_tenants.council.parties import PersonRegistered
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.municipalities import TenantSuspended, done_on
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.platform.accounts.house import Browser, House, code

AFTER = 0.25
"""Seconds in which all ask after it was taken away."""
EMAIL = "has.it@example.jp"
BODIES, CASES = "bodies { nodes { name } }", "issues { nodes { caseCount } }"
NUMBERS = count()
LONG = "x" * (LONGEST_KEY + 1)
"""A response key that no statement has room for: it is answered field by field."""


class Way(NamedTuple):
    """How a question is answered, and the question; ``{shows}`` is what only who has the right is shown."""

    name: str
    text: str


WAYS = (
    Way("kept", "{{ {shows} }}"),
    Way("compiled", "{{ a{n}: __typename {shows} }}"),
    Way("mixed", "{{ viewer {{ name }} {shows} }}"),
    Way("plain", "{{ {long}: {shows} }}"),
    Way(
        "mutation",
        'mutation {{ scheduleMeeting(input: {{bodies: [{{bodyId: "{body}"}}], date: {{value: "2030-01-01"}}, '
        'effective: {{value: "2025-05-01"}}}}) {{ entries {{ type }} userErrors {{ code }} }} }}',
    ),
)


@dataclass
class Right:
    """A right that somebody has: as whom they ask, what it shows, and how it is taken away."""

    house: House
    body: UUID
    take: Callable[[], Any]
    shows: str = BODIES
    mark: str = "内部部会"
    secret: str = ""
    before: float = 0.15
    """Seconds in which all ask before it is taken away."""

    def browser(self) -> Browser:
        """Somebody who has it."""
        found = self.house.browser()
        if not self.secret:
            assert found.sign_in(EMAIL).status_code == 200
        return found

    def has(self, browser: Browser, way: Way) -> bool:
        """Whether an answer shows, or records, what the right is needed for."""
        given = {"shows": self.shows, "body": ids.encode("Body", self.body), "long": LONG}
        text = way.text.format(n=next(NUMBERS), **given)
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        answer = browser.ask(text, **headers)
        assert answer.status_code < 500 or (answer.status_code, code(answer)) == (503, "PAUSED"), answer.text
        assert "RATE_LIMITED" not in answer.text
        return answer.status_code == 200 and (self.mark in answer.text or '"entries":[{' in answer.text)


class Asked(NamedTuple):
    """One request: when it was begun, and whether it had the right."""

    at: float
    had: bool


@pytest.fixture
def inner(own_house: House) -> UUID:
    """A body for the council, with an issue behind which three cases stand."""
    book = own_house.book
    body = book.body(book.council(audience="council"), name="内部部会", audience="council")
    given: dict[str, Any] = {"title": "移動", "owner_id": body, "case_count": 3, "audience": "council"}
    book.say(IssueRaised, None, "at 2024-08-01", **given)
    return body


def role(house: House, body: UUID) -> Right:
    user = house.account(EMAIL, Role.SECRETARIAT)
    return Right(house, body, lambda: house.people.revoke(user, Role.SECRETARIAT))


def account(house: House, body: UUID) -> Right:
    """Its sessions are without effect from the moment at which it is suspended."""
    user = house.account(EMAIL, Role.SECRETARIAT)
    book = Book(house.tenant, replace(house.book.actor, role=Role.TENANT_ADMINISTRATOR))
    return Right(house, body, lambda: book.say(UserSuspended, user, done_on(today()), reason="休職"))


def session(house: House, body: UUID) -> Right:
    user = house.account(EMAIL, Role.SECRETARIAT)

    def take() -> None:
        with transaction(house.tenant.engine, house.tenant.id) as connection:
            sessions.revoke_all(connection, user)

    return Right(house, body, take)


def token(house: House, body: UUID) -> Right:
    client = house.people.register("県", ["council:read", "meetings:write"])

    def take() -> None:
        with transaction(house.tenant.engine, house.tenant.id) as connection:
            tokens.revoke(connection, client)

    return Right(house, body, take, secret=house.people.token(client).secret)


def access(house: House, body: UUID) -> Right:
    """An access token, which ends with the secret that it was given out for."""
    client, text = house.people.register("県", ["council:read", "meetings:write"]), secret.fresh("kya_")
    parent = secret.digest(house.people.token(client).secret)
    assert parent is not None
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        assert tokens.give_access(connection, parent, ["council:read", "meetings:write"], text)

    def take() -> None:
        with transaction(house.tenant.engine, house.tenant.id) as connection:
            tokens.revoke(connection, client)

    return Right(house, body, take, secret=text)


def client(house: House, body: UUID) -> Right:
    registered = house.people.register("県", ["council:read", "meetings:write"])
    secret = house.people.token(registered).secret
    return Right(house, body, lambda: house.people.withdraw(registered), secret=secret)


def office(house: House, body: UUID) -> Right:
    book = house.book
    person = book.say(PersonRegistered, None, "undated", name="架空 花子", audience="public").record_id
    given: dict[str, Any] = {"body_id": body, "person_id": person, "audience": "public"}
    member = book.say(MemberAppointed, None, "from 2024-04-01", **given).record_id
    book.say(OfficerElected, member, "at 2024-05-01", office="部会長")
    house.account(EMAIL, person=person)
    return Right(
        house, body, lambda: book.say(OfficerVacated, member, done_on(today())), CASES, '"caseCount":3'
    )


def municipality(house: House, body: UUID) -> Right:
    house.account(EMAIL, Role.SECRETARIAT)
    operator = Book(house.tenant, replace(house.book.actor, role=Role.PLATFORM_OPERATOR))
    given: dict[str, Any] = {"reason": "未払い"}
    return Right(
        house, body, lambda: operator.say(TenantSuspended, house.tenant.id, done_on(today()), **given)
    )


TAKINGS = (role, account, session, token, access, client, office, municipality)


def hammered(right: Right, ways: tuple[Way, ...]) -> Iterator[tuple[Way, list[bool]]]:
    """Of each way: whether those who asked after it was taken away had it, as all had before."""
    done, browsers = Event(), {way: right.browser() for way in ways}
    assert all(right.has(browser, way) for way, browser in browsers.items())

    def keeps_asking(way: Way) -> list[Asked]:
        found = list[Asked]()
        while not done.is_set():
            found.append(asked(way))
        return [*found, asked(way)]

    def asked(way: Way) -> Asked:
        return Asked(time.monotonic(), right.has(browsers[way], way))

    with ThreadPoolExecutor(len(ways)) as pool:
        asking = {way: pool.submit(keeps_asking, way) for way in ways}
        time.sleep(right.before)
        right.take()
        over = time.monotonic()
        time.sleep(AFTER)
        done.set()
    for way, answers in asking.items():
        yield way, [a.had for a in answers.result() if a.at >= over]


@pytest.mark.parametrize("taking", TAKINGS, ids=lambda taking: taking.__name__)
def test_what_is_taken_away_is_without_effect_after_its_commit(
    own_house: House, inner: UUID, taking: Callable[[House, UUID], Right]
) -> None:
    without_effect(taking(own_house, inner))


@pytest.mark.check
@pytest.mark.parametrize("turn", range(2))
@pytest.mark.parametrize("taking", TAKINGS, ids=lambda taking: taking.__name__)
def test_what_is_taken_away_is_without_effect_whenever_that_is(
    own_house: House, inner: UUID, taking: Callable[[House, UUID], Right], turn: int
) -> None:
    without_effect(replace(taking(own_house, inner), before=0.1 + 0.3 * turn))


def without_effect(right: Right) -> None:
    """None of the ways has it after."""
    for way, after in hammered(right, WAYS):
        assert after, way
        assert not any(after), way


# Each of them goes red


def found(house: House, body: UUID) -> set[str]:
    """The ways in which a role that was taken away is still of use."""
    return {way.name for way, after in hammered(role(house, body), WAYS) if any(after)}


def test_a_statement_that_does_not_ask_whether_the_right_stands_is_found(
    own_house: House, inner: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.probe.cache_clear()
    monkeypatch.setattr(plan, "open_to", lambda *_: "true")
    try:
        assert found(own_house, inner) == {"kept", "compiled"}
    finally:
        plan.probe.cache_clear()


def test_a_snapshot_in_which_nobody_asks_whether_the_right_stands_is_found(
    own_house: House, inner: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "still", lambda *_: True)
    monkeypatch.setattr(performing, "still", lambda *_: True)
    assert found(own_house, inner) == {"mixed", "plain", "mutation"}
