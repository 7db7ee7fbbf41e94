"""Whoever looks at the accounts of the municipality: an administrator, who acts, or an auditor, who reads."""

import re
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_graphql import ids
from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.accounts.staff import Account, Given, Staff
from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words
from kyogikai_projections.era_typed import NotADay, parse
from kyogikai_projections.labels import word
from kyogikai_tenants.access import ADMINISTERS
from kyogikai_tenants.access.users import OF_A_BODY
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.permission import Held, Reading, may_read
from kyogikai_tenants.vocabulary import Role

GRANTED = sorted(ADMINISTERS[Role.TENANT_ADMINISTRATOR], key=list(Role).index)
"""The roles that an administrator gives, in the order of the domain card."""
EMAIL = re.compile(r"[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+\.[^@\s<>,;:\"()]+")


@dataclass(frozen=True)
class Staffing:
    """Somebody on a page about the accounts of all."""

    acting: Acting
    staff: Staff

    @classmethod
    def at(cls, site: Site) -> "Staffing":
        """Who may read accounts; for all others there is no such page. Raises Elsewhere."""
        return cls._of(Acting.at(site))

    @classmethod
    def by_form(cls, site: Site) -> "Staffing":
        """The same for a form of ours. Raises StaleForm, Elsewhere."""
        return cls._of(Acting.by_form(site))

    @classmethod
    def _of(cls, acting: Acting) -> "Staffing":
        try:
            may_read(acting.visit.asker.holds, Reading.ACCOUNTS)
        except Refused:
            abort(HTTPStatus.NOT_FOUND)
        return cls(acting, Staff(acting.own.tenant, acting.own.user_id))

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.acting.lang

    @property
    def acts(self) -> bool:
        """Whether they may change what they see."""
        return Role.TENANT_ADMINISTRATOR in self.acting.visit.asker.holds.roles

    def acting_only(self) -> None:
        """An auditor reads, and has no forms to send."""
        if not self.acts:
            abort(HTTPStatus.NOT_FOUND)

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The frame, and the bodies that there are."""
        return self.acting.visit.ask("account/users")

    @cached_property
    def bodies(self) -> dict[UUID, str]:
        """The bodies by their ids."""
        return {UUID(ids.decode(node["id"])[1]): node["name"] for node in self.answer["bodies"]["nodes"]}

    def page(self, template: str, status: int = HTTPStatus.OK, **facts: Any) -> Response:
        """A page in its frame."""
        given = {
            "errors": {}, "longest": LONGEST, "acts": self.acts, "bodies": self.bodies, "of_body": OF_A_BODY,
            "granted": [(role, word(role, self.lang)) for role in GRANTED], "typed": request.form,
        }  # fmt: skip
        return self.acting.visit.page(template, self.answer, status, **(given | facts))

    def told(self, account: Account) -> dict[str, Any]:
        """An account in words."""
        listed, ways, lang = account.listed, account.ways, self.lang
        factors = [words("account_factor_totp", lang)] * ways.totp
        factors += [words("account_factor_passkeys", lang, count=ways.passkeys)] * bool(ways.passkeys)
        factors += [words("account_by_oidc", lang)] * ways.provider
        return {
            "id": listed.id, "name": listed.known.name, "suspended": listed.suspended,
            "came": ways.came, "invited_until": minute(ways.invited_until, lang),
            "seen": minute(ways.seen, lang), "factors": factors,
            "roles": [self._role(held) for held in listed.known.holdings.held],
        }  # fmt: skip

    def _role(self, held: Held) -> dict[str, Any]:
        return {
            "role": held.role, "word": word(held.role, self.lang), "body_id": held.body_id,
            "body": self.bodies.get(held.body_id, "") if held.body_id else "",
            "since": label(held.since, self.lang) if held.since else "",
            "until": label(held.until, self.lang) if held.until else "",
        }  # fmt: skip

    def given(self, errors: Errors) -> Given | None:
        """The role that stands in the form; what is wrong goes into the errors."""
        role = _role_of(request.form.get("role", ""))
        if role is None:
            errors["role"] = words("account_role_missing", self.lang)
            return None
        body = self._body(role, errors)
        try:
            typed = request.form.get("until", "").strip()
            until = parse(typed) if typed else None
        except NotADay as problem:
            errors["until"] = words(f"bad_{problem.why.name.lower()}", self.lang)
            until = None
        return Given(role, body, until)

    def _body(self, role: Role, errors: Errors) -> UUID | None:
        if role not in OF_A_BODY:
            return None
        typed = request.form.get("body", "")
        found = next((body for body in self.bodies if str(body) == typed), None)
        if found is None:
            errors["body"] = words("account_body_missing", self.lang)
        return found

    def reason(self, errors: Errors) -> str:
        """Why; it stays on record."""
        text = request.form.get("reason", "").strip()
        if not text or len(text) > LONGEST:
            errors["reason"] = words("account_reason_missing", self.lang)
        return text


def _role_of(text: str) -> Role | None:
    return next((role for role in GRANTED if role.value == text), None)
