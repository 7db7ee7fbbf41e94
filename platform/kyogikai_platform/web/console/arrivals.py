"""Municipalities from another installation, at /arrivals: sent as a file, tried, confirmed, taken in."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request
from werkzeug.exceptions import RequestEntityTooLarge

from kyogikai_platform.closing import taking_in
from kyogikai_platform.closing.arriving import KeysAreSealed
from kyogikai_platform.closing.taking_in import TAKE, TRY
from kyogikai_platform.closing.transfer import Secret, begin
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job, NoSuchJob, State
from kyogikai_platform.web import form_token
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.console.desk import Desk, Errors
from kyogikai_platform.web.console.status import size
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.municipalities import HOST, RESERVED, BadHost, ReservedHost
from kyogikai_tenants.vocabulary import MunicipalityKind, TenantStatus

MEGABYTE = 1_000_000
LARGEST = 1_000 * MEGABYTE
"""Bytes of a file; the command line takes larger ones."""
SHOWN = 10
LONGEST_NAME = 100
KEY, PASSPHRASE, WITHOUT = "key", "passphrase", "without"
"""How the keys of a file are opened; or given up."""
STATES = {
    State.WAITING: "arrival_waiting", State.RUNNING: "arrival_running", State.REFUSED: "arrival_refused",
    State.FAILED: "arrival_failed", State.DONE: "arrival_done",
}  # fmt: skip


def show(site: Site) -> Response:
    """The form for a file, and what came of the last ones."""
    return _list(Desk.at(site), {})


def _list(desk: Desk, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    with transaction(desk.operator.here.answering_engine, desk.operator.here.zero) as connection:
        jobs = [one for kind in (TAKE, TRY) for one in keeping.latest(connection, kind, SHOWN)]
    jobs.sort(key=lambda one: one.created_at, reverse=True)
    told = [_line(one, desk.lang) for one in jobs[:SHOWN]]
    return desk.page("console/arrivals.html", status, errors=errors, jobs=told, most=LARGEST // MEGABYTE)


def _line(job: Job, lang: str) -> dict[str, Any]:
    return {
        "id": job.id, "name": job.given["name"], "at": minute(job.created_at, lang),
        "what": words("arrival_taken" if job.kind == TAKE else "arrival_tried", lang),
        "state": words(STATES[job.state], lang),
    }  # fmt: skip


def send(site: Site) -> Response:
    """Keep the file, and ask for it to be tried. Raises StaleForm."""
    desk = Desk.at(site)
    request.max_content_length = LARGEST + MEGABYTE  # the form around it
    try:
        form_token.require(request, site.door.here.settings)
        found = request.files.get("file")
    except RequestEntityTooLarge:
        errors = {"file": words("arrival_too_large", desk.lang, most=LARGEST // MEGABYTE)}
        return _list(desk, errors, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if found is None or not found.filename:
        return _list(desk, {"file": words("arrival_no_file", desk.lang)}, HTTPStatus.BAD_REQUEST)
    here, own = desk.operator.here, new_id()
    path = taking_in.folder(here) / f"{own}.zip"
    path.touch(mode=0o600)
    found.save(path)
    with transaction(here.engine, here.zero) as connection:
        name = found.filename[-LONGEST_NAME:]
        job = taking_in.ask_try(connection, desk.operator.actor, own, name)
    return onward(f"/arrivals/{job}")


def show_one(site: Site, job: UUID) -> Response:
    """How far it is; what was tried is shown, and may be taken in."""
    desk = Desk.at(site)
    return _one(desk, _job(desk, job), {})


def act(site: Site, job: UUID) -> Response:
    """Take in what was tried, or put it aside. Raises StaleForm."""
    desk = Desk.by_form(site)
    tried = _job(desk, job)
    if tried.kind != TRY or tried.state is not State.DONE:
        abort(HTTPStatus.NOT_FOUND)
    if request.form.get("do") == "aside":
        taking_in.file_of(desk.operator.here, tried).unlink(missing_ok=True)
        return onward("/arrivals")
    host, errors = request.form.get("host", "").strip().lower(), Errors()
    try:
        _free(desk, host)
    except Refused as refused:
        errors["host"] = refused.message(desk.lang)
    try:
        secret = _secret(tried)
    except Refused as refused:
        errors["keys"] = refused.message(desk.lang)
    if errors:
        return _one(desk, tried, errors, HTTPStatus.BAD_REQUEST)
    with transaction(desk.operator.here.engine, desk.operator.here.zero) as connection:
        made = taking_in.ask_take(connection, desk.operator.actor, tried, host, secret)
    return onward(f"/arrivals/{made}")


def _free(desk: Desk, host: str) -> None:
    """Raises Refused for a host label that cannot be had."""
    if not HOST.fullmatch(host):
        raise BadHost(field="host", host=host)
    if host in RESERVED:
        raise ReservedHost(field="host", host=host)
    if host in desk.operator.here.hosts():
        raise HostTaken(host=host)


class HostTaken(Refused):
    """A host label is one municipality's."""

    CODE = "HOST_TAKEN"
    JA = "ホスト名「{host}」は、ほかの自治体が使っています。"
    EN = "The host label {host} is another municipality's."


def _secret(tried: Job) -> Secret | None:
    """What opens the keys; None where there are none, or they are given up. Raises Refused."""
    how, text = request.form.get("keys", ""), request.form.get("secret", "").strip()
    if not (tried.result or {})["keys"] or how == WITHOUT:
        return None
    if how not in {KEY, PASSPHRASE} or not text:
        raise KeysAreSealed
    found = Secret(text, passphrase=how == PASSPHRASE)
    begin(found)
    return found


def _job(desk: Desk, job: UUID) -> Job:
    """404 for none of these."""
    try:
        with transaction(desk.operator.here.answering_engine, desk.operator.here.zero) as connection:
            found = keeping.of(connection, job)
    except NoSuchJob:
        abort(HTTPStatus.NOT_FOUND)
    if found.kind not in {TRY, TAKE}:
        abort(HTTPStatus.NOT_FOUND)
    return found


def _one(desk: Desk, job: Job, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    result = job.result or {}
    there = taking_in.file_of(desk.operator.here, job).exists()
    tried = job.kind == TRY and job.state is State.DONE
    return desk.page(
        "console/arrival.html", status, job=job, errors=errors, taking=job.kind == TAKE, there=there,
        name=job.given["name"], asked=minute(job.created_at, desk.lang), result=result,
        facts=_facts(result, desk.lang) if tried else [], keys=bool(tried and result["keys"]),
        host=request.form.get("host", result.get("host", "")), how=request.form.get("keys", ""),
    )  # fmt: skip


def _facts(found: Mapping[str, Any], lang: str) -> list[tuple[str, str, bool]]:
    """What it is, in words; and whether it is a hash or a key."""
    made = minute(datetime.fromisoformat(found["made_at"]), lang)
    kind, status = MunicipalityKind(found["kind"]), TenantStatus(found["status"])
    counts = {
        name: f"{found[name]:,}"
        for name in ("events", "checkpoints", "sealed", "files", "subjects", "erased")
    }
    told = [
        ("console_municipality", f"{found['name']}（{word(kind, lang)}）", False),
        ("arrival_code", found["code"] or words("console_no_code", lang), False),
        ("account_state", word(status, lang), False),
        ("arrival_made", made, False),
        ("arrival_events", words("console_events", lang, count=counts["events"]), False),
        ("arrival_checkpoints", words("arrival_checkpoints_are", lang, **counts), False),
        ("arrival_files", words("arrival_files_are", lang, bytes=size(found["file_bytes"]), **counts), False),
        ("arrival_subjects", words("arrival_subjects_are", lang, **counts), False),
        ("arrival_keys", words("arrival_with_keys" if found["keys"] else "arrival_no_keys", lang), False),
        ("arrival_root", found["root"], True), ("arrival_head", found["head"], True),
        ("arrival_signed_by", found["signed_by"], True),
    ]  # fmt: skip
    return [(words(name, lang), text, plain) for name, text, plain in told]
