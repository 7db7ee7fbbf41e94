"""Before and after at /trail/<entry>/views: what its record said, as known before the entry and after it.

Beside each side stands the way to the page itself, on the day on which the change holds, as known then.
"""

from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.loading import own_acts, scope
from kyogikai_platform.web.addressed import entry_of
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.roles.trail_lines import lines
from kyogikai_platform.web.roles.trail_page import require
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.ways import to_record
from kyogikai_platform.web.words import words
from kyogikai_projections.before_after import Compared, compare
from kyogikai_projections.labels import kind_label
from kyogikai_projections.reading import ById, Moment, Reading, Row
from kyogikai_projections.tables import TABLES
from kyogikai_projections.trail import Entries
from kyogikai_tenants.fiscal_year import JAPAN

INSTANT = timedelta(microseconds=1)
SHOWN_ON = (
    ("body_id", "body"), ("meeting_id", "meeting"), ("issue_id", "issue"), ("owner_id", "body"),
    ("person_id", "person"), ("organization_id", "organization"),
)  # fmt: skip
"""Of a record without a page of its own: whose page shows it, by the first column that names one."""


class Side(NamedTuple):
    """One of the two: its address, or nothing where the page was not there."""

    way: str
    known: str
    number: str
    """Up to which entry the log was known."""


class Views(NamedTuple):
    """An entry, what changed, and the page before and after."""

    line: dict[str, Any]
    compared: Compared | None
    sides: tuple[Side, Side] | None


def show(site: Site, entry: str) -> Response:
    """As whoever asks may read it; what they may not is not there."""
    visit = Visit.any(site).now()
    require(visit, "/trail")
    named = entry_of(entry)

    def read(reading: Reading) -> Views | None:
        found = Entries().fetch(reading, [named]).get(named)
        return _views(reading, visit.asker, found, visit.lang) if found is not None else None

    views = visit.read(read)
    if views is None:
        abort(404)
    compared = views.compared
    return visit.page(
        "roles/views.html", visit.ask("frame"), entry=views.line, compared=compared, sides=views.sides,
        day=label(compared.day, visit.lang) if compared else "",
        parts=[(_called(part.table, visit.lang), part.said) for part in compared.parts] if compared else [],
    )  # fmt: skip


def _called(table: str, lang: str) -> str:
    return words("views_row", lang) if table not in _NAMED else kind_label(table, lang)


_NAMED = frozenset({"body", "council", "issue", "meeting", "membership", "organization", "person", "term"})


def _views(reading: Reading, asker: Asker, found: Row, lang: str) -> Views | None:
    open_to = scope(asker.viewer) or own_acts(asker)
    if open_to is None or not open_to.admits(found):
        return None
    about = (found["stream_id"], found["target"])
    target = Entries().fetch(reading, [about]).get(about) if found["target"] is not None else None
    compared = compare(reading, found, target, asker.day, lang)
    (line,) = lines(reading, asker, [found], lang)
    return Views(line, compared, _sides(reading, found, compared, lang) if compared else None)


def _sides(reading: Reading, entry: Row, compared: Compared, lang: str) -> tuple[Side, Side]:
    """The page before and after, where it is there."""
    at = entry["recorded_at"].astimezone(JAPAN)
    found = []
    for position, known in ((compared.before, at - INSTANT), (compared.after, at)):
        page = _page(reading, entry, Moment(compared.day, position))
        told = {"asOf": compared.day.isoformat(), "knownAt": known.isoformat(timespec="microseconds")}
        said = f"{label(known.date(), lang)} {known:%H:%M:%S}"
        found.append(Side(f"{page}?{urlencode(told)}" if page else "", said, f"{position:,}"))
    return found[0], found[1]


def _page(reading: Reading, entry: Row, moment: Moment) -> str:
    kind, own = entry["kind"], entry["stream_id"]
    row = ById(kind, moment).fetch(reading, [own]).get(own) if kind in TABLES else None
    if row is None:
        return ""
    if kind == "council":
        return "/org"
    direct = to_record(kind, ids.encode(ids.TYPES[kind], own)) if kind in ids.TYPES else ""
    if direct:
        return direct
    for column, named in SHOWN_ON:
        if row.get(column):
            there = ById(named, moment).fetch(reading, [row[column]])
            return to_record(named, ids.encode(ids.TYPES[named], row[column])) if there else ""
    return ""
