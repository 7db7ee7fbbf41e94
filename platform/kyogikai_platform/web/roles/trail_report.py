"""The trail as a report for print: what its page is narrowed to, for whom, and how to verify it, on paper.

As a page that any browser prints, and as PDF; taking it is an entry of the trail as every export is.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

from flask import Response, make_response, request

from kyogikai_platform.accounts.cookies import secure
from kyogikai_platform.web import by_link
from kyogikai_platform.web.evidence.sealing import verifier_key
from kyogikai_platform.web.public import as_pdf
from kyogikai_platform.web.public.paper import Paper, Section, Table
from kyogikai_platform.web.public.papers import MEDIA, PRIVATE, STYLE, WAIT, speaking
from kyogikai_platform.web.roles.exporting import note_export
from kyogikai_platform.web.roles.kinds import SHOWN
from kyogikai_platform.web.roles.latest import at
from kyogikai_platform.web.roles.trail_lines import lines
from kyogikai_platform.web.roles.trail_taking import LOOKED, Taking
from kyogikai_platform.web.site import Site, names_of
from kyogikai_projections import rights_of
from kyogikai_projections.labels import word
from kyogikai_projections.paging import COUNTED
from kyogikai_projections.reading import Reading
from kyogikai_projections.reviewing import Review
from kyogikai_projections.telling import called
from kyogikai_tenants.log import notary
from kyogikai_tenants.log.recorder import Log

MOST = 200
"""Entries of one report: some fifteen pages, a few seconds of a processor."""
LONGEST = 120
"""Characters of a value that a line shows."""
CHANGES = 4
"""Fields of an entry that a line shows."""
COLUMNS = ("trail_col_number", "trail_recorded", "trail_col_who", "trail_col_sentence", "report_hash")
SHEET = Path(__file__).parents[1] / "static" / "report.css"
AS_PAGE, AS_PDF = "page", "pdf"


class Found(NamedTuple):
    """What the report says, read in one snapshot."""

    lines: list[dict[str, Any]]
    total: int
    exact: bool
    more: bool
    """Whether there is more than the report has."""
    looked: int | None
    """Back to which entry a text was looked for; None: everywhere."""
    whose: str
    """Whom the filter names."""
    subject: str
    by: str
    """Who takes the report."""
    head: int
    note: notary.Issued | None


def send(site: Site) -> Response:
    """As the form of the page asks for it; a page that says why, where no PDF can be made."""
    taking = Taking.asked_for(site)
    visit = taking.visit
    found = visit.read(lambda reading: _read(reading, taking))
    answer = visit.ask("frame")
    paper = written(taking, found, names_of(answer), datetime.now(UTC))
    if request.form.get("form") != AS_PDF:
        note_export(visit, "report", "HTML", len(found.lines))
        return visit.page("roles/report.html", answer, paper=paper)
    try:
        body = as_pdf.written(paper, STYLE.read_text(encoding="utf-8") + SHEET.read_text(encoding="utf-8"))
    except as_pdf.NoPdf as problem:
        why = {"public_busy": "report_busy"}.get(problem.why, "report_no_pdf")
        page = visit.page("roles/no_report.html", answer, HTTPStatus.SERVICE_UNAVAILABLE, why=why)
        page.headers["Retry-After"] = WAIT
        return page
    note_export(visit, "report", "PDF", len(found.lines))
    response = make_response(body)
    response.headers["Content-Type"] = MEDIA["pdf"]
    name = f"trail-{visit.asker.day.isoformat()}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers.update(PRIVATE)
    return response


def _read(reading: Reading, taking: Taking) -> Found:
    visit, trail = taking.visit, taking.trail
    asker, connection = visit.asker, reading.connection
    found = taking.found(reading, MOST + 1)
    rows, more = found.rows[:MOST], len(found.rows) > MOST
    counted = len(rows) + more if trail.needle else Review(reading, trail).total()
    exact = found.looked is None and not more if trail.needle else counted <= COUNTED
    who, own = trail.actor or "", asker.actor.id if asker.actor else ""
    names = rights_of.names(connection, [one for one in (who, own) if one])
    subject = called(reading, [trail.subject], visit.lang).get(trail.subject, "") if trail.subject else ""
    return Found(
        lines(reading, asker, rows, visit.lang), min(counted, COUNTED), exact, more, found.looked,
        by_link.called(who, names.get(who, who), visit.lang), subject,
        names.get(own, own), Log.within(connection).head().position, notary.latest(connection),
    )  # fmt: skip


def written(taking: Taking, found: Found, frame: dict[str, Any], now: datetime) -> Paper:
    """The report."""
    visit = taking.visit
    say = speaking(visit.lang)
    scheme = "https" if secure(visit.site.door.here.settings) else "http"
    host = f"{scheme}://{request.host}"
    whose = " ".join(dict.fromkeys(filter(None, (frame["municipality"], frame["council_name"]))))
    made = at(now.isoformat(), visit.lang)
    return Paper(
        title=say("report"), whose=whose, lang=visit.lang,
        stands=say("report_stands", at=made, who=found.by, host=request.host),
        facts=list(_facts(taking, found, made)),
        sections=[
            *_bounded(found, visit.lang),
            Section(say("report_entries"), table=_table(found, visit.lang)),
            Section(say("report_verify"), list(_seal(found, verifier_key(visit), visit.lang)),
                    say("report_verify_more", host=host).split("\n")),
        ],
    )  # fmt: skip


def _facts(taking: Taking, found: Found, made: str) -> Iterator[tuple[str, str]]:
    """Of which filter it is, how much there is, and who took it when."""
    visit, asked = taking.visit, taking.asked
    say = speaking(visit.lang)
    yield say("trail_when"), asked.period(visit.lang)
    yield say("report_filter"), "\n".join(_narrowed(taking, found)) or say("report_no_filter")
    total = say("trail_count" if found.exact else "trail_count_over", count=f"{found.total:,}")
    yield say("report_count"), say("report_shown", shown=f"{len(found.lines):,}", total=total)
    role = visit.asker.actor.role if visit.asker.actor else None
    who = found.by + (f"（{word(role, visit.lang)}）" if role else "")
    yield say("report_by"), say("report_by_at", who=who, at=made)
    yield say("report_log"), say("report_log_at", head=f"{found.head:,}")


def _narrowed(taking: Taking, found: Found) -> Iterator[str]:
    """What the filter asks for, a line each."""
    asked, say = taking.asked, speaking(taking.visit.lang)
    kinds = [say(text) for name, text in SHOWN.items() if name in asked.kinds]
    told = {
        "trail_kinds": "、".join(kinds), "trail_who": found.whose,
        "trail_subject": found.subject, "trail_text": asked.typed["text"],
        "trail_preset_published": say("report_yes") if taking.trail.published else "",
    }  # fmt: skip
    for name, text in told.items():
        if text:
            yield say("report_pair", name=say(name), text=text)


def _bounded(found: Found, lang: str) -> Iterator[Section]:
    """That there is more than the report has, and how to come to all of it."""
    say, notes = speaking(lang), list[str]()
    if found.more:
        notes.append(say("report_more", most=f"{MOST:,}"))
    if found.looked is not None:
        notes.append(say("report_looked", most=f"{LOOKED:,}", number=f"{found.looked:,}"))
    if notes:
        yield Section(say("report_not_all"), paragraphs=notes)


def _table(found: Found, lang: str) -> Table:
    say = speaking(lang)
    rows = [_row(entry, say("trail_nothing"), lang) for entry in found.lines]
    return Table(say("report_entries"), [say(name) for name in COLUMNS], rows)


def _row(entry: dict[str, Any], nothing: str, lang: str) -> Sequence[str]:
    who = "\n".join(filter(None, (entry["actor"]["name"], entry["role"])))
    told = "\n".join(_told(entry, nothing))
    return f"#{entry['number']}", at(entry["recordedAt"], lang), who, told, entry["short"]


def _told(entry: dict[str, Any], nothing: str) -> Iterator[str]:
    """The sentence, then what was and is; the sentence alone where nothing was there before."""
    yield entry["sentence"]
    changed = [one for one in entry["changes"] if one["old"]]
    for one in changed[:CHANGES]:
        yield f"{one['label']}: {_short(one['old'])} → {_short(one['new'] or nothing)}"
    if len(changed) > CHANGES:
        yield "…"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST]}…"


def _seal(found: Found, key: str, lang: str) -> Iterator[tuple[str, str]]:
    """The newest checkpoint."""
    say, note = speaking(lang), found.note
    if note is None:
        yield say("report_seal"), say("trail_unsealed")
        return
    issued = at(note.issued_at.isoformat(), lang)
    yield say("report_seal"), say("trail_sealed", size=f"{note.size:,}", at=issued)
    yield say("report_root"), note.root_hash.hex()
    yield say("report_key"), key
