"""What pages ask of workbooks: judged again when done, told in the trail, swept if nobody confirms it."""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.files import store
from kyogikai_platform.files.tables import file_bytes
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job, State
from kyogikai_platform.jobs.running import Runner
from kyogikai_platform.jobs.tables import job as table
from kyogikai_platform.work import chores
from kyogikai_platform.workbooks import desk, reading
from kyogikai_platform.workbooks.sweeping import UNNAMED, sweep
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.retention import BOUNDS, Kept
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.installed import here, master
from tests.platform.workbooks.books import SOUND, xlsx
from tests.platform.workbooks.hostile import LAUGHS, add, before_root, rezipped

pytestmark = pytest.mark.check
__all__ = ["here", "master"]
BOOK = xlsx(SOUND)
NAME = "見本花子さんの経過.xlsx"


@pytest.fixture
def house(here: Installation) -> House:
    return House.opened(here)


@pytest.fixture
def clerk(house: House) -> Actor:
    return Actor(str(house.account("clerk@example.jp", Role.SECRETARIAT)), Role.SECRETARIAT)


def ask(house: House, asked: Callable[[sa.Connection], UUID]) -> UUID:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        return asked(connection)


def finish(house: House, job: UUID) -> Job:
    return Runner(house.tenant.engine, desk.KINDS).finish(house.tenant.id, job)


def look(house: House, actor: Actor, content: bytes = BOOK) -> UUID:
    return ask(house, lambda c: desk.check(c, desk.upload(c, NAME, content), actor))


def refused(house: House, job: UUID) -> str:
    found = finish(house, job)
    assert found.state is State.REFUSED, found
    return str((found.result or {})["code"])


def facts(house: House) -> set[str]:
    found = house.book.query("SELECT DISTINCT topic FROM audit_entry")
    return {row["topic"] for row in found if row["topic"].partition(".")[0] in {"body", "council", "meeting"}}


def test_a_dry_run_stands_in_the_trail_by_hash_and_counts_and_says_nothing_of_the_file(
    house: House, clerk: Actor
) -> None:
    wrong = [["名称", "種別"], ["ひみつ部会", "専門部"]]
    done = finish(house, look(house, clerk, xlsx({"会議体": wrong})))
    assert done.result is not None
    (entry,) = house.book.query("SELECT * FROM audit_entry WHERE topic = 'import.checked'")
    said = {"sha256": done.result["sha256"], "rows": 1, "faults": 1, "audience": "secretariat"}
    assert {n: entry["fields"][n] for n in said} == said
    assert (entry["actor"], entry["role"], entry["audience"]) == (clerk.id, "secretariat", "secretariat")
    log = b"".join(bytes(r["state"]) for r in house.book.query("SELECT state FROM events")).decode()
    assert not [text for text in ("ひみつ", "見本花子") if text in log]
    before = house.book.head()
    assert refused(house, look(house, clerk, b"PK\3\4")) == "DAMAGED"
    assert house.book.head() == before, "what could not be read leaves nothing"


def test_what_a_dry_run_records_empties_no_kept_answer(house: House, clerk: Actor) -> None:
    position = "SELECT content FROM tenant_position"
    before = house.book.query(position)
    finish(house, look(house, clerk))
    assert house.book.query(position) == before


def test_nothing_is_done_in_a_role_that_ended_while_the_job_waited(
    house: House, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = look(house, clerk)
    finish(house, checked)
    asked = ask(house, lambda c: desk.confirm(c, checked, clerk))
    waiting = look(house, clerk)
    house.people.revoke(UUID(clerk.id), Role.SECRETARIAT)
    assert refused(house, asked) == refused(house, waiting) == "ROLE_ENDED"
    assert facts(house) == set()
    unjudged = ask(house, lambda c: desk.confirm(c, checked, clerk))
    monkeypatch.setattr(desk, "demand_still", lambda *_: None)
    assert finish(house, unjudged).state is State.DONE
    assert facts(house), "without the judgement it would be recorded"


def test_a_role_that_ends_while_the_file_is_read_keeps_it_from_being_recorded(
    house: House, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = look(house, clerk)
    finish(house, checked)
    asked = ask(house, lambda c: desk.confirm(c, checked, clerk))
    read = reading.read

    def slowly(name: str, content: bytes) -> Any:
        house.people.revoke(UUID(clerk.id), Role.SECRETARIAT)
        return read(name, content)

    monkeypatch.setattr(desk, "read", slowly)
    assert refused(house, asked) == "ROLE_ENDED"
    assert facts(house) == set()


def aged(house: House, days: timedelta) -> None:
    """As if what there is were that old."""
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        then = sa.func.now() - days
        connection.execute(table.update().values(finished_at=then))
        kept = connection.execute(sa.select(file_bytes.c.sha256, file_bytes.c.bytes)).all()
        connection.execute(file_bytes.delete())
        for digest, content in kept:
            own = {"tenant_id": house.tenant.id, "sha256": digest, "bytes": content, "stored_at": then}
            connection.execute(file_bytes.insert().values(**own))


def swept(house: House) -> tuple[int, int]:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        return sweep(connection)


def test_what_nobody_confirmed_goes_with_its_bytes_and_what_was_recorded_stays(
    house: House, clerk: Actor
) -> None:
    other = xlsx({"会議体": [["名称", "種別"], ["別の部会", "専門部会"]]})
    done = finish(house, look(house, clerk))
    lost = finish(house, look(house, clerk, other))
    assert finish(house, ask(house, lambda c: desk.confirm(c, done.id, clerk))).state is State.DONE
    usual = timedelta(days=BOUNDS[Kept.UPLOADS].usual)
    aged(house, usual - timedelta(days=1))
    assert swept(house) == (0, 0)
    aged(house, usual + timedelta(days=1))
    assert swept(house) == (2, 1)
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        assert store.get(connection, done.given["sha256"]) == BOOK
        assert store.get(connection, lost.given["sha256"]) is None
        assert [job.kind for job in keeping.latest(connection)] == [desk.IMPORT]


def test_bytes_that_nothing_names_have_a_day(house: House) -> None:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        store.put(connection, b"half way")
    assert swept(house) == (0, 0)
    aged(house, UNNAMED + timedelta(hours=1))
    assert swept(house) == (0, 1)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("記\0録.xlsx", "記録.xlsx"),
        ("記録\ud800.xlsx", "記録.xlsx"),
        ("xslx.\u202e録記.xlsx", "xslx.録記.xlsx"),
        ("\0\ud83d", desk.UNNAMED),
        ("長" * 5_000 + ".xlsx", "長" * 195 + ".xlsx"),
        ("𠮷野👩‍👧.xlsx", "𠮷野👩👧.xlsx"),
    ],
)
def test_a_file_is_called_by_what_can_be_stored_and_seen(name: str, kept: str) -> None:
    assert desk.called(name) == kept
    assert kept.encode()


def test_a_file_with_a_hostile_name_is_looked_at_and_listed(house: House, clerk: Actor) -> None:
    done = finish(house, ask(house, lambda c: desk.check(c, desk.upload(c, "a\0\ud800.xlsx", BOOK), clerk)))
    assert (done.state, done.given["name"]) == (State.DONE, "a.xlsx")
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        assert keeping.latest(connection, desk.CHECK, but="findings")


def bomb() -> bytes:
    """A part that says it is small, and is not."""
    content = rezipped(BOOK, lambda parts: parts.update({"xl/theme/x.xml": b"<x>" + b" " * 9_000_000}))
    where = content.rindex(b"xl/theme/x.xml") - 46
    return content[: where + 24] + (10).to_bytes(4, "little") + content[where + 28 :]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("zip.xlsx", bomb, "DAMAGED"),
        ("laughs.xlsx", lambda: rezipped(BOOK, before_root(LAUGHS)), "ENTITIES"),
        ("macro.xlsm", lambda: rezipped(BOOK, add("xl/vbaProject.bin")), "MACROS"),
        ("links.xlsx", lambda: rezipped(BOOK, add("xl/externalLinks/a.xml", b"<x/>")), "LINKS"),
        ("euc.csv", lambda: "名称,種別\nかきくけこ会議,部会\n".encode("euc_jp"), "ENCODING"),
        ("half.csv", lambda: "名称,種別\n".encode() + b"\xed\xa0\x80,x\n", "BROKEN_TEXT"),
        ("nul.csv", "名称,種別\n\0,部会\n".encode, "BINARY"),
        ("long.xlsx", lambda: xlsx({"会議体": [["名称"], [os.urandom(16_000).hex()]]}), "LONG_CELL"),
    ],
)
def test_a_file_that_means_harm_is_refused_and_leaves_nothing_in_the_record(
    house: House, clerk: Actor, name: str, content: Callable[[], bytes], code: str
) -> None:
    before = house.book.head()
    asked = ask(house, lambda c: desk.check(c, desk.upload(c, name, content()), clerk))
    assert refused(house, asked) == code
    assert house.book.head() == before
    with pytest.raises(desk.NotChecked), transaction(house.tenant.engine, house.tenant.id) as connection:
        desk.confirm(connection, asked, clerk)


def test_letters_of_four_bytes_and_joined_signs_are_recorded_as_they_are(house: House, clerk: Actor) -> None:
    names = ["𠮷野部会", "👨\u200d👩\u200d👧部会", "ｶﾞｸｼｭｳ部会"]
    rows = [
        ["名称", "種別"],
        ["協議会", "協議会"],
        ["全体会議", "全体会議"],
        *([name, "専門部会"] for name in names),
    ]
    done = finish(house, look(house, clerk, xlsx({"会議体": rows})))
    assert (done.result or {})["counts"].get("fix", 0) == 0
    finish(house, ask(house, lambda c: desk.confirm(c, done.id, clerk)))
    known = {row["name"] for row in house.book.query("SELECT name FROM body WHERE known_to IS NULL")}
    assert known == {*names, "全体会議"}


def test_a_runner_sweeps_a_municipality(house: House, here: Installation) -> None:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        store.put(connection, b"half way")
    aged(house, UNNAMED + timedelta(hours=1))
    with closing(replace(here, settings=replace(here.settings, nightly=False))) as own:
        chores(own)(house.tenant.id)
    assert swept(house) == (0, 0)
