"""The trail as CSV: what its page is narrowed to, up to a number of entries; taking it is an entry too."""

import csv
import io
from collections.abc import Iterable
from http import HTTPStatus

from flask import Response, abort, make_response, request

from kyogikai_graphql.loading import own_acts, scope
from kyogikai_platform.web import by_link, form_token
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.preferences import Preferences
from kyogikai_platform.web.roles.exporting import note_export
from kyogikai_platform.web.roles.trail_asked import WORDS, Asked
from kyogikai_platform.web.roles.trail_page import require
from kyogikai_platform.web.site import HEADERS, Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections import rights_of
from kyogikai_projections.labels import word
from kyogikai_projections.paging import Window
from kyogikai_projections.reading import Reading, Row
from kyogikai_projections.reviewing import Review
from kyogikai_projections.sentences import event_of
from kyogikai_projections.telling import tell
from kyogikai_projections.trail import key
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.vocabulary import Role

MOST = 5_000
"""Entries of one file."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would reckon."""
COLUMNS = (
    "trail_col_number", "trail_recorded", "trail_col_who", "trail_col_role", "trail_act",
    "trail_col_sentence", "trail_col_type",
)  # fmt: skip


def send(site: Site) -> Response:
    """What the form of the page asks for."""
    form_token.require(request, site.door.here.settings)
    asker, lang = site.asker(), Preferences.of(request.cookies).lang
    kept = {name: request.form.get(name, "") for name in WORDS}
    visit = Visit(site, asker, lang, Moment("/trail", asker.day, asker.day, kept=kept))
    require(visit, "/trail")
    asked = Asked.of(kept, asker.day, lang)
    if asked.errors:
        abort(HTTPStatus.BAD_REQUEST)
    lines = visit.read(lambda reading: _lines(reading, visit, asked))
    note_export(visit, "trail", "CSV", len(lines))
    return _file([[words(name, lang) for name in COLUMNS], *lines], asker.day.isoformat())


def _lines(reading: Reading, visit: Visit, asked: Asked) -> list[list[str]]:
    """The entries, the newest first, each in words."""
    open_to = scope(visit.asker.viewer) or own_acts(visit.asker)
    assert open_to is not None  # noqa: S101 - required before
    trail = asked.trail(open_to, visit.asker.day)
    rows = Review(reading, trail).page(Window(MOST, backward=True), MOST).rows
    names = rights_of.names(reading.connection, sorted({row["actor"] for row in rows}))
    told = tell(reading, rows)
    said = {k: one.ja if visit.lang == "ja" else one.en for k, one in told.items()}
    called = {
        actor: by_link.called(actor, str(names.get(actor) or actor), visit.lang)
        for actor in {row["actor"] for row in rows}
    }
    return [_line(row, called[row["actor"]], said[key(row)], visit.lang) for row in rows]


def _line(row: Row, name: str, sentence: str, lang: str) -> list[str]:
    event = event_of(row)
    return [
        str(row["position"]), row["recorded_at"].astimezone(JAPAN).isoformat(timespec="seconds"), name,
        word(Role(row["role"]), lang), event.LABEL if lang == "ja" else event.LABEL_EN, sentence,
        row["topic"],
    ]  # fmt: skip


def _file(lines: Iterable[Iterable[str]], day: str) -> Response:
    """CSV as spreadsheets in Japan open it: UTF-8 with a mark; no cell is a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([safe(cell) for cell in line] for line in lines)
    response = make_response("\ufeff" + out.getvalue())
    response.headers.update(HEADERS)
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="trail-{day}.csv"'
    return response


def safe(cell: str) -> str:
    """A text that is no formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
