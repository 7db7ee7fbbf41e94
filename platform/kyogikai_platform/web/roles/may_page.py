"""だれが何をできるか at /roles: by area and role, of one role, or of one person on any day.

The whole matrix is for those who see to users and roles (domain card, section 5); everybody else sees their
own, which is also at ``/roles?who=me``.
"""

from typing import Any
from uuid import UUID

from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_graphql.permitting import may
from kyogikai_graphql.problems import BadId
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.roles.matrix import AREAS, ROLES, cell, table
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_projections import rights_of
from kyogikai_projections.granting import Because, Cause, because
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Reading as Rows
from kyogikai_tenants.permission import Reading
from kyogikai_tenants.vocabulary import Role

ME = "me"


def show(site: Site) -> Response:
    """As whoever asks may see it."""
    visit = Visit.at(site, "who", "role")
    if visit.asker.actor is None:
        raise Elsewhere("/sign-in?next=/roles")
    who, role = visit.when.kept["who"], visit.when.kept["role"]
    if who:
        return person(visit, who)
    if not sees_all(visit):
        raise Elsewhere(visit.when.here(who=ME, role=""))
    if role:
        return one_role(visit, role)
    listed = visit.read(lambda reading: rights_of.accounts(reading.connection, visit.when.day))
    people = [_listed(one, visit.lang) for one in listed] if may(visit.asker, Reading.ACCOUNTS) else None
    facts: dict[str, Any] = {
        "matrix": table(),
        "areas": AREAS,
        "columns": columns(visit.lang),
        "people": people,
    }
    return visit.page("roles/matrix.html", visit.ask("frame"), **facts)


def sees_all(visit: Visit) -> bool:
    """Whether the roles of others are theirs to see, or to propose."""
    return bool(may(visit.asker, Reading.ACCOUNTS)) or Role.SECRETARIAT in visit.asker.holds.roles


def columns(lang: str) -> list[tuple[Role, str]]:
    """The roles and their names."""
    return [(role, word(role, lang)) for role in ROLES]


def one_role(visit: Visit, name: str) -> Response:
    """What a role may do."""
    role = next((one for one in ROLES if one.value == name), None)
    if role is None:
        abort(404)
    facts: dict[str, Any] = {
        "role": word(role, visit.lang),
        "parts": parts(role),
        "columns": columns(visit.lang),
    }
    return visit.page("roles/role.html", visit.ask("frame"), **facts)


def parts(role: Role) -> list[tuple[str, Any]]:
    """Each area in which a role may do anything."""
    cells = [(area.name, cell(role, area)) for area in AREAS]
    return [(name, found) for name, found in cells if found.may or found.reads]


def person(visit: Visit, who: str) -> Response:
    """What somebody may do on the day, and why."""
    mine = who == ME or who == ids.encode(ids.ACTOR, visit.asker.actor.id if visit.asker.actor else "")
    if not mine and not may(visit.asker, Reading.ACCOUNTS):
        abort(404)
    account = visit.asker.holds.account if mine else _account(who)
    found = visit.read(lambda reading: _held(reading, account, visit)) if account else None
    if found is None and not mine:
        abort(404)
    name, held = found or (visit.asker.name, [])
    facts: dict[str, Any] = {
        "name": name, "mine": mine, "held": [_said(one, visit) for one in held],
        "day": label(visit.when.day, visit.lang), "all": sees_all(visit),
        "roles_of": [(word(r, visit.lang), parts(r)) for r in dict.fromkeys(b.held.role for b in held)],
    }  # fmt: skip
    return visit.page("roles/person.html", visit.ask("frame"), **facts)


def _account(who: str) -> UUID | None:
    try:
        return ids.uuid_of(ids.decode_actor(who))
    except BadId:
        return None


def _held(reading: Rows, account: UUID, visit: Visit) -> tuple[str, list[Because]] | None:
    found = rights_of.reasons(reading.connection, account, visit.when.day)
    return (found[0], because(reading, found[1])) if found else None


def _said(one: Because, visit: Visit) -> dict[str, Any]:
    lang, held = visit.lang, one.held
    return {
        "role": word(held.role, lang), "body": one.body,
        "since": label(held.since, lang) if held.since else "",
        "until": label(held.until, lang) if held.until else "",
        "began": _cause(one.began, visit), "ends": _cause(one.ends, visit),
    }  # fmt: skip


def _cause(cause: Cause | None, visit: Visit) -> dict[str, str] | None:
    """An entry in words, and its page for those who read it there."""
    if cause is None:
        return None
    said = cause.told.ja if visit.lang == "ja" else cause.told.en
    open_to = visit.asker.viewer.may_read_trail
    path = f"/trail/{ids.entry_id(cause.stream, cause.version)}" if open_to else ""
    return {"said": said, "number": f"{cause.position:,}", "path": path}


def _listed(one: rights_of.Account, lang: str) -> dict[str, Any]:
    return {
        "name": one.name, "path": f"/roles?who={ids.encode(ids.ACTOR, one.id)}", "accepted": one.accepted,
        "roles": [word(role, lang) for role in one.roles], "of_a_person": one.of_a_person,
    }  # fmt: skip
