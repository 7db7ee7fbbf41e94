"""監査記録 at /trail: who did what when, as far as whoever asks may read it, with what was and what is.

Read from the trail itself, in one snapshot, and not through the API: it is asked for by filters that the API
does not have, and costs the same in a long log as in a short one.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.loading import own_acts, scope
from kyogikai_graphql.rights import OWN_ACTS, Trail
from kyogikai_platform.web.evidence.badge import Badge, told
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.roles import saved
from kyogikai_platform.web.roles.kinds import PRESETS, SHOWN
from kyogikai_platform.web.roles.saved import LONGEST_NAME, Saved
from kyogikai_platform.web.roles.trail_asked import PAGES, PUBLISHED, SIZE, WORDS, Asked, Cut
from kyogikai_platform.web.roles.trail_lines import lines
from kyogikai_platform.web.roles.trail_said import days
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_projections import rights_of
from kyogikai_projections.paging import COUNTED, Key, Window
from kyogikai_projections.reading import Reading, Row
from kyogikai_projections.reviewing import Review
from kyogikai_projections.rights_of import Account
from kyogikai_projections.trail import Scope
from kyogikai_tenants.log.personal_data import NoMasterKey
from kyogikai_tenants.vocabulary import Role

LOOKED = 2_000
"""Entries in which a page looks for a text."""
NOWHERE = UUID(int=0)


@dataclass(frozen=True)
class Shown:
    """A page of the trail, read in one snapshot."""

    badge: Badge | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    exact: bool = True
    older: int | None = None
    """Where the next page begins."""
    newer: int | None = None
    people: list[Account] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    looked: bool = False
    """Whether the text may stand in what is older than what was looked at."""


def show(site: Site) -> Response:
    """As whoever asks may read it; the public is asked to sign in."""
    visit = Visit.any(site, *WORDS, *PAGES).now()
    require(visit, "/trail")
    return page(visit, {}, HTTPStatus.OK)


def page(visit: Visit, errors: dict[str, str], status: int) -> Response:
    """The page, with what was wrong with what was asked or saved."""
    asked = Asked.of(visit.when.kept, visit.asker.day, visit.lang)
    cut, wrong = Cut.of(visit.when.kept), {**asked.errors, **errors}
    shown = visit.site.read(visit.asker, lambda c, asker: _read(c, asker, asked, cut, visit.lang))
    whole = visit.asker.viewer.may_read_trail
    return visit.page(
        "roles/trail.html", visit.ask("frame"), HTTPStatus.BAD_REQUEST if asked.errors else status,
        asked=asked, errors=wrong, shown=shown, days=days(shown.lines, visit.lang),
        badge=told(shown.badge, visit) if shown.badge else None, whole=whole,
        people=[(ids.encode(ids.ACTOR, one.id), one.name) for one in shown.people],
        kinds={n: said for n, said in SHOWN.items() if n != "cases" or of_cases(visit)},
        presets=presets(visit), period=asked.period(visit.lang), months=months(visit),
        own=own_id(visit.asker), longest_name=LONGEST_NAME, chosen=asked.query,
        acts_for_all=Role.TENANT_ADMINISTRATOR in visit.asker.holds.roles,
    )  # fmt: skip


def _read(connection: sa.Connection, asker: Asker, asked: Asked, cut: Cut, lang: str) -> Shown:
    reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
    whole, user = asker.viewer.may_read_trail, own_id(asker)
    beside = Shown(
        badge=Badge.read(connection), people=rights_of.accounts(connection, asker.day) if whole else [],
        saved=kept_filters(connection, user) if user and whole else [],
    )  # fmt: skip
    if asked.errors:
        return beside
    open_to: Scope | None = scope(asker.viewer) or own_acts(asker)
    assert open_to is not None  # noqa: S101 - required before
    review = Review(reading, asked.trail(open_to, asker.day))
    stretch = _cut(review, cut)
    total, exact = _total(review) if not review.trail.needle else _so_far(stretch, cut)
    return replace(
        beside, lines=lines(reading, asker, stretch.rows, lang), total=total, exact=exact,
        older=stretch.older, newer=stretch.newer, looked=stretch.looked,
    )  # fmt: skip


class Stretch(NamedTuple):
    """The rows of a page, the newest first, and where its neighbours begin; none: it is the end."""

    rows: list[Row]
    older: int | None
    newer: int | None
    looked: bool = False


def _cut(review: Review, cut: Cut) -> Stretch:
    """A page of it."""
    if cut.after is not None:
        found = review.page(Window(SIZE, after=Key(str(cut.after), NOWHERE)), SIZE + 1, LOOKED)
        rows, more = found.rows[:SIZE][::-1], len(found.rows) > SIZE
        newer = rows[0]["position"] if more else found.looked
        return Stretch(rows, rows[-1]["position"] if rows else cut.after + 1, newer)
    before = Key(str(cut.before), NOWHERE) if cut.before is not None else None
    window = Window(SIZE, before=before, backward=True)
    found = review.page(window, SIZE + 1, LOOKED, quick=before is None)
    rows, more = found.rows[:SIZE], len(found.rows) > SIZE
    older = rows[-1]["position"] if more else found.looked
    newer = None if cut.before is None else rows[0]["position"] if rows else cut.before - 1
    return Stretch(rows, older, newer, looked=found.looked is not None)


def _so_far(stretch: Stretch, cut: Cut) -> tuple[int, bool]:
    """How many hold a text, as far as this page has looked for it: more were not put into words."""
    whole = cut == Cut() and stretch.older is None
    return len(stretch.rows), whole


def _total(review: Review) -> tuple[int, bool]:
    """How many there are, exact up to a bound."""
    count = review.total()
    return min(count, COUNTED), count <= COUNTED


def kept_filters(connection: sa.Connection, user: UUID) -> list[Saved]:
    """What somebody kept and others share; nothing where it cannot be opened for now."""
    try:
        return saved.listed(connection, user)
    except NoMasterKey:
        return []


def own_id(asker: Asker) -> UUID | None:
    """The account of whoever asks; a program or the public has none."""
    return UUID(asker.actor.id) if asker.actor is not None and asker.client.startswith("user:") else None


def require(visit: Visit, path: str) -> None:
    """Raises Elsewhere for the public, NotFound for whoever reads nothing of the trail."""
    if visit.asker.actor is None:
        raise Elsewhere(f"/sign-in?next={path}")
    if not visit.asker.viewer.may_read_trail and OWN_ACTS.isdisjoint(visit.asker.holds.roles):
        abort(404)


def of_cases(visit: Visit) -> bool:
    """Whether what was done with cases is among what they read of the trail: all of it, or their own acts."""
    return visit.asker.viewer.trail is Trail.CASES or Role.CASE_WORKER in visit.asker.holds.roles


def presets(visit: Visit) -> list[tuple[str, str, bool]]:
    """Sorts asked for together: the text, the address, and whether it is the one that is shown."""
    kept, none = visit.when.kept, dict.fromkeys((*SHOWN, *PAGES, PUBLISHED), "")
    found = []
    for name, kinds in {"trail_preset_all": (), **PRESETS}.items():
        if "cases" in kinds and not of_cases(visit):
            continue
        chosen = none | dict.fromkeys(kinds, "1")
        shown = {n for n in SHOWN if kept[n]} == set(kinds) and not kept[PUBLISHED]
        found.append((name, visit.when.here(**chosen), shown))
    after = Moment("/trail", visit.asker.day, visit.asker.day).here(**{PUBLISHED: "1"})
    found.insert(3, ("trail_preset_published", after, bool(kept[PUBLISHED])))
    return found


def months(visit: Visit) -> list[tuple[str, str]]:
    """The text and the address of this month and of the last one."""
    none, today = dict.fromkeys(PAGES, ""), visit.asker.day
    spans = (("trail_this_month", today.replace(day=1), today), ("trail_last_month", *last_month(today)))
    return [(n, visit.when.here(**none | {"from": a.isoformat(), "to": b.isoformat()})) for n, a, b in spans]


def last_month(day: date) -> tuple[date, date]:
    """The first and the last day of the month before a day's."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
