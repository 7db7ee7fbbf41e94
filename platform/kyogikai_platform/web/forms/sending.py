"""A form that is sent: it is kept first, then changed, checked, or led through the sign-in."""

from http import HTTPStatus
from urllib.parse import quote
from uuid import UUID

from flask import Response, abort, jsonify, request

from kyogikai_platform.web import form_token
from kyogikai_platform.web.forms import catalogue, drafts
from kyogikai_platform.web.forms.arriving import draft_id_of, way_back, who_was_there
from kyogikai_platform.web.forms.filled import rows_of
from kyogikai_platform.web.forms.sheet import address, form_at, opened, typed_in
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.forms import Form
from kyogikai_tenants.log.connection import transaction


def sent(site: Site, command: str) -> Response:
    """What was typed is kept first, whatever becomes of it then."""
    form_token.require(request, site.door.here.settings)
    visit = Visit.any(site)
    own = form_at(command)
    draft_id = draft_id_of(request.form.get("draft"))
    if draft_id is None:
        abort(HTTPStatus.BAD_REQUEST)
    user = visit.asker.holds.account or who_was_there(site)
    if user is None:
        return _over(visit, own, draft_id)
    if visit.asker.actor is not None and not catalogue.may(visit.asker, own):
        return not_yours(visit, own)
    act, typed = request.form.get("act", "check"), _changed(typed_in(request.form, own))
    try:
        with transaction(site.door.here.engine, visit.asker.tenant_id) as connection:
            draft = drafts.save(connection, user, draft_id, own.command, typed)
    except drafts.TooMuch:
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _after(visit, own, draft, act)


def _after(visit: Visit, own: Form, draft: drafts.Draft, act: str) -> Response:
    """On to where the button leads."""
    here = f"{address(own)}?draft={draft.id}"
    if act == "save":
        return jsonify(saved=visit.asker.actor is not None)
    if visit.asker.actor is None:
        return onward(way_back())
    if draft.entries:
        return onward(f"/record/done?draft={draft.id}")
    what, _, where = act.partition(":")
    if what in {"add", "remove", "find", "field", "keep"}:
        return onward(f"{here}#{quote(where)}")
    sheet = opened(visit, own, draft.id)
    if sheet.problems:
        return sheet.wrong()
    return onward(f"{address(own)}/check?draft={draft.id}")


def _changed(typed: dict[str, str]) -> dict[str, str]:
    """With a row more, or a row less, where a button says so."""
    what, _, where = request.form.get("act", "").partition(":")
    if what == "remove":
        return {
            name: text for name, text in typed.items() if name != where and not name.startswith(f"{where}.")
        }
    if what == "add":
        return typed | {f"{where}.{max(rows_of(typed, where), default=-1) + 1}": ""}
    if what == "field":
        return {name: text for name, text in typed.items() if name != "new" and not name.startswith("new.")}
    return typed


def not_yours(visit: Visit, own: Form) -> Response:
    """Who may record it instead."""
    return visit.page(
        "forms/not_yours.html", visit.ask("frame"), HTTPStatus.FORBIDDEN,
        label=catalogue.label(own, visit.lang), roles_that_may=catalogue.allowed(own, visit.lang),
    )  # fmt: skip


def _over(visit: Visit, own: Form, draft_id: UUID) -> Response:
    """Nobody knows who it was: what was typed stays in the page until they have signed in."""
    return visit.page(
        "forms/over.html", visit.ask("frame"), HTTPStatus.UNAUTHORIZED, path=address(own), draft=draft_id,
        typed=typed_in(request.form, own), label=catalogue.label(own, visit.lang),
    )  # fmt: skip
