"""What an installation sets: each setting is an environment variable, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kyogikai_platform.embedded import default_home

EDITIONS = ("2025", "2026")
"""Of GraphQL over HTTP, whose status codes may be spoken."""


class BadSetting(ValueError):
    """A setting holds what it cannot mean: nothing is guessed, and nothing begins."""

    def __init__(self, name: str, text: str, takes: str) -> None:
        super().__init__(f"{name} is {takes}, not {text!r}")


@dataclass(frozen=True)
class Settings:
    """The settings with their defaults."""

    database_url: str | None
    """DATABASE_URL; without one a PostgreSQL is started beside the process."""
    home: Path
    """KYOGIKAI_HOME: where the embedded PostgreSQL and the signing key live."""
    base_domain: str
    """KYOGIKAI_BASE_DOMAIN: each municipality is a label before it."""
    graphql_status: str = "2025"
    """KYOGIKAI_GRAPHQL_STATUS: whose status codes are spoken, those of the edition of 2025 or of 2026."""
    introspection: bool = False
    """KYOGIKAI_INTROSPECTION: 1 where the public may ask the API for its schema."""
    points_public: int = 500_000
    """KYOGIKAI_POINTS_PUBLIC: what an address of the public may spend in an hour."""
    points_known: int = 5_000_000
    """KYOGIKAI_POINTS: what an account or a client may spend in an hour."""
    statement_seconds: int = 5
    """KYOGIKAI_STATEMENT_SECONDS: how long a statement may take that somebody waits for."""
    kept_bytes: int = 64 * 1024 * 1024
    """KYOGIKAI_KEPT_BYTES: how much each worker keeps of answers that still hold; 0: nothing."""
    workers: int = 0
    """KYOGIKAI_WORKERS: processes that answer; 0: one for each core."""

    pooled: bool = False
    """KYOGIKAI_POOLED: 1 where DATABASE_URL is a pooler in transaction mode, with the application's login."""
    runner: bool = True
    """KYOGIKAI_RUNNER: 0 where `kyogikai jobs run` does the jobs, and no server beside its pages."""
    smtp: str = ""
    """KYOGIKAI_SMTP: where mails go, smtp[s]://user:password@host:port/?from=address; a demo has a folder."""

    oidc_loopback: bool = False
    """KYOGIKAI_OIDC_LOOPBACK: 1 where providers of identities on this machine are asked: demos and tests."""
    nightly: bool = True
    """KYOGIKAI_NIGHTLY: 0 where nothing is sealed and verified by itself at night."""

    witness_loopback: bool = False
    """KYOGIKAI_WITNESS_LOOPBACK: 1 where witnesses on this machine are asked: demos and tests."""

    closing_days: int = 30
    """KYOGIKAI_CLOSING_DAYS: how many days after its closing a tenant may be destroyed."""
    exports: Path | None = None
    """KYOGIKAI_EXPORTS: the folder for files with everything of a tenant; without it one in the home."""

    erasures: Path | None = None
    """KYOGIKAI_ERASURES: a file outside database and backups, to which each destroyed key is added."""

    codes: Path | None = None
    """KYOGIKAI_CODES: the ministry's list of municipality codes as CSV, in place of the product's own."""

    @property
    def exports_folder(self) -> Path:
        """Where the console's exports are written, for whoever keeps this machine."""
        return self.exports or self.home / "exports"

    webhook_loopback: bool = False
    """KYOGIKAI_WEBHOOK_LOOPBACK: 1 where webhooks may lead to this machine: demos and tests."""

    trusted_proxies: str = ""
    """KYOGIKAI_TRUSTED_PROXIES: networks, parted by commas, whose word about who asks is taken."""
    forwarded: str = "x-forwarded"
    """KYOGIKAI_FORWARDED: by which headers they say it, x-forwarded or forwarded (RFC 7239)."""
    log: str = ""
    """KYOGIKAI_LOG: json or plain; without a word plain at a terminal, json elsewhere."""
    metrics: str = ""
    """KYOGIKAI_METRICS: address:port at which Prometheus reads the meters; nowhere without it."""

    @property
    def signing_key(self) -> Path:
        """The file with the Ed25519 seed that checkpoints are signed with."""
        return self.home / "checkpoint.key"


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment. Raises BadSetting."""
    home = Path(environ["KYOGIKAI_HOME"]) if environ.get("KYOGIKAI_HOME") else default_home(environ)
    return Settings(
        database_url=environ.get("DATABASE_URL") or None,
        home=home,
        base_domain=environ.get("KYOGIKAI_BASE_DOMAIN", "localhost").lower(),
        graphql_status=_one_of(environ, "KYOGIKAI_GRAPHQL_STATUS", EDITIONS),
        introspection=_switch(environ, "KYOGIKAI_INTROSPECTION"),
        points_public=_number(environ, "KYOGIKAI_POINTS_PUBLIC", Settings.points_public),
        points_known=_number(environ, "KYOGIKAI_POINTS", Settings.points_known),
        statement_seconds=_number(environ, "KYOGIKAI_STATEMENT_SECONDS", Settings.statement_seconds),
        kept_bytes=_number(environ, "KYOGIKAI_KEPT_BYTES", Settings.kept_bytes),
        workers=_number(environ, "KYOGIKAI_WORKERS", Settings.workers),
        pooled=_switch(environ, "KYOGIKAI_POOLED"),
        runner=_switch(environ, "KYOGIKAI_RUNNER", default=True),
        oidc_loopback=_switch(environ, "KYOGIKAI_OIDC_LOOPBACK"),
        nightly=_switch(environ, "KYOGIKAI_NIGHTLY", default=True),
        witness_loopback=_switch(environ, "KYOGIKAI_WITNESS_LOOPBACK"),
        webhook_loopback=_switch(environ, "KYOGIKAI_WEBHOOK_LOOPBACK"),
        smtp=environ.get("KYOGIKAI_SMTP", ""),
        closing_days=_number(environ, "KYOGIKAI_CLOSING_DAYS", Settings.closing_days),
        erasures=Path(environ["KYOGIKAI_ERASURES"]) if environ.get("KYOGIKAI_ERASURES") else None,
        codes=Path(environ["KYOGIKAI_CODES"]) if environ.get("KYOGIKAI_CODES") else None,
        exports=Path(environ["KYOGIKAI_EXPORTS"]) if environ.get("KYOGIKAI_EXPORTS") else None,
        trusted_proxies=environ.get("KYOGIKAI_TRUSTED_PROXIES", ""),
        forwarded=environ.get("KYOGIKAI_FORWARDED") or Settings.forwarded,
        log=environ.get("KYOGIKAI_LOG", ""),
        metrics=environ.get("KYOGIKAI_METRICS", ""),
    )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit()):
        raise BadSetting(name, text, "a whole number")
    return int(text)


def _switch(environ: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    return _one_of(environ, name, ("1", "0") if default else ("0", "1")) == "1"


def _one_of(environ: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    """One of few words; the first of them where nothing is said."""
    text = environ.get(name) or known[0]
    if text not in known:
        raise BadSetting(name, text, " or ".join(sorted(known)))
    return text
