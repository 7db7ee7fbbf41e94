"""A tenant's end, at /tenants/<id>/closing: exported, closed, called off; never destroyed from here."""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.closing import ending, job
from kyogikai_platform.closing.ending import Closed, Ending
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job, State
from kyogikai_platform.onboarding import listing
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.console import steps
from kyogikai_platform.web.console.desk import Desk, Errors
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.vocabulary import TenantStatus

DONE = {
    "export": "closing_done_export", "close": "closing_done_close", "reopen": "closing_done_reopen",
}  # fmt: skip
JOBS = {State.WAITING: "closing_job_waiting", State.RUNNING: "closing_job_running",
        State.REFUSED: "closing_job_refused", State.FAILED: "closing_job_failed"}  # fmt: skip
"""What a job that has written nothing says of itself."""
SHOWN = 10


def show(site: Site, tenant_id: UUID) -> Response:
    """How far it is."""
    desk = Desk.at(site)
    return _page(desk, desk.tenant(tenant_id), {})


def export(site: Site, tenant_id: UUID) -> Response:
    """Ask for a file with everything; the runner writes it."""
    desk = Desk.by_form(site)
    tenant = desk.tenant(tenant_id)
    with transaction(desk.operator.here.engine, tenant.tenant_id) as connection:
        job.ask(connection, desk.operator.actor)
    return onward(f"/tenants/{tenant_id}/closing?done=export")


def send(site: Site, tenant_id: UUID) -> Response:
    """Close it with a reason, or call that off."""
    desk = Desk.by_form(site)
    tenant, act = desk.tenant(tenant_id), request.form.get("do", "")
    reason = request.form.get("reason", "").strip()
    if act not in {"close", "reopen"}:
        abort(HTTPStatus.NOT_FOUND)
    if not reason or len(reason) > LONGEST:
        errors = {"reason": words("account_reason_missing", desk.lang)}
        return _page(desk, tenant, errors, HTTPStatus.BAD_REQUEST)
    own = Ending(desk.operator.here, desk.operator.actor)
    try:
        own.close(tenant, reason) if act == "close" else own.reopen(tenant, reason)
    except Refused as refused:
        return _page(desk, tenant, {"reason": refused.message(desk.lang)}, HTTPStatus.CONFLICT)
    return onward(f"/tenants/{tenant_id}/closing?done={act}")


def _page(desk: Desk, tenant: Listed, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    here, lang = desk.operator.here, desk.lang
    closed, files = ending.standing(desk.operator, tenant)
    events = listing.facts(here, tenant.tenant_id).events
    with transaction(here.answering_engine, tenant.tenant_id) as connection:
        jobs = keeping.latest(connection, job.EXPORT, SHOWN)
    done = DONE.get(request.args.get("done", ""))
    return desk.page(
        "console/closing.html", status, tenant=tenant, errors=errors, steps=steps.of(here, tenant, ""),
        files=[_file(f, events, _names(jobs), lang) for f in files[:SHOWN]], closed=_closed(closed, lang),
        jobs=[_job(j, lang) for j in jobs if j.state is not State.DONE], days=here.settings.closing_days,
        exported=any(f.size == events for f in files), in_use=tenant.status is TenantStatus.ACTIVE,
        reason=request.form.get("reason", "")[:LONGEST], done=words(done, lang) if done else "",
    )  # fmt: skip


def _names(jobs: list[Job]) -> dict[str, str]:
    """What the files are called that jobs have written, by their hashes."""
    return {j.result["sha256"]: j.result["file"] for j in jobs if j.result and "sha256" in j.result}


def _file(row: Any, events: int, names: dict[str, str], lang: str) -> dict[str, Any]:
    return {
        "name": names.get(row.sha256, ""), "at": minute(row.finished_at, lang), "position": row.size,
        "last": row.size == events, "sha256": row.sha256, "bytes": f"{row.bytes:,}", "keyed": row.keys,
    }  # fmt: skip


def _job(own: Job, lang: str) -> dict[str, str]:
    why = str((own.result or {}).get(lang, ""))
    told = words(JOBS[own.state], lang, done=f"{own.done:,}", total=f"{own.total:,}", why=why)
    return {"at": minute(own.created_at, lang), "told": told}


def _closed(found: Closed | None, lang: str) -> dict[str, Any] | None:
    if found is None:
        return None
    due = date.fromisoformat(found.due) if found.due else None
    return {
        "on": label(date.fromisoformat(found.on), lang), "reason": found.reason,
        "due": label(due, lang) if due else "", "over": due is not None and today() >= due,
    }  # fmt: skip
