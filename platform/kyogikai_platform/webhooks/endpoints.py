"""``/webhooks`` for a client itself: which it has, and a replay from any cursor, by its token."""

from uuid import UUID

import msgspec
from flask import Blueprint, Request, Response, jsonify, request

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.changes import mark
from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.accounts.door import HouseDoor, unauthenticated
from kyogikai_platform.accounts.pages import told
from kyogikai_platform.webhooks import keeping
from kyogikai_platform.webhooks.desk import BEGINNING, BadStart, start_of
from kyogikai_platform.webhooks.keeping import NoSuchWebhook
from kyogikai_tenants.log.connection import transaction

BODY = 1_000
"""Bytes of a request that are read."""


class Replay(msgspec.Struct, forbid_unknown_fields=True):
    """From where to tell it again: a cursor of ``changes``, or the beginning."""

    after: str = BEGINNING


def create_webhooks(door: HouseDoor) -> Blueprint:
    """Both, at each municipality's host."""
    blueprint = Blueprint("webhooks", __name__)

    @blueprint.get("/webhooks")
    def own() -> Response:
        try:
            return _unkept(_listed(door, _client(door)))
        except HttpProblem as problem:
            return _unkept(told(problem))

    @blueprint.post("/webhooks/<uuid:webhook>/replay")
    def replay(webhook: UUID) -> Response:
        try:
            return _unkept(_replayed(door, _client(door), webhook))
        except HttpProblem as problem:
            return _unkept(told(problem))

    return blueprint


def _client(door: HouseDoor) -> tuple[Asker, UUID]:
    """The client that asks, by a token. Raises HttpProblem."""
    asker = door.admit(request)
    if asker.holds.account is None or not asker.client.startswith("client:"):
        raise unauthenticated()
    return asker, asker.holds.account


def _listed(door: HouseDoor, by: tuple[Asker, UUID]) -> Response:
    asker, client = by
    with transaction(door.here.engine, asker.tenant_id) as connection:
        found = keeping.of_client(connection, client)
    rows = [
        {"id": str(one.id), "url": one.url, "kinds": list(one.kinds), "on": one.off_at is None,
         "cursor": mark(one.position), "waiting": one.waiting}
        for one in found
    ]  # fmt: skip
    return jsonify(webhooks=rows)


def _replayed(door: HouseDoor, by: tuple[Asker, UUID], webhook: UUID) -> Response:
    asker, client = by
    try:
        start = start_of(_given(request).after)
        with transaction(door.here.engine, asker.tenant_id) as connection:
            keeping.of(connection, client, webhook)
            keeping.replay(connection, webhook, start)
    except BadStart:
        raise HttpProblem(400, "BAD_CURSOR", "This is no cursor of changes.") from None
    except NoSuchWebhook:
        raise HttpProblem(404, "NOT_FOUND", "You have no webhook of that id.") from None
    return Response(status=202)


def _given(asked: Request) -> Replay:
    """What a replay says. Raises HttpProblem."""
    body = asked.stream.read(BODY + 1)
    if len(body) > BODY:
        raise HttpProblem(413, "BODY_TOO_LARGE", f"A replay has at most {BODY} bytes.")
    try:
        return msgspec.json.decode(body or b"{}", type=Replay)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise HttpProblem(400, "BAD_REQUEST", 'Send {"after": a cursor}.') from problem


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
