"""One import at /imports/…: how far it is, what the dry run found, what came of it; and its corrections."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask import Response, abort, request

from kyogikai_graphql import ids
from kyogikai_platform.importing.patience import take_time
from kyogikai_platform.jobs.keeping import PATIENCE, Job, State
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.imports.finding import SIZE, Listed, Typed
from kyogikai_platform.web.imports.importing import Importing
from kyogikai_platform.web.imports.listing import OFFERED, SUFFIXES, audiences, given
from kyogikai_platform.web.imports.states import Jobs, called, fixes_needed
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_platform.workbooks import desk, limits
from kyogikai_platform.workbooks.desk import NotChecked
from kyogikai_platform.workbooks.undoing import WITHIN
from kyogikai_projections.labels import word
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.vocabulary import Audience

STEPS = ("import_step_file", "import_step_check", "import_step_record")


class Around(NamedTuple):
    """What a page of one import needs beside it."""

    jobs: Jobs
    document: UUID | None
    """The file as a source document on record."""


def show(site: Site, job: UUID) -> Response:
    """Where it stands."""
    here = Importing.at(site)
    return page(here, here.job(job), {}, {}, HTTPStatus.OK)


def correct(site: Site, job: UUID) -> Response:
    """Another dry run, with the form's corrections or without the rows that are wrong. Raises StaleForm."""
    here = Importing.by_form(site)
    found = here.job(job)
    if request.form.get("act") == "same" and found.over and found.kind != desk.UNDO:
        return onward(f"/imports/{here.act(lambda c, actor: again(c, actor, found, found.given['fixes']))}")
    if not reviewed(found):
        abort(HTTPStatus.NOT_FOUND)
    typed = Typed.of(found, request.form, here.lang)
    kept = {p: v for p, v in found.given["fixes"].items() if p not in request.form.getlist("drop")}
    if request.form.get("act") == "leave_out":
        typed.fixes.update(desk.leaving_out(found))
    fixes = kept | typed.fixes
    if not typed.errors and fixes == found.given["fixes"]:
        typed.errors["corrections"] = words("import_nothing_chosen", here.lang)
    if typed.errors:
        return page(here, found, typed.errors, request.form, HTTPStatus.BAD_REQUEST)
    try:
        made = here.act(lambda c, actor: again(c, actor, found, fixes))
    except Refused as refused:
        errors = {"corrections": refused.message(here.lang)}
        return page(here, found, errors, request.form, HTTPStatus.BAD_REQUEST)
    return onward(f"/imports/{made}")


def again(connection: sa.Connection, actor: Actor, job: Job, fixes: Mapping[str, str | None]) -> UUID:
    """The same file, looked at once more."""
    file = desk.Upload(job.given["name"], job.given["sha256"])
    return desk.check(connection, file, actor, fixes, Audience(job.given["audience"]))


def take_marked(site: Site, job: UUID) -> Response:
    """The workbook with every finding at its place."""
    here = Importing.at(site)
    here.job(job)

    def made(connection: sa.Connection, _: Actor) -> tuple[str, bytes]:
        take_time(connection)
        return desk.marked_copy(connection, job)

    try:
        name, content = here.act(made)
    except NotChecked:
        abort(HTTPStatus.NOT_FOUND)
    return given(content, name)


def reviewed(job: Job) -> bool:
    """Whether there is something to correct or confirm: a dry run, or an import that found more."""
    done = job.state is State.DONE
    return done and (job.kind == desk.CHECK or (job.kind == desk.IMPORT and fixes_needed(job) > 0))


def page(here: Importing, job: Job, errors: dict[str, str], typed: Any, status: HTTPStatus) -> Response:
    """The page of one import, whatever it is."""
    around, lang = here.read(lambda c: _around(c, job)), here.lang
    facts: dict[str, Any] = {
        "job": job, "name": job.given.get("name", ""), "errors": errors, "typed": typed, "steps": STEPS,
        "who_asked": called(around.jobs.names, job, lang), "when_asked": minute(job.created_at, lang),
        "when_over": minute(job.finished_at, lang),
    }  # fmt: skip
    if reviewed(job):
        facts |= _review(job, around, lang)
        return here.visit.page("imports/review.html", here.visit.ask("frame"), status, **facts)
    if job.kind == desk.IMPORT and job.state is State.DONE:
        facts |= _done(here, job, around)
        return here.visit.page("imports/done.html", here.visit.ask("frame"), status, **facts)
    facts |= {
        "audiences": audiences(lang), "chosen": job.given.get("audience", OFFERED[0].value),
        "most": limits.BYTES // 1_000_000, "suffixes": SUFFIXES, "undoes": job.kind == desk.UNDO,
        "late": job.state is State.WAITING and datetime.now(UTC) - job.created_at > PATIENCE,
    }  # fmt: skip
    return here.visit.page("imports/job.html", here.visit.ask("frame"), status, **facts)


def _around(connection: sa.Connection, job: Job) -> Around:
    table, digest = TABLES["source_document"], job.given.get("sha256", "")
    query = sa.select(table.c.id).where(
        table.c.tenant_id == connection.info["tenant_id"], table.c.known_to.is_(None),
        table.c.sha256 == digest,
    )  # fmt: skip
    document = connection.execute(query.limit(1)).scalar_one_or_none() if digest else None
    return Around(Jobs.read(connection), document)


def _review(job: Job, around: Around, lang: str) -> dict[str, Any]:
    args, result = request.args, job.result or {}
    listed = Listed.of(result, args.get("weight", ""), args.get("page", "1"))
    recorded = around.jobs.import_of(job) if job.kind == desk.CHECK else None
    fixes = list(job.given["fixes"].items())
    return {
        "result": result, "listed": listed, "fixes": fixes[:SIZE], "more_fixes": len(fixes[SIZE:]),
        "rows": sum(rows for _, rows, _ in result["sheets"]), "recorded": recorded,
        "sound_rows": sum(sound for _, _, sound in result["sheets"]),
        "audience": word(Audience(job.given["audience"]), lang),
    }  # fmt: skip


def _done(here: Importing, job: Job, around: Around) -> dict[str, Any]:
    undo, result = around.jobs.undo_of(job), job.result or {}
    until = job.finished_at + WITHIN if job.finished_at else None
    day = job.finished_at or job.created_at
    return {
        "result": result, "undo": undo, "until": minute(until, here.lang), "within": within(job),
        "document": ids.encode("SourceDocument", around.document) if around.document else "",
        "actor": ids.encode(ids.ACTOR, job.actor.id), "day": own_day(day),
        "audience": word(Audience(job.given["audience"]), here.lang),
    }  # fmt: skip


def within(job: Job) -> bool:
    """Whether an import can still be taken back as one."""
    return job.finished_at is not None and datetime.now(UTC) - job.finished_at <= WITHIN


def own_day(at: datetime) -> str:
    """The day, as an address of the trail says it."""
    return at.astimezone(JAPAN).date().isoformat()
