"""What a client may ask by its hash, at /clients/…/documents; and whether it may ask anything else."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, abort, request

from kyogikai_graphql.limits import CHARACTERS
from kyogikai_platform.accounts.client_documents import MOST, BadDocument, Register, TooManyDocuments
from kyogikai_platform.accounts.clients import Own
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.clients.hand import Hand
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.errors import Refused

DONE = {
    "add": "clients_done_document", "remove": "clients_done_document_removed",
    "bind": "clients_done_bound", "unbind": "clients_done_unbound",
}  # fmt: skip
FIELDS = ("document", "current")
TOLD = 300
"""Characters of what is wrong with a document."""


def show(site: Site, client: UUID) -> Response:
    """The documents, and whether the client is bound to them."""
    hand = Hand.at(site)
    return _page(hand, hand.one(client), {})


def show_new(site: Site, client: UUID) -> Response:
    """The form for another document."""
    hand = Hand.at(site, acts=True)
    return _form(hand, hand.one(client, living=True), {})


def add(site: Site, client: UUID) -> Response:
    """Register a document."""
    hand = Hand.by_form(site)
    own, errors, text = hand.one(client, living=True), Errors(), _typed()
    if not text.strip():
        errors["document"] = words("clients_document_missing", hand.lang)
    refused = hand.confirmed(errors, lambda found, status: _form(hand, own, found, status))
    if refused is not None:
        return refused
    try:
        Register(hand.clients).add(client, text)
    except (BadDocument, TooManyDocuments, Refused) as problem:
        return _form(hand, own, {"document": _said(hand, problem)}, HTTPStatus.BAD_REQUEST)
    return onward(f"/clients/{client}/documents?done=add")


def act(site: Site, client: UUID, act: str) -> Response:
    """Remove a document; bind the client to its documents, or let it loose: who does that confirms it."""
    hand = Hand.by_form(site)
    own, register = hand.one(client, living=True), Register(hand.clients)
    if act not in {"remove", "bind", "unbind"}:
        abort(HTTPStatus.NOT_FOUND)
    if act == "unbind":
        refused = hand.confirmed(Errors(), lambda found, status: _page(hand, own, found, status))
        if refused is not None:
            return refused
    try:
        if act == "remove":
            register.remove(client, request.form.get("digest", ""))
        else:
            register.bind(client, only=act == "bind")
    except Refused as problem:
        return _page(hand, own, {act: problem.message(hand.lang)}, HTTPStatus.CONFLICT)
    return onward(f"/clients/{client}/documents?done={act}")


def _typed() -> str:
    """The document; a browser sends a new line as two characters, and a hash tells them apart."""
    return request.form.get("document", "").replace("\r\n", "\n")


def _said(hand: Hand, problem: Exception) -> str:
    if isinstance(problem, BadDocument):
        return words("clients_document_bad", hand.lang, problem=str(problem)[:TOLD])
    if isinstance(problem, Refused):
        return problem.message(hand.lang)
    return words("clients_documents_many", hand.lang, most=MOST)


def _form(hand: Hand, own: Own, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    ordered = {name: errors[name] for name in FIELDS if name in errors}
    return hand.page("clients/document_new.html", status, client=own.client, errors=ordered, text=_typed(),
                     most=CHARACTERS)  # fmt: skip


def _page(hand: Hand, own: Own, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    found, bound = Register(hand.clients).of(own.client.id)
    rows = [one._asdict() | {"made": minute(one.made_at, hand.lang)} for one in found]
    done = DONE.get(request.args.get("done", ""))
    return hand.page(
        "clients/documents.html", status, client=own.client, rows=rows, bound=bound, errors=errors,
        done=words(done, hand.lang) if done else "", most=MOST,
    )  # fmt: skip
