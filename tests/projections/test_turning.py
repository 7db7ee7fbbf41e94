"""The days on which something changed, as far as whoever asks may know."""

from datetime import date
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import Moment, Reading, Sight, snapshot
from kyogikai_projections.turning import Stop, Turn, stops, turns
from tests.book import Book

EVERYBODY = Sight(frozenset({"public"}))
COUNCIL = Sight(frozenset({"public", "council"}))


@pytest.fixture
def book(tenant: Tenant) -> Book:
    """A council with a public body and one that is not."""
    book = Book(tenant)
    council = book.council("from 2007-04-01", audience="public")
    body = book.body(council, "from 2008-04-01", "甲", audience="public")
    book.rename(body, "from 2010-04-01", "乙")
    book.dissolve(body, "from 2012-04-01")
    book.body(council, "from 2009-04-01", "内", audience="council")
    return book


def seen(book: Book, sight: Sight, position: int | None = None) -> list[Turn]:
    with snapshot(book.tenant.engine, book.tenant.id) as connection:
        return turns(Reading(connection, book.tenant.id, sight), Moment(date(2020, 1, 1), position))


def days(found: list[Turn]) -> list[str]:
    return [stop.day.isoformat() for stop in stops(found)]


def test_a_day_is_a_stop_if_something_seen_changed_on_it(book: Book) -> None:
    public = ["2007-04-01", "2008-04-01", "2010-04-01", "2012-04-01"]
    assert days(seen(book, EVERYBODY)) == public
    assert days(seen(book, COUNCIL)) == sorted([*public, "2009-04-01"])
    assert days(seen(book, Sight())) == []


def test_what_was_not_recorded_yet_is_no_stop(book: Book) -> None:
    assert days(seen(book, COUNCIL, 2)) == ["2007-04-01", "2008-04-01"]
    assert days(seen(book, COUNCIL, 0)) == []


def test_a_stop_tells_what_things_are_from_then_on(book: Book) -> None:
    told = [(t.name, t.existence) for stop in stops(seen(book, EVERYBODY)) for t in stop.turns]
    assert told == [("協議会", "live"), ("甲", "live"), ("乙", "live"), ("乙", "ended")]


def test_how_it_was_before_everything_is_no_change() -> None:
    one, first = UUID(int=1), date.min
    before = Turn("body", one, "甲", "unknown", first, date(2021, 5, 1))
    after = Turn("body", one, "甲", "live", date(2021, 5, 1), None)
    assert stops([before, after]) == [Stop(date(2021, 5, 1), (after,))]
    assert [before.on(day) for day in (first, date(2021, 4, 30), date(2021, 5, 1))] == [True, True, False]
    assert after.on(date(2099, 1, 1))
