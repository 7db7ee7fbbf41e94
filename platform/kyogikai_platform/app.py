"""The composition root: the one place that knows every floor."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, Response, jsonify, request
from typing_extensions import override
from werkzeug.exceptions import HTTPException

from kyogikai_graphql.codes import said
from kyogikai_graphql.problems import NO_DATABASE, HttpProblem
from kyogikai_graphql.transport import lang_of
from kyogikai_platform.accounts.door import HouseDoor
from kyogikai_platform.accounts.mail import Outbox
from kyogikai_platform.accounts.oauth.endpoints import create_oauth
from kyogikai_platform.accounts.oidc.provider import Asking
from kyogikai_platform.accounts.oidc.sign_in import ByProvider
from kyogikai_platform.accounts.pages import create_accounts, told
from kyogikai_platform.accounts.renewing import renewed
from kyogikai_platform.accounts.sign_in import SignIn
from kyogikai_platform.api import dispatched, endpoint
from kyogikai_platform.fetching import Fetching
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations.asked import OF_NOBODY, by_route
from kyogikai_platform.operations.health import Health
from kyogikai_platform.operations.proxies import Proxies
from kyogikai_platform.operations.shell import Shell
from kyogikai_platform.operations.traces import traces
from kyogikai_platform.web.console.families import CONSOLE_FAMILIES
from kyogikai_platform.web.console.host import ConsoleDoor, ConsoleSite, by_host
from kyogikai_platform.web.family import Family
from kyogikai_platform.web.form_token import StaleForm
from kyogikai_platform.web.pages import create_pages, trouble, wants_a_page
from kyogikai_platform.web.sign_in_page import Doorway
from kyogikai_platform.web.site import NoAnswer, Site
from kyogikai_platform.webhooks.endpoints import create_webhooks

if TYPE_CHECKING:
    from flask.json.provider import DefaultJSONProvider

log = logging.getLogger(__name__)
LARGEST = 1_000_000
"""Bytes of a request that are looked at at all; the API allows less."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

NO_ANSWER = (*NO_DATABASE, NoAnswer)
"""The record does not answer for now."""
CODES_OF = {
    HTTPStatus.NOT_FOUND: "NOT_FOUND",
    HTTPStatus.METHOD_NOT_ALLOWED: "METHOD_NOT_ALLOWED",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "BODY_TOO_LARGE",
}
"""The API's codes for what happens to pages too."""


class Served(Flask):
    """A Flask that logs the kind and places of a failure: its path may be a secret, its message a name."""

    @override
    def log_exception(self, exc_info: Any) -> None:
        """Of whatever no handler expected."""
        log.error("failed", exc_info=exc_info)


def create_app(here: Installation) -> Flask:
    """The application: a municipality's host name decides whose record is asked.

    The console is an application of its own at its own host: neither has a page, or the API, of the other.
    """
    app = Served(__name__, static_folder=None)
    door, sign_in = HouseDoor(here), SignIn(beside=here.beside)
    api = endpoint(here, door, HEADERS)
    post = Outbox(here.settings.smtp, here.settings.home, lambda: here.purpose)
    shared = (replace(api.answering, points=None), sign_in, post, _by_provider(here))
    _served(app, Site(door, *shared))
    app.register_blueprint(create_oauth(door))
    app.register_blueprint(create_webhooks(door))
    console = Served("kyogikai_platform.console", static_folder=None)
    _served(console, ConsoleSite(ConsoleDoor(here), *shared), CONSOLE_FAMILIES)
    pages = dispatched(api, app.wsgi_app)
    inner = by_host(here, console.wsgi_app, pages)
    proxies = Proxies.of(here.settings.trusted_proxies, here.settings.forwarded)
    app.wsgi_app = Shell(inner, Health(here), proxies, traces())  # type: ignore[method-assign]
    return app


def _served(app: Flask, site: Site, families: Sequence[Family] = ()) -> None:
    """The way in and out, pages, and what becomes of what goes wrong."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    cast("DefaultJSONProvider", app.json).ensure_ascii = False  # as the API answers

    @app.after_request
    def protect(response: Response) -> Response:
        renewed(site.door, request, response)
        by_route(request.endpoint or OF_NOBODY)
        response.headers.update({n: v for n, v in HEADERS.items() if n not in response.headers})
        return response

    doorway = Doorway(site, site.sign_in)
    app.register_blueprint(create_accounts(site.door, site.sign_in, doorway))
    app.register_blueprint(create_pages(site, doorway, families))
    _told(app, site)


def _by_provider(here: Installation) -> ByProvider:
    """The way in by providers, which are asked from here."""
    return ByProvider(Asking(Fetching(loopback=here.settings.oidc_loopback)))


def _told(app: Flask, site: Site) -> None:
    """What goes wrong: a page for whoever looks at it, JSON with a code for a program."""
    answers: dict[type[Exception], Callable[[Any], Any]] = {
        HttpProblem: told, HTTPException: _http_error, StaleForm: _stale,
        **dict.fromkeys(NO_ANSWER, _no_database),
    }  # fmt: skip
    for kind, answer in answers.items():
        app.register_error_handler(kind, partial(_either, site, answer))


def _either(site: Site, answer: Callable[[Any], Any], error: Exception) -> Any:
    return trouble(site, error) if wants_a_page() else answer(error)


def _stale(_: StaleForm) -> tuple[Response, int]:
    """A form of another page."""
    return _error("CROSS_SITE", "The form is of no page of ours that is open.", HTTPStatus.FORBIDDEN)


def _no_database(_: Exception) -> tuple[Response, int]:
    """The database does not answer for now."""
    message = "ただいま利用できません。Please try again later."
    return _error("SERVICE_UNAVAILABLE", message, HTTPStatus.SERVICE_UNAVAILABLE)


def _http_error(error: HTTPException) -> tuple[Response, int]:
    """An error of the transport, with a code and without HTML."""
    status = HTTPStatus(error.code or 500)
    otherwise = "INTERNAL_ERROR" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "BAD_REQUEST"
    code = CODES_OF.get(status, otherwise)
    return _error(code, said(code, status.phrase, lang_of(request.environ)), status)


def _error(code: str, message: str, status: HTTPStatus) -> tuple[Response, int]:
    return jsonify(errors=[{"message": message, "extensions": {"code": code}}]), status
