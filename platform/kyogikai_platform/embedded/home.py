"""One home of a server: its data, its folder of sockets, and the server that runs in it.

The home itself is ours. `data` and `socket` in it belong to the account that runs the server, and as root
we write nothing into them: whoever runs the server must not be able to lead us elsewhere by a link.
"""

import hashlib
import os
import pwd
import shlex
import shutil
import signal
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql

from kyogikai_platform.embedded.programs import Account, ProgramFailed, Programs, programs

SUPERUSER = "postgres"
DATABASE = "kyogikai"

_ACCOUNTS = ("kyogikai", "nobody")  # who runs the server for root: an account made for it, else this one
_PORT = 5432  # names the socket; no TCP
_SOCKET = f".s.PGSQL.{_PORT}"
_LONGEST_SOCKET_FOLDER = 103 - len(f"/{_SOCKET}")  # bytes; macOS allows 103 for the whole, Linux 107
_PATIENCE = 60.0  # seconds for a start, which may have to recover, or a stop
_SERVING = {
    "listen_addresses": "",
    "port": str(_PORT),
    "unix_socket_permissions": "0700",
    # Nobody erases the server's own log: no statement and no value may reach it.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
_FLEETING = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class HomeOfAnother(Exception):
    """A home is used by the account that made it: another would leave files there that it cannot open."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} belongs to another account: set KYOGIKAI_HOME to a folder of your own")


class HomeOutOfReach(Exception):
    """The account that runs the server cannot enter the home, and no permission is loosened for it."""

    def __init__(self, path: Path, account: Account) -> None:
        super().__init__(
            f"account {account.uid}, which runs PostgreSQL for root, cannot enter {path}: "
            "set KYOGIKAI_HOME to a folder that it may enter, or DATABASE_URL to a running server",
        )


class ServerStuck(Exception):
    """The server neither answers nor ends in time."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"PostgreSQL does not react: see {path}/data/server.log")


def default_home(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the data lives when nobody says so: KYOGIKAI_HOME, else where the system keeps such data."""
    if chosen := environ.get("KYOGIKAI_HOME"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/kyogikai")
    shared = environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "kyogikai"


@dataclass(frozen=True)
class Home:
    """A folder with the data of one server. Starting and stopping it is for whoever holds the gate."""

    path: Path

    @property
    def data(self) -> Path:
        """The data, complete: it is made under another name and moved here when it is."""
        return self.path / "data"

    @property
    def sockets(self) -> Path:
        """The folder of sockets: in the home, or under a short name where the home's is too long."""
        folder = self.path / "socket"
        if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER:
            return folder
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path("/tmp", f"kyogikai-{name}")  # noqa: S108 - the same for all who share the home

    def make(self) -> None:
        """Make the home if it is missing; one that exists is left as it is, and must be our own."""
        if not self.path.exists():
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        if self.path.stat().st_uid != os.geteuid():
            raise HomeOfAnother(self.path)

    def begun(self) -> bool:
        """Whether a server was ever about to start here."""
        return self.data.exists() or self._unfinished.exists()

    def serve(self, *, durable: bool) -> sa.URL:
        """The address of the server, started unless it runs, with our database in it."""
        if self.postmaster() is None:
            self._start(durable=durable)
        self._until(self._answers)
        where = {"host": str(self.sockets), "port": str(_PORT)}
        return sa.URL.create("postgresql+psycopg", SUPERUSER, database=DATABASE, query=where)

    def stop(self) -> None:
        """End the server in good order: its clients are cut off, its data is complete."""
        pid = self.postmaster()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        self._until(lambda: self.postmaster() is None)
        if self.sockets.parent != self.path:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def remove(self) -> None:
        """Remove the home with all its data."""
        shutil.rmtree(self.path)

    def postmaster(self) -> int | None:
        """The server's process; None if it has ended, even if its number is now another program's."""
        pid = self._recorded()
        if pid is None:
            return None
        if not Path("/proc/self").exists():
            return pid if _alive(pid) else None
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return pid if os.fsencode(self.sockets) in line.split(b"\0") else None

    @property
    def _unfinished(self) -> Path:
        return self.path / "data.new"

    def _recorded(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _account(self) -> Account:
        """Who runs the server: whoever owns the data, else ourselves, for root an unprivileged account."""
        if self.data.exists():
            owner = self.data.stat()
            return Account(owner.st_uid, owner.st_gid)
        if os.geteuid() != 0:
            return Account(os.geteuid(), os.getegid())
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = next(known[name] for name in _ACCOUNTS if name in known)
        return Account(entry.pw_uid, entry.pw_gid)

    def _start(self, *, durable: bool) -> None:
        account = self._account()
        self._require_reach(account)
        found = self._programs(account)
        if not self.data.exists():
            self._initialise(found, account, durable=durable)
        self._forget_stranger()
        _private_folder(self.sockets, account)
        settings = _SERVING if durable else _SERVING | _FLEETING
        options = ["-k", str(self.sockets), *(f"--{name}={value}" for name, value in settings.items())]
        starting = ("start", "-w", "-t", f"{_PATIENCE:.0f}", "-D", "data", "-l", "data/server.log")
        account.run(found.bin / "pg_ctl", *starting, "-o", shlex.join(options), cwd=self.path)

    def _require_reach(self, account: Account) -> None:
        try:
            account.run(Path("/bin/sh"), "-c", 'cd -- "$0"', str(self.path), cwd=Path("/"))
        except ProgramFailed as refusal:
            raise HomeOutOfReach(self.path, account) from refusal

    def _programs(self, account: Account) -> Programs:
        """Programs that fit the data and that the account can run; copied if it cannot where they are."""
        version = self.data / "PG_VERSION"
        found = programs(int(version.read_text()) if version.exists() else None)
        return found if found.runnable_by(account) else found.copied_into(self.path)

    def _initialise(self, found: Programs, account: Account, *, durable: bool) -> None:
        """Make the data: text in UTF-8, ordered by code point, so that every machine sorts alike."""
        shutil.rmtree(self._unfinished, ignore_errors=True)
        _private_folder(self._unfinished, account)
        kind = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C"]
        haste = [] if durable else ["--no-sync"]
        account.run(found.bin / "initdb", "-D", "data.new", *kind, *haste, cwd=self.path)
        self._unfinished.rename(self.data)

    def _forget_stranger(self) -> None:
        """A number recorded by a server that is gone may be another program's now; PostgreSQL would wait.

        A number that nobody has is left to PostgreSQL, which looks for survivors of that server first.
        """
        pid = self._recorded()
        if pid is not None and Path(f"/proc/{pid}").exists():
            (self.data / "postmaster.pid").unlink()
            (self.sockets / f"{_SOCKET}.lock").unlink(missing_ok=True)

    def _answers(self) -> bool:
        """Whether the server lets us in; our database is made on the first time."""
        host = str(self.sockets)
        try:
            link = psycopg.connect(host=host, port=_PORT, user=SUPERUSER, dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            return False
        with link:
            if not link.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchall():
                link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        return True

    def _until(self, reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not reached():
            if time.monotonic() > deadline:
                raise ServerStuck(self.path)
            time.sleep(0.01)


def _private_folder(folder: Path, account: Account) -> None:
    """A folder that only the account may enter (and root); HomeOfAnother if somebody else's is there."""
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)
    found = folder.lstat()
    if (found.st_mode, found.st_uid) != (stat.S_IFDIR | 0o700, account.uid):
        raise HomeOfAnother(folder)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
