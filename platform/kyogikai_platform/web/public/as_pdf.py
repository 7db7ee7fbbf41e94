"""A document as tagged PDF (PDF/UA): made by WeasyPrint, which needs libraries of the system.

Making one takes a second and more, so its size is bounded, and so is how many are made at a time.
Nothing is fetched meanwhile: a document has no address in it that the maker could follow.
"""

import threading
from typing import Any

from flask import render_template

from kyogikai_platform.web.public.paper import Paper

LARGEST = 200_000
"""The size of a document that is made into a PDF, some hundred pages: 6 to 9 s of a processor."""
AT_A_TIME = threading.BoundedSemaphore(1)
PATIENCE = 5.0
"""Seconds that a request waits for its turn."""
VARIANT = "pdf/ua-1"
STYLE = "paper.css"


class NoPdf(Exception):
    """A PDF cannot be made: why, as a page says it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def written(paper: Paper, style: str) -> bytes:
    """The bytes of a PDF. Raises NoPdf."""
    if paper.size > LARGEST:
        raise NoPdf("public_too_large")
    html = render_template("public/paper.html", paper=paper)
    maker = _maker()
    if not AT_A_TIME.acquire(timeout=PATIENCE):
        raise NoPdf("public_busy")
    try:
        nothing = maker.urls.URLFetcher(allowed_protocols=())
        sheet = maker.CSS(string=style, url_fetcher=nothing)
        page = maker.HTML(string=html, url_fetcher=nothing)
        made: bytes = page.write_pdf(stylesheets=[sheet], pdf_variant=VARIANT)
    finally:
        AT_A_TIME.release()
    return made


def _maker() -> Any:
    """WeasyPrint, where the system has what it needs. Raises NoPdf."""
    try:
        import weasyprint  # noqa: PLC0415 - a server without Pango and its like starts all the same
    except OSError as missing:
        raise NoPdf("public_no_pdf") from missing
    return weasyprint
