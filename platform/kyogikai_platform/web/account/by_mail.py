"""What a link of a mail leads to: a forgotten passphrase is replaced, an invitation accepted."""

from http import HTTPStatus

from flask import Response, request

from kyogikai_platform.accounts import addresses
from kyogikai_platform.accounts.links import LinkOver, Links, Wording
from kyogikai_platform.accounts.pages import came_with
from kyogikai_platform.accounts.passwords import LONGEST, SHORTEST
from kyogikai_platform.accounts.renewing import let_in
from kyogikai_platform.accounts.tickets import Use
from kyogikai_platform.web import form_token
from kyogikai_platform.web.account.entry import host_of
from kyogikai_platform.web.account.passphrase import hashed
from kyogikai_platform.web.account.refusals import FAILING, Errors, answered, said
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words


def links(site: Site) -> Links:
    """The links of the host that is asked."""
    return Links(site.door.tenant_of(request), host_of(site).origin, site.post)


def wording(subject: str, text: str, **given: str) -> Wording:
    """A mail in both languages, since nobody knows yet which one its reader reads."""
    both = [words(text, lang, link="{link}", **given) for lang in ("ja", "en")]
    return Wording(words(subject, "ja", **given), "\n\n----\n\n".join(both) + "\n")


def show_forgotten(site: Site) -> Response:
    """The form for an address."""
    return _forgotten(Visit.any(site), {}, sent=request.args.get("sent") == "1")


def send_forgotten(site: Site) -> Response:
    """The same answer for every address."""
    form_token.require(request, site.door.here.settings)
    visit, email = Visit.any(site), request.form.get("email", "")
    if not email.strip() or len(email) > LONGEST:
        errors = {"email": words("email_missing", visit.lang)}
        return _forgotten(visit, errors, HTTPStatus.BAD_REQUEST)
    frame = visit.ask("frame")
    says = wording(
        "account_mail_forgotten_subject", "account_mail_forgotten", name=frame["municipality"]["name"]
    )
    try:
        links(site).forgotten(site.sign_in, email, addresses.place_of(request.remote_addr), says)
    except FAILING as problem:
        return answered(_forgotten(visit, {"email": said(problem, visit.lang, "")}), problem)
    return onward("/forgotten?sent=1")


def _forgotten(visit: Visit, errors: Errors, status: int = HTTPStatus.OK, *, sent: bool = False) -> Response:
    return visit.page(
        "account/forgotten.html", visit.ask("frame"), status, errors=errors, sent=sent,
        email=request.form.get("email", "")[:LONGEST], longest=LONGEST,
    )  # fmt: skip


def show_reset(site: Site, secret: str) -> Response:
    """The form for another passphrase; looking at it uses nothing up, as mail programs look too."""
    return _form(site, Use.FORGOTTEN, secret, {})


def reset(site: Site, secret: str) -> Response:
    """Set it, once; then one signs in with it, and with the second factor if there is one."""
    form_token.require(request, site.door.here.settings)
    lang = Visit.any(site).lang
    stored, errors = hashed(site, lang)
    if errors:
        return _form(site, Use.FORGOTTEN, secret, errors)
    try:
        links(site).reset(secret, stored)
    except LinkOver:
        return _over(site)
    return onward("/sign-in?done=1")


def show_invitation(site: Site, secret: str) -> Response:
    """Who is invited, and the form for a first passphrase."""
    return _form(site, Use.INVITATION, secret, {})


def accept(site: Site, secret: str) -> Response:
    """Come in for the first time."""
    settings = site.door.here.settings
    form_token.require(request, settings)
    stored, errors = hashed(site, Visit.any(site).lang)
    if errors:
        return _form(site, Use.INVITATION, secret, errors)
    try:
        entered = links(site).accept(secret, stored, came_with(request))
    except LinkOver:
        return _over(site)
    response = onward("/account?done=welcome")
    let_in(site.door, request, response, entered.token)
    return response


def _form(site: Site, use: Use, secret: str, errors: Errors) -> Response:
    try:
        holder = links(site).holder(use, secret)
    except LinkOver:
        return _over(site)
    visit = Visit.any(site)
    return visit.page(
        "account/link.html", visit.ask("frame"), HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
        errors=errors, holder=holder, invited=use is Use.INVITATION, longest=LONGEST, shortest=SHORTEST,
    )  # fmt: skip


def _over(site: Site) -> Response:
    """Whatever the reason, the same words."""
    visit = Visit.any(site)
    return visit.page("account/link_over.html", visit.ask("frame"), HTTPStatus.GONE)
