"""Where an import stands, in words; and what there is of imports, the last first."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job, State
from kyogikai_platform.web import by_link
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.words import words
from kyogikai_platform.workbooks import desk
from kyogikai_projections import rights_of

WORDS = {
    State.WAITING: ("import_waiting", "line"), State.RUNNING: ("import_running", "key"),
    State.REFUSED: ("import_refused", "ng"), State.FAILED: ("import_failed", "ng"),
}  # fmt: skip
"""State -> its text and the colour of its chip."""
KINDS = (desk.CHECK, desk.IMPORT, desk.UNDO)


class Jobs(NamedTuple):
    """What there is of each kind, the last first."""

    checks: list[Job]
    imports: list[Job]
    undone: list[Job]
    names: Mapping[str, str | None]
    """Actor -> what they are called."""

    @classmethod
    def read(cls, connection: sa.Connection) -> "Jobs":
        """The last ones of a municipality; what they found is not read."""
        checks, imports, undone = (keeping.latest(connection, kind, but="findings") for kind in KINDS)
        actors = sorted({job.actor.id for job in (*checks, *imports, *undone)})
        return cls(checks, imports, undone, rights_of.names(connection, actors))

    def undo_of(self, job: Job) -> Job | None:
        """The last attempt to take an import back."""
        return next((u for u in self.undone if u.given["import"] == str(job.id)), None)

    def import_of(self, check: Job) -> Job | None:
        """What was recorded, or is being recorded, of a dry run."""
        later = (i for i in self.imports if i.created_at >= check.created_at)
        return next((i for i in later if dict(i.given) == dict(check.given)), None)

    def open(self) -> list[Job]:
        """The last dry run of each file that was not recorded since."""
        seen, found = set[str](), list[Job]()
        for job in sorted([*self.checks, *self.imports], key=_moment, reverse=True):
            if job.given["sha256"] not in seen and job.kind == desk.CHECK:
                found.append(job)
            seen.add(job.given["sha256"])
        return found

    def lines(self, jobs: Iterable[Job], lang: str) -> list["Line"]:
        """As a list shows them."""
        return [self._line(job, lang) for job in jobs]

    def _line(self, job: Job, lang: str) -> "Line":
        said, tone = state(job, self.undo_of(job))
        return Line(
            f"/imports/{job.id}", str(job.given["name"]), words(said, lang), tone,
            called(self.names, job, lang), minute(job.created_at, lang), job.result or {},
        )  # fmt: skip


class Line(NamedTuple):
    """One import in a list."""

    path: str
    name: str
    state: str
    tone: str
    who: str
    when: str
    result: Mapping[str, Any]


def called(names: Mapping[str, str | None], job: Job, lang: str) -> str:
    """Who asked for a job."""
    return by_link.called(job.actor.id, str(names.get(job.actor.id) or job.actor.id), lang)


def state(job: Job, undo: Job | None) -> tuple[str, str]:
    """The text of where it stands, and its colour."""
    if job.state in WORDS:
        return WORDS[job.state]
    result = job.result or {}
    if job.kind == desk.CHECK or fixes_needed(job):
        return ("import_to_fix", "ng") if fixes_needed(job) else ("import_sound", "ok")
    if undo is not None and undo.state is State.DONE:
        return "import_undone", "line"
    return ("import_done", "ok") if result.get("new") else ("import_nothing_new", "line")


def fixes_needed(job: Job) -> int:
    """How much of a file must be corrected before it is recorded."""
    return int((job.result or {}).get("counts", {}).get("fix", 0))


def _moment(job: Job) -> datetime:
    return job.created_at
