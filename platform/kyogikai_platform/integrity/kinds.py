"""The jobs that keep a log whole, wired for an installation."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from kyogikai_platform.accounts.mail import Outbox
from kyogikai_platform.fetching import Fetching
from kyogikai_platform.installation import Installation
from kyogikai_platform.integrity import letter, nightly, sealing, verifying
from kyogikai_platform.jobs.running import Chores, Kind, Work, nothing
from kyogikai_platform.tenancy import CONSOLE
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.log import directory


def kinds(here: Installation) -> Mapping[str, Kind]:
    """Kind -> what does it."""
    fetching = Fetching(loopback=here.settings.witness_loopback)
    post = Outbox(here.settings.smtp, here.settings.home, lambda: here.purpose)

    def verify(work: Work) -> None:
        origin = here.origin(Tenant(work.engine, work.tenant_id))
        verifying.verify(work, here.key.verifier(origin))

    def seal(work: Work) -> None:
        origin = here.origin(Tenant(work.engine, work.tenant_id))
        label, name = _called(here, work.tenant_id)
        key = here.key.verifier(origin).text
        host = f"{label}.{here.settings.base_domain}"
        write = letter.writer(name, f"https://{host}", key)
        sealing.Sealing(origin, here.key, host, post, fetching, write).run(work)

    return {verifying.VERIFY: verify, sealing.SEAL: seal}


def chores(here: Installation) -> Chores:
    """What a runner asks for by itself."""
    if not here.settings.nightly:
        return nothing
    return lambda tenant_id: nightly.give(here.engine, tenant_id, datetime.now(UTC))


def _called(here: Installation, tenant_id: UUID) -> tuple[str, str]:
    """A municipality's host label and name."""
    with here.engine.connect() as connection:
        found = next((one for one in directory.tenants(connection) if one.tenant_id == tenant_id), None)
    return (found.host, found.name) if found else (CONSOLE, CONSOLE)
