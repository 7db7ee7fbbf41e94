"""An authenticator app as second factor: shown once, confirmed by a code; recovery codes beside it."""

from http import HTTPStatus

import segno
from flask import Response, request
from markupsafe import Markup

from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.accounts.renewing import shown_anew
from kyogikai_platform.accounts.totp import AlreadyEnrolled, Secret
from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words

GROUP = 4


def show(site: Site) -> Response:
    """What it is, and the passphrase before it."""
    acting = Acting.at(site)
    return acting.page("account/totp.html", enrolled=acting.own.factors().totp)


def begin(site: Site) -> Response:
    """Show a secret, this once."""
    acting = Acting.by_form(site)
    errors, problem = acting.confirmed()
    if errors:
        return acting.refused(acting.page("account/totp.html", enrolled=False, errors=errors), problem)
    try:
        return _secret(acting, acting.own.propose_totp(), {})
    except AlreadyEnrolled:
        return acting.page("account/totp.html", HTTPStatus.CONFLICT, enrolled=True)


def confirm(site: Site) -> Response:
    """Put it into use by a code, and show the recovery codes, this once."""
    acting = Acting.by_form(site)
    code = "".join(request.form.get("code", "")[:LONGEST].split())
    codes = acting.own.confirm_totp(code)
    if codes:
        shown_anew()
        return acting.page("account/recovery.html", codes=codes, first=True)
    waiting = acting.own.proposed_totp()
    if waiting is None:
        return acting.page("account/totp.html", HTTPStatus.CONFLICT, enrolled=acting.own.factors().totp)
    errors = {"code": words("account_code_wrong", acting.lang)}
    return _secret(acting, waiting, errors, HTTPStatus.BAD_REQUEST)


def show_removal(site: Site) -> Response:
    """The form that asks for the passphrase."""
    return Acting.at(site).page("account/totp_remove.html")


def remove(site: Site) -> Response:
    """Sign in without codes from now on."""
    acting = Acting.by_form(site)
    errors, problem = acting.confirmed()
    if errors:
        return acting.refused(acting.page("account/totp_remove.html", errors=errors), problem)
    acting.own.remove_totp()
    return acting.done("totp-removed")


def show_renewal(site: Site) -> Response:
    """The form for other recovery codes."""
    return Acting.at(site).page("account/recovery_renew.html")


def renew(site: Site) -> Response:
    """Other recovery codes, shown this once."""
    acting = Acting.by_form(site)
    errors, problem = acting.confirmed()
    if errors:
        return acting.refused(acting.page("account/recovery_renew.html", errors=errors), problem)
    return acting.page("account/recovery.html", codes=acting.own.renew_recovery(), first=False)


def _secret(acting: Acting, secret: Secret, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    asker = acting.visit.asker
    uri = secret.uri(asker.name, acting.municipality)
    grouped = " ".join(secret.text[n : n + GROUP] for n in range(0, len(secret.text), GROUP))
    return acting.page(
        "account/totp_confirm.html", status, errors=errors, secret=grouped, drawn=drawn(uri), uri=uri
    )


def drawn(text: str) -> Markup:
    """A QR code as SVG without styles."""
    svg = segno.make(text, error="m").svg_inline(omitsize=True, border=4, dark="#000", light="#fff")
    return Markup(svg)  # noqa: S704 - drawn here: squares, no text
