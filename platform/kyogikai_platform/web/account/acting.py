"""Whoever acts on their own account: signed in, by a form, where it matters saying again who they are."""

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from kyogikai_platform.accounts.addresses import place_of
from kyogikai_platform.accounts.own_account import OwnAccount
from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.accounts.renewing import shown_anew
from kyogikai_platform.accounts.stepping_up import Confirming
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web import form_token
from kyogikai_platform.web.account.refusals import FAILING, Errors, answered, said
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_platform.web.words import words
from kyogikai_tenants.commands import Actor


@dataclass(frozen=True)
class Acting:
    """Somebody on a page about their own account."""

    visit: Visit
    actor: Actor
    own: OwnAccount

    @classmethod
    def at(cls, site: Site) -> "Acting":
        """The request's; the public signs in first, a program has no account. Raises Elsewhere."""
        visit = Visit.any(site)
        asker = visit.asker
        if asker.actor is None or asker.credential is None:
            raise Elsewhere(f"/sign-in?next={request.path}" if request.method == "GET" else "/sign-in")
        if not asker.client.startswith("user:"):
            abort(HTTPStatus.NOT_FOUND)
        tenant = Tenant(site.door.here.engine, asker.tenant_id)
        own = OwnAccount(tenant, UUID(asker.actor.id), asker.credential.digest)
        return cls(visit, asker.actor, own)

    @classmethod
    def by_form(cls, site: Site) -> "Acting":
        """The same for a form of ours. Raises StaleForm, Elsewhere."""
        form_token.require(request, site.door.here.settings)
        return cls.at(site)

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.visit.lang

    @cached_property
    def _frame(self) -> dict[str, Any]:
        return self.visit.ask("frame")

    @property
    def municipality(self) -> str:
        """Whose pages these are."""
        return str(self._frame["municipality"]["name"])

    def page(self, template: str, status: int = HTTPStatus.OK, **facts: Any) -> Response:
        """A page in its frame."""
        given = {"errors": {}, "longest": LONGEST, "confirming": self.confirming.value} | facts
        return self.visit.page(template, self._frame, status, **given)

    @cached_property
    def confirming(self) -> Confirming:
        """How they say again who they are."""
        return self.own.confirming()

    def confirmed(self) -> tuple[Errors, Exception | None]:
        """Whether they said again who they are: what is said if not, and why."""
        if self.confirming is not Confirming.PASSPHRASE:
            anew = {"current": words("account_anew_missing", self.lang)}
            return ({} if self.confirming is Confirming.NOTHING else anew), None
        given = request.form.get("current", "")
        if not given.strip() or len(given) > LONGEST:
            return {"current": words("password_missing", self.lang)}, None
        try:
            self.visit.site.sign_in.confirm(
                self.own.tenant, self.own.user_id, given, place_of(request.remote_addr)
            )
        except FAILING as problem:
            wrong = words("account_current_wrong", self.lang)
            return {"current": said(problem, self.lang, wrong)}, problem
        shown_anew()
        return {}, None

    def refused(self, response: Response, problem: Exception | None) -> Response:
        """The page that says what was wrong."""
        if problem is not None:
            return answered(response, problem)
        response.status_code = HTTPStatus.BAD_REQUEST
        return response

    @staticmethod
    def done(what: str) -> Response:
        """Back to the account, which says what was done."""
        return onward(f"/account?done={what}")
