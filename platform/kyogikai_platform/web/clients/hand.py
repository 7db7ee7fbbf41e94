"""Whoever looks at the API clients: an administrator, who acts, or an auditor, who reads."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_graphql.asker import Asker
from kyogikai_platform.accounts.clients import OVERLAPS, Clients, Own
from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words
from kyogikai_tenants.access import SCOPES
from kyogikai_tenants.errors import NotFound
from kyogikai_tenants.permission import READERS, Reading
from kyogikai_tenants.vocabulary import Role

SCOPE_WORDS = {
    "changes:read": "clients_scope_changes_read", "council:read": "clients_scope_council_read",
    "meetings:write": "clients_scope_meetings_write", "published:read": "clients_scope_published_read",
}  # fmt: skip
OVERLAP_WORDS = {
    "none": "clients_overlap_none", "hour": "clients_overlap_hour", "day": "clients_overlap_day",
    "week": "clients_overlap_week",
}  # fmt: skip
DAYS = (30, 90, 180, 365)
"""For how long a secret may be good."""


def reads_clients(asker: Asker | None) -> bool:
    """Whether somebody reads which clients there are."""
    return asker is not None and not READERS[Reading.CLIENTS].isdisjoint(asker.holds.roles)


@dataclass(frozen=True)
class Hand:
    """Somebody on a page about API clients."""

    acting: Acting
    clients: Clients

    @classmethod
    def at(cls, site: Site, *, acts: bool = False) -> "Hand":
        """Who may read them; for all others there is no such page. Raises Elsewhere."""
        return cls._of(Acting.at(site), acts=acts)

    @classmethod
    def by_form(cls, site: Site) -> "Hand":
        """Who may act, by a form of ours. Raises StaleForm, Elsewhere."""
        return cls._of(Acting.by_form(site), acts=True)

    @classmethod
    def _of(cls, acting: Acting, *, acts: bool) -> "Hand":
        found = cls(acting, Clients(acting.own.tenant, acting.own.user_id))
        if not reads_clients(acting.visit.asker) or (acts and not found.acts):
            abort(HTTPStatus.NOT_FOUND)
        return found

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.acting.lang

    @property
    def acts(self) -> bool:
        """Whether they may change what they see."""
        return Role.TENANT_ADMINISTRATOR in self.acting.visit.asker.holds.roles

    def one(self, client: UUID, *, living: bool = False) -> Own:
        """A client of the address; there is no page of one that is unknown."""
        try:
            found = self.clients.one(client)
        except NotFound:
            abort(HTTPStatus.NOT_FOUND)
        if living and found.client.revoked:
            abort(HTTPStatus.NOT_FOUND)
        return found

    def page(self, template: str, status: int = HTTPStatus.OK, **facts: Any) -> Response:
        """A page in its frame."""
        lang = self.lang
        given = {
            "errors": {}, "longest": LONGEST, "acts": self.acts, "typed": request.form, "days": DAYS,
            "scopes": [(one, words(SCOPE_WORDS[one], lang)) for one in sorted(SCOPES)],
            "overlaps": [(name, words(OVERLAP_WORDS[name], lang)) for name in OVERLAPS],
            "own": self.acting.visit.asker.name, "confirming": self.acting.confirming.value,
            "chosen": request.form.getlist,
        }  # fmt: skip
        return self.acting.visit.page(template, self.acting.visit.ask("frame"), status, **(given | facts))

    def confirmed(self, errors: Errors, again: Any) -> Response | None:
        """The form again where something is wrong, the passphrase among it, or None."""
        if errors:
            response: Response = again(errors, HTTPStatus.BAD_REQUEST)
            return response
        errors, problem = self.acting.confirmed()
        if errors:
            return self.acting.refused(again(errors, HTTPStatus.BAD_REQUEST), problem)
        return None

    def valid(self, errors: Errors) -> timedelta:
        """For how long a new secret is good."""
        typed = request.form.get("days", "")
        if typed not in map(str, DAYS):
            errors["days"] = words("settings_choose", self.lang)
            return timedelta(0)
        return timedelta(days=int(typed))

    def overlap(self, errors: Errors) -> timedelta:
        """How long the one of before is good beside it."""
        typed = request.form.get("overlap", "")
        if typed not in OVERLAPS:
            errors["overlap"] = words("settings_choose", self.lang)
        return OVERLAPS.get(typed, timedelta(0))
