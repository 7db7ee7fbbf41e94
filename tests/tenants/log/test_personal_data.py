"""Texts about persons: sealed wherever they are stored, readable while the key stands, gone with it."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import ReadModels
from kyogikai_projections.tables import TABLES
from kyogikai_tenants import errors
from kyogikai_tenants.access import UserInvited, email_of
from kyogikai_tenants.commands import Actor, AnnulEvent, CorrectEvent, Say
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import DECLARED, Event, EventCorrected
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.mapper import is_seal, log_mapper
from kyogikai_tenants.log.personal_data import (
    ERASED,
    MASTER_KEY,
    Key,
    Keys,
    NoMasterKey,
    Personal,
    SealBroken,
    SubjectErased,
    WeakKey,
    personal_fields,
    place,
)
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.log.tables import metadata
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import members
from kyogikai_tenants.session import Receipt, Session
from kyogikai_tenants.states import STATES
from kyogikai_tenants.vocabulary import Role
from tests.book import Book

EMAIL, OTHER = "hanako.mihon@example.jp", "h.mihon@example.jp"
ADMINISTRATOR = Actor("administrator", Role.TENANT_ADMINISTRATOR)


@pytest.fixture(autouse=True)
def master(monkeypatch: pytest.MonkeyPatch) -> Key:
    """The master key of the installation under test."""
    key = Key.generate()
    monkeypatch.setenv(MASTER_KEY, b64encode(key.secret).decode())
    return key


@pytest.fixture
def book(tenant: Tenant) -> Book:
    return Book(tenant, ADMINISTRATOR)


def invite(tenant: Tenant, subject: UUID | None = None, email: str = EMAIL, key: str = "") -> Receipt:
    return tenant.say(
        UserInvited, subject, actor=ADMINISTRATOR, key=key, effective=Effective.parse("at 2026-04-01"),
        audience="secretariat", name="見本 花子", email=email,
    )  # fmt: skip


def invited(tenant: Tenant) -> UUID:
    return invite(tenant).record_id


def read(tenant: Tenant, user: UUID) -> str:
    with transaction(tenant.engine, tenant.id) as connection:
        return email_of(Log.within(connection), Keys(connection), user)


def erase(tenant: Tenant, user: UUID) -> None:
    with transaction(tenant.engine, tenant.id) as connection:
        Keys(connection).destroy(user)


def correct(tenant: Tenant, user: UUID, email: str = OTHER, key: str = "") -> Receipt:
    return tenant.execute(CorrectEvent(user, 1, "email", email, "誤記"), actor=ADMINISTRATOR, key=key)


def stored(tenant: Tenant) -> Iterator[tuple[str, str]]:
    """Every row of every table, as text (bytes in hexadecimal), and the stored events as they are written."""
    with transaction(tenant.engine, tenant.id) as connection:
        for table in metadata.tables:
            for row in connection.execute(sa.text(f"SELECT to_json(t)::text FROM {table} t")):  # noqa: S608
                yield table, row[0]
        for state in connection.execute(sa.text("SELECT convert_from(state, 'UTF8') FROM events")):
            yield "events", state[0]


def states(tenant: Tenant) -> list[dict[str, object]]:
    with transaction(tenant.engine, tenant.id) as connection:
        query = sa.text("SELECT convert_from(state, 'UTF8') FROM events ORDER BY position")
        return [json.loads(text) for text in connection.execute(query).scalars()]


def shown(tenant: Tenant) -> list[dict[str, object]]:
    with transaction(tenant.engine, tenant.id) as connection:
        return list(connection.execute(sa.text("SELECT fields FROM audit_entry ORDER BY position")).scalars())


def test_a_personal_text_stands_nowhere_in_plain(tenant: Tenant) -> None:
    correct(tenant, invited(tenant))

    words = ("mihon", b"mihon".hex())
    assert [table for table, text in stored(tenant) if any(word in text for word in words)] == []
    assert any("見本" in text for table, text in stored(tenant) if table == "events")  # the look-out works


def test_it_is_stored_as_ciphertext_of_its_subject(tenant: Tenant) -> None:
    user = invited(tenant)

    (state,) = states(tenant)
    assert is_seal(state["email"])
    assert state["email"]["of"] == str(user)  # type: ignore[index]


def test_the_audit_trail_says_only_that_there_is_one(tenant: Tenant) -> None:
    correct(tenant, invited(tenant))

    first, second = shown(tenant)
    assert first["email"] == "[sealed]"
    assert (second["old"], second["new"], second["field"]) == ("[sealed]", "[sealed]", "email")


def test_it_reads_back(tenant: Tenant) -> None:
    assert read(tenant, invited(tenant)) == EMAIL


def test_its_correction_reads_back_and_so_does_its_annulment(tenant: Tenant) -> None:
    user = invited(tenant)
    correct(tenant, user)
    corrected = read(tenant, user)
    tenant.execute(AnnulEvent(user, 2, "誤り"), actor=ADMINISTRATOR)

    assert (corrected, read(tenant, user)) == (OTHER, EMAIL)


def test_the_correction_of_another_field_stays_plain(tenant: Tenant) -> None:
    user = invited(tenant)
    tenant.execute(CorrectEvent(user, 1, "name", "見本 華子", "誤記"), actor=ADMINISTRATOR)

    assert states(tenant)[1]["new"] == "見本 華子"
    assert "sealed_for" not in states(tenant)[1]


def test_destroying_the_key_erases_the_text_and_its_corrections(tenant: Tenant) -> None:
    user, other = invited(tenant), invited(tenant)
    correct(tenant, user)
    erase(tenant, user)

    assert (read(tenant, user), read(tenant, other)) == (ERASED, EMAIL)


def test_after_an_erasure_chain_and_read_models_are_whole(tenant: Tenant) -> None:
    user = invited(tenant)
    correct(tenant, user)
    erase(tenant, user)

    assert tenant.verify().position == 2
    assert list(tenant.rebuild(check=True)) == []
    tenant.rebuild()
    assert list(tenant.rebuild(check=True)) == []


def test_after_an_erasure_the_rest_of_the_record_goes_on(book: Book) -> None:
    user = invited(book.tenant)
    erase(book.tenant, user)
    book.correct(user, 1, "name", "利用者")

    assert book.one("SELECT DISTINCT name FROM user_account WHERE known_to IS NULL") == "利用者"
    assert book.sound()


def test_nothing_personal_is_recorded_after_an_erasure(tenant: Tenant) -> None:
    user = invited(tenant)
    erase(tenant, user)

    with pytest.raises(SubjectErased):
        correct(tenant, user)


def test_an_erasure_may_come_before_the_first_text_and_twice(tenant: Tenant) -> None:
    subject = new_id()
    erase(tenant, subject)
    erase(tenant, subject)

    with pytest.raises(SubjectErased):
        invite(tenant, subject)


def test_a_rebuild_needs_no_key(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    correct(tenant, invited(tenant))
    monkeypatch.delenv(MASTER_KEY)

    assert list(tenant.rebuild(check=True)) == []


def test_without_a_master_key_nothing_personal_is_stored(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(MASTER_KEY)

    with pytest.raises(NoMasterKey, match="KYOGIKAI_MASTER_KEY"):
        invite(tenant)
    assert states(tenant) == []


def test_without_a_master_key_everything_else_is(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MASTER_KEY)

    book.body(book.council())
    assert book.one("SELECT (SELECT count(*) FROM tenant_key) + (SELECT count(*) FROM subject_key)") == 0


def test_the_master_key_may_stand_in_a_file(tmp_path: Path, master: Key) -> None:
    file = tmp_path / "master.key"
    file.write_text(b64encode(master.secret).decode() + "\n")

    assert Key.configured({f"{MASTER_KEY}_FILE": str(file)}) == master


@pytest.mark.parametrize(
    "given",
    [
        {},
        {MASTER_KEY: "short"},
        {MASTER_KEY: b64encode(b"only sixteen byt").decode()},
        {f"{MASTER_KEY}_FILE": "/nonexistent/master.key"},
    ],
)
def test_a_master_key_is_32_bytes(given: dict[str, str]) -> None:
    with pytest.raises(NoMasterKey):
        Key.configured(given)


def test_another_tenants_keys_do_not_open_it(new_tenant: Callable[[], Tenant]) -> None:
    subject, here, there = new_id(), new_tenant(), new_tenant()
    invite(here, subject)
    invite(there, subject)
    seal = states(here)[0]["email"]

    with transaction(there.engine, there.id) as connection, pytest.raises(SealBroken):
        Keys(connection).open(seal, place(here.id, subject, 1, "user.invited", "email"))  # type: ignore[arg-type]


def test_another_tenants_wrapped_key_does_not_serve(
    new_tenant: Callable[[], Tenant], superuser: sa.Engine
) -> None:
    here, there = new_tenant(), new_tenant()
    for tenant in (here, there):
        invited(tenant)
    with superuser.begin() as connection:
        theirs = "(SELECT wrapped FROM tenant_key WHERE tenant_id = :here)"
        copy = f"UPDATE tenant_key SET wrapped = {theirs} WHERE tenant_id = :there"  # noqa: S608
        connection.execute(sa.text(copy), {"here": here.id, "there": there.id})

    with pytest.raises(SealBroken), transaction(there.engine, there.id) as connection:
        Keys(connection).fingerprint(EMAIL)


def test_another_subjects_wrapped_key_does_not_serve(tenant: Tenant) -> None:
    one, other = invited(tenant), invited(tenant)
    with transaction(tenant.engine, tenant.id) as connection:
        theirs = "(SELECT wrapped FROM subject_key WHERE subject_id = :one)"
        copy = f"UPDATE subject_key SET wrapped = {theirs} WHERE subject_id = :other"  # noqa: S608
        connection.execute(sa.text(copy), {"one": one, "other": other})

    with pytest.raises(SealBroken), transaction(tenant.engine, tenant.id) as connection:
        Keys(connection).seal(other, EMAIL, b"")


def test_a_tenant_sees_no_keys_of_another(new_tenant: Callable[[], Tenant]) -> None:
    here, there = new_tenant(), new_tenant()
    invited(here)

    book = Book(there)
    assert book.one("SELECT (SELECT count(*) FROM tenant_key) + (SELECT count(*) FROM subject_key)") == 0


def test_a_ciphertext_opens_only_in_its_own_event(tenant: Tenant) -> None:
    first, second = new_id(), new_id()
    invite(tenant, first)
    invite(tenant, second, email=OTHER)
    with transaction(tenant.engine, tenant.id) as connection:
        log, mapper = Log.within(connection), log_mapper(Keys(connection))
        one, two = log.select_events(first)[0], log.select_events(second)[0]
        swapped = type(one)(two.originator_id, two.originator_version, two.topic, one.state)

        assert mapper.to_domain_event(one).email == EMAIL  # type: ignore[attr-defined]
        with pytest.raises(SealBroken):
            mapper.to_domain_event(swapped)


@pytest.mark.parametrize("part", range(5))
def test_each_part_of_the_place_counts(tenant: Tenant, part: int) -> None:
    here = [tenant.id, new_id(), 1, "user.invited", "email"]
    moved = list(here)
    moved[part] = [new_id(), new_id(), 2, "user.renamed", "phone"][part]
    with transaction(tenant.engine, tenant.id) as connection:
        keys = Keys(connection)
        seal = keys.seal(new_id(), EMAIL, place(*here))  # type: ignore[arg-type]

        assert keys.open(seal, place(*here)) == EMAIL  # type: ignore[arg-type]
        with pytest.raises(SealBroken):
            keys.open(seal, place(*moved))  # type: ignore[arg-type]


def test_the_same_text_is_never_the_same_ciphertext(tenant: Tenant) -> None:
    subject, where = new_id(), place(tenant.id, new_id(), 1, "user.invited", "email")
    with transaction(tenant.engine, tenant.id) as connection:
        keys = Keys(connection)
        assert keys.seal(subject, EMAIL, where) != keys.seal(subject, EMAIL, where)


def test_a_new_master_key_takes_over(tenant: Tenant, master: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    user, new = invited(tenant), Key.generate()
    with transaction(tenant.engine, tenant.id) as connection:
        Keys(connection, master).rotate(new)

    with pytest.raises(SealBroken, match="master key"):
        read(tenant, user)
    monkeypatch.setenv(MASTER_KEY, b64encode(new.secret).decode())
    assert read(tenant, user) == EMAIL
    assert tenant.verify().position == 1


def test_a_key_made_in_a_refused_attempt_is_forgotten_with_it(tenant: Tenant) -> None:
    subject, day = new_id(), {"kind": "at", "value": "2026-04-01"}
    refused = {"effective": day, "audience": "public", "name": "見本 花子", "email": EMAIL}
    with transaction(tenant.engine, tenant.id) as connection:
        session = Session(connection, ReadModels())
        with pytest.raises(errors.Refused):
            session.execute(Say(UserInvited, subject, refused), actor=ADMINISTRATOR)
        session.execute(Say(UserInvited, subject, refused | {"audience": "secretariat"}), actor=ADMINISTRATOR)

    assert read(tenant, subject) == EMAIL


def test_a_retry_is_known_and_another_text_under_its_key_refused(tenant: Tenant) -> None:
    subject, key = new_id(), "0c1f7e0a-5d0c-4a53-9a7e-2f3f4a2f9b11"
    first = invite(tenant, subject, key=key)

    assert invite(tenant, subject, key=key) == first
    with pytest.raises(errors.KeyReused):
        invite(tenant, subject, email=OTHER, key=key)


def test_an_idempotency_key_that_can_be_guessed_is_refused(tenant: Tenant) -> None:
    with pytest.raises(WeakKey):
        invite(tenant, key="1")
    user = invited(tenant)
    with pytest.raises(WeakKey):
        correct(tenant, user, key="2")


def test_a_correction_goes_through_its_own_command(tenant: Tenant) -> None:
    user = invited(tenant)
    plain = {"target": 1, "field": "email", "old": EMAIL, "new": OTHER, "reason": "誤記"}

    with pytest.raises(errors.BadInput):
        tenant.execute(Say(EventCorrected, user, plain), actor=ADMINISTRATOR)


def test_a_fingerprint_finds_an_address_within_one_tenant_only(new_tenant: Callable[[], Tenant]) -> None:
    here, there = new_tenant(), new_tenant()
    with transaction(here.engine, here.id) as connection:
        one, again = (Keys(connection).fingerprint(EMAIL) for _ in range(2))
    with transaction(there.engine, there.id) as connection:
        elsewhere = Keys(connection).fingerprint(EMAIL)

    assert one == again != elsewhere


def test_no_read_table_has_a_column_for_a_sealed_field() -> None:
    columns = {
        (event, name)
        for event in DECLARED.values()
        for name in personal_fields(event)
        for kind in event.SUBJECTS
        if name in members(Record.KINDS[kind].STATE)
    }

    assert columns == set()
    assert personal_fields(UserInvited) == {"email": "originator_id"}
    assert TABLES.keys() >= STATES.keys()


def test_only_a_text_without_conditions_can_be_marked() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Numbered(Event):
        number: Annotated[int, Personal()]

    @dataclass(frozen=True, kw_only=True)
    class Limited(Event):
        text: Annotated[str, msgspec.Meta(max_length=3), Personal()]

    for event in (Numbered, Limited):
        with pytest.raises(TypeError, match="sealed"):
            personal_fields(event)
