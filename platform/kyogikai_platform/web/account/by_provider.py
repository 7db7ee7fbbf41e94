"""Signing in at the municipality's provider: out by the button, back by the provider, and why not if not."""

from http import HTTPStatus
from urllib.parse import quote, unquote

from flask import Response, abort, make_response, redirect, request

from kyogikai_platform.accounts import cookies
from kyogikai_platform.accounts.attempts import Delayed
from kyogikai_platform.accounts.oidc.problems import NotByProvider, Why
from kyogikai_platform.accounts.oidc.sign_in import NoProvider
from kyogikai_platform.accounts.pages import came_with
from kyogikai_platform.accounts.passwords import Busy
from kyogikai_platform.accounts.renewing import let_in
from kyogikai_platform.accounts.sign_in import Halfway
from kyogikai_platform.accounts.tickets import VALID, Use
from kyogikai_platform.settings import Settings
from kyogikai_platform.web import form_token, half_way
from kyogikai_platform.web.account.entry import host_of
from kyogikai_platform.web.account.refusals import answered, said
from kyogikai_platform.web.form_token import browser_of
from kyogikai_platform.web.preferences import way_back
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_tenants.log.personal_data import NoMasterKey

OUT, BACK = "/sign-in/oidc", "/sign-in/oidc/callback"
LONGEST = 4_000
"""Characters of each thing that a provider sends a browser back with."""
OURS = {Why.UNREACHABLE, Why.METADATA}
"""What somebody who signs in cannot change: the two servers do not agree."""

SAID = {
    Why.STATE: "oidc_why_state",
    Why.DECLINED: "oidc_why_declined",
    Why.MIXED_UP: "oidc_why_mixed_up",
    Why.UNREACHABLE: "oidc_why_unreachable",
    Why.METADATA: "oidc_why_metadata",
    Why.SIGNATURE: "oidc_why_signature",
    Why.ISSUER: "oidc_why_issuer",
    Why.AUDIENCE: "oidc_why_audience",
    Why.EXPIRED: "oidc_why_expired",
    Why.NONCE: "oidc_why_nonce",
    Why.TOKEN: "oidc_why_token",
    Why.UNVERIFIED: "oidc_why_unverified",
    Why.UNINVITED: "oidc_why_uninvited",
    Why.BOUND: "oidc_why_bound",
    Why.SUSPENDED: "oidc_why_suspended",
}
"""Each reason, in words."""


def cookie_name(settings: Settings) -> str:
    """The cookie, bound to the host wherever there is https."""
    return "__Host-kyogikai-oidc" if cookies.secure(settings) else "kyogikai-oidc"


def go(site: Site) -> Response:
    """Out to the provider."""
    settings, visit = site.door.here.settings, Visit.any(site)
    tenant, place = site.door.tenant_of(request), came_with(request).place
    try:
        anew = request.args.get("again") == "1"
        begun = site.by_provider.begin(tenant, host_of(site).origin + BACK, place, anew=anew)
    except NoProvider:
        abort(HTTPStatus.NOT_FOUND)
    except NotByProvider as problem:
        return _refused(visit, problem.why)
    except (Delayed, Busy, NoMasterKey) as problem:
        return answered(_page(visit, said(problem, visit.lang, "")), problem)
    response = make_response(redirect(begun.address, HTTPStatus.SEE_OTHER))
    onto = quote(way_back(request.args.get("next")), safe="")
    response.set_cookie(
        cookie_name(settings), f"{begun.kept}.{onto}", path="/", secure=cookies.secure(settings),
        httponly=True, samesite="Lax", max_age=int(VALID[Use.PROVIDER].total_seconds()),
    )  # fmt: skip
    form_token.put(response, settings, form_token.token_of(request, settings))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def back(site: Site) -> Response:
    """Back from the provider: in, halfway in, or told why not."""
    settings, visit = site.door.here.settings, Visit.any(site)
    own, _, onto = request.cookies.get(cookie_name(settings), "").partition(".")
    told = {name: text[:LONGEST] for name, text in request.args.items()}
    try:
        entered = site.by_provider.enter(
            site.door.tenant_of(request), host_of(site).origin + BACK, own, told, came_with(request),
            browser_of(request, settings),
        )  # fmt: skip
    except NoProvider:
        abort(HTTPStatus.NOT_FOUND)
    except NotByProvider as problem:
        return _cleared(_refused(visit, problem.why), settings)
    except (Busy, NoMasterKey) as problem:
        return _cleared(answered(_page(visit, said(problem, visit.lang, "")), problem), settings)
    path = way_back(unquote(onto))
    if isinstance(entered, Halfway):
        return _cleared(half_way.put(onward(half_way.address(path)), settings, entered.ticket), settings)
    response = _cleared(onward(path), settings)
    let_in(site.door, request, response, entered.token)
    return response


def _cleared(response: Response, settings: Settings) -> Response:
    """What the browser kept for this one sign-in is of no more use."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=cookies.secure(settings), httponly=True, samesite="Lax"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(visit: Visit, why: Why) -> Response:
    response = _page(visit, words(SAID[why], visit.lang))
    response.status_code = HTTPStatus.BAD_GATEWAY if why in OURS else HTTPStatus.UNAUTHORIZED
    return response


def _page(visit: Visit, reason: str) -> Response:
    return visit.page("account/not_by_provider.html", visit.ask("frame"), reason=reason, here="/")
