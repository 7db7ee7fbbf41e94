"""The tenant's own record: code, host name, a life in order, settings, members; and the directory."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.statements import CouncilStatementRecorded
from kyogikai_tenants.effective import Basis, Effective, Kind
from kyogikai_tenants.errors import BadInput
from kyogikai_tenants.events import AudienceChanged, Event, EventAnnotated
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.directory import HostTaken, Listed
from kyogikai_tenants.municipalities import (
    ALWAYS,
    BadCode,
    BadHost,
    MemberState,
    MunicipalityJoined,
    MunicipalityLeft,
    Notation,
    ReservedHost,
    TenantActivated,
    TenantClosed,
    TenantRegistered,
    TenantResumed,
    TenantSettingsChanged,
    TenantState,
    TenantSuspended,
    done_on,
    is_code,
)
from kyogikai_tenants.session import Receipt
from kyogikai_tenants.vocabulary import MunicipalityKind, Role, TenantStatus
from tests.book import Book

OPERATOR = Actor("operator", Role.PLATFORM_OPERATOR)


@pytest.fixture
def book(tenant: Tenant) -> Book:
    """The tenant's book, in the operator's hand."""
    return Book(tenant, OPERATOR)


def register(book: Book, *, own: bool = True, **fields: Any) -> Receipt:
    given = {
        "audience": "public", "code": "141127", "name": "横浜市旭区", "kind": "administrative_ward",
        "parent_name": "横浜市", "host": "asahi",
    }  # fmt: skip
    return book.say(TenantRegistered, book.tenant.id if own else None, ALWAYS, **given | fields)


def act(book: Book, event: type[Event], day: str, **fields: Any) -> Receipt:
    return book.say(event, book.tenant.id, done_on(date.fromisoformat(day)), **fields)


def profile(book: Book, day: str = "2026-06-01") -> dict[str, Any]:
    (row,) = book.on(day, "municipality_profile")
    return row


def members(book: Book, day: str) -> list[str]:
    return [row["name"] for row in book.on(day, "municipality_member")]


@pytest.mark.parametrize("code", ["141127", "122068", "131105", "011002"])
def test_the_last_digit_checks_the_others(code: str) -> None:
    others = [f"{code[:5]}{digit}" for digit in range(10) if str(digit) != code[5]]
    assert is_code(code)
    assert not any(map(is_code, others))


@pytest.mark.parametrize("code", ["14112", "1411270", "14112a", "１４１１２７", "", "141127\n"])
def test_a_code_is_six_ascii_digits(code: str) -> None:
    assert not is_code(code)


def test_a_registered_municipality_has_a_profile_on_every_day(book: Book) -> None:
    register(book)

    row = profile(book, "1990-01-01")
    assert (row["existence"], row["code"], row["status"]) == ("live", "141127", "registered")
    assert (row["notation"], row["era"], row["vocabulary"]) == ("kanji", "japanese", [])
    assert row["id"] == book.tenant.id
    assert book.sound()


@pytest.mark.parametrize("code", ["141126", "", "14112"])
def test_a_wrong_code_is_refused(book: Book, code: str) -> None:
    with pytest.raises(BadCode):
        register(book, code=code)


def test_only_a_joint_or_fictitious_tenant_has_no_code(book: Book, new_tenant: Callable[[], Tenant]) -> None:
    register(book, code="", kind="joint")
    register(Book(new_tenant(), OPERATOR), code="", fictitious=True)

    with pytest.raises(BadCode):
        register(Book(new_tenant(), OPERATOR), code="999999", fictitious=True)


@pytest.mark.parametrize("host", ["Asahi", "a" * 64, "-a", "a-", "a.b", "旭", "a_b", "asahi\n"])
def test_a_host_name_is_a_dns_label(book: Book, host: str) -> None:
    with pytest.raises(BadHost):
        register(book, host=host)
    with pytest.raises(BadInput):
        register(book, host="")


@pytest.mark.parametrize("host", ["console", "www", "api", "static"])
def test_the_platforms_host_names_are_reserved(book: Book, host: str) -> None:
    with pytest.raises(ReservedHost):
        register(book, host=host)


def test_a_log_is_of_one_municipality(book: Book) -> None:
    register(book)
    with pytest.raises(errors.AlreadyThere):
        register(book, own=False, code="122068", kind="city")


def test_a_tenant_lives_in_order(book: Book) -> None:
    register(book)
    act(book, TenantActivated, "2026-04-01")
    act(book, TenantSuspended, "2026-05-01", reason="点検")
    act(book, TenantResumed, "2026-05-02")
    act(book, TenantClosed, "2027-03-31", reason="契約満了")

    days = ["2026-03-31", "2026-04-01", "2026-05-01", "2026-05-02", "2027-03-31"]
    assert [profile(book, day)["status"] for day in days] == [
        "registered",
        "active",
        "suspended",
        "active",
        "closed",
    ]
    assert book.sound()


LIFE: list[tuple[type[Event], dict[str, str]]] = [
    (TenantActivated, {}),
    (TenantSuspended, {"reason": "点検"}),
    (TenantResumed, {}),
    (TenantClosed, {"reason": "契約満了"}),
]
ALLOWED = {0: {0}, 1: {1, 3}, 2: {2}, 3: {1, 3}, 4: set[int]()}
"""After so many steps of the life, the steps that may come."""


@pytest.mark.parametrize("lived", ALLOWED)
def test_no_step_comes_out_of_order(book: Book, lived: int) -> None:
    register(book)
    for number, (event, fields) in enumerate(LIFE[:lived]):
        act(book, event, f"2026-04-0{number + 1}", **fields)

    for number, (event, fields) in enumerate(LIFE):
        if number not in ALLOWED[lived]:
            with pytest.raises(TenantState) as refused:
                act(book, event, "2026-05-01", **fields)
            assert refused.value.message("en").startswith(event.LABEL_EN)
            assert f"「{event.LABEL}」" in refused.value.message("ja")


def test_nothing_comes_after_the_closing(book: Book) -> None:
    register(book)
    act(book, TenantActivated, "2026-04-01")
    act(book, TenantClosed, "2026-05-01", reason="契約満了")

    with pytest.raises(TenantState):
        act(book, TenantSettingsChanged, "2026-06-01", notation="hiragana", era="western")


def test_an_act_carries_its_day(book: Book) -> None:
    register(book)
    with pytest.raises(errors.NeedsADay):
        book.say(TenantActivated, book.tenant.id, ALWAYS)


def test_settings_are_said_as_a_whole(book: Book) -> None:
    register(book)
    words = [{"kind": "subcommittee", "word": "分科会"}]
    act(book, TenantSettingsChanged, "2026-04-01", notation="hiragana", era="japanese", vocabulary=words)
    act(book, TenantSettingsChanged, "2026-05-01", notation="traditional", era="western")

    assert [profile(book, d)["notation"] for d in ("2026-03-31", "2026-04-30", "2026-05-01")] == [
        "kanji",
        "hiragana",
        "traditional",
    ]
    assert profile(book, "2026-04-30")["vocabulary"] == words
    assert profile(book, "2026-05-01")["vocabulary"] == []
    assert [Notation(n).word for n in ("kanji", "hiragana", "traditional")] == ["障害", "障がい", "障碍"]
    assert book.sound()


def test_municipalities_join_and_leave(book: Book) -> None:
    register(book, code="", kind="joint", name="二市合同")
    act(book, MunicipalityJoined, "2026-04-01", member_code="122068", member_name="木更津市")
    act(book, MunicipalityJoined, "2026-04-01", member_code="131105", member_name="目黒区")
    act(book, MunicipalityLeft, "2026-10-01", member_code="122068")

    assert members(book, "2026-03-31") == []
    assert members(book, "2026-09-30") == ["木更津市", "目黒区"]
    assert members(book, "2026-10-01") == ["目黒区"]
    assert (profile(book)["code"], profile(book)["name"]) == ("", "二市合同")
    assert book.sound()


def test_a_municipality_may_come_back(book: Book) -> None:
    register(book, code="", kind="joint")
    act(book, MunicipalityJoined, "2026-04-01", member_code="122068", member_name="木更津市")
    act(book, MunicipalityLeft, "2026-05-01", member_code="122068")
    act(book, MunicipalityJoined, "2026-06-01", member_code="122068", member_name="木更津市")

    assert [len(members(book, day)) for day in ("2026-04-15", "2026-05-15", "2026-06-15")] == [1, 0, 1]


def test_nobody_joins_twice_or_leaves_unjoined(book: Book) -> None:
    register(book, code="", kind="joint")
    with pytest.raises(MemberState):
        act(book, MunicipalityLeft, "2026-04-01", member_code="122068")
    act(book, MunicipalityJoined, "2026-04-01", member_code="122068", member_name="木更津市")
    with pytest.raises(MemberState):
        act(book, MunicipalityJoined, "2026-05-01", member_code="122068", member_name="木更津市")


def test_a_member_has_a_code(book: Book) -> None:
    register(book, code="", kind="joint")
    with pytest.raises(BadCode):
        act(book, MunicipalityJoined, "2026-04-01", member_code="122060", member_name="木更津市")


def test_the_directory_knows_a_host_once(new_tenant: Callable[[], Tenant]) -> None:
    here, there = new_tenant(), new_tenant()
    host = f"h{new_id().hex[:20]}"
    listed = Listed(
        here.id, host, "141127", "横浜市旭区", MunicipalityKind.ADMINISTRATIVE_WARD,
        TenantStatus.REGISTERED, fictitious=False,
    )  # fmt: skip
    with transaction(here.engine, here.id) as connection:
        directory.register(connection, listed)
        directory.set_status(connection, here.id, TenantStatus.ACTIVE)

    with transaction(there.engine, there.id) as connection:
        found = directory.tenant_by_host(connection, host)
        assert found == listed._replace(status=TenantStatus.ACTIVE)
        assert found in directory.tenants(connection)
        assert directory.tenant_by_host(connection, "nobody") is None
        with pytest.raises(HostTaken):
            directory.register(connection, listed._replace(tenant_id=there.id))
        with pytest.raises(HostTaken):
            directory.register(connection, listed._replace(host=f"{host}2"))


@pytest.mark.parametrize("before", [True, False])
def test_a_change_of_audience_reaches_every_row_of_a_record(tenant: Tenant, before: bool) -> None:  # noqa: FBT001
    book = Book(tenant)
    council = book.council(audience="public")
    body = book.body(council, audience="public")
    book.say(CouncilStatementRecorded, council, "undated", kind="purpose", text="趣旨")
    if before:
        book.rename(body, "at 2015", "乙")
    for subject in (council, body):
        book.say(AudienceChanged, subject, audience="secretariat", reason="点検")
    if not before:
        book.rename(body, "at 2015", "乙")
    book.correct(body, 1, "name", "丙")

    for table in ("council", "body", "dated_name", "statement", "lineage", "occasion"):
        audiences = book.query(f"SELECT DISTINCT audience FROM {table}")  # noqa: S608 - our own names
        assert (table, audiences) == (table, [{"audience": "secretariat"}])
    assert book.sound()


def test_a_kind_of_part_may_have_an_audience_of_its_own(tenant: Tenant) -> None:
    book = Book(tenant)
    council = book.council(audience="public")
    said = book.say(CouncilStatementRecorded, council, "undated", kind="purpose", text="趣旨")
    book.say(AudienceChanged, council, audience="secretariat", fields=["statement"], reason="点検")
    book.annul(council, 2)

    assert said.positions == (2,)
    assert book.query("SELECT DISTINCT audience FROM statement") == [{"audience": "secretariat"}]
    assert book.query("SELECT DISTINCT audience FROM dated_name") == [{"audience": "public"}]
    assert book.sound()


def test_an_entry_is_annotated_and_nothing_changes(book: Book) -> None:
    register(book)
    before = profile(book)
    book.say(EventAnnotated, book.tenant.id, target=1, note="登録票を確認")

    assert profile(book) == before
    assert book.one("SELECT target FROM audit_entry WHERE topic = 'record.annotated'") == 1
    assert book.sound()


def test_an_audience_of_a_part_names_a_kind_of_part(book: Book) -> None:
    register(book)
    with pytest.raises(errors.BadInput):
        book.say(AudienceChanged, book.tenant.id, audience="council", fields=["nothing"], reason="点検")


@pytest.mark.parametrize("target", [0, 2, 3])
def test_only_an_earlier_entry_is_annotated(book: Book, target: int) -> None:
    register(book)
    with pytest.raises(errors.NotCorrectable):
        book.say(EventAnnotated, book.tenant.id, target=target, note="登録票を確認")


def test_a_date_of_an_act_is_a_live_one() -> None:
    assert done_on(date(2026, 4, 1)) == Effective(Kind.AT, "2026-04-01", Basis.LIVE)
