"""Sharing one server between processes: the first starts it, the last one out stops it."""

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from kyogikai_platform.embedded.home import Home, ServerStuck

_TEMPORARY = "kyogikai-pg-"


@dataclass(frozen=True)
class Server:
    """A server that runs, ours or somebody else's."""

    address: sa.URL

    @classmethod
    def at(cls, database_url: str) -> Self:
        """The server that a DATABASE_URL names, reached with psycopg whatever driver it names."""
        return cls(sa.make_url(database_url).set(drivername="postgresql+psycopg"))

    def url(self, role: str, database: str | None = None) -> sa.URL:
        """The address for a role, in the database `kyogikai`, or the one that DATABASE_URL named."""
        return self.address.set(username=role, database=database or self.address.database)


def provided(
    database_url: str | None, home: Path | None, *, durable: bool = True
) -> AbstractContextManager[Server]:
    """A DATABASE_URL always wins, and then nothing is started; else a server of our own."""
    return nullcontext(Server.at(database_url)) if database_url else server(home, durable=durable)


@contextmanager
def server(home: Path | None, *, durable: bool = True) -> Iterator[Server]:
    """A server with its data at home, or with temporary data for None; the last user out stops it.

    Found running, it is shared as it is: `durable` is the choice of who starts it. Without it a power cut
    may lose the data, which suits tests. Raises NoServerPrograms, HomeOfAnother, HomeOutOfReach,
    ProgramFailed or ServerStuck.
    """
    house = Home(_temporary_folder() if home is None else home.resolve())
    house.make()
    with _opened(house.path / "users") as users:
        try:
            with _held(house.path / "gate"):
                fcntl.flock(users, fcntl.LOCK_SH)
                address = house.serve(durable=durable)
            yield Server(address)
        finally:
            with _held(house.path / "gate"):
                if _alone(users):
                    house.stop()
                    if home is None:
                        house.remove()
                fcntl.flock(users, fcntl.LOCK_UN)


@contextmanager
def _opened(path: Path, *, create: int = os.O_CREAT) -> Iterator[int]:
    """A file to lock; closing it, or dying, gives the lock back."""
    file = os.open(path, os.O_RDWR | create, 0o600)
    try:
        yield file
    finally:
        os.close(file)


@contextmanager
def _held(gate: Path, *, patient: bool = True) -> Iterator[None]:
    """The right to start or stop a server; BlockingIOError if another has it and we are not patient.

    The impatient make no gate: where there is none, somebody is just removing the home.
    """
    with _opened(gate, create=os.O_CREAT if patient else 0) as file:
        fcntl.flock(file, fcntl.LOCK_EX if patient else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _alone(users: int) -> bool:
    """Whether nobody else uses the home: then our lock becomes exclusive."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _temporary_folder() -> Path:
    """A new folder for a temporary home, after ending what killed processes left of theirs."""
    folder = Path(tempfile.gettempdir()).resolve()
    for left in folder.glob(f"{_TEMPORARY}*"):
        with suppress(FileNotFoundError, BlockingIOError, ServerStuck):
            _end_if_abandoned(left)
    made = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder))
    if os.geteuid() == 0:
        made.chmod(0o711)  # the account that runs the server passes through
    return made


def _end_if_abandoned(folder: Path) -> None:
    """Stop and remove a temporary home of ours that nobody holds.

    One without data was just made: its maker is about to hold it.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        return
    home = Home(folder)
    with _held(folder / "gate", patient=False), _opened(folder / "users") as users:
        if home.begun() and _alone(users):
            home.stop()
            home.remove()
