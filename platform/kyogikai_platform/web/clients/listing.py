"""The clients at /clients, and registering one at /clients/new: its secret is shown once."""

from http import HTTPStatus

from flask import Response, request

from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.clients.hand import Hand
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.access import SCOPES
from kyogikai_tenants.errors import Refused

NAME = 60
"""Characters of a client's name."""
FIELDS = ("name", "scopes", "days", "current")
"""In the order of the form, and so of its errors."""
DONE = {"revoke": "clients_done_revoke"}


def show(site: Site) -> Response:
    """All of them."""
    hand = Hand.at(site)
    rows = [
        {"client": one.client, "secrets": one.secrets, "until": minute(one.until, hand.lang),
         "used": minute(one.used, hand.lang)}
        for one in hand.clients.all()
    ]  # fmt: skip
    done = DONE.get(request.args.get("done", ""))
    return hand.page("clients/clients.html", rows=rows, done=words(done, hand.lang) if done else "")


def show_new(site: Site) -> Response:
    """The form."""
    return _form(Hand.at(site, acts=True), {})


def register(site: Site) -> Response:
    """A new one, with its first secret."""
    hand = Hand.by_form(site)
    errors: Errors = {}
    name = " ".join(request.form.get("name", "").split())
    if not 0 < len(name) <= NAME or not name.isprintable():
        errors["name"] = words("clients_name_missing", hand.lang, most=NAME)
    scopes = sorted(set(request.form.getlist("scopes")))
    if not scopes or not SCOPES.issuperset(scopes):
        errors["scopes"] = words("clients_scopes_missing", hand.lang)
    valid = hand.valid(errors)
    refused = hand.confirmed(errors, lambda found, status: _form(hand, found, status))
    if refused is not None:
        return refused
    try:
        client, issued = hand.clients.register(name, scopes, valid)
    except Refused as problem:
        field = problem.field if problem.field in FIELDS else "name"
        return _form(hand, {field: problem.message(hand.lang)}, HTTPStatus.CONFLICT)
    return hand.page("clients/made.html", name=name, client=client, secret=issued.secret)


def _form(hand: Hand, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    ordered = {name: errors[name] for name in FIELDS if name in errors}
    return hand.page("clients/new.html", status, errors=ordered, most=NAME)


def after(what: str) -> Response:
    """Back to the list, which says what was done."""
    return onward(f"/clients?done={what}")
