"""やさしい日本語 on a page: the summary that an editor wrote, and the form in which they write it."""

from typing import NamedTuple

from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.forms import catalogue
from kyogikai_platform.web.org_facts import Answer, Flag, Source, Telling
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.filling import FORMS
from kyogikai_tenants.council.plain_summaries import LANGUAGE

FORM = FORMS["WritePlainSummary"].form


class Plain(NamedTuple):
    """A record in plain words."""

    paragraphs: tuple[str, ...]
    day: str
    sources: list[Source]
    flags: list[Flag]
    writing: str
    """Where it is written, or written anew; empty for whoever may not."""
    lang: str = LANGUAGE


def plain(visit: Visit, summary: Answer | None, subject: str) -> Plain | None:
    """What a page shows of it; None where there is nothing to read or to write."""
    writing = _writing(visit, subject)
    if summary is None:
        return Plain((), "", [], [], writing) if writing else None
    documents = {p["document"]["id"]: p["document"] for p in summary["provenance"] if p["document"]}
    telling, when = Telling(visit.lang, documents), summary["effective"]
    lines = tuple(line for line in summary["text"].splitlines() if line.strip())
    day = when["label"] if when else ""
    return Plain(lines, day, telling.sources(summary), telling.flags(summary), writing)


def _writing(visit: Visit, subject: str) -> str:
    if not visit.when.is_now or not catalogue.may(visit.asker, FORM):
        return ""
    return f"/record/{naming.mutation(FORM.command)}?subjectId={subject}"
