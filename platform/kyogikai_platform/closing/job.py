"""An export that the console asks for: a job, because it may take longer than a request.

The file goes to a folder of this machine and never through the console: the operator sees no content.
"""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.closing.ending import Ending
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.running import Kind, Work
from kyogikai_platform.onboarding import listing
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.directory import Listed

EXPORT = "tenant.export"


def ask(connection: sa.Connection, actor: Actor) -> UUID:
    """Ask for it; the job's id."""
    return keeping.give(connection, EXPORT, actor, {})


def kinds(here: Installation) -> Mapping[str, Kind]:
    """What this installation's runner can do."""
    return {EXPORT: partial(_export, here)}


def _export(here: Installation, work: Work) -> None:
    tenant = listing.tenant(here, work.tenant_id)
    assert tenant is not None  # noqa: S101 - the runner goes by the directory
    folder = here.settings.exports_folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    named = partial(_name, tenant)
    done = Ending(here, work.job.actor).export(
        tenant, lambda size: folder / named(size), progress=work.progress
    )
    with work.transaction() as connection:
        told = {"file": done.path.name, "sha256": done.sha256, "bytes": done.bytes}
        work.end(connection, told | {"events": done.manifest.events})


def _name(tenant: Listed, size: int) -> str:
    return f"{tenant.host}-{size}.zip"
