"""A log is sealed as a job; its note goes to mail and to a witness, which may lie and is not believed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform import kyogikai_verify, proving, work
from kyogikai_platform.installation import Installation
from kyogikai_platform.integrity import kept, kinds, nightly, outside
from kyogikai_platform.integrity.kept import Cosigned, Delivered, Outcome, Verified, Way
from kyogikai_platform.integrity.outside import Outside
from kyogikai_platform.integrity.sealing import SEAL
from kyogikai_platform.integrity.verifying import VERIFY
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.running import Runner
from kyogikai_platform.onboarding.operator import Operator
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import notary
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import MASTER_KEY
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.accounts.letter_box import REFUSED, Box, letter_box
from tests.platform.installed import here, master
from tests.platform.integrity.witness_server import LIES, Witness, witness

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
AUDITOR = Actor("auditor", Role.AUDITOR)


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    """A mail server."""
    with letter_box() as found:
        yield found


@pytest.fixture(scope="module")
def open_here(here: Installation, box: Box) -> Iterator[Installation]:
    """Where witnesses of this machine are asked."""
    settings = replace(here.settings, witness_loopback=True, smtp=box.url)
    with closing(replace(here, settings=settings)) as found:
        yield found


@pytest.fixture
def house(open_here: Installation) -> House:
    """A municipality with a short log."""
    found = House.opened(open_here, administered=False)
    found.book.council()
    return found


@pytest.fixture
def other(house: House) -> Iterator[Witness]:
    """A witness that knows the house."""
    with witness() as found:
        signed = proving.signed(house.here, house.tenant, "")
        found.keys[signed.origin] = signed.verifier_key
        send_to(house, Outside((), found.url, found.key))
        yield found


def send_to(house: House, given: Outside) -> None:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        outside.save(connection, given)


def do(house: House, kind: str) -> UUID:
    """A job of a kind, done."""
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        asked = keeping.give(connection, kind, AUDITOR, {})
    done = Runner(house.tenant.engine, kinds.kinds(house.here)).finish(house.tenant.id, asked)
    assert done.state is keeping.State.DONE
    return asked


def sealed(house: House) -> tuple[notary.Issued, list[Delivered], list[Cosigned]]:
    """Seal it; the note, where it went, and who signed it."""
    do(house, SEAL)
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        note = notary.latest(connection)
        assert note is not None
        return note, kept.deliveries(connection, [note.size]), kept.cosignatures(connection, [note.size])


def verified(house: House) -> Verified:
    do(house, VERIFY)
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        return kept.verifications(connection, 1)[0]


@contextmanager
def forged(house: House, superuser: sa.Engine) -> Iterator[sa.Connection]:
    """Somebody who may do anything to the database."""
    with superuser.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.info["tenant_id"] = house.tenant.id
        yield connection


def test_a_witness_signs_and_what_it_signed_verifies_outside(house: House, other: Witness) -> None:
    note, sent, (signed,) = sealed(house)
    assert [(one.way, one.outcome) for one in sent] == [(Way.WITNESS, Outcome.SENT)]
    key = proving.signed(house.here, house.tenant, "").verifier_key
    whole = note.note + signed.line
    assert kyogikai_verify.checkpoint_of(whole, key)[1] == note.size
    assert abs(signed.signed_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert other.asked == [0]


def test_later_notes_follow_from_what_it_signed_before(house: House, other: Witness) -> None:
    first, _, _ = sealed(house)
    house.book.council(name="もう一つ")
    second, _, signed = sealed(house)
    assert (len(signed), other.asked) == (1, [0, first.size])
    assert sealed(house)[0] == second
    assert other.asked == [0, first.size]  # what it signed is not asked for again
    found = verified(house)
    assert (found.whole, found.checkpoint, found.checkpoints, found.cosignatures) == (True, second.size, 2, 2)


def test_a_witness_that_knows_more_than_we_remember_is_asked_from_there(house: House, other: Witness) -> None:
    first, _, _ = sealed(house)
    second = Witness(secret=other.secret, keys=other.keys, known=dict(other.known))
    house.book.council(name="もう一つ")
    other.known = {}
    _, _, signed = sealed(house)
    assert (len(signed), other.asked) == (1, [0, first.size, 0])
    assert second.known.keys() == other.known.keys()


TOLD = {
    **dict.fromkeys(LIES, Outcome.INVALID),
    **dict.fromkeys(("longer", "another", "inconsistent", "no number"), Outcome.DENIED),
    **dict.fromkeys(("refuses", "broken"), Outcome.REFUSED),
    **dict.fromkeys(("redirect", "flood"), Outcome.UNREACHABLE),
    "always less": Outcome.DENIED,
}


@pytest.mark.parametrize("lie", LIES)
def test_what_a_witness_says_is_not_believed_without_its_signature(
    house: House, other: Witness, lie: str
) -> None:
    other.lie = lie
    _, sent, signed = sealed(house)
    assert ([one.outcome for one in sent], signed) == ([TOLD[lie]], [])
    other.lie = ""
    assert len(sealed(house)[2]) == 1  # it is asked again, and signs


@pytest.mark.usefixtures("other")
def test_a_rewritten_log_is_denied_by_whoever_signed_the_old_one(house: House, superuser: sa.Engine) -> None:
    sealed(house)
    with forged(house, superuser) as connection:
        for table in ("events", "audit_entry", "tree_node", "checkpoint", "checkpoint_cosignature"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE tenant_id = %s", (house.tenant.id,))  # noqa: S608
        connection.exec_driver_sql("DELETE FROM tenant_head WHERE tenant_id = %s", (house.tenant.id,))
        for table in ("council", "dated_name", "municipality_profile", "occasion"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE tenant_id = %s", (house.tenant.id,))  # noqa: S608
    for name in ("別の過去", "もう一つ", "さらに", "まだ"):
        house.book.council(name=name)
    _, sent, signed = sealed(house)
    assert (sent[0].outcome, signed) == (Outcome.DENIED, [])
    assert verified(house).whole  # by itself it is sound: only who kept something outside knows


def test_nobody_inside_is_asked(house: House, here: Installation, other: Witness) -> None:
    shut = replace(house, here=here)
    for url in (other.url, "https://169.254.169.254/", "https://[::1]/", "https://localhost:1/"):
        send_to(house, Outside((), url, other.key))
        assert [one.outcome for one in sealed(shut)[1]][:1] == [Outcome.UNREACHABLE], url
    assert other.asked == []


def test_mails_carry_the_note_and_are_sent_once(house: House, box: Box) -> None:
    send_to(house, Outside(("archive@example.jp", "kansa@example.jp")))
    before = len(box.letters)
    note, sent, _ = sealed(house)
    assert [(one.way, one.outcome, one.letters) for one in sent] == [(Way.MAIL, Outcome.SENT, 2)]
    sealed(house)
    letters = box.letters[before:]
    assert [str(one["To"]) for one in letters] == ["archive@example.jp", "kansa@example.jp"]
    text = str(letters[0].get_content()).replace("\r\n", "\n")
    assert note.note in text
    assert proving.signed(house.here, house.tenant, "").verifier_key in text


def test_a_mail_that_is_not_taken_is_said(house: House) -> None:
    send_to(house, Outside(("archive@example.jp", REFUSED)))
    assert [(one.outcome, one.letters) for one in sealed(house)[1]] == [(Outcome.PARTLY, 1)]


def test_addresses_stand_sealed_and_without_a_key_the_witness_is_asked_all_the_same(
    house: House, other: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_to(house, Outside(("archive@example.jp",), other.url, other.key))
    (row,) = house.book.query("SELECT sealed FROM checkpoint_outside")
    assert "archive" not in row["sealed"]
    monkeypatch.delenv(MASTER_KEY)
    assert [one.way for one in sealed(house)[1]] == [Way.WITNESS]


FAULTS = {
    "chain": ("events", "state", b"{}"), "note": ("checkpoint", "note", "no note"),
    "cosignature": ("checkpoint_cosignature", "line", "— witness.example/w1 AAAA\n"),
}  # fmt: skip
"""What is found -> the table, the column, and what a superuser puts there."""


@pytest.mark.usefixtures("other")
@pytest.mark.parametrize("reason", FAULTS)
def test_a_change_of_what_was_recorded_or_signed_is_found_with_its_place(
    house: House, superuser: sa.Engine, reason: str
) -> None:
    note, _, _ = sealed(house)
    assert verified(house).whole
    table, column, wrong = FAULTS[reason]
    own = (wrong, house.tenant.id)
    with forged(house, superuser) as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = %s WHERE tenant_id = %s", own)  # noqa: S608
    found = verified(house)
    assert (found.reason, found.broken_at) == (reason, 1 if reason == "chain" else note.size)


def test_each_night_every_log_is_sealed_and_verified_once(house: House) -> None:
    night = datetime(2030, 4, 2, 3, 0, tzinfo=JAPAN)
    give = [nightly.give(house.tenant.engine, house.tenant.id, night) for _ in range(2)]
    assert give == [2, 2]  # given today, the jobs are of a night before 2030
    assert nightly.began(night) == datetime(2030, 4, 2, 2, 30, tzinfo=JAPAN)
    assert nightly.began(night - timedelta(hours=1)) == datetime(2030, 4, 1, 2, 30, tzinfo=JAPAN)
    now = datetime.now(UTC)
    assert nightly.give(house.tenant.engine, house.tenant.id, now) == 0
    do(house, VERIFY)  # and all that waits before it
    assert nightly.give(house.tenant.engine, house.tenant.id, night) == 1  # it has not grown
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        assert notary.latest(connection) is not None


def test_an_empty_log_has_no_night(open_here: Installation) -> None:
    empty = House.opened(open_here, administered=False)
    with transaction(empty.tenant.engine, empty.tenant.id) as connection:
        assert keeping.latest(connection) == []
    assert nightly.give(open_here.engine, UUID(int=1), datetime.now(UTC)) == 0
    assert kinds.chores(open_here)(UUID(int=1)) == 0
    quiet = replace(open_here, settings=replace(open_here.settings, nightly=False))
    assert kinds.chores(quiet)(empty.tenant.id) == 0


def test_the_consoles_own_log_has_its_night_too(house: House) -> None:
    console = Installation(house.here.settings, house.here.login, house.here.application, zero=new_id())
    operator, zero = Operator(console), console.zero
    with operator.noted("somewhere", "an act"):
        pass
    runner = work.runner(console)
    assert runner.tenants()[0] == zero
    assert house.tenant.id in runner.tenants()
    runner.chores(zero)
    with transaction(console.engine, zero) as connection:
        due = keeping.latest(connection)
    assert {job.kind for job in due} == {SEAL, VERIFY}
    assert {runner.finish(zero, job.id).state for job in due} == {keeping.State.DONE}
    with transaction(console.engine, zero) as connection:
        note, (verified,) = notary.latest(connection), kept.verifications(connection, 5)
    assert note is not None
    assert note.size == verified.position == 1
    assert note.note.startswith(f"kyogikai/{zero}\n")
    assert verified.whole
    console.close()
