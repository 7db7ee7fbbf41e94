"""Running a file: its facts in batches, in one transaction that stands or falls as a whole.

A batch is recorded at one moment. A fact that puts right what the file says, or that the file marks as
``later``, begins the next one: what was known before it can be asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from typing_extensions import override

from kyogikai_platform.importing.facts import Facts
from kyogikai_platform.importing.layout import Header, ImportFile, Reader
from kyogikai_platform.importing.patience import take_time
from kyogikai_platform.importing.places import Where
from kyogikai_platform.importing.problems import ImportRefused, Problem
from kyogikai_platform.importing.registering import mistaken, register, tenant_for
from kyogikai_projections.batches import BatchModels
from kyogikai_projections.held import HeldKnowledge
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.bulk import Bulk
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.events import Flag
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role

IMPORTER = Actor("import", Role.SECRETARIAT)
"""Who records a file that comes from the command line."""


@dataclass(frozen=True)
class Flagged:
    """A fact that was recorded although a rule speaks against it, with the flags that say so."""

    key: str
    line: Where
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Report:
    """What a run did, or a plan would do."""

    name: str
    header: Header | None
    new: int = 0
    already: int = 0
    flagged: tuple[Flagged, ...] = ()
    problems: tuple[Problem, ...] = ()

    def text(self, lang: str = "ja") -> str:
        """In one sentence, with every flag and every problem below it."""
        ja, en = "{0}: 新たに {1} 件、記録済み {2} 件", "{0}: {1} new, {2} on record"
        first = (ja if lang == "ja" else en).format(self.name, self.new, self.already)
        flags = [f"{self.name}:{f.line}: {f.key}: {g.flag}: {g.note}" for f in self.flagged for g in f.flags]
        return "\n  ".join([first, *flags, *(p.text(lang) for p in self.problems)])

    @override
    def __str__(self) -> str:
        """In English, for the command line."""
        return self.text("en")


def header(text: bytes | str, *, name: str) -> Header:
    """Whose file it is, before there is a tenant to import it into. Raises ImportRefused."""
    reader = Reader(name)
    file = reader.read(text)
    if file is None or reader.problems:
        raise ImportRefused(name, reader.problems)
    return file.header


def plan(engine: sa.Engine, tenant_id: UUID, text: bytes | str, *, name: str, actor: Actor) -> Report:
    """What importing the file would do, with every problem that can be seen; nothing is stored."""
    return Run(engine, name, actor, keep=False).run(text, lambda _: (tenant_id, True))


def import_file(engine: sa.Engine, tenant_id: UUID, text: bytes | str, *, name: str, actor: Actor) -> Report:
    """Record what the file says and is not on record yet. Raises ImportRefused; then nothing is stored."""
    report = Run(engine, name, actor, keep=True).run(text, lambda _: (tenant_id, True))
    return _sound(report)


def import_bytes(engine: sa.Engine, content: bytes, *, name: str, dry_run: bool = False) -> Report:
    """Import a file into the municipality that it names, which is registered if it is not yet.

    For the command line, whose user is the secretariat and the operator in one. Raises ImportRefused.
    """
    run = Run(engine, name, IMPORTER, keep=not dry_run)
    return _sound(run.run(content, lambda file: tenant_for(engine, file.header.tenant.host)))


def _sound(report: Report) -> Report:
    if report.problems:
        raise ImportRefused(report.name, report.problems)
    return report


@dataclass(frozen=True)
class Run:
    """How a file is run: by whom, and whether what it says is kept."""

    engine: sa.Engine
    name: str
    actor: Actor
    keep: bool

    def run(self, text: bytes | str, tenant_of: Callable[[ImportFile], tuple[UUID, bool]]) -> Report:
        """Read it, and record it in one transaction of the tenant that it is of."""
        reader = Reader(self.name)
        file = reader.read(text)
        if file is None:
            return Report(self.name, None, problems=tuple(sorted(reader.problems, key=lambda p: p.line)))
        tenant_id, registered = tenant_of(file)
        with transaction(self.engine, tenant_id) as connection:
            take_time(connection)
            report = self._recorded(connection, file, reader.problems, registered=registered)
            if (report.problems or not self.keep) and (whole := connection.get_transaction()):
                whole.rollback()
        return report

    def _recorded(
        self, connection: sa.Connection, file: ImportFile, found: Sequence[Problem], *, registered: bool
    ) -> Report:
        session = Session(connection, ReadModels(), lenient=True)
        wrong = mistaken(connection, file) if registered else register(connection, session, file)
        if wrong:
            return Report(file.name, file.header, problems=(*found, wrong))
        facts = Facts(connection, self._batch(connection), file)
        for entry in file.entries:
            if facts.follows(entry) and not facts.problems:
                self._write(connection, facts)
            facts.take(entry)
        self._write(connection, facts)
        every = sorted((*found, *facts.problems), key=lambda p: p.line)
        flagged = tuple(Flagged(e.key, e.line, flags) for e, flags in facts.flagged)
        return Report(file.name, file.header, facts.new, facts.already, flagged, tuple(every))

    def _batch(self, connection: sa.Connection) -> Bulk:
        return Bulk(connection, self.actor, HeldKnowledge(connection))

    def _write(self, connection: sa.Connection, facts: Facts) -> None:
        """Judge what the batch holds, record it if nothing is wrong so far, and begin another."""
        facts.judge()
        if not facts.problems:
            facts.record(BatchModels())
            facts.begin(self._batch(connection))
