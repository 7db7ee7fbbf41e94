"""All that goes on beside the answers: the jobs that are asked for, what is due by itself, and webhooks."""

from collections.abc import Mapping
from threading import Event
from uuid import UUID

from kyogikai_platform.closing import job, taking_in
from kyogikai_platform.installation import Installation
from kyogikai_platform.integrity import kinds as integrity
from kyogikai_platform.jobs.running import Chores, Kind, Runner
from kyogikai_platform.operations import erasures
from kyogikai_platform.retention import forget_all
from kyogikai_platform.webhooks.carrying import carrying
from kyogikai_platform.workbooks import desk
from kyogikai_platform.workbooks.sweeping import sweep
from kyogikai_tenants.log.connection import transaction


def kinds(here: Installation) -> Mapping[str, Kind]:
    """By their names."""
    return {**desk.KINDS, **job.kinds(here), **taking_in.kinds(here), **integrity.kinds(here)}


def chores(here: Installation) -> Chores:
    """What is due by itself."""
    seal, ledger = integrity.chores(here), here.settings.erasures

    def due(tenant_id: UUID) -> int:
        with transaction(here.engine, tenant_id) as connection:
            forget_all(connection)
            sweep(connection)
            gone = erasures.of_tenant(connection) if ledger else []
        if ledger:
            with transaction(here.engine, here.zero) as connection:
                gone += erasures.of_tenant(connection)
            erasures.note(ledger, gone)
        return seal(tenant_id)

    return due


def runner(here: Installation) -> Runner:
    """Who does the jobs: of every municipality, and of the console itself."""
    return Runner(here.engine, kinds(here), chores(here), (here.zero,))


def forever(here: Installation, stop: Event) -> None:
    """All of it, until it is told to stop."""
    with carrying(here, stop):
        runner(here).forever(stop)
