"""That the log only grew from one note to another, at /evidence/growth?from=&to=: in words, and as a file."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, abort

from kyogikai_platform.web.evidence.sealing import Sealing, given, number, signed
from kyogikai_platform.web.roles.latest import at
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_tenants.log import bundle, notary


@dataclass(frozen=True)
class Grown:
    """Two notes, the older first, and the path between their roots."""

    older: notary.Issued
    newer: notary.Issued
    path: list[str]


def show(site: Site) -> Response:
    """In words."""
    visit = Visit.any(site, "from", "to").now()
    found = _found(visit)
    whens = [at(one.issued_at.isoformat(), visit.lang) for one in (found.older, found.newer)]
    return visit.page("evidence/growth.html", visit.ask("frame"), grown=found, whens=whens)


def take(site: Site) -> Response:
    """As a file."""
    visit = Visit.any(site, "from", "to").now()
    found = _found(visit)
    body = bundle.growth(found.older.note, found.path, signed(visit, found.newer.note))
    return given(body, "application/json", f"growth-{found.older.size}-{found.newer.size}.json")


def _found(visit: Visit) -> Grown:
    """The two that the address names, else the first and the last; not found (404) where there are none."""
    kept = visit.when.kept

    def found(sealing: Sealing) -> Grown:
        oldest, newest = notary.oldest(sealing.connection), sealing.newest
        if oldest is None or newest is None:
            abort(HTTPStatus.NOT_FOUND)
        ends = {"from": oldest, "to": newest}
        chosen = [sealing.at(number(kept[name])) if kept[name] else end for name, end in ends.items()]
        older, newer = sorted(chosen, key=lambda one: one.size)
        return Grown(older, newer, sealing.path_between(older.size, newer.size))

    return visit.site.read(visit.asker, lambda connection, _: found(Sealing(connection)))
