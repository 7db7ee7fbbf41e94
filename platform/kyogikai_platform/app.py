"""The composition root: the one place that knows every floor."""

from http import HTTPStatus

import sqlalchemy as sa
from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from kyogikai_graphql.loading import Context
from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform import asking
from kyogikai_platform.accounts.door import HouseDoor
from kyogikai_platform.accounts.pages import create_accounts, told
from kyogikai_platform.accounts.sign_in import SignIn
from kyogikai_platform.api import dispatched, endpoint
from kyogikai_platform.installation import Installation
from kyogikai_projections.reading import snapshot

LARGEST = 1_000_000
"""Bytes of a request that are looked at at all; the API allows less."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

CODES_OF = {
    HTTPStatus.NOT_FOUND: "NOT_FOUND",
    HTTPStatus.METHOD_NOT_ALLOWED: "METHOD_NOT_ALLOWED",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "BODY_TOO_LARGE",
}
"""The API's codes for what happens to pages too."""


def create_app(here: Installation) -> Flask:
    """The application: a municipality's host name decides whose record is asked."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    door = HouseDoor(here)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update({n: v for n, v in HEADERS.items() if n not in response.headers})
        return response

    @app.get("/")
    def home() -> str:
        asker = door.public(request)
        with snapshot(here.answering_engine, asker.tenant_id) as connection:
            context = Context(connection, asker.tenant_id, asker.viewer, asker.day)
            return render_template("home.html", **asking.overview(context))

    api = endpoint(here, door, HEADERS)
    app.wsgi_app = dispatched(api, app.wsgi_app)  # type: ignore[method-assign, assignment]
    app.register_blueprint(create_accounts(door, SignIn()))
    app.register_error_handler(HttpProblem, told)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(sa.exc.OperationalError, _no_database)
    return app


def _no_database(_: Exception) -> tuple[Response, int]:
    """The database does not answer for now."""
    message = "ただいま利用できません。Please try again later."
    return _error("SERVICE_UNAVAILABLE", message, HTTPStatus.SERVICE_UNAVAILABLE)


def _http_error(error: HTTPException) -> tuple[Response, int]:
    """An error of the transport, with a code and without HTML."""
    status = HTTPStatus(error.code or 500)
    otherwise = "INTERNAL_ERROR" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "BAD_REQUEST"
    return _error(CODES_OF.get(status, otherwise), status.phrase, status)


def _error(code: str, message: str, status: HTTPStatus) -> tuple[Response, int]:
    return jsonify(errors=[{"message": message, "extensions": {"code": code}}]), status
