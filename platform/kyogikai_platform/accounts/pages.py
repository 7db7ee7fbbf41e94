"""Signing in and out over HTTP, as JSON; what comes of a form is its page's to answer.

POST /sign-in {email, password} sets the cookie; who has a second factor sends a code with them.
POST /sign-out takes it back, GET /session says who one is.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol

import msgspec
from flask import Blueprint, Request, Response, jsonify, request

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker, still
from kyogikai_graphql.codes import said
from kyogikai_graphql.problems import HttpProblem
from kyogikai_graphql.transport import lang_of
from kyogikai_platform.accounts import addresses, cookies, cross_site
from kyogikai_platform.accounts.attempts import Delayed
from kyogikai_platform.accounts.beginning import Came, Entered, SignInFailed
from kyogikai_platform.accounts.devices import device_of
from kyogikai_platform.accounts.door import HouseDoor, from_elsewhere, unauthenticated
from kyogikai_platform.accounts.passwords import LONGEST, Busy
from kyogikai_platform.accounts.renewing import let_in
from kyogikai_platform.accounts.sign_in import Halfway, SignIn, SignInOver
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.log.personal_data import NoMasterKey

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
"""What a browser sends of a form."""
BODY = 4_000
"""Bytes of a sign-in that are read."""


class Given(msgspec.Struct, forbid_unknown_fields=True):
    """Who one says one is."""

    email: str
    password: str
    code: str = ""


class Forms(Protocol):
    """The same for people: what a browser sends of a form, and gets pages for."""

    def enter(self) -> Response:
        """Sign in."""

    def leave(self) -> Response:
        """Sign out."""


def create_accounts(door: HouseDoor, sign_in: SignIn, forms: Forms) -> Blueprint:
    """The way in and out, at each municipality's host."""
    blueprint = Blueprint("accounts", __name__)

    @blueprint.post("/sign-in")
    def enter() -> Response:
        return forms.enter() if request.mimetype in FORMS else enter_with_json()

    @blueprint.post("/sign-out")
    def leave() -> Response:
        return forms.leave() if request.mimetype in FORMS else leave_with_json()

    @_told
    def enter_with_json() -> Response:
        tenant = door.tenant_of(request)
        if cross_site.own_origin(request) is False:
            raise from_elsewhere()
        entered = _entered(sign_in, tenant, _given(request), came_with(request))
        response = jsonify(user={"id": str(entered.user_id)})
        let_in(door, request, response, entered.token)
        return response

    @_told
    def leave_with_json() -> Response:
        tenant, shown = door.tenant_of(request), door.shown(request)
        response = Response(status=HTTPStatus.NO_CONTENT)
        if shown.digest and not shown.token:
            sign_in.leave(tenant, shown.digest)
            door.forget(tenant, shown)
        cookies.clear(response, door.here.settings)
        return response

    @blueprint.get("/session")
    @_told
    def session() -> Response:
        asker = _still(door, door.admit(request))
        if asker.credential is None:
            raise unauthenticated()
        return jsonify(user=_described(asker))

    return blueprint


def _entered(sign_in: SignIn, tenant: Tenant, given: Given, came: Came) -> Entered:
    """Both steps at once. Raises what they do, and HttpProblem where a second is needed."""
    entered = sign_in.enter(tenant, given.email, given.password, came)
    if not isinstance(entered, Halfway):
        return entered
    if not given.code:
        raise HttpProblem(401, "SECOND_FACTOR_NEEDED", "Send a code of the second factor too.")
    return sign_in.finish(tenant, entered.ticket, given.code, came)


def came_with(asked: Request) -> Came:
    """From where somebody asks, and with what."""
    return Came(addresses.place_of(asked.remote_addr), device_of(asked.headers.get("User-Agent", "")))


def _told(view: Callable[[], Response]) -> Callable[[], Response]:
    """What goes wrong, as JSON with a code; nothing of it is kept by anybody."""

    @wraps(view)
    def answered() -> Response:
        try:
            response = view()
        except HttpProblem as problem:
            response = told(problem)
        except Delayed as delayed:
            wait = {"Retry-After": str(delayed.seconds)}
            response = told(HttpProblem(429, "SIGN_IN_DELAYED", "Try again later.", wait))
        except (SignInFailed, SignInOver):
            response = told(
                HttpProblem(401, "SIGN_IN_FAILED", "The address, the passphrase or the code is wrong.")
            )
        except (Busy, NoMasterKey):
            message = "Signing in is not possible now."
            response = told(HttpProblem(503, "SIGN_IN_UNAVAILABLE", message, {"Retry-After": "10"}))
        response.headers["Cache-Control"] = "no-store"
        return response

    return answered


def told(problem: HttpProblem) -> Response:
    """A problem as JSON, in the words of whoever asked."""
    message = said(problem.code, problem.message, lang_of(request.environ))
    response = jsonify(errors=[{"message": message, "extensions": {"code": problem.code}}])
    response.status_code = problem.status
    response.headers.extend(problem.headers)
    return response


def _given(asked: Request) -> Given:
    """What a sign-in holds. Raises HttpProblem."""
    if asked.mimetype != "application/json":
        raise HttpProblem(415, "UNSUPPORTED_MEDIA_TYPE", "Send application/json.")
    body = asked.stream.read(BODY + 1)
    if len(body) > BODY:
        raise HttpProblem(413, "BODY_TOO_LARGE", f"A sign-in has at most {BODY} bytes.")
    try:
        given = msgspec.json.decode(body, type=Given)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise HttpProblem(400, "BAD_REQUEST", "Send an object with email and password.") from problem
    if max(len(given.email), len(given.password), len(given.code)) > LONGEST:
        raise HttpProblem(400, "BAD_REQUEST", f"A text of a sign-in has at most {LONGEST} characters.")
    return given


def _still(door: HouseDoor, asker: Asker) -> Asker:
    """An asker whose rights stand now. Raises HttpProblem."""
    while True:
        with snapshot(door.here.engine, asker.tenant_id) as connection:
            if still(connection, asker):
                return asker
        asker = door.again(asker)


def _described(asker: Asker) -> dict[str, Any]:
    held = [
        {"role": h.role.name, "body": ids.encode("Body", h.body_id) if h.body_id else None}
        for h in asker.holds.held
    ]
    return {"id": asker.actor.id if asker.actor else None, "name": asker.name, "roles": held}
