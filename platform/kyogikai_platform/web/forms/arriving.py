"""Who comes to a form, with which draft: the public, and whose session is over, through the sign-in."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote
from uuid import UUID

from flask import Response, request

from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.accounts import sessions
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_tenants.log.connection import transaction


def at_home(view: Callable[..., Response]) -> Callable[..., Response]:
    """A page of somebody who is signed in; whose session is over meanwhile signs in again and comes back."""

    def shown(site: Site, **parts: str) -> Response:
        try:
            return view(site, **parts)
        except HttpProblem as problem:
            if problem.status != HTTPStatus.UNAUTHORIZED:
                raise
            raise Elsewhere(way_back()) from problem

    return shown


def known(site: Site) -> Visit:
    """Whoever is signed in; the public is led to the sign-in and back. Raises Elsewhere."""
    visit = Visit.any(site)
    if visit.asker.actor is None:
        raise Elsewhere(way_back())
    return visit


def way_back() -> str:
    """Through the sign-in to the same page, with the draft."""
    draft = request.form.get("draft", "")
    way = f"{request.path}?draft={draft}" if draft else request.full_path.rstrip("?")
    return f"/sign-in?next={quote(way, safe='/')}"


def who_was_there(site: Site) -> UUID | None:
    """Whose session ran out meanwhile: what they typed is theirs, and they read it when they are back."""
    shown = site.door.shown(request)
    if not shown.digest or shown.token:
        return None
    tenant = site.door.named_by(request)
    with transaction(tenant.engine, tenant.id) as connection:
        return sessions.lately(connection, shown.digest)


def draft_id_of(given: str | None) -> UUID | None:
    """The draft that a request names."""
    try:
        return UUID(given or "")
    except ValueError:
        return None
