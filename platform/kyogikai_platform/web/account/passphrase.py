"""Another passphrase at /account/passphrase; and what every form that sets one shares."""

from http import HTTPStatus

from flask import Response, request

from kyogikai_platform.accounts.passwords import SHORTEST, BadPassphrase, Busy
from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words


def hashed(site: Site, lang: str) -> tuple[str, Errors]:
    """The hash of the new passphrase that stands in the form, or what is wrong with it."""
    try:
        with site.sign_in.hashing.turn():
            return site.sign_in.hashing.hash(request.form.get("new", "")), {}
    except BadPassphrase as problem:
        return "", {"new": problem.message(lang)}
    except Busy:
        return "", {"new": words("busy", lang)}


def show(site: Site) -> Response:
    """The form."""
    return _page(Acting.at(site), {})


def change(site: Site) -> Response:
    """Change it: every other session ends."""
    acting = Acting.by_form(site)
    errors, problem = acting.confirmed()
    if errors:
        return acting.refused(_page(acting, errors), problem)
    stored, wrong = hashed(site, acting.lang)
    if wrong:
        return _page(acting, wrong, HTTPStatus.BAD_REQUEST)
    acting.own.change_passphrase(stored)
    return acting.done("passphrase")


def _page(acting: Acting, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    return acting.page("account/passphrase.html", status, errors=errors, shortest=SHORTEST)
