"""Ids: sorted where they are new, repeatable where the same input must give the same id."""

import time
from itertools import pairwise
from typing import Any
from uuid import RFC_4122, UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.identity import import_id, new_id, part_id
from tests.book import Book


def milliseconds(uuid: UUID) -> int:
    return uuid.int >> 80


def test_a_new_id_is_a_uuid_of_version_7_that_says_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= milliseconds(made) <= time.time_ns() // 1_000_000


def test_new_ids_are_sorted_by_the_millisecond_and_never_the_same() -> None:
    made = [new_id() for _ in range(2_000)]
    assert len(set(made)) == 2_000
    assert all(milliseconds(a) <= milliseconds(b) for a, b in pairwise(made))


@given(st.uuids(), st.text(max_size=40))
def test_the_id_of_a_part_depends_on_its_record_and_its_key_alone(record: UUID, key: str) -> None:
    assert part_id(record, key) == part_id(record, key)
    assert part_id(record, key) not in {part_id(record, key + "."), part_id(new_id(), key)}


@given(st.uuids(), st.text(max_size=40))
def test_an_import_key_gives_the_same_id_again_but_never_in_another_municipality(
    tenant_id: UUID, key: str
) -> None:
    assert import_id(tenant_id, key) == import_id(tenant_id, key)
    assert import_id(tenant_id, key) != import_id(new_id(), key)
    assert import_id(tenant_id, key) != part_id(tenant_id, key)


def test_the_id_of_an_import_key_never_changes() -> None:
    tenant_id = UUID("0193a1b2-c3d4-7e5f-8a6b-112233445566")
    assert import_id(tenant_id, "body/甲") == uuid5(tenant_id, "import:body/甲")
    assert str(import_id(tenant_id, "body/甲")) == "4fbf1508-2150-56ad-8721-0b1d07e2c25d"


def test_a_second_import_of_the_same_row_changes_nothing(tenant: Tenant) -> None:
    book = Book(tenant)
    council = book.council()
    record_id = import_id(tenant.id, "body/甲")
    row: dict[str, Any] = {"council_id": council, "name": "甲", "kind": "other", "audience": "council"}
    first = book.say(BodyCreated, record_id, "from 2010", key="import:body/甲", **row)
    again = book.say(BodyCreated, record_id, "from 2010", key="import:body/甲", **row)
    assert (first, again.repeated, book.head()) == (again, True, 2)
    assert first.record_id == record_id
