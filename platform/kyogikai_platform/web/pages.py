"""The pages by their addresses, and what becomes of a request for a page that goes wrong."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from kyogikai_graphql.problems import NOT_IN_USE, PAUSED, HttpProblem
from kyogikai_platform.accounts.cookies import secure
from kyogikai_platform.web import assets, form_token
from kyogikai_platform.web.families import FAMILIES
from kyogikai_platform.web.family import Family
from kyogikai_platform.web.form_token import StaleForm
from kyogikai_platform.web.moment import kept
from kyogikai_platform.web.preferences import Preferences, way_back
from kyogikai_platform.web.sign_in_page import Doorway
from kyogikai_platform.web.site import NoAnswer, Site, icon, onward
from kyogikai_platform.web.visit import Visit, answered


def create_pages(site: Site, doorway: Doorway, families: Sequence[Family] = ()) -> Blueprint:
    """All of a municipality's, or those of some families, with their templates and what these refer to."""
    families = families or FAMILIES
    blueprint = Blueprint("web", __name__, template_folder="templates")
    blueprint.get("/static/<path:name>", endpoint="static")(assets.show)
    blueprint.add_app_template_global(assets.address, "asset")
    blueprint.add_app_template_global(icon, "icon")
    blueprint.add_app_template_global(lambda path: kept(path, request.args), "kept")
    menu = tuple(entry for family in families for entry in family.menu)
    blueprint.add_app_template_global(menu, "menu")  # type: ignore[arg-type] # any value, says Jinja
    blueprint.add_app_template_global(site.of_operators, "at_console")  # type: ignore[arg-type] # as above
    for page in (page for family in families for page in family.pages):
        blueprint.add_url_rule(page.rule, page.name, answered(page.show, site), methods=page.methods)
    blueprint.get("/sign-in", endpoint="sign_in")(doorway.show)

    @blueprint.post("/preferences")
    def prefer() -> Response:
        settings = site.door.here.settings
        form_token.require(request, settings)
        response = onward(way_back(request.form.get("next")))
        chosen = Preferences.of(request.cookies).chosen(request.form)
        chosen.put(response, secure=secure(settings))
        return response

    return blueprint


def wants_a_page() -> bool:
    """Whether somebody looks at the answer: a browser asks for HTML, a program does not."""
    types = request.accept_mimetypes
    return types["text/html"] > types["application/json"]


PROBLEMS = {"UNKNOWN_MUNICIPALITY": "no_municipality", NOT_IN_USE: "not_in_use", PAUSED: "paused"}
"""What is said of a host at which nothing is served, by its code."""


def trouble(site: Site, error: Exception) -> Response:
    """What went wrong, as a page that leads on."""
    if isinstance(error, StaleForm):
        return _framed(site, HTTPStatus.FORBIDDEN, "stale_form")
    if isinstance(error, HttpProblem):
        name = PROBLEMS.get(error.code, "failed")
        response = site.page("trouble.html", None, error.status, trouble=name)
        response.headers.extend(error.headers)
        return response
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        missing = status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
        if missing:
            return _framed(site, status, "not_found")
        return site.page("trouble.html", None, status, trouble="failed")
    return site.page("trouble.html", None, HTTPStatus.SERVICE_UNAVAILABLE, trouble="unavailable")


def _framed(site: Site, status: HTTPStatus, name: str) -> Response:
    """With the menu of the municipality around it, whose visitor has only lost their way."""

    def show() -> Response:
        visit = Visit.any(site)
        return visit.page("trouble.html", visit.ask("frame"), status, trouble=name, here="/")

    try:
        return site.shown(show)
    except (HttpProblem, NoAnswer):
        return site.page("trouble.html", None, status, trouble=name)
