"""The trail as CSV: what its page is narrowed to, up to a number of entries; taking it is an entry too."""

import csv
import io
from collections.abc import Iterable

from flask import Response, make_response

from kyogikai_platform.web import by_link
from kyogikai_platform.web.roles.exporting import note_export
from kyogikai_platform.web.roles.trail_taking import Taking
from kyogikai_platform.web.site import HEADERS, Site
from kyogikai_platform.web.words import words
from kyogikai_projections import rights_of
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Reading, Row
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
    taking = Taking.asked_for(site)
    visit, lang = taking.visit, taking.visit.lang
    lines = visit.read(lambda reading: _lines(reading, taking))
    note_export(visit, "trail", "CSV", len(lines))
    return _file([[words(name, lang) for name in COLUMNS], *lines], visit.asker.day.isoformat())


def _lines(reading: Reading, taking: Taking) -> list[list[str]]:
    """The entries, the newest first, each in words."""
    lang, rows = taking.visit.lang, taking.found(reading, MOST).rows
    names = rights_of.names(reading.connection, sorted({row["actor"] for row in rows}))
    told = tell(reading, rows)
    said = {k: one.ja if lang == "ja" else one.en for k, one in told.items()}
    called = {
        actor: by_link.called(actor, str(names.get(actor) or actor), lang)
        for actor in {row["actor"] for row in rows}
    }
    return [_line(row, called[row["actor"]], said[key(row)], lang) for row in rows]


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
