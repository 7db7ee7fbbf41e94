"""One client at /clients/…: its secrets, rolled and revoked, where it is told of changes, and its uses."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.accounts.clients import Own
from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.retention import periods
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.clients.hand import Hand
from kyogikai_platform.web.clients.listing import after
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_platform.webhooks.telling import host_of
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.retention import Kept

DONE = {
    "secret": "clients_done_secret", "hook-removed": "clients_done_hook_removed",
}  # fmt: skip
ROLL = ("days", "overlap", "current")


def show(site: Site, client: UUID) -> Response:
    """One client, and what may be done to it."""
    hand = Hand.at(site)
    return _page(hand, hand.one(client), {})


def act(site: Site, client: UUID, act: str) -> Response:
    """End one of its secrets, or the client itself, with a reason."""
    hand = Hand.by_form(site)
    own = hand.one(client, living=True)
    if act not in {"secret", "revoke"}:
        abort(HTTPStatus.NOT_FOUND)
    errors: Errors = {}
    reason = " ".join(request.form.get("reason", "").split())
    if not reason or len(reason) > LONGEST:
        errors[f"{act}-reason"] = words("account_reason_missing", hand.lang)
    prefix = request.form.get("prefix", "")
    if act == "secret" and prefix not in {one.prefix for one in own.secrets if one.live}:
        errors["secret-prefix"] = words("settings_choose", hand.lang)
    if errors:
        return _page(hand, own, errors, HTTPStatus.BAD_REQUEST)
    try:
        if act == "revoke":
            hand.clients.revoke(client, reason)
            return after("revoke")
        hand.clients.end_secret(client, prefix, reason)
    except Refused as refused:
        return _page(hand, own, {f"{act}-reason": refused.message(hand.lang)}, HTTPStatus.CONFLICT)
    return onward(f"/clients/{client}?done=secret")


def show_roll(site: Site, client: UUID) -> Response:
    """The form for another secret."""
    hand = Hand.at(site, acts=True)
    return _roll_form(hand, hand.one(client, living=True), {})


def roll(site: Site, client: UUID) -> Response:
    """Another secret, shown this once; those of before go on for the overlap."""
    hand = Hand.by_form(site)
    own = hand.one(client, living=True)
    errors: Errors = {}
    valid, overlap = hand.valid(errors), hand.overlap(errors)
    refused = hand.confirmed(errors, lambda found, status: _roll_form(hand, own, found, status))
    if refused is not None:
        return refused
    issued = hand.clients.roll(client, valid, overlap)
    return hand.page("clients/made.html", name=own.client.name, client=client, secret=issued.secret)


def _roll_form(hand: Hand, own: Own, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    ordered = {name: errors[name] for name in ROLL if name in errors}
    return hand.page("clients/roll.html", status, errors=ordered, client=own.client, action="roll",
                     ends=True)  # fmt: skip


def _page(hand: Hand, own: Own, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    done, lang = DONE.get(request.args.get("done", "")), hand.lang
    hooks: list[dict[str, Any]] = [
        {"id": one.id, "host": host_of(one.url), "off": bool(one.off_at), "waiting": one.waiting,
         "failing": one.failures > 0}
        for one in own.webhooks
    ]  # fmt: skip
    secrets = [
        one._asdict() | {"made": minute(one.created_at, lang), "until": minute(one.expires_at, lang),
                         "used": minute(one.used_at, lang), "ended": minute(one.revoked_at, lang)}
        for one in own.secrets
    ]  # fmt: skip
    uses = [one._asdict() | {"at": minute(one.minute, lang), "from": one.place.partition(":")[2]}
            for one in own.uses]  # fmt: skip
    return hand.page(
        "clients/client.html", status, errors=errors, client=own.client, secrets=secrets, hooks=hooks,
        uses=uses, done=words(done, lang) if done else "", live=[one for one in own.secrets if one.live],
        kept=hand.acting.visit.read(lambda r: periods(r.connection))[Kept.API_LOG],
    )  # fmt: skip
