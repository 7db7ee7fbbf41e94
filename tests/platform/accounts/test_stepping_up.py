"""Whoever has no passphrase says again who they are by signing in anew; an open browser is not enough."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from kyogikai_platform.accounts import stepping_up
from kyogikai_platform.installation import Installation
from tests.platform.accounts.house import PASSPHRASE, House
from tests.platform.accounts.idp import Provider
from tests.platform.accounts.idp import provider as running
from tests.platform.accounts.test_by_provider import Person, agreed, invited
from tests.platform.web.visitor import HTML, Page

pytestmark = pytest.mark.check
CALENDAR = "/account/calendar"


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    """A provider that runs."""
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def town(here: Installation, idp: Provider) -> Iterator[House]:
    """A municipality that signs in there."""
    allowed = replace(here, settings=replace(here.settings, oidc_loopback=True))
    yield agreed(House.opened(allowed), idp.issuer)
    allowed.close()


def made(person: Person, **fields: str) -> int:
    """What the form of the calendar link answers."""
    page = Page.of(person.get(CALENDAR))
    headers = {"Host": person.house.host, "Accept": HTML, "Sec-Fetch-Site": "same-origin"}
    answer = person.client.post(CALENDAR, data={**page.hidden, **fields}, headers=headers)
    assert ("/calendar/" in answer.text and ".ics" in answer.text) == (answer.status_code == 200)
    return answer.status_code


def test_being_known_to_the_provider_is_not_enough(town: House, idp: Provider) -> None:
    person = Person(town, idp, invited(town, "anna"))
    assert person.sign_in().status_code == 303
    assert person.sign_in().status_code == 303
    page = person.get(CALENDAR)
    assert "もう一度ログインする" in page.text
    assert "current" not in Page.of(page).fields
    assert made(person) == 400
    assert made(person, current=PASSPHRASE) == 400, "nobody's passphrase helps"


def test_whoever_signs_in_anew_there_goes_on(
    town: House, idp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(town, idp, invited(town, "bert"))
    person.sign_in()
    before = person.client.get_cookie("kyogikai", domain=town.host)
    form = person.get("/sign-in?again=1&next=/account/calendar").text
    assert "もう一度ログインしてください" in form
    assert "/sign-in/oidc?again=1" in form
    out = person.out("/sign-in/oidc?again=1&next=/account/calendar")
    asked = parse_qs(urlsplit(out).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    person.claims |= {"auth_time": int(time.time())}
    back = person.get(person.back(out))
    assert back.headers["Location"] == CALENDAR
    assert "少し前のログインで" in person.get(CALENDAR).text
    assert made(person) == 200
    assert before
    stolen = town.browser()
    stolen.client.set_cookie("kyogikai", before.value, domain=town.host)
    assert stolen.send("GET", "/session").status_code == 401, "the one of before is over"
    monkeypatch.setattr(stepping_up, "FRESH", timedelta(seconds=-1))
    assert made(person) == 400, "only for a while"


def test_a_provider_that_remembers_an_earlier_sign_in_does_not_help(town: House, idp: Provider) -> None:
    person = Person(town, idp, invited(town, "cora"))
    person.sign_in()
    person.claims |= {"auth_time": int(time.time()) - 3600}
    assert person.get(person.back(person.out("/sign-in/oidc?again=1"))).status_code == 303
    assert made(person) == 400


def test_whoever_has_a_passphrase_says_it_however_they_signed_in(town: House, idp: Provider) -> None:
    person = Person(town, idp, invited(town, "dora"), auth_time=int(time.time()))
    person.sign_in()
    user = town.people.find("dora@example.jp")
    town.people.passphrase(user, "dora@example.jp", PASSPHRASE)
    person.sign_in()
    assert "current" in Page.of(person.get(CALENDAR)).fields
    assert (made(person), made(person, current=PASSPHRASE)) == (400, 200)
