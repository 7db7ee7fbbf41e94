"""How the installation stands, at /status: counts and ages for whoever runs it."""

from datetime import timedelta
from weakref import WeakKeyDictionary

from flask import Response

from kyogikai_platform.accounts.mail import Outbox
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs.keeping import State
from kyogikai_platform.operations import health
from kyogikai_platform.operations.hooks import Hooks
from kyogikai_platform.operations.standing import Looking, Standing
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.console.desk import Desk
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words

LONG = timedelta(days=7)
"""A tenant that was not signed for longer is told of."""
LITTLE = 0.1
"""The part of the disk that should be free."""
OVERDUE, UNTAKEN = timedelta(minutes=10), timedelta(days=1)
"""After so long the courier should have sent what is due, and a receiver taken what it is told."""
SPANS = {
    "status_days": ("days", timedelta(days=1)),
    "status_hours": ("hours", timedelta(hours=1)),
    "status_minutes": ("minutes", timedelta(minutes=1)),
}
UNITS = ("B", "kB", "MB", "GB", "TB")
MAIL = {"server": "status_mail_server", "folder": "status_mail_folder", "none": "status_mail_none"}
Row = tuple[str, str, bool | None]
"""What, how it stands, and whether that is well; None where it is neither."""
_LOOKING: WeakKeyDictionary[Outbox, Looking] = WeakKeyDictionary()


def show(site: Site) -> Response:
    """The page."""
    desk = Desk.at(site)
    found = _looking(desk.operator.here, site.post).standing()
    return desk.page("console/status.html", rows=rows(found, desk.lang), at=minute(found.at, desk.lang))


def _looking(here: Installation, outbox: Outbox) -> Looking:
    return _LOOKING.setdefault(outbox, Looking(here, outbox))


def rows(found: Standing, lang: str) -> list[Row]:
    """Each line in words."""
    return [*_database(found, lang), *_machine(found, lang), *_tenants(found, lang)]


def _database(found: Standing, lang: str) -> list[Row]:
    stands = found.database
    if stands is None:
        return [(words("status_database", lang), words("status_no_answer", lang), False)]
    told = words("status_answers", lang, version=stands.version, ms=round(stands.seconds * 1000))
    keys = [name for name in found.missing if "key" in name]
    return [
        (words("status_database", lang), told, True),
        (words("status_size", lang), size(found.size), None),
        (
            words("status_structure", lang),
            words("status_revision", lang, found=stands.derived or "?", wanted=health.head()),
            "structure" not in found.missing,
        ),
        (words("status_keys", lang), ", ".join(keys) or words("status_there", lang), not keys),
    ]


def _machine(found: Standing, lang: str) -> list[Row]:
    since = "、".join(sorted({minute(at, lang) for at in found.workers}))
    told = words("status_since", lang, count=len(found.workers), at=since or "?")
    free = words("status_free", lang, free=size(found.free), total=size(found.total))
    return [
        (words("status_workers", lang), told, None),
        (words("status_disk", lang), free, found.free > found.total * LITTLE),
        (words("status_mail", lang), words(MAIL[found.mail], lang), found.mail != "none"),
    ]


def _tenants(found: Standing, lang: str) -> list[Row]:
    own = found.tenants
    if own is None:
        return []
    jobs = {state.value: own.jobs[state] for state in (State.WAITING, State.RUNNING, State.FAILED)}
    age = words("status_days", lang, days=found.age.days) if found.age is not None else "—"
    signed = words("status_signed", lang, age=age, unsigned=own.unsigned)
    late = own.unsigned > 0 or (found.age is not None and found.age > LONG)
    return [
        (words("status_tenants", lang), words("console_count", lang, count=own.many - 1), None),
        (words("status_jobs", lang), words("status_jobs_in", lang, **jobs), not own.jobs[State.FAILED]),
        (words("status_checkpoints", lang), signed, not late),
        *_hooks(found, own.hooks, lang),
    ]


def _hooks(found: Standing, own: Hooks, lang: str) -> list[Row]:
    """Webhooks, and what waits too long: for the courier, which is ours to look at, or for its receiver."""
    counts = {name: getattr(own, name) for name in ("failing", "off", "given_up")}
    told = words("status_hooks_in", lang, on=own.working + own.failing, **counts)
    oldest, due = found.since(own.oldest), found.since(own.due)
    waiting = words("status_waiting_none", lang)
    if oldest is not None:
        waiting = words("status_waiting_in", lang, count=own.waiting, age=lasted(oldest, lang))
    lines = [(words("status_hooks", lang), told, None), (words("status_waiting", lang), waiting, None)]
    if due is not None and due > OVERDUE:
        text = words("status_overdue", lang, age=lasted(due, lang))
        return [*lines, (words("status_late", lang), text, False)]
    if oldest is not None and oldest > UNTAKEN:
        text = words("status_untaken", lang, age=lasted(oldest, lang))
        return [*lines, (words("status_late", lang), text, False)]
    return [lines[0], (*lines[1][:2], True)]


def lasted(age: timedelta, lang: str) -> str:
    """How long something has lasted, in the largest whole unit."""
    for text, (name, unit) in SPANS.items():
        if age >= unit:
            return words(text, lang, **{name: age // unit})
    return words("status_seconds", lang, seconds=int(age.total_seconds()))


def size(count: float) -> str:
    """Bytes, as people say it."""
    for unit in UNITS[:-1]:
        if count < 1000:  # noqa: PLR2004 - the next unit
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} {UNITS[-1]}"
