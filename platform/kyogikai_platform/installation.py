"""One installation: its database, its municipalities, its signing key. Whatever runs starts here."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_platform import master_key, structure
from kyogikai_platform.embedded import SUPERUSER, provided
from kyogikai_platform.settings import Settings
from kyogikai_platform.tenancy import CONSOLE, TENANT_ZERO
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.checkpoints import SigningKey
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.log.tables import APPLICATION, OWNER
from kyogikai_tenants.log.tables import installation as marks

DERIVED = "derived"
"""The mark that names the revision for which the read models were last derived."""


class NoSuchMunicipality(Exception):
    """A host name, or a name given to a command, means no municipality of this installation."""

    def __init__(self, host: str, known: list[str]) -> None:
        super().__init__(
            f"no municipality is called {host!r} here; there are: {', '.join(known) or 'none yet'}"
        )


class NoStructure(Exception):
    """The database has no tables of ours yet."""

    def __init__(self) -> None:
        super().__init__("this database is not set up yet: run `kyogikai upgrade`")


class NotForDevelopment(Exception):
    """A development command runs only on a database that is marked for it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"`{what}` runs only on a demo database (`kyogikai demo` makes one)")


@dataclass(frozen=True)
class Installation:
    """A database in use: ``login`` may change its structure, ``application`` is the running product's."""

    settings: Settings
    login: sa.URL
    application: sa.URL
    zero: UUID = field(default=TENANT_ZERO, kw_only=True)
    """The operators' tenant; only a test has another one than everybody."""

    @cached_property
    def engine(self) -> sa.Engine:
        """The application role's connections."""
        return structure.application_engine(self.application, pooled=self.settings.pooled)

    @cached_property
    def answering_engine(self) -> sa.Engine:
        """The same for whoever waits for an answer: a statement has a few seconds."""
        own = self.settings
        return structure.application_engine(
            self.application, seconds=own.statement_seconds, pooled=own.pooled
        )

    @cached_property
    def lanes(self) -> Lanes:
        """The same for answers of one statement."""
        own = self.settings
        return structure.lanes(self.application, seconds=own.statement_seconds, pooled=own.pooled)

    def begin(self) -> None:
        """Ask the database once before anybody else does: two first questions at once would fail.

        SQLAlchemy learns on an engine's first connection how to reset all others, and lets no other wait.
        """
        for engine in (self.engine, self.answering_engine):
            with suppress(sa.exc.OperationalError), engine.connect():
                pass

    @cached_property
    def beside(self) -> Executor:
        """What nobody waits for the answer of is done here, one after the other."""
        executor = ThreadPoolExecutor(1, "beside")
        self.endings.callback(executor.shutdown)
        return executor

    @cached_property
    def endings(self) -> ExitStack:
        """How whatever goes on beside comes to its end: it uses the connections, so it ends before them."""
        return ExitStack()

    def close(self) -> None:
        """Let what goes on beside come to its end, and close the connections that are open."""
        self.endings.close()
        if "lanes" in self.__dict__:
            self.lanes.close()
        for name in {"engine", "answering_engine"} & self.__dict__.keys():
            self.__dict__[name].dispose()

    @contextmanager
    def _asked(self) -> Iterator[sa.Connection]:
        """A connection without a tenant. Raises NoStructure."""
        with self.engine.connect() as connection:
            try:
                yield connection
            except sa.exc.ProgrammingError as missing:
                raise NoStructure from missing

    def upgrade(self) -> None:
        """Make the roles, bring the structure up to date, and the read models to what it now holds."""
        admin = sa.create_engine(self.login, poolclass=sa.NullPool)
        structure.prepare(admin)
        revision = structure.upgrade(admin)
        if self.marked(DERIVED) != revision:
            for host in self.logs():
                self.tenant(host).rebuild()
            self._mark(DERIVED, revision)

    @property
    def built(self) -> bool:
        """Whether there is any structure yet."""
        admin = sa.create_engine(self.login, poolclass=sa.NullPool)
        with admin.connect() as connection:
            return sa.inspect(connection).has_table(marks.name)

    def hosts(self) -> list[str]:
        """The municipalities' host labels."""
        with self._asked() as connection:
            return [listed.host for listed in directory.tenants(connection)]

    def logs(self) -> list[str]:
        """Whose logs there are: the municipalities', and the platform's own once it has an operator."""
        with transaction(self.engine, self.zero) as connection:
            begun = Log.within(connection).head().position > 0
        return [*self.hosts(), *([CONSOLE] if begun else [])]

    def listed(self, host: str) -> directory.Listed:
        """A municipality's entry by its host label. Raises NoSuchMunicipality."""
        with self._asked() as connection:
            found = directory.tenant_by_host(connection, host)
        if found is None:
            raise NoSuchMunicipality(host, self.hosts())
        return found

    def tenant(self, host: str) -> Tenant:
        """Tenant zero, or a municipality by its host label. Raises NoSuchMunicipality."""
        return Tenant(self.engine, self.zero if host == CONSOLE else self.listed(host).tenant_id)

    @property
    def purpose(self) -> str:
        """``demo`` where development commands may run; else empty."""
        return self.marked("purpose")

    def require_demo(self, what: str) -> None:
        """Raises NotForDevelopment unless the database is marked for it."""
        if self.purpose != "demo":
            raise NotForDevelopment(what)

    def mark(self, purpose: str) -> None:
        """Say what the database is for, once and for all; only the owner may."""
        if not self.purpose:
            self._mark("purpose", purpose)

    def marked(self, name: str) -> str:
        """What the database says of itself under a name; empty for nothing."""
        with self._asked() as connection:
            query = sa.select(marks.c.value).where(marks.c.name == name)
            return connection.execute(query).scalar_one_or_none() or ""

    def _mark(self, name: str, value: str) -> None:
        admin = sa.create_engine(self.login, poolclass=sa.NullPool)
        with admin.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
            said = pg.insert(marks).values(name=name, value=value)
            connection.execute(said.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    @staticmethod
    def origin(tenant: Tenant) -> str:
        """What a municipality's checkpoints are signed as: it stays when a host name changes."""
        return f"kyogikai/{tenant.id}"

    @cached_property
    def key(self) -> SigningKey:
        """The key that checkpoints are signed with; made once, readable by nobody else."""
        path = self.settings.signing_key
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(SigningKey.generate().seed + "\n")
        return SigningKey.load(path.read_text().strip())


@contextmanager
def opened(settings: Settings) -> Iterator[Installation]:
    """The installation that the settings name; an embedded server runs as long as it is open."""
    with provided(settings.database_url, settings.home) as server:
        own = not settings.database_url
        login = server.url(SUPERUSER) if own else server.address
        application = server.url(APPLICATION) if own else server.address
        master_key.adopt(settings.home)
        installation = Installation(settings, login, application)
        try:
            yield installation
        finally:
            installation.close()
