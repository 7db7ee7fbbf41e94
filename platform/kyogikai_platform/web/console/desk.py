"""An operator at a page of the console, and the tenant that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.accounts.cookies import secure
from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.onboarding import listing
from kyogikai_platform.onboarding.operator import Operator
from kyogikai_platform.web import form_token
from kyogikai_platform.web.console import steps
from kyogikai_platform.web.forms import drafts
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.vocabulary import Role

Errors = dict[str, str]
MOST = 4_000
"""Characters of a field that are kept."""
DRAFTS = "Onboard "
"""What the command of a draft of the console begins with; the step follows."""


@dataclass(frozen=True)
class Desk:
    """An operator, signed in."""

    visit: Visit
    user: UUID

    @classmethod
    def at(cls, site: Site) -> "Desk":
        """The request's; who is not signed in does so first, who is no operator finds nothing."""
        visit = Visit.any(site)
        asker = visit.asker
        if asker.actor is None:
            raise Elsewhere(f"/sign-in?next={request.path}" if request.method == "GET" else "/sign-in")
        if Role.PLATFORM_OPERATOR not in asker.holds.roles:
            abort(HTTPStatus.NOT_FOUND)
        return cls(visit, UUID(asker.actor.id))

    @classmethod
    def by_form(cls, site: Site) -> "Desk":
        """The same for a form of ours. Raises StaleForm, Elsewhere."""
        form_token.require(request, site.door.here.settings)
        return cls.at(site)

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.visit.lang

    @cached_property
    def operator(self) -> Operator:
        """Who acts, in the role of an operator."""
        asker = self.visit.asker
        assert asker.actor is not None  # noqa: S101 - ``at`` saw to it
        return Operator(self.visit.site.door.here, asker.actor)

    def tenant(self, tenant_id: UUID) -> Listed:
        """A tenant of the directory; 404 for none."""
        found = listing.tenant(self.operator.here, tenant_id)
        if found is None:
            abort(HTTPStatus.NOT_FOUND)
        return found

    def origin(self, tenant: Listed) -> str:
        """Where a tenant's pages are, seen from this browser."""
        settings = self.operator.here.settings
        scheme = "https" if secure(settings) else "http"
        return f"{scheme}://{tenant.host}.{request.host.partition('.')[2]}"

    def page(self, template: str, status: int = HTTPStatus.OK, **facts: Any) -> Response:
        """A page in its frame."""
        given = {"errors": {}, "longest": LONGEST, "typed": {}, "saved": request.args.get("saved") == "1"}
        return self.visit.page(template, self.visit.ask("frame"), status, **(given | facts))

    def step(self, tenant: Listed | None, step: str, status: int = HTTPStatus.OK, **facts: Any) -> Response:
        """A page of the wizard, with the steps beside it."""
        found = steps.of(self.operator.here, tenant, step)
        return self.page(f"console/{step}.html", status, tenant=tenant, steps=found, **facts)

    def saved(self, draft_id: UUID) -> dict[str, str]:
        """What was typed at a step and is not recorded yet."""
        with transaction(self.operator.here.engine, self.operator.here.zero) as connection:
            found = drafts.find(connection, self.user, draft_id)
        return dict(found.typed) if found else {}

    def save(self, draft_id: UUID, step: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed, sealed for whoever typed it."""
        with transaction(self.operator.here.engine, self.operator.here.zero) as connection:
            drafts.save(connection, self.user, draft_id, DRAFTS + step, typed)

    def drop(self, draft_id: UUID) -> None:
        """What was typed is recorded now."""
        with transaction(self.operator.here.engine, self.operator.here.zero) as connection:
            drafts.drop(connection, self.user, draft_id)

    def drafts(self) -> list[drafts.Listed]:
        """What of a registration was typed and left."""
        with transaction(self.operator.here.engine, self.operator.here.zero) as connection:
            return [d for d in drafts.listed(connection, self.user) if d.command == DRAFTS + "register"]


def typed() -> dict[str, str]:
    """What stands in the form, bounded."""
    skipped = {form_token.FIELD, "do", "draft"}
    return {name: text.strip()[:MOST] for name, text in request.form.items() if name not in skipped}
