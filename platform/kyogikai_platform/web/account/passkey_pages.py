"""One's passkeys: made, named, removed."""

from http import HTTPStatus

from flask import Response, abort, request

from kyogikai_platform.accounts.devices import device_of
from kyogikai_platform.accounts.passkeys import NAMED, PasskeyRefused
from kyogikai_platform.accounts.renewing import shown_anew
from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.account.entry import as_json, host_of
from kyogikai_platform.web.account.refusals import answered
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words


def show_new(site: Site) -> Response:
    """The form: passphrase and a name, and the browser asks for the rest."""
    return _new(Acting.at(site))


def offer(site: Site) -> Response:
    """What a script needs to ask the browser for a new passkey, as JSON."""
    acting = Acting.by_form(site)
    errors, problem = acting.confirmed()
    if errors:
        response = as_json({"said": errors["current"]})
        return answered(response, problem) if problem else acting.refused(response, None)
    return as_json(acting.own.offer_passkey(host_of(site), acting.visit.asker.name, acting.municipality))


def add(site: Site) -> Response:
    """Keep what the browser made."""
    acting = Acting.by_form(site)
    try:
        acting.own.add_passkey(host_of(site), request.form.get("credential", ""), _name(acting))
    except PasskeyRefused:
        errors = {"name": words("account_passkey_refused", acting.lang)}
        return _new(acting, errors, HTTPStatus.BAD_REQUEST)
    shown_anew()
    return acting.done("passkey")


def show(site: Site, handle: str) -> Response:
    """One passkey: another name, or its removal."""
    return _one(Acting.at(site), handle)


def rename(site: Site, handle: str) -> Response:
    """Call it otherwise."""
    acting = Acting.by_form(site)
    if not acting.own.rename_passkey(handle, _name(acting)):
        abort(HTTPStatus.NOT_FOUND)
    return acting.done("passkey-renamed")


def remove(site: Site, handle: str) -> Response:
    """Let it sign in no more."""
    acting = Acting.by_form(site)
    errors, problem = acting.confirmed()
    if errors:
        return acting.refused(_one(acting, handle, errors), problem)
    if not acting.own.remove_passkey(handle):
        abort(HTTPStatus.NOT_FOUND)
    return acting.done("passkey-removed")


def _name(acting: Acting) -> str:
    typed = " ".join(request.form.get("name", "").split())[:NAMED]
    return typed or _usual(acting)


def _usual(acting: Acting) -> str:
    """What a passkey is called that nobody named: the browser that it was made in."""
    return device_of(request.headers.get("User-Agent", "")) or words("account_factor_passkey", acting.lang)


def _new(acting: Acting, errors: dict[str, str] | None = None, status: int = HTTPStatus.OK) -> Response:
    given = {"errors": errors or {}, "named": NAMED, "name": request.form.get("name") or _usual(acting)}
    return acting.page("account/passkey_new.html", status, **given)


def _one(acting: Acting, handle: str, errors: dict[str, str] | None = None) -> Response:
    found = next((p for p in acting.own.factors().passkeys if p.handle == handle), None)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    return acting.page("account/passkey.html", passkey=found, named=NAMED, errors=errors or {})
