"""A client's webhooks at /clients/…/webhooks/…: set, looked at, rolled, replayed, switched, removed."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_graphql.changes import mark
from kyogikai_platform.accounts.clients import Own
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.clients.hand import Hand
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_platform.webhooks.desk import BadStart, BadUrl, CannotFollow, Desk, InsideUrl, TooMany
from kyogikai_platform.webhooks.keeping import Attempt, NoSuchWebhook
from kyogikai_platform.webhooks.queueing import KINDS
from kyogikai_platform.webhooks.telling import host_of
from kyogikai_projections.labels import kind_label
from kyogikai_tenants.errors import Refused

LONGEST_URL = 500
FIELDS = ("url", "kinds", "after", "current")
ROLL = ("overlap", "current")
DONE = {"replay": "clients_done_replay", "on": "clients_done_on", "off": "clients_done_off"}
PROBLEMS = {
    "a redirect": "clients_problem_redirect", "longer": "clients_problem_late",
    "more than": "clients_problem_much", "an address": "clients_problem_inside",
    "no such host": "clients_problem_host",
}  # fmt: skip
"""What begins so in words; all else is the line's."""
WHY = {
    "by_hand": "clients_off_by_hand", "revoked": "clients_off_revoked", "gone": "clients_off_gone",
    "failed": "clients_off_failed",
}  # fmt: skip


def _desk(site: Site, hand: Hand) -> Desk:
    return Desk(hand.clients, loopback=site.door.here.settings.webhook_loopback)


def show_new(site: Site, client: UUID) -> Response:
    """The form."""
    hand = Hand.at(site, acts=True)
    return _form(hand, hand.one(client, living=True), {})


def add(site: Site, client: UUID) -> Response:
    """Another one, whose secret is shown this once."""
    hand = Hand.by_form(site)
    own, errors = hand.one(client, living=True), Errors()
    url, kinds = request.form.get("url", "").strip(), sorted(set(request.form.getlist("kinds")))
    if len(url) > LONGEST_URL:
        errors["url"] = words("too_long", hand.lang, most=LONGEST_URL)
    if not set(kinds) <= KINDS.keys():
        errors["kinds"] = words("settings_choose", hand.lang)
    refused = hand.confirmed(errors, lambda found, status: _form(hand, own, found, status))
    if refused is not None:
        return refused
    try:
        hook, secret = _desk(site, hand).add(client, url, kinds, request.form.get("after", "").strip())
    except (BadUrl, InsideUrl, BadStart, CannotFollow, TooMany, Refused) as problem:
        return _form(hand, own, _said(hand, problem), HTTPStatus.BAD_REQUEST)
    return hand.page("clients/hook_made.html", client=own.client, hook=hook, secret=secret)


def show(site: Site, client: UUID, hook: UUID) -> Response:
    """One webhook, its deliveries, their attempts, and what was answered."""
    hand = Hand.at(site)
    return _page(site, hand, hand.one(client), hook, {})


def act(site: Site, client: UUID, hook: UUID, act: str) -> Response:
    """Replay it, switch it on or off, remove it."""
    hand = Hand.by_form(site)
    own, desk = hand.one(client, living=True), _desk(site, hand)
    try:
        if act == "remove":
            desk.remove(client, hook)
            return onward(f"/clients/{client}?done=hook-removed")
        if act == "replay":
            desk.replay(client, hook, request.form.get("after", "").strip())
        elif act in {"on", "off"}:
            desk.switch(client, hook, on=act == "on")
        else:
            abort(HTTPStatus.NOT_FOUND)
    except NoSuchWebhook:
        abort(HTTPStatus.NOT_FOUND)
    except BadStart as problem:
        return _page(site, hand, own, hook, _said(hand, problem), HTTPStatus.BAD_REQUEST)
    return onward(f"/clients/{client}/webhooks/{hook}?done={act}")


def show_roll(site: Site, client: UUID, hook: UUID) -> Response:
    """The form for another secret."""
    hand = Hand.at(site, acts=True)
    own = hand.one(client, living=True)
    _found(site, hand, client, hook)
    return _roll_form(hand, own, hook, {})


def roll(site: Site, client: UUID, hook: UUID) -> Response:
    """Another secret, shown this once; for the overlap both sign."""
    hand = Hand.by_form(site)
    own, errors = hand.one(client, living=True), Errors()
    _found(site, hand, client, hook)
    overlap = hand.overlap(errors)
    refused = hand.confirmed(errors, lambda found, status: _roll_form(hand, own, hook, found, status))
    if refused is not None:
        return refused
    secret = _desk(site, hand).roll(client, hook, overlap)
    return hand.page("clients/hook_made.html", client=own.client, hook=hook, secret=secret)


def _told(attempt: Attempt, lang: str) -> dict[str, Any]:
    """An attempt in words."""
    known = (name for start, name in PROBLEMS.items() if attempt.problem.startswith(start))
    problem = words(next(known, "clients_problem_line"), lang) if attempt.problem else ""
    return attempt._asdict() | {"when": minute(attempt.at, lang), "problem": problem}


def _found(site: Site, hand: Hand, client: UUID, hook: UUID) -> Any:
    try:
        return _desk(site, hand).one(client, hook)
    except NoSuchWebhook:
        abort(HTTPStatus.NOT_FOUND)


def _said(hand: Hand, problem: Exception) -> Errors:
    if isinstance(problem, BadUrl):
        return {"url": words("clients_url_bad", hand.lang)}
    if isinstance(problem, InsideUrl):
        return {"url": words("clients_url_inside", hand.lang)}
    if isinstance(problem, BadStart):
        return {"after": words("clients_after_bad", hand.lang)}
    if isinstance(problem, Refused):
        return {"url": problem.message(hand.lang)}
    text = "clients_cannot_follow" if isinstance(problem, CannotFollow) else "clients_hooks_many"
    return {"url": words(text, hand.lang)}


def _form(hand: Hand, own: Own, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    ordered = {name: errors[name] for name in FIELDS if name in errors}
    kinds = [(name, kind_label(table, hand.lang)) for name, table in sorted(KINDS.items())]
    return hand.page("clients/hook_new.html", status, errors=ordered, client=own.client, kinds=kinds,
                     most=LONGEST_URL)  # fmt: skip


def _roll_form(hand: Hand, own: Own, hook: UUID, errors: Errors, status: int = HTTPStatus.OK) -> Response:
    ordered = {name: errors[name] for name in ROLL if name in errors}
    return hand.page("clients/roll.html", status, errors=ordered, client=own.client, hook=hook, ends=False)


def _page(
    site: Site, hand: Hand, own: Own, hook: UUID, errors: Errors, status: int = HTTPStatus.OK
) -> Response:
    found, lang = _found(site, hand, own.client.id, hook), hand.lang
    done = DONE.get(request.args.get("done", ""))
    rows = [
        {"kind": kind_label(one.kind, lang), "removed": one.removed, "queued": minute(one.queued_at, lang),
         "done": minute(one.done_at, lang), "next": minute(one.next_at, lang), "cursor": mark(one.position),
         "attempts": [_told(a, lang) for a in one.attempts]}
        for one in _desk(site, hand).deliveries(own.client.id, hook)
    ]  # fmt: skip
    return hand.page(
        "clients/hook.html", status, errors=errors, client=own.client, hook=found, host=host_of(found.url),
        kinds=[kind_label(KINDS[kind], lang) for kind in found.kinds], rows=rows,
        cursor=mark(found.position), made=minute(found.made_at, lang),
        off=minute(found.off_at, lang), why=words(WHY[found.off_why], lang) if found.off_why else "",
        both=minute(found.before_until, lang), done=words(done, lang) if done else "",
    )  # fmt: skip
