"""One entry at /trail/<id>, or by its number in the log: what it says, rests on, and where it stands.

With it stands what may be done about it, by whoever may.
"""

from typing import Any

from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_graphql.loading import own_acts, scope
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.addressed import entry_of
from kyogikai_platform.web.forms import entries
from kyogikai_platform.web.roles.latest import at, sealed
from kyogikai_platform.web.roles.trail_page import require
from kyogikai_platform.web.roles.trail_said import said
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_projections.labels import word
from kyogikai_projections.trail import Placed, key
from kyogikai_tenants.vocabulary import Audience

DIGITS = 18


def show(site: Site, entry: str) -> Response:
    """As whoever asks may read it; what they may not is not there."""
    visit = Visit.any(site).now()
    require(visit, "/trail")
    if entry.isascii() and entry.isdecimal():
        raise Elsewhere(f"/trail/{_by_number(visit, entry)}")
    named = entry_of(entry)
    answer = visit.ask("roles/entry", id=entry)
    node = answer["node"]
    if not node:
        abort(404)
    told = said(node, visit.lang) | {
        "at": at(node["recordedAt"], visit.lang),
        "audience": word(Audience(node["audience"]), visit.lang),
        "later": [one | {"at": at(one["recordedAt"], visit.lang)} for one in node["correctedBy"]],
    }
    acts = site.read(visit.asker, lambda c, a: entries.acts_on(c, a, (named.stream, named.version)))
    return visit.page(
        "roles/entry.html", answer, entry=told, acts=acts | {"id": told["id"]},
        sealed=sealed(answer, visit.lang), fixes=_fixes(told) if acts.get("correct") else (),
    )  # fmt: skip


def _fixes(told: dict[str, Any]) -> list[str]:
    """Where each of the changes is corrected; empty where nothing was said."""
    way = f"/record/correctEvent?entryId={told['id']}&field="
    return [way + naming.camel(c["field"]) if c["new"] or c["old"] else "" for c in told["changes"]]


def _by_number(visit: Visit, text: str) -> str:
    """The id of the entry with a number in the log; one that they may not read is not there."""
    number = int(text) if len(text) <= DIGITS else 0
    found = visit.read(lambda reading: Placed().fetch(reading, [number])).get(number)
    open_to = scope(visit.asker.viewer) or own_acts(visit.asker)
    if found is None or open_to is None or not open_to.admits(found):
        abort(404)
    return ids.entry_id(*key(found))
