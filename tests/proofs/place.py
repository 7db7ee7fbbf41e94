"""Where proofs happen: an installation of its own, on a durable server in a temporary home."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from kyogikai_platform.installation import Installation, opened
from kyogikai_platform.settings import Settings


@contextmanager
def installation() -> Iterator[Installation]:
    """A new installation, whatever DATABASE_URL says: its server may be killed and its rows forged."""
    with tempfile.TemporaryDirectory(prefix="k-") as name:
        Path(name).chmod(0o711)  # the account that runs the server passes through
        with opened(Settings(None, Path(name).resolve() / "home", "localhost")) as here:
            here.upgrade()
            yield here


def superuser(here: Installation) -> sa.Engine:
    """Whoever may do anything to the server: what faults are planted with."""
    return sa.create_engine(here.login, poolclass=sa.NullPool)
