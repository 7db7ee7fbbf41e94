"""Jobs: taken once, watched while they run, taken again when their runner died."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import Server
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import keeping, running
from kyogikai_platform.jobs.keeping import Job, NoSuchJob, NoTenant, State, Superseded
from kyogikai_platform.jobs.running import Kind, Runner, Work
from kyogikai_platform.jobs.tables import job as table
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.workbooks import desk
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.retention import BOUNDS, Kept
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.workbooks.books import FIXES, SOUND, planted, xlsx
from tests.served import environment

__all__ = ["here", "master"]
TENANT = """\
format: kyogikai-import/1
tenant: {host: hon-jobs, name: 見原市, kind: city, fictitious: true}
facts:
- {key: f-doc, command: RegisterSourceDocument, id: doc, effective: at 2021-05, title: あらまし}
"""


KINDS = {"count", *desk.KINDS}


def give(tenant: Tenant, actor: Actor, kind: str = "count", **given: Any) -> UUID:
    with transaction(tenant.engine, tenant.id) as connection:
        return keeping.give(connection, kind, actor, given)


def of(tenant: Tenant, job_id: UUID) -> Job:
    with transaction(tenant.engine, tenant.id) as connection:
        return keeping.of(connection, job_id)


def take(tenant: Tenant) -> Job | None:
    with transaction(tenant.engine, tenant.id) as connection:
        return keeping.take(connection, KINDS)


def finish(tenant: Tenant, job_id: UUID, kinds: Mapping[str, Kind] = desk.KINDS) -> Job:
    return Runner(tenant.engine, kinds).finish(tenant.id, job_id)


def die(tenant: Tenant) -> None:
    """Let the runner of every running job not have been seen for long."""
    with transaction(tenant.engine, tenant.id) as connection:
        gone = sa.func.now() - keeping.PATIENCE - timedelta(seconds=1)
        connection.execute(table.update().where(table.c.tenant_id == tenant.id).values(seen_at=gone))


def test_a_job_runs_once_with_its_progress_and_its_result(tenant: Tenant, secretary: Actor) -> None:
    seen: list[tuple[int, int]] = []

    def count(work: Work) -> None:
        work.progress(3, 10)
        seen.append((of(tenant, work.job.id).done, of(tenant, work.job.id).total))
        with work.transaction() as connection:
            work.end(connection, {"counted": work.job.given["n"]})

    asked = give(tenant, secretary, n=7)
    assert (of(tenant, asked).state, of(tenant, asked).over) == (State.WAITING, False)
    done = finish(tenant, asked, {"count": count})
    assert (done.state, done.result, done.done, done.total, seen) == (
        State.DONE,
        {"counted": 7},
        10,
        10,
        [(3, 10)],
    )
    assert take(tenant) is None


def test_two_runners_never_have_the_same_job(tenant: Tenant, secretary: Actor) -> None:
    asked = [give(tenant, secretary) for _ in range(2)]
    with transaction(tenant.engine, tenant.id) as one, transaction(tenant.engine, tenant.id) as other:
        taken = [keeping.take(own, KINDS) for own in (one, other, other)]
    assert [job.id if job else None for job in taken] == [*asked, None]


def test_a_job_whose_runner_died_is_taken_again_and_the_dead_one_keeps_nothing(
    tenant: Tenant, secretary: Actor
) -> None:
    asked = give(tenant, secretary)
    first = take(tenant)
    assert first is not None
    assert take(tenant) is None
    die(tenant)
    second = take(tenant)
    assert second is not None
    assert (second.id, second.tries) == (asked, 2)
    with pytest.raises(Superseded), transaction(tenant.engine, tenant.id) as connection:
        keeping.end(connection, first, State.DONE, {})
    with transaction(tenant.engine, tenant.id) as connection:
        keeping.end(connection, second, State.DONE, {"by": 2})
    assert of(tenant, asked).result == {"by": 2}


def test_a_job_over_which_runners_die_has_failed(tenant: Tenant, secretary: Actor) -> None:
    asked = give(tenant, secretary)
    for _ in range(keeping.MOST_TRIES):
        assert take(tenant) is not None
        die(tenant)
    assert take(tenant) is None
    assert of(tenant, asked).state is State.FAILED


@pytest.mark.check
def test_a_runner_that_works_long_is_seen(
    tenant: Tenant, secretary: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PULSE", 0.05)

    def slow(work: Work) -> None:
        die(tenant)
        assert threading.Event().wait(1.0) is False
        assert take(tenant) is None
        with work.transaction() as connection:
            work.end(connection, {})

    assert finish(tenant, give(tenant, secretary), {"count": slow}).state is State.DONE


def test_no_job_is_without_a_municipality(engine: sa.Engine, tenant: Tenant, secretary: Actor) -> None:
    give(tenant, secretary)
    with engine.begin() as connection:
        connection.info.pop("tenant_id", None)
        for asked in (
            lambda: keeping.give(connection, "count", secretary, {}),
            lambda: keeping.take(connection, KINDS),
        ):
            with pytest.raises(NoTenant):
                asked()
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0


def test_a_municipality_has_no_job_of_another(tenant: Tenant, secretary: Actor, new_tenant: Any) -> None:
    asked = give(tenant, secretary)
    with pytest.raises(NoSuchJob):
        of(new_tenant(), asked)
    assert take(new_tenant()) is None


def test_what_ended_long_ago_makes_room_for_the_next(tenant: Tenant, secretary: Actor) -> None:
    old, fresh = give(tenant, secretary), give(tenant, secretary)
    with transaction(tenant.engine, tenant.id) as connection:
        long_ago = sa.func.now() - timedelta(days=BOUNDS[Kept.JOBS].usual + 1)
        connection.execute(table.update().where(table.c.id == old).values(finished_at=long_ago))
        assert {job.id for job in keeping.latest(connection)} == {old, fresh}
    newest = give(tenant, secretary)
    with transaction(tenant.engine, tenant.id) as connection:
        assert {job.id for job in keeping.latest(connection)} == {fresh, newest}
        assert keeping.latest(connection, "other") == []


def upload(tenant: Tenant, content: bytes, name: str = "記録.xlsx") -> desk.Upload:
    with transaction(tenant.engine, tenant.id) as connection:
        return desk.upload(connection, name, content)


def check(tenant: Tenant, actor: Actor, file: desk.Upload, fixes: dict[str, str | None] | None = None) -> Job:
    with transaction(tenant.engine, tenant.id) as connection:
        asked = desk.check(connection, file, actor, fixes)
    return finish(tenant, asked)


@pytest.mark.check
def test_a_workbook_is_checked_confirmed_and_taken_back_as_jobs(tenant: Tenant, secretary: Actor) -> None:
    file = upload(tenant, planted())
    faulty = check(tenant, secretary, file)
    assert faulty.result is not None
    assert faulty.result["counts"]["fix"] == len(FIXES)
    with pytest.raises(desk.NotChecked), transaction(tenant.engine, tenant.id) as connection:
        desk.confirm(connection, faulty.id, secretary)
    with transaction(tenant.engine, tenant.id) as connection:
        name, marked = desk.marked_copy(connection, faulty.id)
    assert (name, marked[:2]) == ("記録_確認.xlsx", b"PK")
    sound = check(tenant, secretary, file, FIXES)
    assert tenant.verify().position == 2, "two dry runs, and nothing of the file"
    with transaction(tenant.engine, tenant.id) as connection:
        asked = desk.confirm(connection, sound.id, secretary)
    imported = finish(tenant, asked)
    assert imported.result is not None
    assert tenant.verify().position == imported.result["last"]
    with transaction(tenant.engine, tenant.id) as connection:
        undone = desk.take_back(connection, imported.id, secretary)
    assert finish(tenant, undone).result == {
        "annulled": imported.result["last"] - 2,
        "import": str(imported.id),
    }
    with transaction(tenant.engine, tenant.id) as connection:
        again = desk.take_back(connection, imported.id, secretary)
    refused = finish(tenant, again)
    assert (refused.state, (refused.result or {})["code"]) == (State.REFUSED, "NOT_A_BATCH")


def test_a_file_that_cannot_be_read_ends_its_job_with_the_reason(tenant: Tenant, secretary: Actor) -> None:
    job = check(tenant, secretary, upload(tenant, b"PK\3\4"))
    assert (job.state, (job.result or {})["code"]) == (State.REFUSED, "DAMAGED")
    assert tenant.verify().position == 0


@pytest.mark.check
def test_an_import_whose_runner_was_overtaken_leaves_nothing(tenant: Tenant, secretary: Actor) -> None:
    file = upload(tenant, xlsx(SOUND))
    with transaction(tenant.engine, tenant.id) as connection:
        given = {"name": file.name, "sha256": file.sha256, "fixes": {}, "audience": "council"}
        asked = keeping.give(connection, desk.IMPORT, secretary, given)
    dead = take(tenant)
    assert dead is not None
    die(tenant)
    alive = take(tenant)
    assert alive is not None
    Runner(tenant.engine, desk.KINDS).run(tenant.id, dead)
    assert tenant.verify().position == 0
    Runner(tenant.engine, desk.KINDS).run(tenant.id, alive)
    assert (of(tenant, asked).state, tenant.verify().position > 0) == (State.DONE, True)


@pytest.mark.check
def test_the_sound_rows_can_be_recorded_alone(tenant: Tenant, secretary: Actor) -> None:
    file = upload(tenant, planted())
    job = check(tenant, secretary, file, {"会議!F15": "33"})
    assert len(desk.leaving_out(job)) == len(FIXES)
    for _ in range(4):  # what names a row that is left out follows
        job = check(tenant, secretary, file, desk.leaving_out(job))
    assert job.result is not None
    assert (job.result["counts"].get("fix", 0), job.result["skipped"] > len(FIXES)) == (0, True)


@pytest.mark.check
def test_a_runner_does_what_is_asked_until_it_is_told_to_stop(here: Installation) -> None:
    import_bytes(here.engine, TENANT.encode(), name="a.yaml")
    tenant, seen, stop = here.tenant("hon-jobs"), threading.Event(), threading.Event()

    def at_once(work: Work) -> None:
        with work.transaction() as connection:
            work.end(connection, {"done": True})
        seen.set()

    thread = threading.Thread(target=Runner(here.engine, {"count": at_once}).forever, args=(stop,))
    thread.start()
    try:
        asked = give(tenant, Actor("secretary", Role.SECRETARIAT))
        assert seen.wait(30)
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
    job = of(tenant, asked)
    assert (job.state, job.result) == (State.DONE, {"done": True})


KILLED = """\
import sys, time
import sqlalchemy as sa
from uuid import UUID
from kyogikai_platform import structure
from kyogikai_platform.jobs.running import Runner, Work
from kyogikai_platform.workbooks import desk

def held(work: Work) -> None:
    end = work.end
    def waiting(connection, result):
        end(connection, result)
        print("written", flush=True)
        time.sleep(600)
    work.end = waiting
    desk.KINDS[desk.IMPORT](work)

engine = structure.application_engine(sa.make_url(sys.argv[1]))
Runner(engine, {desk.IMPORT: held})._of(UUID(sys.argv[2]))
"""
"""A runner that has written everything, and is killed before it commits."""


@pytest.mark.check
def test_a_runner_that_is_killed_leaves_nothing_and_the_next_one_does_it(
    pg_server: Server, tenant: Tenant, secretary: Actor
) -> None:
    file = upload(tenant, xlsx(SOUND))
    given = {"name": file.name, "sha256": file.sha256, "fixes": {}, "audience": "council"}
    asked = give(tenant, secretary, desk.IMPORT, **given)
    url = pg_server.url(APPLICATION)
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", KILLED, url.render_as_string(hide_password=False), str(tenant.id)],
        stdout=subprocess.PIPE, env={**environment(url, {}), "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"written\n"
        assert (of(tenant, asked).state, tenant.verify().position) == (State.RUNNING, 0)
        child.kill()
    assert tenant.verify().position == 0
    die(tenant)
    assert finish(tenant, asked).state is State.DONE
    assert tenant.verify().position > 0


def test_what_a_runner_does_not_know_it_leaves_to_one_that_does(tenant: Tenant, secretary: Actor) -> None:
    asked = give(tenant, secretary, "of tomorrow")
    assert take(tenant) is None
    assert of(tenant, asked).state is State.WAITING
