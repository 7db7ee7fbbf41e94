"""Recording what a dry run looked at, and taking an import back: each after a page that says what will be."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.jobs.keeping import Job, State
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.imports.importing import Importing
from kyogikai_platform.web.imports.outcome import reviewed, within
from kyogikai_platform.web.imports.states import Jobs, fixes_needed
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_platform.workbooks import desk
from kyogikai_platform.workbooks.desk import NotChecked
from kyogikai_platform.workbooks.undoing import WITHIN, NotABatch, UndoTooLate
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.vocabulary import Audience

LONGEST = 200
"""Characters of a reason."""


def show_record(site: Site, job: UUID) -> Response:
    """What will be recorded, how much, and for whom."""
    here = Importing.at(site)
    return _record_page(here, here.job(job), {}, HTTPStatus.OK)


def record(site: Site, job: UUID) -> Response:
    """Ask for it to be recorded. Raises StaleForm."""
    here = Importing.by_form(site)
    found = here.job(job)
    try:
        made = here.act(lambda connection, actor: desk.confirm(connection, job, actor))
    except NotChecked as refused:
        return _record_page(here, found, {"record": refused.message(here.lang)}, HTTPStatus.CONFLICT)
    return onward(f"/imports/{made}")


def _record_page(here: Importing, job: Job, errors: dict[str, str], status: HTTPStatus) -> Response:
    if not reviewed(job):
        abort(HTTPStatus.NOT_FOUND)
    if not errors and (fixes_needed(job) or job.kind != desk.CHECK):
        return onward(f"/imports/{job.id}")
    return here.visit.page(
        "imports/record.html", here.visit.ask("frame"), status, job=job, errors=errors,
        result=job.result or {}, audience=word(Audience(job.given["audience"]), here.lang),
        fixes=job.given["fixes"], ready=not fixes_needed(job),
    )  # fmt: skip


def show_undo(site: Site, job: UUID) -> Response:
    """What will be taken back, and the reason to give."""
    here = Importing.at(site)
    return _undo_page(here, here.job(job), {}, "", HTTPStatus.OK)


def take_back(site: Site, job: UUID) -> Response:
    """Ask for it to be taken back. Raises StaleForm."""
    here = Importing.by_form(site)
    found, reason = here.job(job), request.form.get("reason", "").strip()
    if not reason:
        return _undo_page(here, found, {"reason": "import_reason_missing"}, reason, HTTPStatus.BAD_REQUEST)
    if len(reason) > LONGEST:
        return _undo_page(here, found, {"reason": "import_reason_long"}, reason, HTTPStatus.BAD_REQUEST)
    if refusal(here, found) is not None:
        return _undo_page(here, found, {}, reason, HTTPStatus.CONFLICT)
    made = here.act(lambda connection, actor: desk.take_back(connection, job, actor, reason))
    return onward(f"/imports/{made}")


def refusal(here: Importing, job: Job) -> Refused | None:
    """The rule that keeps an import from being taken back, as far as it shows before it is tried."""
    undo = here.read(Jobs.read).undo_of(job)
    if desk.batch_of(job) is None or (undo is not None and undo.state is State.DONE):
        return NotABatch()
    return None if within(job) else UndoTooLate()


def _undo_page(here: Importing, job: Job, wrong: dict[str, str], reason: str, status: HTTPStatus) -> Response:
    if job.kind != desk.IMPORT or job.state is not State.DONE:
        abort(HTTPStatus.NOT_FOUND)
    against = refusal(here, job)
    errors: dict[str, Any] = {n: words(text, here.lang, most=LONGEST) for n, text in wrong.items()}
    return here.visit.page(
        "imports/undo.html", here.visit.ask("frame"), status, job=job, errors=errors, reason=reason,
        against=against.message(here.lang) if against else "", result=job.result or {}, most=LONGEST,
        until=minute(job.finished_at + WITHIN if job.finished_at else None, here.lang),
    )  # fmt: skip
