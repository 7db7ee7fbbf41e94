"""Municipalities side by side on one database and one pool of connections: none notices the others."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.search import candidates
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.council.councils import CouncilEstablished
from kyogikai_tenants.errors import NotFound
from kyogikai_tenants.events import AudienceChanged
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from tests.book import Book

NAMES = [f"第{n}部会" for n in range(8)]
EVERYTHING = sorted([*TABLES, "audit_entry", "search_gram", "search_text", "events", "tenant_head"])


def year(book: Book, mark: str) -> UUID:
    """What a secretariat records in a year; every text bears the mark of its municipality."""
    council = book.council(name=f"{mark}協議会")
    for name in NAMES:
        body = book.body(council, name=f"{mark}{name}", audience="public")
        book.rename(body, "at 2012", f"{mark}新{name}")
        book.correct(body, 2, "name", f"{mark}正{name}")
    book.dissolve(body, "at 2015")
    book.say(AudienceChanged, body, audience="secretariat", reason="非公開")
    return body


def dump(book: Book) -> dict[str, list[str]]:
    """All that the municipality has, as text."""
    return {
        table: sorted(str(row["r"]) for row in book.query(f"SELECT {table}::text AS r FROM {table}"))  # noqa: S608
        for table in EVERYTHING
    }


@pytest.mark.check
def test_years_recorded_side_by_side_stay_apart(new_tenant: Callable[[], Tenant]) -> None:
    marks = "甲乙丙丁"
    books = [Book(new_tenant()) for _ in marks]
    with ThreadPoolExecutor(len(marks)) as pool:
        list(pool.map(year, books, marks))
    for book, mark in zip(books, marks, strict=True):
        text = str(dump(book))
        assert f"{mark}正" in text
        assert not any(f"{other}正" in text for other in set(marks) - {mark})
        assert not any(str(other.tenant.id) in text for other in books if other is not book)
        assert (book.head(), book.sound()) == (1 + 3 * len(NAMES) + 2, True)


def test_what_one_does_changes_nothing_of_another(new_tenant: Callable[[], Tenant]) -> None:
    one, other = Book(new_tenant()), Book(new_tenant())
    year(other, "乙")
    before, head = dump(other), other.tenant.verify()
    year(one, "甲")
    one.tenant.rebuild()
    assert dump(other) == before
    assert other.tenant.verify() == head


def test_the_same_ids_in_two_municipalities_are_two_records(new_tenant: Callable[[], Tenant]) -> None:
    books, council, body = [Book(new_tenant()), Book(new_tenant())], new_id(), new_id()
    for book, name in zip(books, "甲乙", strict=True):
        opened = {"standing": "statutory", "audience": "council"}
        book.tenant.say(
            CouncilEstablished, council, actor=book.actor, name=name, effective={"kind": "undated"}, **opened
        )
        made: dict[str, Any] = {"kind": "other", "audience": "council", "council_id": council}
        book.tenant.say(BodyCreated, body, actor=book.actor, name=name, effective={"kind": "undated"}, **made)
    books[0].rename(body, "at 2012", "新")
    assert [book.seen("2013-01-01") for book in books] == [["live 新"], ["live 乙"]]
    assert books[0].one("SELECT count(*) FROM purpose") == 0
    assert all(book.sound() for book in books)


def test_a_strangers_ids_answer_as_ids_that_never_were(new_tenant: Callable[[], Tenant]) -> None:
    one, other = Book(new_tenant()), Book(new_tenant())
    body, never = year(one, "甲"), new_id()
    answers = []
    for target in (body, never):
        with pytest.raises(NotFound) as refused:
            other.rename(target, "at 2012", "乙")
        answers.append(refused.value.message("ja").replace(str(target), "id"))
    assert answers[0] == answers[1]
    assert other.head() == 0


def test_a_search_stays_within_its_municipality(new_tenant: Callable[[], Tenant]) -> None:
    books = [Book(new_tenant()), Book(new_tenant())]
    bodies = [book.body(book.council(name="協議会"), name="就労部会") for book in books]
    for book, body in zip(books, bodies, strict=True):
        with transaction(book.tenant.engine, book.tenant.id) as connection:
            assert candidates(connection, "就労") == [body]


def test_a_connection_that_failed_is_clean_for_the_next(new_tenant: Callable[[], Tenant]) -> None:
    one, other = Book(new_tenant()), Book(new_tenant())
    one.council()
    for _ in range(20):
        with pytest.raises(ZeroDivisionError), transaction(one.tenant.engine, one.tenant.id):
            raise ZeroDivisionError
        assert other.head() == 0
