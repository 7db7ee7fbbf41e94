"""Accounts and roles: who grants what, who is never alone or together, and which role records which event."""

from base64 import b64encode
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.access import (
    ApiClientRegistered,
    ApiClientRevoked,
    ExportMade,
    InvitationAccepted,
    OperatorAccess,
    PasswordChanged,
    RoleGranted,
    RoleRevoked,
    SecondFactorEnrolled,
    SessionRevoked,
    SignedIn,
    SignInFailuresCounted,
    UserInvited,
    UserResumed,
    UserSuspended,
    may_record,
)
from kyogikai_tenants.access.clients import UnknownScope
from kyogikai_tenants.access.internal import AccessIsInternal
from kyogikai_tenants.access.roles import LastAdministrator, NotYoursToGrant
from kyogikai_tenants.access.users import AdministratorSuspended, AuditorAlone, NotGranted
from kyogikai_tenants.cases import CaseViewed
from kyogikai_tenants.commands import Actor, AnnulEvent, CorrectEvent
from kyogikai_tenants.council.bodies import BodyCreated, BodyRenamed
from kyogikai_tenants.council.councils import CouncilEstablished
from kyogikai_tenants.council.meetings import MeetingScheduled
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import DECLARED, AudienceChanged, Event, EventAnnotated
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.municipalities import TenantSettingsChanged, TenantSuspended, done_on
from kyogikai_tenants.rights import EVERYBODY, WRITERS, ReadOnlyRole, area
from kyogikai_tenants.session import Receipt
from kyogikai_tenants.vocabulary import Role
from tests.book import Book

READERS = [Role.AUDITOR, Role.VIEWER, Role.PUBLIC, Role.PLATFORM_OPERATOR]
DAY = "2026-04-01"


@pytest.fixture(autouse=True)
def _master(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MASTER_KEY, b64encode(Key.generate().secret).decode())


@pytest.fixture
def book(tenant: Tenant) -> Book:
    """The tenant's book, in the administrator's hand."""
    return Book(tenant, Actor("administrator", Role.TENANT_ADMINISTRATOR))


def act(book: Book, event: type[Event], subject: UUID | None, day: str = DAY, **fields: Any) -> Receipt:
    return book.say(event, subject, done_on(date.fromisoformat(day)), **fields)


def invite(book: Book, name: str = "見本 花子", audience: str = "secretariat") -> UUID:
    return act(book, UserInvited, None, audience=audience, name=name, email="hanako@example.jp").record_id


def grant(book: Book, user: UUID, role: Role, day: str = DAY, **fields: Any) -> Receipt:
    return act(book, RoleGranted, user, day, role=role, **fields)


def revoke(book: Book, user: UUID, role: Role, day: str = DAY, **fields: Any) -> Receipt:
    return act(book, RoleRevoked, user, day, role=role, **fields)


def someone(book: Book, *roles: Role) -> UUID:
    user = invite(book)
    for role in roles:
        grant(book, user, role)
    return user


def roles(book: Book, day: str = "2026-06-01") -> list[str]:
    return [row["role"] for row in book.on(day, "role_grant")]


def test_an_account_is_invited_and_accepted(book: Book) -> None:
    user = invite(book)
    act(book, InvitationAccepted, user, "2026-04-02")

    rows = [row for day in ("2026-04-01", "2026-04-02") for row in book.on(day, "user_account")]
    assert [(r["name"], r["accepted"], r["audience"]) for r in rows] == [
        ("見本 花子", False, "secretariat"),
        ("見本 花子", True, "secretariat"),
    ]
    assert book.sound()


def test_a_role_holds_until_it_is_revoked(book: Book) -> None:
    user = someone(book, Role.SECRETARIAT)
    revoke(book, user, Role.SECRETARIAT, "2026-07-01")

    assert [roles(book, day) for day in ("2026-03-31", DAY, "2026-06-30", "2026-07-01")] == [
        [],
        ["secretariat"],
        ["secretariat"],
        [],
    ]
    assert book.sound()


def test_a_role_holds_through_its_last_day(book: Book) -> None:
    user = invite(book)
    grant(book, user, Role.VIEWER, until="2026-06-30")

    assert [roles(book, day) for day in ("2026-06-30", "2026-07-01")] == [["viewer"], []]
    assert book.sound()


def test_a_later_grant_of_the_same_role_replaces_the_earlier(book: Book) -> None:
    user = invite(book)
    grant(book, user, Role.VIEWER, until="2026-06-30")
    grant(book, user, Role.VIEWER, "2026-06-01")

    assert [roles(book, day) for day in ("2026-06-15", "2026-07-01")] == [["viewer"], ["viewer"]]
    assert book.sound()


def test_a_role_may_be_for_one_body(book: Book) -> None:
    council = book.council()
    first, second = book.body(council, name="甲"), book.body(council, name="乙")
    user = invite(book)
    grant(book, user, Role.MEMBER, body_id=first)
    grant(book, user, Role.MEMBER, body_id=second)
    revoke(book, user, Role.MEMBER, "2026-05-01", body_id=first)

    assert [row["body_id"] for row in book.on("2026-06-01", "role_grant")] == [second]
    with pytest.raises(errors.NotFound):
        grant(book, user, Role.MEMBER, body_id=council)


def test_only_a_role_that_is_held_is_revoked(book: Book) -> None:
    user = someone(book, Role.SECRETARIAT)
    with pytest.raises(NotGranted):
        revoke(book, user, Role.VIEWER)
    revoke(book, user, Role.SECRETARIAT, "2026-05-01")
    with pytest.raises(NotGranted):
        revoke(book, user, Role.SECRETARIAT, "2026-06-01")


@pytest.mark.parametrize("role", [Role.CHAIR, Role.PUBLIC, Role.API_CLIENT, Role.PLATFORM_OPERATOR])
def test_nobody_is_granted_what_nobody_administers(book: Book, role: Role) -> None:
    with pytest.raises(NotYoursToGrant):
        grant(book, invite(book), role)


@pytest.mark.parametrize("role", set(Role) - {Role.TENANT_ADMINISTRATOR, Role.PLATFORM_OPERATOR})
def test_only_administrators_grant(book: Book, role: Role) -> None:
    user = invite(book)
    with pytest.raises(ReadOnlyRole):
        grant(Book(book.tenant, Actor("x", role)), user, Role.VIEWER)


def test_the_operator_sees_to_the_first_administrator_only(book: Book) -> None:
    operator = Book(book.tenant, Actor("operator", Role.PLATFORM_OPERATOR))
    first = invite(operator)
    with pytest.raises(NotYoursToGrant):
        grant(operator, first, Role.SECRETARIAT)
    grant(operator, first, Role.TENANT_ADMINISTRATOR)

    with pytest.raises(NotYoursToGrant):
        invite(operator, "第二の管理者")
    second = invite(book, "第二の管理者")
    with pytest.raises(NotYoursToGrant):
        grant(operator, second, Role.TENANT_ADMINISTRATOR)


def test_a_correction_grants_nothing_that_its_actor_does_not_administer(book: Book) -> None:
    user = someone(book, Role.VIEWER)
    for role in (Role.CHAIR, Role.PLATFORM_OPERATOR):
        with pytest.raises(NotYoursToGrant):
            book.correct(user, 2, "role", role)


def test_the_last_administrator_stays(book: Book) -> None:
    one = someone(book, Role.TENANT_ADMINISTRATOR)
    with pytest.raises(LastAdministrator, match="2026-05-01"):
        revoke(book, one, Role.TENANT_ADMINISTRATOR, "2026-05-01")
    two = someone(book, Role.TENANT_ADMINISTRATOR)
    revoke(book, one, Role.TENANT_ADMINISTRATOR, "2026-05-01")
    with pytest.raises(LastAdministrator):
        revoke(book, two, Role.TENANT_ADMINISTRATOR, "2026-06-01")


def test_the_last_administrator_cannot_be_corrected_or_annulled_away(book: Book) -> None:
    user = someone(book, Role.TENANT_ADMINISTRATOR)
    for command in (
        AnnulEvent(user, 2, "誤り"),
        CorrectEvent(user, 2, "role", "viewer", "誤り"),
        CorrectEvent(user, 2, "until", "2026-12-31", "誤り"),
    ):
        with pytest.raises(LastAdministrator):
            book.tenant.execute(command, actor=book.actor)


def test_a_successor_for_a_while_is_not_enough(book: Book) -> None:
    one, two = someone(book, Role.TENANT_ADMINISTRATOR), invite(book)
    grant(book, two, Role.TENANT_ADMINISTRATOR, until="2026-12-31")

    with pytest.raises(LastAdministrator, match="2027-01-01"):
        revoke(book, one, Role.TENANT_ADMINISTRATOR, "2026-05-01")


@pytest.mark.parametrize("other", [Role.SECRETARIAT, Role.CASE_WORKER])
def test_an_auditor_is_nothing_that_is_audited(book: Book, other: Role) -> None:
    with pytest.raises(AuditorAlone):
        grant(book, someone(book, Role.AUDITOR), other)
    with pytest.raises(AuditorAlone):
        grant(book, someone(book, other), Role.AUDITOR)


def test_a_former_secretary_may_audit(book: Book) -> None:
    user = someone(book, Role.SECRETARIAT)
    revoke(book, user, Role.SECRETARIAT, "2026-05-01")
    grant(book, user, Role.AUDITOR, "2026-05-01")
    grant(book, user, Role.VIEWER, "2026-05-01")

    assert sorted(roles(book)) == ["auditor", "viewer"]


def test_records_of_access_are_never_published(book: Book) -> None:
    with pytest.raises(AccessIsInternal):
        invite(book, audience="public")
    user = someone(book, Role.VIEWER)
    with pytest.raises(AccessIsInternal):
        book.say(AudienceChanged, user, audience="public", reason="誤り")
    with pytest.raises(AccessIsInternal):
        book.say(AudienceChanged, user, audience="public", fields=["role_grant"], reason="誤り")


def test_what_is_done_at_the_door_is_on_record_and_changes_no_row(book: Book) -> None:
    user = someone(book, Role.VIEWER)
    rows = (
        book.query("SELECT * FROM user_account ORDER BY valid_from"),
        book.query("SELECT * FROM role_grant"),
    )
    own = Book(book.tenant, Actor(str(user), Role.VIEWER))
    own.say(SignedIn, user, method="passkey")
    own.say(PasswordChanged, user)
    own.say(SecondFactorEnrolled, user, method="totp")
    own.say(SessionRevoked, user, reason="端末の紛失")
    own.say(SignInFailuresCounted, user, count=12, since="2026-04-01T09:00:00+09:00")

    assert rows == (
        book.query("SELECT * FROM user_account ORDER BY valid_from"),
        book.query("SELECT * FROM role_grant"),
    )
    topics = [
        r["topic"] for r in book.query("SELECT topic FROM audit_entry WHERE position > 2 ORDER BY position")
    ]
    assert topics == [
        "user.signed_in",
        "user.password_changed",
        "user.second_factor_enrolled",
        "user.session_revoked",
        "user.sign_in_failures_counted",
    ]
    assert book.sound()


def test_who_administers_is_not_suspended_and_who_is_may_not_administer(book: Book) -> None:
    user = someone(book, Role.VIEWER)
    act(book, UserSuspended, user, reason="休職")
    with pytest.raises(AdministratorSuspended):
        act(book, RoleGranted, user, role=Role.TENANT_ADMINISTRATOR)
    act(book, UserResumed, user, "2026-05-01", reason="復職")
    act(book, RoleGranted, user, "2026-05-02", role=Role.TENANT_ADMINISTRATOR)
    with pytest.raises(AdministratorSuspended):
        act(book, UserSuspended, user, "2026-05-03", reason="誤り")
    assert book.sound()


def test_an_api_client_has_known_scopes_and_an_end(book: Book) -> None:
    given = {"audience": "secretariat", "name": "県の集計"}
    client = act(book, ApiClientRegistered, None, scopes=["published:read"], **given).record_id
    act(book, ApiClientRevoked, client, "2026-05-01", reason="終了")

    rows = [book.on(day, "api_client")[0] for day in ("2026-04-30", "2026-05-02")]
    assert [(r["existence"], r["scopes"]) for r in rows] == [
        ("live", ["published:read"]),
        ("ended", ["published:read"]),
    ]
    for scopes in (["cases:read"], [], ["published:read", "trail:read"]):
        with pytest.raises(UnknownScope):
            act(book, ApiClientRegistered, None, scopes=scopes, **given)


def test_visits_of_the_operator_and_exports_are_records_of_their_own(book: Book) -> None:
    operator = Book(book.tenant, Actor("operator", Role.PLATFORM_OPERATOR))
    act(operator, OperatorAccess, None, audience="secretariat", reason="障害対応")
    act(book, ExportMade, None, audience="secretariat", what="会議一覧", format="xlsx", count=24)

    assert book.one("SELECT DISTINCT reason FROM operator_access") == "障害対応"
    assert [(r["what"], r["format"], r["count"]) for r in book.on(DAY, "data_export")] == [
        ("会議一覧", "xlsx", 24)
    ]
    with pytest.raises(AccessIsInternal):
        act(book, ExportMade, None, audience="council", what="会議一覧", format="xlsx", count=24)


@pytest.mark.parametrize("role", READERS)
def test_who_only_reads_records_nothing_of_the_council(book: Book, role: Role) -> None:
    council = book.council()
    body = book.body(council)
    before, reader = book.head(), Book(book.tenant, Actor("reader", role))
    for attempt in (
        reader.council,
        lambda: reader.body(council, name="乙"),
        lambda: reader.rename(body, "at 2015", "丙"),
        lambda: reader.correct(body, 1, "name", "丁"),
        lambda: reader.annul(body, 1),
        lambda: reader.say(AudienceChanged, body, audience="public", reason="公開"),
        lambda: reader.say(EventAnnotated, body, target=1, note="注記"),
    ):
        with pytest.raises(ReadOnlyRole):
            attempt()
    assert book.head() == before


def test_a_reader_learns_nothing_from_the_refusal(book: Book) -> None:
    reader = Book(book.tenant, Actor("reader", Role.PUBLIC))
    with pytest.raises(ReadOnlyRole):
        reader.rename(new_id(), "at 2015", "丙")


def test_the_table_gives_the_council_to_office_and_administrator() -> None:
    may = {role for role in Role if may_record(role, BodyRenamed)}
    assert may == {Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR}
    own = {Role.PLATFORM_OPERATOR, Role.TENANT_ADMINISTRATOR}
    assert {role for role in Role if may_record(role, TenantSettingsChanged)} == own
    assert {role for role in Role if may_record(role, TenantSuspended)} == {Role.PLATFORM_OPERATOR}


def test_no_reader_records_any_event_but_at_the_door_and_that_they_looked() -> None:
    doors = {"user.", "export.", "operator.", "tenant.", "record."}
    open_to = {
        (role, event.TOPIC)
        for event in DECLARED.values()
        for role in READERS
        if area(event) not in doors and may_record(role, event)
    }
    assert open_to == {(Role.AUDITOR, CaseViewed.TOPIC)}


def test_every_line_of_the_table_is_of_something_declared() -> None:
    declared = {event.TOPIC for event in DECLARED.values()} | {area(event) for event in DECLARED.values()}
    assert WRITERS.keys() <= declared


def test_a_client_writes_meetings_and_corrects_and_publishes_nothing() -> None:
    may = {e.TOPIC for e in DECLARED.values() if may_record(Role.API_CLIENT, e, MeetingScheduled)}
    assert {"meeting.scheduled", "meeting.held"} <= may
    assert {area(DECLARED[topic]) for topic in may} <= {"meeting.", "user.", "export."}
    assert not may & {"meeting.minutes_drafted", "meeting.document_attached", "meeting.openness_decided"}
    assert not may_record(Role.CHAIR, AudienceChanged, MeetingScheduled)


def test_a_note_needs_the_right_to_its_record() -> None:
    for about in (CouncilEstablished, BodyCreated):
        assert may_record(Role.SECRETARIAT, EventAnnotated, about)
        assert not any(
            may_record(role, EventAnnotated, about) for role in (*READERS, Role.CHAIR, Role.MEMBER)
        )
    assert {role for role in Role if may_record(role, AudienceChanged, UserInvited)} == {
        Role.TENANT_ADMINISTRATOR
    }
    assert all(may_record(role, SignedIn) for role in EVERYBODY)


def test_a_grant_carries_its_day(book: Book) -> None:
    with pytest.raises(errors.NeedsADay):
        book.say(RoleGranted, invite(book), Effective.parse("undated"), role=Role.VIEWER)
