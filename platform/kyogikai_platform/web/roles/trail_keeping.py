"""Keeping a filter of the trail under a name, and letting it go again."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.web import form_token
from kyogikai_platform.web.addressed import typed
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.preferences import Preferences
from kyogikai_platform.web.roles import saved
from kyogikai_platform.web.roles.trail_asked import PAGES, WORDS, Asked
from kyogikai_platform.web.roles.trail_page import own_id, page, require
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import NoMasterKey
from kyogikai_tenants.vocabulary import Role


def keep(site: Site) -> Response:
    """Keep what the form says. Raises StaleForm."""
    visit, user = _reader(site)
    asked = Asked.of(visit.when.kept, visit.asker.day, visit.lang)
    name = typed(request.form.get("name", ""), saved.LONGEST_NAME)
    if asked.errors or not name:
        errors = {} if name else {"name": words("trail_keep_missing", visit.lang)}
        return page(visit, errors, HTTPStatus.BAD_REQUEST)
    try:
        with transaction(site.door.here.engine, visit.asker.tenant_id) as connection:
            saved.save(connection, user, name, asked.query, shared=bool(request.form.get("shared")))
    except saved.TooMany:
        errors = {"name": words("trail_keep_many", visit.lang, most=saved.MOST)}
        return page(visit, errors, HTTPStatus.CONFLICT)
    except NoMasterKey as problem:
        return page(visit, {"name": problem.message(visit.lang)}, HTTPStatus.SERVICE_UNAVAILABLE)
    return onward(f"/trail?{asked.query}")


def remove(site: Site, kept: UUID) -> Response:
    """Let one's own go; of what is shared an administrator any. Raises StaleForm."""
    visit, user = _reader(site)
    for_all = Role.TENANT_ADMINISTRATOR in visit.asker.holds.roles
    with transaction(site.door.here.engine, visit.asker.tenant_id) as connection:
        gone = saved.remove(connection, kept, user) or (for_all and saved.remove(connection, kept, None))
    if not gone:
        abort(HTTPStatus.NOT_FOUND)
    return onward("/trail")


def _reader(site: Site) -> tuple[Visit, UUID]:
    """Who reads the whole trail, by a form of ours. Raises StaleForm, Elsewhere."""
    form_token.require(request, site.door.here.settings)
    asker, lang = site.asker(), Preferences.of(request.cookies).lang
    given = {name: request.form.get(name, "") for name in WORDS} | dict.fromkeys(PAGES, "")
    visit = Visit(site, asker, lang, Moment("/trail", asker.day, asker.day, kept=given))
    require(visit, "/trail")
    user = own_id(asker)
    if user is None or not asker.viewer.may_read_trail:
        abort(HTTPStatus.NOT_FOUND)
    return visit, user
