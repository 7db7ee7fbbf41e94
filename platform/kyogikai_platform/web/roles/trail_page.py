"""監査記録 at /trail: who did what when, as far as whoever asks may read it, with what was and what is."""

from http import HTTPStatus
from typing import Any

from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_graphql.problems import BadCursor
from kyogikai_graphql.rights import OWN_ACTS, Trail
from kyogikai_platform.web.roles.kinds import PRESETS, SHOWN
from kyogikai_platform.web.roles.latest import sealed
from kyogikai_platform.web.roles.trail_asked import PAGES, WORDS, Asked, window
from kyogikai_platform.web.roles.trail_said import days
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_projections import rights_of
from kyogikai_tenants.vocabulary import Role

NOTHING: dict[str, Any] = {"nodes": [], "totalCount": 0, "totalCountExact": True, "pageInfo": {}}


def show(site: Site) -> Response:
    """As whoever asks may read it; the public is asked to sign in."""
    visit = Visit.any(site, *WORDS, *PAGES).now()
    require(visit, "/trail")
    asked = Asked.of(visit.when.kept, visit.asker.day, visit.lang)
    if asked.errors:
        answer, status = visit.ask("frame") | {"auditTrail": NOTHING}, HTTPStatus.BAD_REQUEST
    else:
        answer, status = visit.ask("roles/trail", **asked.variables, **_window(visit)), HTTPStatus.OK
    people = visit.read(lambda reading: rights_of.accounts(reading.connection, visit.asker.day))
    whole = visit.asker.viewer.may_read_trail
    return visit.page(
        "roles/trail.html", answer, status, asked=asked, errors=asked.errors,
        trail=answer["auditTrail"], days=days(answer["auditTrail"]["nodes"], visit.lang),
        sealed=sealed(answer, visit.lang) if "checkpoints" in answer else None, whole=whole,
        people=[(ids.encode(ids.ACTOR, one.id), one.name) for one in people] if whole else [],
        kinds={n: said for n, said in SHOWN.items() if n != "cases" or of_cases(visit)},
        presets=presets(visit), period=asked.period(visit.lang),
    )  # fmt: skip


def _window(visit: Visit) -> dict[str, Any]:
    """The page of the list; an address that names no place in it is no page's."""
    try:
        return window(visit.when.kept["after"], visit.when.kept["before"])
    except BadCursor:
        abort(404)


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
    kept, none = visit.when.kept, dict.fromkeys((*SHOWN, *PAGES), "")
    found = []
    for name, kinds in {"trail_preset_all": (), **PRESETS}.items():
        if "cases" in kinds and not of_cases(visit):
            continue
        chosen = none | dict.fromkeys(kinds, "1")
        shown = {n for n in SHOWN if kept[n]} == set(kinds)
        found.append((name, visit.when.here(**chosen), shown))
    return found
