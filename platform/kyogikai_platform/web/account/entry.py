"""The second step of signing in, by a code; and signing in with a passkey."""

from http import HTTPStatus

from flask import Response, make_response, request

from kyogikai_platform.accounts import cookies, passkey_sign_in
from kyogikai_platform.accounts.attempts import Delayed
from kyogikai_platform.accounts.pages import came_with
from kyogikai_platform.accounts.passkeys import Host
from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.accounts.renewing import let_in
from kyogikai_platform.accounts.sign_in import SignInOver
from kyogikai_platform.web import form_token, half_way
from kyogikai_platform.web.account.refusals import FAILING, Errors, answered, said
from kyogikai_platform.web.form_token import browser_of
from kyogikai_platform.web.preferences import Preferences, way_back
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_tenants.log.personal_data import NoMasterKey


def show_code(site: Site) -> Response:
    """The form for the code; who has not taken the first step begins there."""
    if not half_way.shown(request, site.door.here.settings):
        return onward("/sign-in")
    return _code_page(site, {})


def send_code(site: Site) -> Response:
    """Come in by a code. Raises StaleForm, HttpProblem."""
    settings, lang = site.door.here.settings, Preferences.of(request.cookies).lang
    form_token.require(request, settings)
    code = request.form.get("code", "")[:LONGEST]
    if not code.strip():
        return _code_page(site, {"code": words("account_code_missing", lang)}, HTTPStatus.BAD_REQUEST)
    tenant, half = site.door.tenant_of(request), half_way.shown(request, settings)
    try:
        entered = site.sign_in.finish(tenant, half, code, came_with(request), browser_of(request, settings))
    except SignInOver:
        response = onward("/sign-in?over=1")
        half_way.clear(response, settings)
        return response
    except FAILING as problem:
        wrong = words("account_code_wrong", lang)
        return answered(_code_page(site, {"code": said(problem, lang, wrong)}), problem)
    response = onward(way_back(request.form.get("next")))
    half_way.clear(response, settings)
    let_in(site.door, request, response, entered.token)
    return response


def _code_page(site: Site, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    visit = Visit.any(site)
    return visit.page(
        "account/code.html", visit.ask("frame"), status, errors=errors,
        next=way_back(request.values.get("next")),
    )  # fmt: skip


def host_of(site: Site) -> Host:
    """Where a passkey is made and shown: the host that the browser is at."""
    settings = site.door.here.settings
    scheme = "https" if cookies.secure(settings) else "http"
    return Host(request.host.rpartition(":")[0] or request.host, f"{scheme}://{request.host}")


def ask_passkey(site: Site) -> Response:
    """What a script needs to ask the browser for a passkey, as JSON. Raises StaleForm, HttpProblem."""
    settings, lang = site.door.here.settings, Preferences.of(request.cookies).lang
    form_token.require(request, settings)
    tenant, came = site.door.tenant_of(request), came_with(request)
    try:
        options = passkey_sign_in.ask(tenant, host_of(site), browser_of(request, settings), came.place)
    except (Delayed, NoMasterKey) as problem:
        return answered(as_json({"said": said(problem, lang, "")}), problem)
    return as_json(options)


def as_json(told: str | dict[str, str]) -> Response:
    """An answer for a script of ours."""
    response = make_response(told)
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "no-store"
    return response


def enter_with_passkey(site: Site) -> Response:
    """Come in by a passkey. Raises StaleForm, HttpProblem."""
    settings = site.door.here.settings
    form_token.require(request, settings)
    tenant, sent = site.door.tenant_of(request), request.form.get("credential", "")
    try:
        entered = passkey_sign_in.enter(
            tenant, host_of(site), sent, browser_of(request, settings), came_with(request)
        )
    except FAILING:
        return onward("/sign-in?passkey=1")
    response = onward(way_back(request.form.get("next")))
    let_in(site.door, request, response, entered.token)
    return response
