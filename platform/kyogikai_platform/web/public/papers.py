"""What documents share: whose they are, of which day, where their facts stand, and how they go out."""

from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, abort, make_response

from kyogikai_platform.web.org_facts import Telling
from kyogikai_platform.web.public import as_pdf, as_text, as_word
from kyogikai_platform.web.public.columns import Answer
from kyogikai_platform.web.public.paper import Paper, Section
from kyogikai_platform.web.site import HEADERS
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words

MEDIA = {
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
PRIVATE = {name: HEADERS[name] for name in ("Cache-Control", "Vary")}
"""What somebody may see is kept for nobody else."""
COMMAS = {"ja": "、", "en": ", "}
WAIT = "10"
STYLE = Path(__file__).parents[1] / "static" / as_pdf.STYLE


def speaking(lang: str) -> Callable[..., str]:
    """How a document says something in its language."""

    def said(name: str, /, **given: object) -> str:
        return words(name, lang, **given)

    return said


def whose(answer: Answer) -> str:
    """The council, or the municipality where the reader knows of none."""
    return str(answer["council"]["name"] if answer["council"] else answer["municipality"]["name"])


def stands(visit: Visit) -> str:
    """Of which day the document is, and until when what it says was recorded."""
    when, lang = visit.when, visit.lang
    if when.known is None:
        return words("public_stands", lang, day=when.label(lang))
    return words("public_stands_known", lang, day=when.label(lang), moment=when.known_label(lang))


def bracketed(told: Sequence[str], lang: str) -> str:
    """What is added in brackets, if anything is."""
    text = COMMAS[lang].join(told)
    return "" if not text else f"（{text}）" if lang == "ja" else f" ({text})"


def rests(fact: Answer, lang: str) -> Iterator[Section]:
    """What to mind about a fact, and where it stands."""
    telling = Telling(lang, {})
    flags, sources = telling.flags(fact), telling.sources(fact)
    if flags:
        told = [flag.word + bracketed([flag.note] if flag.note else [], lang) for flag in flags]
        yield Section(words("public_minds", lang), listed=told)
    if sources:
        told = [" ".join(filter(None, (one.title, one.place))) for one in sources]
        yield Section(words("sources_head", lang), listed=told)


def known_form(form: str, *more: str) -> None:
    """404 for a form that a document is not written in."""
    if form not in {"docx", "pdf", *more}:
        abort(HTTPStatus.NOT_FOUND)


def given(visit: Visit, answer: dict[str, Any], paper: Paper, form: str, name: str) -> Response:
    """The document; a page that says why, where it cannot be written in that form."""
    try:
        body = _written(paper, form)
    except as_pdf.NoPdf as problem:
        return _no_pdf(visit, answer, problem.why)
    response = make_response(body)
    response.headers["Content-Type"] = MEDIA[form]
    how = "inline" if form == "txt" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}.{form}"'
    response.headers.update(PRIVATE)
    return response


def _written(paper: Paper, form: str) -> bytes:
    if form == "pdf":
        return as_pdf.written(paper, STYLE.read_text(encoding="utf-8"))
    return as_word.written(paper) if form == "docx" else as_text.written(paper)


def _no_pdf(visit: Visit, answer: dict[str, Any], why: str) -> Response:
    others = visit.when.path.removesuffix("pdf")
    response = visit.page(
        "public/no_pdf.html", answer, HTTPStatus.SERVICE_UNAVAILABLE, why=why,
        word_path=visit.when.to(f"{others}docx"),
    )  # fmt: skip
    response.headers["Retry-After"] = WAIT
    return response
