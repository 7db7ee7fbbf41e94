"""What an installation sets: each setting is an environment variable, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kyogikai_platform.embedded import default_home


@dataclass(frozen=True)
class Settings:
    """The settings with their defaults."""

    database_url: str | None
    """DATABASE_URL; without one a PostgreSQL is started beside the process."""
    home: Path
    """KYOGIKAI_HOME: where the embedded PostgreSQL and the signing key live."""
    base_domain: str
    """KYOGIKAI_BASE_DOMAIN: each municipality is a label before it."""

    @property
    def signing_key(self) -> Path:
        """The file with the Ed25519 seed that checkpoints are signed with."""
        return self.home / "checkpoint.key"


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment."""
    home = Path(environ["KYOGIKAI_HOME"]) if environ.get("KYOGIKAI_HOME") else default_home(environ)
    return Settings(
        database_url=environ.get("DATABASE_URL") or None,
        home=home,
        base_domain=environ.get("KYOGIKAI_BASE_DOMAIN", "localhost").lower(),
    )
