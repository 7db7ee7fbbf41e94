"""A file with everything of a tenant, taken in by way of the console: tried by a job, and taken by another.

Both are jobs of tenant zero, since the tenant is not there yet. The file lies in the folder for exports until
it is taken in, put aside, or a day old; what opens its keys is sealed for the operator who gave it.
"""

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.closing import archive
from kyogikai_platform.closing.archive import PartBroken
from kyogikai_platform.closing.arriving import TenantThere, Tried, Wanted, arrive, attempt
from kyogikai_platform.closing.reasons import Why
from kyogikai_platform.closing.transfer import Secret
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job
from kyogikai_platform.jobs.running import Kind, Work
from kyogikai_platform.onboarding.operator import Operator
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import Keys, place
from kyogikai_tenants.log.recorder import Log

TRY, TAKE = "tenant.try", "tenant.take"
FOLDER = "arriving"
A_DAY = 24 * 3600.0
"""Seconds that a file is kept that nobody takes in."""


class FileGone(Refused):
    """A file that was sent is taken in within a day, on the machine that keeps it."""

    CODE = "FILE_GONE"
    JA = "受け取ったファイルがもうありません。もう一度送ってください。"
    EN = "The file that was sent is gone. Send it again."


def folder(here: Installation) -> Path:
    """Where files wait; nobody else may read them. What is too old goes."""
    found = here.settings.exports_folder / FOLDER
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in found.iterdir():
        if time.time() - path.stat().st_mtime > A_DAY:
            path.unlink(missing_ok=True)
    return found


def file_of(here: Installation, job: Job) -> Path:
    """Where the file of a job lies, or lay."""
    return here.settings.exports_folder / FOLDER / f"{UUID(job.given['file'])}.zip"


def ask_try(connection: sa.Connection, actor: Actor, file: UUID, name: str) -> UUID:
    """Ask for a file to be tried; the job's id."""
    return keeping.give(connection, TRY, actor, {"file": str(file), "name": name})


def ask_take(connection: sa.Connection, actor: Actor, tried: Job, host: str, secret: Secret | None) -> UUID:
    """Ask for what was tried to be taken in. Raises NoMasterKey."""
    given = {"file": tried.given["file"], "name": tried.given["name"], "host": host, "tried": str(tried.id)}
    given |= {name: (tried.result or {})[name] for name in ("head", "signed_by")}
    if secret is not None:
        user = UUID(actor.id)
        sealed = Keys(connection).seal(user, secret.text, _place(connection, given["file"]))
        given |= {"secret": sealed, "passphrase": secret.passphrase}
    return keeping.give(connection, TAKE, actor, given)


def _place(connection: sa.Connection, file: str) -> bytes:
    return place(connection.info["tenant_id"], UUID(file), 0, TAKE, "secret")


def kinds(here: Installation) -> Mapping[str, Kind]:
    """What this installation's runner can do."""
    return {TRY: partial(_try, here), TAKE: partial(_take, here)}


def _try(here: Installation, work: Work) -> None:
    path = file_of(here, work.job)
    try:
        found = attempt(Operator(here, work.job.actor), path, work.job.given["name"], work.progress)
    except FileNotFoundError as gone:
        raise FileGone from gone
    except Refused:
        path.unlink(missing_ok=True)
        raise
    with work.transaction() as connection:
        work.end(connection, _told(found))


def _told(tried: Tried) -> dict[str, Any]:
    """What the console shows of it: counts and hashes, no content."""
    m = tried.manifest
    return {
        "tenant_id": str(m.tenant_id), "host": m.host, "name": m.name, "code": m.code,
        "kind": tried.kind.value, "status": tried.status.value, "events": m.events, "head": m.head,
        "root": m.root, "checkpoints": m.checkpoints, "sealed": tried.size, "files": m.files,
        "file_bytes": m.file_bytes, "subjects": m.subjects, "erased": m.erased, "keys": m.keys,
        "signed_by": m.verifier_key, "made_at": m.made_at.isoformat(),
    }  # fmt: skip


def _take(here: Installation, work: Work) -> None:
    given, path = work.job.given, file_of(here, work.job)
    wanted = Wanted(given["host"], given["signed_by"], _secret(work), "secret" not in given)
    try:
        with archive.opened(path) as reading:
            manifest = reading.manifest
        if manifest.head != given["head"]:
            raise PartBroken(Why.OTHER_FILE, archive.MANIFEST)
        arrive(Operator(here, work.job.actor), path, wanted, work.progress)
    except FileNotFoundError as gone:
        raise FileGone from gone
    except TenantThere:
        if not _already(here, manifest):
            raise
    with work.transaction() as connection:
        told = {"tenant_id": str(manifest.tenant_id), "name": manifest.name, "events": manifest.events}
        work.end(connection, told | {"host": given["host"], "root": manifest.root})
    path.unlink(missing_ok=True)


def _already(here: Installation, manifest: archive.Manifest) -> bool:
    """Whether it was taken in before, by a runner that died before it could say so."""
    with transaction(here.engine, manifest.tenant_id) as connection:
        there = {one.tenant_id for one in directory.tenants(connection)}
        head = Log.within(connection).head()
    return manifest.tenant_id in there and head.hash.hex() == manifest.head


def _secret(work: Work) -> Secret | None:
    given = work.job.given
    if "secret" not in given:
        return None
    with work.transaction() as connection:
        text = Keys(connection).open(given["secret"], _place(connection, given["file"]))
    return Secret(text, passphrase=given["passphrase"])
