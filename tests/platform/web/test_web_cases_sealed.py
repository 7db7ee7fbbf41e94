"""Sealed texts of a case never stood in plain text anywhere, and after their key's end they stand nowhere.

The whole data directory of the server is searched, write-ahead log included, and every table, mail, page and
export; what is not sealed is found in the same way, so that a search that finds nothing says something.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kyogikai_platform import proving
from kyogikai_platform.accounts.mail import Folder, Outbox
from kyogikai_platform.installation import Installation
from kyogikai_tenants.cases import CaseRegistered, opened
from kyogikai_tenants.council.issues import IssueRaised
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.mapper import LogMapper
from kyogikai_tenants.log.personal_data import ERASED, Keys
from kyogikai_tenants.log.recorder import Log
from tests.platform.accounts.house import HOME
from tests.platform.installed import here, master
from tests.platform.web.case_house import NUMBER, PEOPLE, CaseHouse
from tests.platform.web.sealed_life import CONTROL, OUTSIDE, WORDS, Life, in_files, in_tables

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
SEALED = list(WORDS.values())


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a demo's mails."""
    folder = tmp_path_factory.mktemp("mail")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Outbox, "way", Folder(folder))
        yield folder


@pytest.fixture(scope="module")
def life(here: Installation, engine: sa.Engine, post: Path) -> Life:
    """A case as long as its key is there."""
    del engine
    found = Life(CaseHouse.made(here))
    book = found.desk.house.book
    body = book.one("SELECT id FROM body LIMIT 1")
    book.say(IssueRaised, None, "at 2026-05-01", title=CONTROL, owner_id=body, audience="public")
    for name in (*PEOPLE, *OUTSIDE):
        found.desk.by(name)
    found.before = found.look()
    found.live()
    found.after = found.look()
    assert list(post.rglob("*.eml"))
    return found


def cluster(superuser: sa.Engine) -> Path:
    """The server's data directory, all that is in memory written to it."""
    with superuser.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        connection.exec_driver_sql("SELECT pg_switch_wal()")
        return Path(str(connection.exec_driver_sql("SHOW data_directory").scalar_one()))


def test_whoever_it_is_open_to_reads_all_of_it(life: Life) -> None:
    assert {word for word in SEALED if word not in life.opened} == {WORDS["person"]}  # it was corrected


def test_no_file_of_the_server_ever_held_a_sealed_text(life: Life, superuser: sa.Engine, post: Path) -> None:
    data = cluster(superuser)
    assert (data / "pg_wal").is_dir()
    assert in_files(data, [CONTROL, *SEALED]) == {CONTROL}
    assert in_files(data / "pg_wal", [CONTROL]) == {CONTROL}, "the control went through the log too"
    for folder in (post, HOME):
        assert in_files(folder, SEALED) == set()
    assert in_files(post, ["auditor@example.jp"]) == {"auditor@example.jp"}
    assert life.case not in "".join(p.read_text() for p in post.rglob("*.eml"))


def test_no_row_of_any_table_holds_one(life: Life) -> None:
    assert in_tables(life.desk, [CONTROL, *SEALED]) == {CONTROL}


def test_a_text_that_is_not_sealed_would_be_found(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a mapper that forgets to seal."""
    monkeypatch.setattr(LogMapper, "_sealed", lambda _, event: event)
    planted = "Kanaria77XqPlanted"
    life.desk.register(person=planted)
    assert in_tables(life.desk, [planted]) == {planted}


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_nothing_looks_different_for_it(life: Life, name: str) -> None:
    before, after = life.before[name], life.after[name]
    assert {a for a, text in before.items() if after[a] != text} == set()
    told = "".join(after.values())
    assert [word for word in SEALED if word in told] == []
    assert NUMBER.search(told.replace("K-ABCDE-FGHIJ", "")) is None  # the form's example
    assert CONTROL in told


def test_what_is_taken_away_shows_an_auditor_who_read_it_and_nobody_a_text(life: Life) -> None:
    proving.checkpoint(life.desk.house.here, life.desk.house.label)
    for name, knows in (("auditor", True), ("office", False), ("administrator", False)):
        csv = life.desk.post(name, "/trail", "/trail/export").text
        bundle = life.desk.post(name, "/evidence", "/evidence/bundle").text
        assert [word for word in SEALED if word in csv + bundle] == []
        assert (life.case in csv, "case.viewed" in bundle) == (knows, knows), name
        assert CONTROL in csv or name == "administrator"


def test_the_trail_never_says_a_text(life: Life) -> None:
    visitor = life.desk.by("auditor")
    entries = life.desk.house.book.query("SELECT position FROM audit_entry WHERE audience = 'case'")
    assert len(entries) > 10
    for row in entries:
        text = visitor.get(visitor.get(f"/trail/{row['position']}").headers["Location"]).text
        assert [word for word in SEALED if word in text] == []


@pytest.mark.usefixtures("post")
def test_after_its_key_is_destroyed_it_is_read_nowhere_and_all_still_holds(
    here: Installation, superuser: sa.Engine
) -> None:
    life = Life(CaseHouse.made(here))
    life.live()
    life.end()
    book, tenant = life.desk.house.book, life.desk.house.tenant
    with transaction(tenant.engine, tenant.id) as connection:
        case = connection.execute(sa.text("SELECT DISTINCT id FROM case_file")).scalar_one()
        found = opened(Log.within(connection), Keys(connection), case)
        gone = connection.execute(
            sa.text("SELECT wrapped FROM subject_key WHERE subject_id = :i"), {"i": case}
        )
        assert gone.scalar_one() is None
    first = found.said[0]
    assert isinstance(first, CaseRegistered)
    assert {first.person, first.situation, first.wish} == {ERASED}
    assert in_tables(life.desk, SEALED) == set()
    assert in_files(cluster(superuser), SEALED) == set()
    for name in ("worker", "other"):
        page = life.desk.by(name).get(f"/cases/{life.case}")
        assert "鍵は破棄されました" in page.text
        assert f'action="/cases/{life.case}/read"' not in page.text
    assert tenant.verify().position == book.head()
    assert list(tenant.rebuild(check=True)) == []
    assert list(tenant.rebuild()) == []
    assert book.sound()
