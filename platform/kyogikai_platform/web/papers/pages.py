"""資料: the papers of a meeting, each with its bytes, vouched for by the log."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Response, abort, request
from werkzeug.exceptions import RequestEntityTooLarge

from kyogikai_graphql import ids
from kyogikai_graphql.problems import BadId
from kyogikai_platform.files import kinds, store
from kyogikai_platform.web import form_token
from kyogikai_platform.web.family import Family, Page
from kyogikai_platform.web.papers import adding
from kyogikai_platform.web.papers.adding import LARGEST, MEGABYTE, Given
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words

SANDBOXED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie",
}
"""Of a file that somebody brought: nothing in it runs."""


def of_meeting(site: Site, meeting: str) -> Response:
    """What was handed out at a meeting, and for those who are signed in how to add to it."""
    _known(meeting, "Meeting")
    visit = Visit.at(site)
    return _listed(visit, meeting, {}, Given(), HTTPStatus.OK)


def add(site: Site, meeting: str) -> Response:
    """Add a paper. Raises StaleForm."""
    _known(meeting, "Meeting")
    visit = Visit.at(site)
    if visit.asker.actor is None:
        return onward(f"/sign-in?next={quote(request.path)}")
    request.max_content_length = LARGEST + MEGABYTE  # the form around the file
    try:
        form_token.require(request, site.door.here.settings)
        given, errors = adding.given(request.form, request.files, visit.lang)
    except RequestEntityTooLarge:
        given, errors = Given(), {"file": words("paper_too_large", visit.lang, most=LARGEST // MEGABYTE)}
    if not errors:
        errors = adding.add(visit, meeting, given)
    if errors:
        return _listed(visit, meeting, errors, given, HTTPStatus.BAD_REQUEST)
    return onward(f"/meetings/{quote(meeting)}/papers")


def read(site: Site, paper: str) -> Response:
    """A paper's bytes, for whoever sees that it is there."""
    _known(paper, "Document")
    visit = Visit.at(site)
    found = visit.ask("papers/paper", id=paper)["node"]
    if not found or "sha256" not in found:
        abort(HTTPStatus.NOT_FOUND)
    content = site.read(visit.asker, lambda connection, _: store.get(connection, found["sha256"]))
    if content is None:
        return visit.page("papers/elsewhere.html", visit.ask("frame"), HTTPStatus.NOT_FOUND, paper=found)
    name = found["title"] + kinds.SUFFIXES.get(found["mediaType"], "")
    response = Response(content, content_type=found["mediaType"], headers=SANDBOXED)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.set_etag(found["sha256"])
    response.make_conditional(request)
    return response


def _known(text: str, kind: str) -> None:
    """An id in the address; what is none is found nowhere."""
    try:
        ids.decode_as(text, kind)
    except BadId:
        abort(HTTPStatus.NOT_FOUND)


def _listed(visit: Visit, meeting: str, errors: dict[str, str], given: Given, status: HTTPStatus) -> Response:
    answer: dict[str, Any] = visit.ask("papers/meeting", id=meeting)
    if answer["meeting"] is None:
        abort(HTTPStatus.NOT_FOUND)
    return visit.page(
        "papers/meeting.html", answer, status, meeting=answer["meeting"], errors=errors, given=given,
        audiences=adding.audiences(visit.lang), most=LARGEST // MEGABYTE,
        suffixes=sorted(kinds.SUFFIXES.values()), key=given.key or adding.new_key(),
    )  # fmt: skip


FAMILY = Family(
    (
        Page("/meetings/<meeting>/papers", "papers", of_meeting),
        Page("/meetings/<meeting>/papers/new", "papers_add", add, ("POST",)),
        Page("/papers/<paper>", "paper", read),
    )
)
