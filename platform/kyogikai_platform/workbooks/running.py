"""Running a workbook: its rows are told as facts, and recorded in one transaction or not at all."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.importing.facts import Facts
from kyogikai_platform.importing.layout import Entry, Header, ImportFile, TenantHeader
from kyogikai_platform.importing.patience import take_time
from kyogikai_platform.importing.places import CellPlace
from kyogikai_platform.importing.problems import Problem
from kyogikai_platform.workbooks import reasons, refusals, undone
from kyogikai_platform.workbooks.findings import Finding, Weight
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.grid import Book
from kyogikai_platform.workbooks.known import Known
from kyogikai_platform.workbooks.meeting_rows import Meetings, attendance, meetings
from kyogikai_platform.workbooks.member_rows import Terms, members, terms
from kyogikai_platform.workbooks.report import Report, SheetCount, counted, in_order, whole_row
from kyogikai_platform.workbooks.rows import Row, Sorting
from kyogikai_platform.workbooks.sheets import SHEETS
from kyogikai_platform.workbooks.sheets_meetings import AGENDA, ATTENDANCE, MEETINGS
from kyogikai_platform.workbooks.sheets_structure import BODIES, LINEAGE, MEMBERS, TERMS
from kyogikai_platform.workbooks.sheets_work import ACTIVITIES, DOCUMENTS, ISSUES, STEPS
from kyogikai_platform.workbooks.structure_rows import structure
from kyogikai_platform.workbooks.telling import PREFIX, Telling
from kyogikai_platform.workbooks.work_rows import activities, documents, issues, steps
from kyogikai_projections.batches import BatchModels
from kyogikai_projections.held import HeldKnowledge
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.bulk import Bulk
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import import_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Audience, MunicipalityKind

Kept = Callable[[sa.Connection, Report], None]
Progress = Callable[[int, int], None]
"""(done, of how many)."""
STEP = 1_000
"""Facts between two words of progress."""


def unheard(done: int, total: int) -> None:
    """Progress of which nobody wants to know."""


def unwatched(connection: sa.Connection, report: Report) -> None:
    """A record of which nobody wants to know."""


@contextmanager
def uncollected() -> Iterator[None]:
    """A batch makes millions of objects that live until it ends: looking for cycles costs a fifth of it."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@dataclass(frozen=True)
class Run:
    """How a workbook is run: for whom, by whom, with which corrections, and whether it is kept."""

    engine: sa.Engine
    tenant_id: UUID
    actor: Actor
    fixes: Fixes = field(default_factory=Fixes)
    audience: Audience = Audience.COUNCIL
    progress: Progress = unheard

    def check(self, book: Book) -> Report:
        """What recording it would do; nothing is stored."""
        return self._run(book, None)

    def record(self, book: Book, kept: Kept = unwatched) -> Report:
        """Record it, if nothing must be corrected; ``kept`` is called in the transaction that is kept."""
        return self._run(book, kept)

    def _run(self, book: Book, kept: Kept | None) -> Report:
        with uncollected():
            return self._ran(book, kept)

    def _ran(self, book: Book, kept: Kept | None) -> Report:
        sorting = Sorting(self.fixes)
        for grid in book.grids:
            sorting.take(grid)
        if not sorting.rows:
            raise refusals.NoSheet(there="、".join(g.name for g in book.grids))
        with transaction(self.engine, self.tenant_id) as connection:
            take_time(connection)
            bulk = Bulk(connection, self.actor, HeldKnowledge(connection), kept=kept is not None)
            report = self._said(connection, bulk, book, sorting)
            if kept is not None and report.sound and report.new:
                bulk.record(BatchModels())
                kept(connection, report)
        return report

    def _said(self, connection: sa.Connection, bulk: Bulk, book: Book, sorting: Sorting) -> Report:
        told = tell(connection, book, sorting.rows)
        sorting.rows.clear()  # what they say is told
        unsound = {whole_row(f.place) for f in told.findings if f.weight is Weight.FIX}
        held = {e.key for e in told.entries if whole_row(_place(e)) in unsound}
        file = ImportFile(book.name, _header(self.audience), tuple(told.entries), {})
        before, own_new = bulk.log.head().position, False
        facts = Facts(connection, bulk, file, loose=True, refused=held)
        for number, entry in enumerate(told.entries):
            if number % STEP == 0:
                self.progress(number, len(told.entries))
            if entry.key not in held:
                facts.take(entry)
            own_new = own_new or (number == 0 and facts.new == 1)
        facts.judge()
        self.progress(len(told.entries), len(told.entries))
        said = {place: cell.text for place, cell in book.cells()} if facts.problems else {}
        findings = [*sorting.findings, *told.findings, *(_finding(p, said) for p in facts.problems)]
        findings += [_flagged(e, g.flag, g.note) for e, flags in facts.flagged for g in flags]
        return _report(book, sorting, findings, facts, before, own_new=own_new)


def _report(
    book: Book, sorting: Sorting, findings: list[Finding], facts: Facts, before: int, *, own_new: bool
) -> Report:
    """The file's own document is not counted, and alone it is nothing new."""
    wrong = {whole_row(f.place) for f in findings if f.weight is Weight.FIX}
    sheets = tuple(
        SheetCount(grid.name, rows, rows - sum(order == grid.order for order, _ in wrong))
        for grid, rows in ((g, sorting.counts.get(g.name)) for g in book.grids) if rows is not None
    )  # fmt: skip
    fresh, already = facts.new - own_new, facts.already - (not own_new)
    return Report(
        book.name, book.sha256, sheets, fresh, already, sorting.skipped, in_order(findings),
        *((before + 1, before + facts.new) if fresh else (0, 0)), counted(findings),
        sorting.headings,
    )  # fmt: skip


def tell(connection: sa.Connection, book: Book, rows: Mapping[str, list[Row]]) -> Telling:
    """The facts of a book's rows, each sheet after those that it names."""
    told = Telling(Known(connection), "", undone.again(connection))
    told.document = _document(connection, told, book)
    found, seats, own = Terms(), dict[tuple[str, str], list[str]](), Meetings()
    of = {sheet.name: rows.get(sheet.name, []) for sheet in SHEETS}
    documents(told, of[DOCUMENTS.name])
    structure(told, of[BODIES.name], of[LINEAGE.name])
    terms(told, of[TERMS.name], found)
    members(told, of[MEMBERS.name], found, seats)
    meetings(told, of[MEETINGS.name], of[AGENDA.name], own)
    attendance(told, of[ATTENDANCE.name], own, seats)
    issues(told, of[ISSUES.name])
    steps(told, of[STEPS.name])
    activities(told, of[ACTIVITIES.name])
    return told


def _document(connection: sa.Connection, told: Telling, book: Book) -> str:
    """The file itself is a source: what every fact of it points to, called as when it first came."""
    key = told.key("file", book.sha256)
    form = "CSV" if book.name.lower().endswith((".csv", ".zip")) else "Excelブック"
    given = {
        "effective": {"kind": "undated"},
        "title": _title(connection, key) or book.name,
        "form": form,
        "sha256": book.sha256,
    }
    told.entries.append(
        Entry(CellPlace(-1, 0, 0, book.name), key, "RegisterSourceDocument", key, "", given, {})
    )
    return key


def _title(connection: sa.Connection, key: str) -> str | None:
    """What a file that is on record was called when it came."""
    table, tenant_id = TABLES["source_document"], connection.info["tenant_id"]
    own = sa.and_(table.c.tenant_id == tenant_id, table.c.id == import_id(tenant_id, key))
    query = sa.select(table.c.title).where(own, table.c.known_to.is_(None)).limit(1)
    return connection.execute(query).scalar_one_or_none()


def _header(audience: Audience) -> Header:
    """What the import asks of a file; whose it is, the transaction says."""
    return Header(TenantHeader(PREFIX, PREFIX, MunicipalityKind.CITY), audience)


def _place(entry: Entry) -> CellPlace:
    assert isinstance(entry.line, CellPlace)  # noqa: S101 - a workbook's facts stand in cells
    return entry.line


def _finding(problem: Problem, said: Mapping[CellPlace, str]) -> Finding:
    """What the import found, at its cell and with what stands there."""
    assert isinstance(problem.line, CellPlace)  # noqa: S101 - as above
    return Finding(problem.line, said.get(problem.line, ""), problem.refusal)


def _flagged(entry: Entry, flag: str, note: str) -> Finding:
    return Finding(_place(entry), "", reasons.RuleBroken(flag=flag, note=note), (), Weight.CONFIRM)
