"""How a file goes out that is the same for everybody: its tag, who may keep it, what programs are told."""

from hashlib import blake2b
from http import HTTPStatus

from flask import Response, jsonify, make_response, request

from kyogikai_graphql.compiled import EDITION
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.public.gathering import Gathering
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.writing import begin

KEPT = "public, no-cache"
"""Anybody may keep it, and asks each time whether it still holds."""


class Refusal(Exception):
    """A program asked for what there is not; it is told in JSON, as by the API."""

    def __init__(self, code: str, message: str, status: HTTPStatus) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status

    @property
    def response(self) -> Response:
        """As an answer."""
        error = {"message": self.message, "extensions": {"code": self.code}}
        response = jsonify(errors=[error])
        response.status_code = self.status
        response.headers["Cache-Control"] = "no-store"
        return response


def for_people() -> bool:
    """Whether a browser asks."""
    types = request.accept_mimetypes
    return types["text/html"] > types["application/json"]


def gathering(site: Site) -> Gathering:
    """What the public is answered at the moment of the request, whoever sends it.

    Raises HttpProblem, Elsewhere; for a day that cannot be read UnreadableMoment, to a program Refusal.
    """
    public = site.door.public(request)
    when = Moment.of(request.path, request.args, public.day, "en")
    if when.errors and not for_people():
        field, message = next(iter(when.errors.items()))
        raise Refusal("BAD_USER_INPUT", f"{field}: {message}", HTTPStatus.BAD_REQUEST)
    when = Visit.at(site).when
    begin(public.writing)
    return Gathering(site, public, when)


def tag(found: Gathering, name: str) -> str:
    """The strong tag of a file, known before it is made: it changes with whatever the file might."""
    digest = blake2b(EDITION, digest_size=16)
    parts = (name, str(found.public.tenant_id), request.host, found.state(), *found.when.variables.values())
    for part in parts:
        text = (part or "").encode()
        digest.update(b"%d " % len(text) + text)
    return digest.hexdigest()


def unchanged(etag: str) -> Response | None:
    """304, where the client has it already."""
    if not request.if_none_match.contains_weak(etag):
        return None
    return _out(make_response("", HTTPStatus.NOT_MODIFIED), etag)


def file(body: bytes, media: str, etag: str, name: str, *, attached: bool) -> Response:
    """200, with the bytes."""
    response = make_response(body)
    response.headers["Content-Type"] = media
    how = "attachment" if attached else "inline"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return _out(response, etag)


def _out(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = KEPT
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
