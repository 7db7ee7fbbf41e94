"""Signing in: one limit for all workers, one way for everybody, and nothing in a table that says who."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from kyogikai_platform.accounts import attempts, passwords
from kyogikai_platform.accounts.attempts import FREE, Delayed
from kyogikai_platform.accounts.beginning import Came, Entered, SignInFailed
from kyogikai_platform.accounts.passwords import DUMMY, HASHER, BadPassphrase, Hashing
from kyogikai_platform.accounts.sign_in import SignIn
from kyogikai_tenants.log.personal_data import MASTER_KEY
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import FAST, PASSPHRASE, House, code


@contextmanager
def sent(house: House) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    def noting(connection: psycopg.Connection[Any], query: str, *given: Any) -> Any:
        found.append(query)
        return execute(connection, query, *given)

    execute: Any = psycopg.Connection.execute
    sa.event.listen(house.here.engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Connection, "execute", noting)
        yield found
    sa.event.remove(house.here.engine, "before_cursor_execute", note)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that are compared; nobody's is as fast to compute as a test's."""
    found: list[str] = []
    compare = Hashing.matches

    def noting(hashing: Hashing, stored: str | None, passphrase: str) -> bool:
        found.append(stored or "nobody's")
        return compare(hashing, stored, passphrase)

    monkeypatch.setattr(Hashing, "matches", noting)
    monkeypatch.setattr(passwords, "DUMMY", FAST.hasher.hash(PASSPHRASE))
    return found


def topics(house: House) -> list[str]:
    rows = house.book.query("SELECT topic FROM audit_entry ORDER BY position")
    return [row["topic"] for row in rows]


def test_who_signs_in_has_a_cookie_of_this_host_alone(house: House) -> None:
    user = house.account("cookie@example.jp", Role.SECRETARIAT)
    browser = house.browser()
    answer = browser.sign_in(" Cookie@EXAMPLE.jp ")
    assert (answer.status_code, answer.json) == (200, {"user": {"id": str(user)}})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    who = browser.send("GET", "/session").json
    assert who == {
        "user": {
            "id": str(user),
            "name": "cookie さん",
            "roles": [{"role": "SECRETARIAT", "body": None}],
        }
    }


def test_coming_in_is_on_record_and_the_first_time_accepts_the_invitation(own_house: House) -> None:
    own_house.account("first@example.jp")
    before = len(topics(own_house))
    for _ in range(2):
        assert own_house.browser().sign_in("first@example.jp").status_code == 200
    assert topics(own_house)[before:] == ["user.invitation_accepted", "user.signed_in", "user.signed_in"]
    assert own_house.book.sound()


def test_an_address_that_nobody_has_takes_the_same_way(own_house: House, compared: list[str]) -> None:
    own_house.account("known@example.jp", Role.VIEWER)
    ways = []
    for email in ("known@example.jp", "unknown@example.jp"):
        compared.clear()
        with sent(own_house) as statements:
            answer = own_house.browser().sign_in(email, "wrong " * 4)
        ways.append((answer.status_code, answer.data, len(compared), list(statements)))
    assert ways[0] == ways[1]
    assert sum("sign_in_attempt" in statement for statement in ways[0][3]) == 2
    assert (ways[0][0], ways[0][2]) == (401, 1)
    assert not HASHER.check_needs_rehash(DUMMY)


def storm(house: House, email: str, compared: list[str], tries: int = 24) -> int:
    """How many of many attempts at once, by two workers, get as far as to a hash."""
    workers = [SignIn(Hashing(patience=60)), SignIn(Hashing(patience=60))]
    compared.clear()

    def attempt(number: int) -> str:
        try:
            workers[number % 2].enter(
                house.tenant, email, f"guess number {number:04}", Came("address:192.0.2.1")
            )
        except (SignInFailed, Delayed) as problem:
            return type(problem).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(attempt, range(tries))) <= {"SignInFailed", "Delayed"}
    for worker in workers:
        worker.beside.shutdown()
    return len(compared)


@pytest.mark.parametrize("email", ["stormed@example.jp", "no.such@example.jp"])
def test_two_workers_have_one_limit(
    own_house: House, email: str, compared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own_house.account("stormed@example.jp", Role.VIEWER)
    assert storm(own_house, email, compared) == FREE
    counted = [t for t in topics(own_house) if t == "user.sign_in_failures_counted"]
    assert len(counted) == (email == "stormed@example.jp")

    own_house.book.query("DELETE FROM sign_in_attempt RETURNING 1")
    with monkeypatch.context() as planted:
        planted.setattr(attempts, "TAKE", attempts.TAKE.replace("WHERE a.free_at <= clock_timestamp()", ""))
        assert storm(own_house, email, compared, 8) == 8


def test_a_delay_ends_and_a_success_begins_anew(own_house: House) -> None:
    own_house.account("patient@example.jp", Role.VIEWER)
    browser = own_house.browser()
    failed = [browser.sign_in("patient@example.jp", "wrong " * 4) for _ in range(FREE)]
    assert {code(a) for a in failed} == {"SIGN_IN_FAILED"}
    delayed = browser.sign_in("patient@example.jp")
    assert (delayed.status_code, code(delayed), delayed.headers["Retry-After"]) == (
        429,
        "SIGN_IN_DELAYED",
        "1",
    )
    own_house.book.query("UPDATE sign_in_attempt SET free_at = now() RETURNING 1")
    assert browser.sign_in("patient@example.jp").status_code == 200
    counts = "SELECT fields ->> 'count' AS n FROM audit_entry WHERE topic = 'user.sign_in_failures_counted'"
    assert own_house.book.query(counts)
    assert own_house.book.one("SELECT max(failures) FROM sign_in_attempt") == FREE
    assert browser.sign_in("patient@example.jp", "wrong " * 4).status_code == 401


def test_delays_grow_and_are_bounded(own_house: House) -> None:
    with own_house.people._connected() as connection:  # noqa: SLF001 - a transaction of the tenant
        waits = []
        for _ in range(FREE + 12):
            attempts.take(connection, b"x")
            wait = "SELECT round(extract(epoch FROM free_at - last_at)) FROM sign_in_attempt"
            waits.append(int(connection.exec_driver_sql(wait).scalar_one()))
            connection.exec_driver_sql("UPDATE sign_in_attempt SET free_at = last_at")
    assert waits == [*[0] * (FREE - 1), 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]


def test_no_table_holds_an_address_a_passphrase_or_a_token(own_house: House) -> None:
    own_house.account("secret.person@example.jp", Role.VIEWER)
    secret = own_house.client("council:read")
    browser = own_house.browser()
    browser.sign_in("secret.person@example.jp")
    cookie = browser.client.get_cookie("kyogikai", domain=own_house.host)
    assert cookie
    tables = own_house.book.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
    for table in tables:
        text = str(own_house.book.query(f"SELECT t::text FROM {table['relname']} t"))  # noqa: S608 - our own tables
        found = str(own_house.book.query(f"SELECT * FROM {table['relname']}"))  # noqa: S608 - our own tables
        for hidden in ("secret.person@", PASSPHRASE, secret, cookie.value):
            assert hidden not in text + found, table


@pytest.mark.parametrize("text", ["short", "x" * 257, ""])
def test_a_passphrase_has_a_length_and_no_other_rule(house: House, text: str) -> None:
    user = house.account(f"length{len(text)}@example.jp")
    with pytest.raises(BadPassphrase):
        house.people.passphrase(user, f"length{len(text)}@example.jp", text)
    house.people.passphrase(user, f"length{len(text)}@example.jp", "              x")


def test_another_passphrase_ends_every_session(house: House) -> None:
    user = house.account("changed@example.jp", Role.VIEWER)
    browser = house.browser()
    browser.sign_in("changed@example.jp")
    house.people.passphrase(user, "changed@example.jp", "another passphrase of mine")
    assert browser.send("GET", "/session").status_code == 401
    assert house.browser().sign_in("changed@example.jp").status_code == 401
    assert house.browser().sign_in("changed@example.jp", "another passphrase of mine").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{}", 400), ("[]", 400), ("nonsense", 400), ('{"email": 1, "password": "x"}', 400),
        ('{"email": "a", "password": "\\ud800"}', 400), ('{"email": "a\\u0000", "password": "x"}', 401),
        ('{"email": "", "password": ""}', 401), ('{"email": "a", "password": "' + "x" * 300 + '"}', 400),
        ("x" * 5000, 413), ('{"email": "a", "password": "x", "more": 1}', 400),
    ],
)  # fmt: skip
def test_what_is_no_sign_in_is_refused(house: House, body: str, status: int) -> None:
    answer = house.browser().client.post(
        "/sign-in", data=body, headers={"Host": house.host, "Content-Type": "application/json"}
    )
    assert (answer.status_code, bool(code(answer))) == (status, True)


def test_a_sign_in_comes_from_our_own_page_and_is_json_or_its_form(house: House) -> None:
    browser = house.browser()
    given = {"email": "a@example.jp", "password": "x" * 15}
    assert code(browser.send("POST", "/sign-in", given, Sec_Fetch_Site="cross-site")) == "CROSS_SITE"
    assert code(browser.send("POST", "/sign-in", given, Origin="https://evil.example")) == "CROSS_SITE"
    form = browser.client.post("/sign-in", data=given, headers={"Host": house.host})
    assert (form.status_code, code(form)) == (403, "CROSS_SITE")
    text = {"Host": house.host, "Content-Type": "text/plain"}
    assert browser.client.post("/sign-in", data="x", headers=text).status_code == 415


def test_without_a_master_key_nobody_signs_in(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MASTER_KEY)
    assert code(house.browser().sign_in("a@example.jp")) == "SIGN_IN_UNAVAILABLE"


def test_more_at_once_than_there_is_room_for_come_again(house: House) -> None:
    house.account("busy@example.jp", Role.VIEWER)
    hashing = Hashing()
    worker = SignIn(hashing)
    for _ in range(2):
        hashing.slots.acquire()
    for _ in range(FREE + 1):
        with pytest.raises(passwords.Busy):
            worker.enter(house.tenant, "busy@example.jp", PASSPHRASE, Came("address:192.0.2.9"))
    for _ in range(2):
        hashing.slots.release()
    entered = worker.enter(house.tenant, "busy@example.jp", PASSPHRASE, Came("address:192.0.2.9"))
    assert isinstance(entered, Entered)
