"""What pages and the command line ask for: upload, check, confirm, take back. All of it runs as jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.files import store
from kyogikai_platform.importing.patience import take_time
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job, State
from kyogikai_platform.jobs.running import Kind, Work
from kyogikai_platform.workbooks import limits, refusals
from kyogikai_platform.workbooks.findings import Weight
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.grid import Book
from kyogikai_platform.workbooks.marking import marked
from kyogikai_platform.workbooks.reading import read
from kyogikai_platform.workbooks.report import Report
from kyogikai_platform.workbooks.running import Run
from kyogikai_platform.workbooks.standing import demand_still
from kyogikai_platform.workbooks.undoing import Batch, NotABatch, undo
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import ImportChecked
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Audience

LONGEST = 200
"""Characters of a file's name; its end says what it is."""
UNNAMED = "file"
CHECK, IMPORT, UNDO = "workbook.check", "workbook.import", "workbook.undo"


class NotChecked(Refused):
    """A file is recorded after a dry run that found nothing to correct."""

    CODE = "NOT_CHECKED"
    JA = "下見が終わっていないか、直すところが残っています。"
    EN = "The dry run is not over, or found something to correct."


@dataclass(frozen=True)
class Upload:
    """A file that was put aside: nothing of it is recorded."""

    name: str
    sha256: str


def upload(connection: sa.Connection, name: str, content: bytes) -> Upload:
    """Put a file aside for this municipality. Raises BookTooLarge."""
    if len(content) > limits.BYTES:
        raise refusals.BookTooLarge(most=limits.BYTES)
    return Upload(called(name), store.put(connection, content))


def called(name: str) -> str:
    """A file's name without what cannot be stored or is not shown: NUL, half a letter, turned directions."""
    return "".join(letter for letter in name if letter.isprintable())[-LONGEST:] or UNNAMED


def check(
    connection: sa.Connection, file: Upload, actor: Actor,
    fixes: Mapping[str, str | None] | None = None, audience: Audience = Audience.COUNCIL,
) -> UUID:  # fmt: skip
    """Ask for a dry run; the job's id. Raises BadFix."""
    Fixes.of(fixes or {})
    given = {"name": file.name, "sha256": file.sha256, "fixes": dict(fixes or {}), "audience": audience.value}
    return keeping.give(connection, CHECK, actor, given)


def confirm(connection: sa.Connection, check_id: UUID, actor: Actor) -> UUID:
    """Ask for what a dry run looked at to be recorded; the job's id. Raises NotChecked, NoSuchJob."""
    job = keeping.of(connection, check_id)
    if job.kind != CHECK or job.state is not State.DONE or (job.result or {}).get("counts", {}).get("fix"):
        raise NotChecked
    return keeping.give(connection, IMPORT, actor, job.given)


def leaving_out(job: Job) -> dict[str, str | None]:
    """The corrections of a dry run, and every row that it would have corrected left out.

    What names a row that is left out may then be told of in its turn; a missing column cannot be left out.
    """
    found = (job.result or {}).get("findings", ())
    wrong = {f"{sheet}!{row}" for f in found if f["weight"] == "fix" for _, row, _, sheet in [f["at"]]}
    return {**job.given["fixes"], **dict.fromkeys(sorted(wrong))}


def take_back(connection: sa.Connection, import_id: UUID, actor: Actor, reason: str = "") -> UUID:
    """Ask for an import to be undone, for a reason; the job's id. Raises NotABatch, NoSuchJob."""
    job = keeping.of(connection, import_id)
    if batch_of(job) is None:
        raise NotABatch
    return keeping.give(connection, UNDO, actor, {"import": str(import_id), "reason": reason})


def batch_of(job: Job) -> Batch | None:
    """What an import recorded; None where it recorded nothing."""
    found = job.result or {}
    if job.kind != IMPORT or job.state is not State.DONE or not found.get("first"):
        return None
    return Batch(job.id, found["first"], found["last"])


def marked_copy(connection: sa.Connection, check_id: UUID) -> tuple[str, bytes]:
    """A workbook with every finding of a dry run at its place; its name. Raises NotChecked, NoSuchJob."""
    job = keeping.of(connection, check_id)
    if job.kind != CHECK or job.result is None or job.state is not State.DONE:
        raise NotChecked
    book = _book(connection, job.given)
    stem = book.name.rpartition(".")[0] or book.name
    return f"{stem}_確認.xlsx", marked(book, job.result["findings"])


def _book(connection: sa.Connection, given: Mapping[str, Any]) -> Book:
    content = store.get(connection, given["sha256"])
    if content is None:
        raise NotChecked
    return read(given["name"], content)


def _run(work: Work) -> tuple[Run, Book]:
    given = work.job.given
    with work.transaction() as connection:
        demand_still(connection, work.job.actor)
        content = store.get(connection, given["sha256"])
    if content is None:
        raise NotChecked
    run = Run(
        work.engine, work.tenant_id, work.job.actor, Fixes.of(given["fixes"]), Audience(given["audience"]),
        work.progress,
    )  # fmt: skip
    return run, read(given["name"], content)


def _check(work: Work) -> None:
    run, book = _run(work)
    report = run.check(book)
    with work.transaction() as connection:
        _noted(connection, report, work.job.actor)
        work.end(connection, report.plain())


def _noted(connection: sa.Connection, report: Report, actor: Actor) -> None:
    """That somebody had a file looked at stands in the record: its hash and counts, nothing that it says."""
    said = {
        "effective": done_on(today()), "audience": Audience.SECRETARIAT, "sha256": report.sha256,
        "rows": sum(sheet.rows for sheet in report.sheets), "faults": report.counts.get(Weight.FIX.value, 0),
    }  # fmt: skip
    Session(connection, ReadModels()).execute(Say(ImportChecked, None, said), actor=actor)


def _import(work: Work) -> None:
    """The job is done in the transaction that records: both are kept, or neither."""
    run, book = _run(work)

    def kept(connection: sa.Connection, report: Report) -> None:
        demand_still(connection, work.job.actor)
        work.end(connection, report.plain())

    report = run.record(book, kept)
    if not report.sound or not report.new:
        with work.transaction() as connection:
            work.end(connection, report.plain())


def _undo(work: Work) -> None:
    with work.transaction() as connection:
        take_time(connection)
        demand_still(connection, work.job.actor)
        batch = batch_of(keeping.of(connection, UUID(work.job.given["import"])))
        if batch is None:
            raise NotABatch
        count = undo(connection, batch, work.job.actor, work.job.given.get("reason", ""))
        work.end(connection, {"annulled": count, "import": str(batch.id)})


KINDS: Mapping[str, Kind] = {CHECK: _check, IMPORT: _import, UNDO: _undo}
