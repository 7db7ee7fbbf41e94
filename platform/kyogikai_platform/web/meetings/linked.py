"""予定表 by a secret link, for programs that cannot sign in: what the link's account sees at that moment.

An address holds the account's one secret. Rights are judged at each fetch; a link that is unknown here,
renewed, revoked, or of an account that may not sign in, is not there (404).
"""

from http import HTTPStatus

from flask import Response, abort, request

from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.meetings.feeds import feed, of_body, of_everybody, of_person
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import LANGS


def council(site: Site, secret: str) -> Response:
    """All meetings."""
    return _alone(feed(_visit(site, secret), of_everybody))


def body(site: Site, secret: str, body_id: str) -> Response:
    """The meetings of a body."""
    visit = _visit(site, secret)
    return _alone(feed(visit, of_body(record_of(body_id, "Body"))))


def own(site: Site, secret: str) -> Response:
    """The meetings of the bodies in which the account's person sits."""
    visit = _visit(site, secret)
    return _alone(feed(visit, of_person(visit)))


def _visit(site: Site, secret: str) -> Visit:
    """As the account, today, in the language that the address says."""
    try:
        asker = site.door.by_calendar_link(request, secret)
    except HttpProblem as problem:
        if problem.status == HTTPStatus.UNAUTHORIZED:
            abort(HTTPStatus.NOT_FOUND)
        raise
    lang = request.args.get("lang", "")
    lang = lang if lang in LANGS else LANGS[0]
    return Visit(site, asker, lang, Moment.of(request.path, {}, asker.day, lang))


def _alone(response: Response) -> Response:
    """Nothing else hears of the address: no page that is led to from it, and no search engine."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
