"""Whoever sits at the case desk, in one role; what they do is recorded in that role or not at all.

Cases are no part of the API: what is said of one comes in and goes out here, is kept in no draft, and is
read from the log under its key at the moment at which it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any
from unicodedata import normalize
from uuid import UUID

import sqlalchemy as sa
from flask import Response, abort, request

from kyogikai_graphql.asker import Asker, still
from kyogikai_graphql.permitting import permitted
from kyogikai_platform.accounts import secret
from kyogikai_platform.web import form_token
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_platform.web.words import words
from kyogikai_projections import case_desk, rights_of
from kyogikai_projections.case_desk import Found
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Reading
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.cases import Case, opened
from kyogikai_tenants.commands import Command, Say
from kyogikai_tenants.errors import BadInput, Refused
from kyogikai_tenants.events import Event
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.session import Receipt, Session
from kyogikai_tenants.vocabulary import Role

DASHES = str.maketrans(dict.fromkeys("‐‑–—−ー", "-"))
KEY = "key"
"""The field of a form that makes it count once."""


@dataclass(frozen=True)
class Seat:
    """Somebody at the desk, as a case worker or as the secretariat."""

    visit: Visit
    role: Role
    account: UUID

    @classmethod
    def at(cls, site: Site, *roles: Role) -> "Seat":
        """Whoever holds one of these roles; for all others there is no such page. Raises Elsewhere."""
        visit = Visit.any(site).now()
        if visit.asker.actor is None:
            raise Elsewhere(f"/sign-in?next={request.path}" if request.method == "GET" else "/sign-in")
        held, account = set(visit.asker.holds.roles), visit.asker.holds.account
        role = next((role for role in roles if role in held), None)
        if role is None or account is None:
            abort(HTTPStatus.NOT_FOUND)
        return cls(visit, role, account)

    @classmethod
    def by_form(cls, site: Site, *roles: Role) -> "Seat":
        """The same for a form of ours. Raises StaleForm, Elsewhere."""
        form_token.require(request, site.door.here.settings)
        return cls.at(site, *roles)

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.visit.lang

    def case(self, reference: str) -> Found:
        """A case that is open to them; any other is not there."""
        found = self.any_case(reference)
        if found is None or self.account not in found.open_to:
            abort(HTTPStatus.NOT_FOUND)
        return found

    def any_case(self, reference: str) -> Found | None:
        """The case of a number, whoever it is open to: what follows from it is the caller's to judge."""
        day = self.visit.asker.day
        return self.visit.read(lambda reading: case_desk.by_reference(reading, reference, day))

    def names(self, found: list[Found]) -> Mapping[str, str]:
        """What the accounts that stand in some cases are called."""
        ids = case_desk.people_named(found)
        return self.visit.read(lambda reading: rights_of.names(reading.connection, ids))

    def say(self, event: type[Event], case: UUID | None, given: Mapping[str, Any], key: str = "") -> Receipt:
        """Record one event. Raises Refused."""
        return self.run(Say(event, case, given), event, case, key)

    def run(self, command: Command, event: type[Event], case: UUID | None, key: str = "") -> Receipt:
        """Run a command in this role, under rights that hold in its transaction. Raises Refused."""
        site, asker = self.visit.site, self.visit.asker
        while True:
            with transaction(site.door.here.engine, asker.tenant_id) as connection:
                session = Session(connection, ReadModels())
                if still(connection, asker):
                    actor = permitted(self._alone(asker), event, case, {}, connection)
                    return session.execute(command, actor=actor, key=key)
            asker = site.door.again(asker)

    def _alone(self, asker: Asker) -> Asker:
        """In this role and in no other."""
        held = tuple(one for one in asker.holds.held if one.role is self.role)
        return replace(asker, holds=replace(asker.holds, held=held))

    def texts(self, case: UUID) -> Case:
        """A case with its texts, for whoever has just recorded that they read it."""

        def read(connection: sa.Connection, _: Asker) -> Case:
            return opened(Log.within(connection), Keys(connection), case)

        return self.visit.site.read(self.visit.asker, read)

    def page(self, template: str, status: int = HTTPStatus.OK, **facts: Any) -> Response:
        """A page in its frame; what it says of a case is kept nowhere."""
        given: dict[str, Any] = {"errors": {}, "key": token_urlsafe(secret.BYTES), "sealed_texts": True}
        return self.visit.page(template, self.visit.ask("frame"), status, **(given | facts))

    def reading(self, connection: sa.Connection, asker: Asker) -> Reading:
        """What they see of the council."""
        return Reading(connection, asker.tenant_id, asker.viewer.sight)


def key_of_form() -> str:
    """What makes a form count once; a form that is not ours has none."""
    given = request.form.get(KEY, "")
    return given if secret.SECRET.fullmatch(given) else ""


def said(refusal: Refused, lang: str) -> str:
    """A refusal in words: the rule, and who may allow it."""
    text = refusal.message(lang)
    if isinstance(refusal, BadInput):
        text = words("form_refused_value", lang, problem=refusal.said(lang))
    told = [text, words("form_rule", lang, rule=type(refusal).__name__)]
    if refusal.MAY_ALLOW:
        roles = ("、" if lang == "ja" else ", ").join(word(role, lang) for role in refusal.MAY_ALLOW)
        told.append(words("form_may_allow", lang, roles=roles))
    return " ".join(told)


def number_of(text: str) -> str:
    """A case's number as somebody types it: in either width and case, with any dash."""
    return normalize("NFKC", text).translate(DASHES).strip().upper()
