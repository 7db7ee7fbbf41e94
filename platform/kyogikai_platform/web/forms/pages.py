"""Recording at /record: what somebody may record, a form for each command, its check, its receipt."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, abort, jsonify, request

from kyogikai_graphql import ids
from kyogikai_graphql.mutations.errors import RightsMoved
from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.accounts import sessions
from kyogikai_platform.web import form_token
from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.forms import april, catalogue, drafts, entries
from kyogikai_platform.web.forms.sheet import Sheet, address, form_at, opened, typed_in
from kyogikai_platform.web.forms.typed import rows_of
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.filling import FORMS
from kyogikai_projections.forms import Form
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.log.connection import transaction


def index(site: Site) -> Response:
    """All that the reader may record today, and their drafts; for an auditor that is nothing."""
    visit = _known(site)
    lang, user = visit.lang, visit.asker.holds.account
    found = site.read(visit.asker, lambda c, _: drafts.listed(c, user) if user else [])
    shown = [_listed(own, lang) for own in found]
    return visit.page(
        "forms/index.html", visit.ask("frame"), groups=catalogue.offers(visit.asker, lang), drafts=shown,
        kept=drafts.KEPT.days, april=april.may(visit.asker),
    )  # fmt: skip


def form(site: Site, command: str) -> Response:
    """The form of a command: shown, or sent to be kept, changed or checked."""
    if request.method == "POST":
        return _sent(site, command)
    visit = _known(site)
    own = form_at(command)
    if not catalogue.may(visit.asker, own):
        return _not_yours(visit, own)
    sheet = opened(visit, own, _draft_id(request.args.get("draft")))
    if sheet.draft.entries:
        return onward(f"/record/done?draft={sheet.draft.id}")
    return sheet.page()


def check(site: Site, command: str) -> Response:
    """All answers before anything is recorded; sent from here, they are."""
    if request.method == "POST":
        form_token.require(request, site.door.here.settings)
    visit = _known(site)
    own = form_at(command)
    if not catalogue.may(visit.asker, own):
        return _not_yours(visit, own)
    draft_id = _draft_id(request.values.get("draft")) or abort(HTTPStatus.NOT_FOUND)
    sheet = opened(visit, own, draft_id)
    if sheet.draft.entries:
        return onward(f"/record/done?draft={sheet.draft.id}")
    if sheet.problems:
        return sheet.wrong()
    return _recorded(sheet) if request.method == "POST" else _tried(sheet)


def done(site: Site) -> Response:
    """The receipt: what was recorded, under which number, where it leads, and how it is taken back."""
    visit = _known(site)
    draft_id, user = _draft_id(request.args.get("draft")), visit.asker.holds.account
    if draft_id is None or user is None:
        abort(HTTPStatus.NOT_FOUND)

    def read(connection: Any, asker: Any) -> Any:
        draft = drafts.find(connection, user, draft_id)
        named = [ids.decode_entry(e) for e in draft.entries] if draft else []
        keys = [(one.stream, one.version) for one in named]
        return draft, entries.told(connection, asker, keys, visit.lang)

    draft, found = site.read(visit.asker, read)
    if not found:
        abort(HTTPStatus.NOT_FOUND)
    label_, again = _called(draft.command, visit.lang)
    return visit.page("forms/done.html", visit.ask("frame"), entries=found, label=label_, again=again)


def drop(site: Site) -> Response:
    """Throw a draft of one's own away."""
    form_token.require(request, site.door.here.settings)
    visit = _known(site)
    draft_id, user = _draft_id(request.form.get("draft")), visit.asker.holds.account
    if draft_id and user:
        with transaction(site.door.here.engine, visit.asker.tenant_id) as connection:
            drafts.drop(connection, user, draft_id)
    return onward("/record")


def _at_home(view: Callable[..., Response]) -> Callable[..., Response]:
    """A page of somebody who is signed in; whose session is over meanwhile signs in again and comes back."""

    def shown(site: Site, **parts: str) -> Response:
        try:
            return view(site, **parts)
        except HttpProblem as problem:
            if problem.status != HTTPStatus.UNAUTHORIZED:
                raise
            raise Elsewhere(_way_back()) from problem

    return shown


FAMILY = Family(
    (
        Page("/record", "record", _at_home(index)),
        Page("/record/done", "record_done", _at_home(done)),
        Page("/record/drop", "record_drop", _at_home(drop), ("POST",)),
        Page("/record/april", "record_april", _at_home(april.show), ("GET", "POST")),
        Page("/record/april/check", "record_april_check", _at_home(april.check), ("GET", "POST")),
        Page("/record/<command>", "record_form", _at_home(form), ("GET", "POST")),
        Page("/record/<command>/check", "record_check", _at_home(check), ("GET", "POST")),
        Page("/entries/<entry>", "entry", entries.show),
    ),
    (Entry("record", "/record", catalogue.may_any),),
)


def _known(site: Site) -> Visit:
    """Whoever is signed in; the public is led to the sign-in and back. Raises Elsewhere."""
    visit = Visit.any(site)
    if visit.asker.actor is None:
        raise Elsewhere(_way_back())
    return visit


def _way_back() -> str:
    """Through the sign-in to the same page, with the draft."""
    draft = request.form.get("draft", "")
    way = f"{request.path}?draft={draft}" if draft else request.full_path.rstrip("?")
    return f"/sign-in?next={quote(way, safe='/')}"


def _not_yours(visit: Visit, own: Form) -> Response:
    """Who may record it instead."""
    return visit.page(
        "forms/not_yours.html", visit.ask("frame"), HTTPStatus.FORBIDDEN,
        label=catalogue.label(own, visit.lang), roles_that_may=catalogue.allowed(own, visit.lang),
    )  # fmt: skip


def _sent(site: Site, command: str) -> Response:
    """What was typed is kept first, whatever becomes of it then."""
    form_token.require(request, site.door.here.settings)
    visit = Visit.any(site)
    own = form_at(command)
    draft_id = _draft_id(request.form.get("draft"))
    if draft_id is None:
        abort(HTTPStatus.BAD_REQUEST)
    user = visit.asker.holds.account or _who_was_there(site)
    if user is None:
        return _over(visit, own, draft_id)
    if visit.asker.actor is not None and not catalogue.may(visit.asker, own):
        return _not_yours(visit, own)
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
        return onward(f"/sign-in?next={quote(here, safe='/')}")
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


def _tried(sheet: Sheet) -> Response:
    try:
        tried = sheet.desk.tried(sheet.filled.input, sheet.draft.key)
    except RightsMoved:
        return onward(sheet.path)
    return sheet.refused(tried.refusals) if tried.refusals else sheet.check(tried)


def _recorded(sheet: Sheet) -> Response:
    """Once, however often it is sent: the draft's key says so, and then the draft itself."""
    visit, user = sheet.visit, sheet.visit.asker.holds.account
    found = sheet.desk.recorded(sheet.filled.input, sheet.draft.key)
    if found.refusals or user is None:
        return sheet.refused(found.refusals)
    with transaction(visit.site.door.here.engine, visit.asker.tenant_id) as connection:
        drafts.recorded(connection, user, sheet.draft.id, [e["id"] for e in found.entries])
    return onward(f"/record/done?draft={sheet.draft.id}")


def _who_was_there(site: Site) -> UUID | None:
    """Whose session ran out meanwhile: what they typed is theirs, and they read it when they are back."""
    shown = site.door.shown(request)
    if not shown.digest or shown.token:
        return None
    tenant = site.door.tenant_of(request)
    with transaction(tenant.engine, tenant.id) as connection:
        return sessions.lately(connection, shown.digest)


def _over(visit: Visit, own: Form, draft_id: UUID) -> Response:
    """Nobody knows who it was: what was typed stays in the page until they have signed in."""
    return visit.page(
        "forms/over.html", visit.ask("frame"), HTTPStatus.UNAUTHORIZED, path=address(own), draft=draft_id,
        typed=typed_in(request.form, own), label=catalogue.label(own, visit.lang),
    )  # fmt: skip


def _called(command: str, lang: str) -> tuple[str, str]:
    """What a draft's command is called, and where its form is."""
    if command == april.FORM.command:
        return words("form_april", lang), april.PATH
    own = FORMS[command].form
    return catalogue.label(own, lang), address(own)


def _listed(own: drafts.Listed, lang: str) -> dict[str, Any]:
    called, path = _called(own.command, lang)
    saved = _moment(own.saved_at, lang)
    return {"path": f"{path}?draft={own.id}", "label": called, "saved": saved, "id": own.id}


def _draft_id(given: str | None) -> UUID | None:
    try:
        return UUID(given or "")
    except ValueError:
        return None


def _moment(at: Any, lang: str) -> str:
    own = at.astimezone(JAPAN)
    return f"{label(own.date(), lang)} {own:%H:%M}"
