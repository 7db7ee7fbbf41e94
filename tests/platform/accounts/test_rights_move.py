"""A right that is taken away has no effect on any request after its commit, whatever was kept."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import NamedTuple

import pytest

from kyogikai_platform.accounts import sessions
from kyogikai_tenants.council.members import MemberAppointed, OfficerElected, OfficerVacated
from kyogikai_tenants.council.parties import PersonRegistered
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import Browser, House

BODIES = "{ bodies { nodes { name } } }"


class Asked(NamedTuple):
    """One answer: when it was asked for and told, and whether it showed what is not for everybody."""

    at: float
    told: float
    shown: bool


@pytest.fixture
def inner(own_house: House) -> House:
    """A municipality with a body that is for the council."""
    council = own_house.book.council(audience="council")
    own_house.book.body(council, name="内部部会", audience="council")
    return own_house


def signed_in(house: House, email: str) -> Browser:
    browser = house.browser()
    assert browser.sign_in(email).status_code == 200
    return browser


def shows(browser: Browser) -> bool:
    return "内部部会" in browser.ask(BODIES).text


def test_a_kept_answer_is_not_given_to_whom_it_is_no_longer_for(inner: House) -> None:
    user = inner.account("reader@example.jp", Role.VIEWER)
    browser = signed_in(inner, "reader@example.jp")
    for _ in range(2):
        assert [shows(browser), shows(browser)] == [True, True]
        inner.people.revoke(user, Role.VIEWER)
        assert [shows(browser), shows(browser)] == [False, False]
        inner.people.grant(user, Role.VIEWER)


def keeps_asking(browser: Browser, done: Event) -> list[Asked]:
    found = []
    while not done.is_set():
        at, shown = time.monotonic(), shows(browser)
        found.append(Asked(at, time.monotonic(), shown))
    return found


def hammered(house: House, email: str) -> Iterator[tuple[bool, list[Asked]]]:
    """For each change of a right: what it became, and all that was asked between its commit and the next."""
    user, done = house.account(email, Role.VIEWER), Event()
    browsers, moments = [signed_in(house, email) for _ in range(3)], []
    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(keeps_asking, browser, done) for browser in browsers]
        for change in (house.people.revoke, house.people.grant) * 2:
            begun = time.monotonic()
            change(user, Role.VIEWER)
            moments += [begun, time.monotonic()]
            time.sleep(0.4)
        done.set()
    asked = [a for answers in asking for a in answers.result()]
    for number, given in enumerate([False, True] * 2):
        after, before = moments[2 * number + 1], [*moments[2::2], time.monotonic()][number]
        yield given, [a for a in asked if after <= a.at and a.told < before]


def test_no_request_after_the_commit_has_the_right_and_every_one_has_it_again(inner: House) -> None:
    for given, asked in hammered(inner, "hammered@example.jp"):
        assert asked
        assert {a.shown for a in asked} == {given}


def roles(browser: Browser) -> list[str]:
    found = browser.ask("{ viewer { roles { role } } }").get_json()
    return [r["role"] for r in found["data"]["viewer"]["roles"]]


def test_an_office_that_is_given_up_is_none_on_the_very_next_request(own_house: House) -> None:
    book = own_house.book
    person = book.say(PersonRegistered, None, "undated", name="架空 花子", audience="public").record_id
    body = book.body(book.council())
    member = book.say(
        MemberAppointed, None, "from 2024-04-01", body_id=body, person_id=person, audience="council"
    ).record_id
    own_house.account("head@example.jp", person=person)
    browser = signed_in(own_house, "head@example.jp")
    assert roles(browser) == ["MEMBER"]
    book.say(OfficerElected, member, "at 2024-05-01", office="部会長")
    assert roles(browser) == ["CHAIR", "MEMBER"]
    book.say(OfficerVacated, member, done_on(today()))
    assert roles(browser) == ["MEMBER"]
    book.annul(member, 3)
    assert roles(browser) == ["CHAIR", "MEMBER"]
    book.correct(member, 2, "office", "副部会長")
    assert roles(browser) == ["MEMBER"]


def test_a_session_that_is_ended_elsewhere_is_over_on_the_very_next_request(inner: House) -> None:
    user = inner.account("two@example.jp", Role.VIEWER)
    browser = signed_in(inner, "two@example.jp")
    assert shows(browser)
    with transaction(inner.tenant.engine, inner.tenant.id) as connection:
        assert sessions.revoke_all(connection, user) == 1
    assert browser.ask(BODIES).status_code == 401
