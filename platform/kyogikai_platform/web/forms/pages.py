"""Recording at /record: what somebody may record, a form for each command, its check, its receipt."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Response, abort, request

from kyogikai_graphql import ids
from kyogikai_graphql.mutations.errors import RightsMoved
from kyogikai_platform.retention import periods
from kyogikai_platform.web import form_token
from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.forms import april, catalogue, drafts, entries
from kyogikai_platform.web.forms.arriving import at_home, draft_id_of, known
from kyogikai_platform.web.forms.sending import not_yours, sent
from kyogikai_platform.web.forms.sheet import Sheet, address, form_at, opened
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.filling import FORMS
from kyogikai_projections.reading import Reading
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.retention import Kept


def index(site: Site) -> Response:
    """All that the reader may record today, and their drafts; for an auditor that is nothing."""
    visit = known(site)
    lang, user = visit.lang, visit.asker.holds.account
    found = site.read(visit.asker, lambda c, _: drafts.listed(c, user) if user else [])
    days = site.read(visit.asker, lambda c, _: periods(c))[Kept.DRAFTS] if found else 0
    shown = [_listed(own, lang) for own in found]
    return visit.page(
        "forms/index.html", visit.ask("frame"), groups=catalogue.offers(visit.asker, lang), drafts=shown,
        kept=days, april=april.may(visit.asker),
    )  # fmt: skip


def form(site: Site, command: str) -> Response:
    """The form of a command: shown, or sent to be kept, changed or checked."""
    if request.method == "POST":
        return sent(site, command)
    visit = known(site)
    own = form_at(command)
    if not catalogue.may(visit.asker, own):
        return not_yours(visit, own)
    sheet = opened(visit, own, draft_id_of(request.args.get("draft")))
    if sheet.draft.entries:
        return onward(f"/record/done?draft={sheet.draft.id}")
    return sheet.page()


def check(site: Site, command: str) -> Response:
    """All answers before anything is recorded; sent from here, they are."""
    if request.method == "POST":
        form_token.require(request, site.door.here.settings)
    visit = known(site)
    own = form_at(command)
    if not catalogue.may(visit.asker, own):
        return not_yours(visit, own)
    draft_id = draft_id_of(request.values.get("draft")) or abort(HTTPStatus.NOT_FOUND)
    sheet = opened(visit, own, draft_id)
    if sheet.draft.entries:
        return onward(f"/record/done?draft={sheet.draft.id}")
    if sheet.problems:
        return sheet.wrong()
    return _recorded(sheet) if request.method == "POST" else _tried(sheet)


def done(site: Site) -> Response:
    """The receipt: what was recorded, under which number, where it leads, and how it is taken back."""
    visit = known(site)
    draft_id, user = draft_id_of(request.args.get("draft")), visit.asker.holds.account
    if draft_id is None or user is None:
        abort(HTTPStatus.NOT_FOUND)

    def read(connection: Any, asker: Any) -> Any:
        draft = drafts.find(connection, user, draft_id)
        named = [ids.decode_entry(e) for e in draft.entries] if draft else []
        keys = [(one.stream, one.version) for one in named]
        reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
        roster = april.next_roster(reading, draft) if draft else ""
        return draft, entries.told(connection, asker, keys, visit.lang), roster

    draft, found, roster = site.read(visit.asker, read)
    if not found:
        abort(HTTPStatus.NOT_FOUND)
    label_, again = _called(draft.command, visit.lang)
    return visit.page(
        "forms/done.html",
        visit.ask("frame"),
        entries=found,
        label=label_,
        again=again,
        roster=roster,
    )


def drop(site: Site) -> Response:
    """Throw a draft of one's own away."""
    form_token.require(request, site.door.here.settings)
    visit = known(site)
    draft_id, user = draft_id_of(request.form.get("draft")), visit.asker.holds.account
    if draft_id and user:
        with transaction(site.door.here.engine, visit.asker.tenant_id) as connection:
            drafts.drop(connection, user, draft_id)
    return onward("/record")


def entry_moved(_site: Site, entry: str) -> Response:
    """Where an entry of the log was before: it has one page, in the trail."""
    return onward(f"/trail/{quote(entry)}")


FAMILY = Family(
    (
        Page("/record", "record", at_home(index)),
        Page("/record/done", "record_done", at_home(done)),
        Page("/record/drop", "record_drop", at_home(drop), ("POST",)),
        Page("/record/april", "record_april", at_home(april.show), ("GET", "POST")),
        Page("/record/april/check", "record_april_check", at_home(april.check), ("GET", "POST")),
        Page("/record/<command>", "record_form", at_home(form), ("GET", "POST")),
        Page("/entries/<entry>", "entry", entry_moved),
        Page("/record/<command>/check", "record_check", at_home(check), ("GET", "POST")),
    ),
    (Entry("record", "/record", catalogue.may_any),),
)


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


def _moment(at: Any, lang: str) -> str:
    own = at.astimezone(JAPAN)
    return f"{label(own.date(), lang)} {own:%H:%M}"
