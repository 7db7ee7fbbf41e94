"""根拠の資料 at /sources: the documents that the record rests on, and what to mind about its facts."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.council.facts import Told, date_of
from kyogikai_platform.web.council.resting import Rested, Resting
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.lives import Grounds, lives, rows_of, where
from kyogikai_projections.reading import Reading, Row

FORMS = {
    "web_page": "source_web_page", "slides": "source_slides", "pdf": "source_pdf",
    "minutes": "source_minutes",
}  # fmt: skip


def show(site: Site) -> Response:
    """All documents, and every fact with a flag."""
    visit = Visit.at(site)
    answer, when = visit.ask("frame"), visit.when

    def read(reading: Reading) -> tuple[list[Row], Rested]:
        moment = reading.moment(when.day, when.known)
        return _latest(rows_of(reading, moment, "source_document")), Rested.read(reading, moment)

    documents, rested = visit.read(read)
    flagged = [fact for fact in rested.facts(visit.lang) if fact.flags]
    return visit.page(
        "council/sources.html", answer, documents=[_document(d, rested, visit.lang) for d in documents],
        flagged=_by_kind(flagged), flags=sum(len(f.flags) for f in flagged),
    )  # fmt: skip


def of(site: Site, source: str) -> Response:
    """One document, and the facts that name it."""
    visit = Visit.at(site)
    record = record_of(source, "SourceDocument")
    answer, when = visit.ask("frame"), visit.when

    def read(reading: Reading) -> tuple[list[Row], Rested, Grounds]:
        moment = reading.moment(when.day, when.known)
        found = _latest(rows_of(reading, moment, "source_document", where("source_document", "id", [record])))
        return found, Rested.read(reading, moment, record), Grounds.read(reading, moment, found)

    found, rested, grounds = visit.read(read)
    if not found:
        abort(404)
    facts = [f for f in rested.facts(visit.lang) if f.document == record and f.path != f"/sources/{source}"]
    return visit.page(
        "council/source.html", answer, document=_document(found[0], rested, visit.lang),
        groups=_by_kind(facts), count=len(facts), flags=Told(visit.lang, grounds).flags(*found),
        places=[stand.locator for stand in grounds.stands(*found) if stand.locator],
    )  # fmt: skip


def _latest(rows: Sequence[Row]) -> list[Row]:
    """Each document once, as it last was."""
    return [life.versions[-1] for life in lives("source_document", rows).values()]


def _document(row: Row, rested: Rested, lang: str) -> dict[str, Any]:
    return {
        "title": row["title"], "subtitle": row["subtitle"], "publisher": row["publisher"],
        "date": date_of(row["date"], lang), "written": (row["date"] or {}).get("asWritten") or "",
        "form": FORMS.get(row["form"], ""), "url": row["url"],
        "path": f"/sources/{ids.encode('SourceDocument', row['id'])}",
        "count": rested.documents.get(row["id"], 0),
    }  # fmt: skip


def _by_kind(facts: Sequence[Resting]) -> list[tuple[str, list[Resting]]]:
    """Grouped, in the order in which kinds first come."""
    first = {f.kind: n for n, f in reversed(list(enumerate(facts)))}
    ordered = sorted(facts, key=lambda f: first[f.kind])
    return [(kind, list(own)) for kind, own in groupby(ordered, key=lambda f: f.kind)]
