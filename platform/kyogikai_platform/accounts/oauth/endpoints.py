"""``/oauth/token``, and at ``/.well-known/oauth-authorization-server`` what there is (RFC 8414)."""

import binascii
from base64 import b64decode
from http import HTTPStatus
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, OAuth2Error
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from flask import Blueprint, Request, Response, jsonify, request

from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.accounts import cookies
from kyogikai_platform.accounts.door import HouseDoor
from kyogikai_platform.accounts.oauth.server import GRANT, METHODS, Server
from kyogikai_platform.accounts.pages import told
from kyogikai_tenants.access import SCOPES

TOKEN, METADATA = "/oauth/token", "/.well-known/oauth-authorization-server"
RESPONSES = ("none",)
"""The standard wants one: there is no page at which anybody is asked, so nothing is answered there."""
FORM = "application/x-www-form-urlencoded"
BODY = 4_000
"""Bytes of a request that are read."""


def create_oauth(door: HouseDoor) -> Blueprint:
    """Both, at each municipality's host."""
    blueprint, server = Blueprint("oauth", __name__), Server(door)

    @blueprint.post(TOKEN)
    def token() -> Response:
        return _answered(lambda: _token(door, server))

    @blueprint.get(METADATA)
    def metadata() -> Response:
        return _answered(lambda: jsonify(metadata_at(door)))

    return blueprint


def metadata_at(door: HouseDoor) -> AuthorizationServerMetadata:
    """What the host that is asked says of itself. Raises HttpProblem."""
    door.entrance(request)
    scheme = "https" if cookies.secure(door.here.settings) else "http"
    origin = f"{scheme}://{request.host}"
    return AuthorizationServerMetadata(
        issuer=origin, token_endpoint=origin + TOKEN, token_endpoint_auth_methods_supported=[*METHODS],
        grant_types_supported=[GRANT], response_types_supported=[*RESPONSES], scopes_supported=sorted(SCOPES),
    )  # fmt: skip


def _token(door: HouseDoor, server: Server) -> Response:
    door.entrance(request)  # whoever serves nobody gives nothing out
    try:
        _well_formed(request)
    except OAuth2Error as problem:
        refused: Response = server.handle_error_response(None, problem)
        return refused
    answer: Response = server.create_token_response()
    return answer


def _well_formed(asked: Request) -> None:
    """One form, each word once, one way of showing the secret (RFC 6749, 2.3 and 3.2). Raises OAuth2Error."""
    if asked.args or asked.mimetype != FORM or (asked.content_length or 0) > BODY:
        raise InvalidRequestError(f"Send {FORM} in the body, at most {BODY} bytes.")
    if any(len(values) != 1 for _, values in asked.form.lists()):
        raise InvalidRequestError("Each parameter stands there once.")
    if not asked.form.get("grant_type"):
        raise InvalidRequestError(f"Say grant_type={GRANT}.")
    shown = asked.headers.get("Authorization")
    if shown is not None and not _readable(shown):
        raise InvalidClientError(status_code=HTTPStatus.UNAUTHORIZED)
    if shown is not None and "client_secret" in asked.form:
        raise InvalidRequestError("Show the secret in one way only.")


def _readable(shown: str) -> bool:
    scheme, _, text = shown.partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        return ":" in b64decode(text.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return False


def _answered(answer: Any) -> Response:
    try:
        response: Response = answer()
    except HttpProblem as problem:
        response = told(problem)
    response.headers["Cache-Control"] = "no-store"
    return response
