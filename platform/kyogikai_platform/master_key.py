"""The master key of an installation that has a home: a file beside its signing key, readable by nobody else.

KYOGIKAI_MASTER_KEY and KYOGIKAI_MASTER_KEY_FILE always win. Only the demo makes one by itself: whoever runs
an installation in earnest keeps the key away from the database and its backup.
"""

import os
from base64 import b64encode
from pathlib import Path

from kyogikai_tenants.log.personal_data import MASTER_KEY, Key

FILE = f"{MASTER_KEY}_FILE"


def adopt(home: Path) -> None:
    """Use the key of a home, where there is one and nothing else is said."""
    path = home / "master.key"
    if not (os.environ.get(MASTER_KEY) or os.environ.get(FILE)) and path.exists():
        os.environ[FILE] = str(path)


def provide(home: Path) -> None:
    """Make a key where none is said."""
    adopt(home)
    if os.environ.get(MASTER_KEY) or os.environ.get(FILE):
        return
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "master.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(b64encode(Key.generate().secret).decode() + "\n")
    adopt(home)
