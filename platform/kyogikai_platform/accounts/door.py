"""The door: which municipality a host name means, and who asks it.

Whom it judged it keeps, a bounded number of them. That is safe because nobody answers on the strength of
what is kept alone: each answer asks again, in its own snapshot, whether the rights have moved and whether
the credential is still good (``Asker.rights``, ``Credential.live``), and comes back here if not.
"""

import time
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, NamedTuple
from uuid import UUID

from flask import Request
from werkzeug.exceptions import SecurityError

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.problems import NOT_IN_USE, PAUSED, HttpProblem
from kyogikai_platform.accounts import calendar_links, cookies, cross_site, secret
from kyogikai_platform.accounts.access_log import Uses
from kyogikai_platform.accounts.addresses import place_of
from kyogikai_platform.accounts.judging import PUBLIC, NotInUse, NotServed, Paused, Shown, judge, touch
from kyogikai_platform.accounts.keeping import Kept
from kyogikai_platform.installation import Installation, NoSuchMunicipality
from kyogikai_platform.operations import asked as asked_of
from kyogikai_platform.tenancy import CONSOLE, label_of
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.directory import Listed

A_MINUTE = 60.0
READING = {"GET", "HEAD"}
LONGEST_WAY = 60
"""Characters of the path that the access log tells."""


class Whom(NamedTuple):
    """What a judgement was about."""

    tenant_id: UUID
    shown: Shown
    day: date


@dataclass(frozen=True)
class HouseDoor:
    """The door of one installation, in one process."""

    MOST: ClassVar[int] = 4096
    LISTED: ClassVar[bool] = True
    """Whether those behind it are in the directory."""
    here: Installation
    hosts: Kept[str, Listed] = field(default_factory=lambda: Kept(HouseDoor.MOST))
    kept: Kept[Whom, Asker] = field(default_factory=lambda: Kept(HouseDoor.MOST))
    touched: Kept[Shown, float] = field(default_factory=lambda: Kept(HouseDoor.MOST))
    uses: Uses = field(init=False)

    def __post_init__(self) -> None:
        """What the clients use is counted in the same process."""
        object.__setattr__(self, "uses", Uses(self.here.engine))
        self.here.endings.callback(self.uses.end)

    def tenant_of(self, asked: Request) -> Tenant:
        """The municipality whose host is asked, which is served now. Raises HttpProblem (404, 503)."""
        return Tenant(self.here.engine, self.entrance(asked).tenant_id)

    def named_by(self, asked: Request) -> Tenant:
        """The one that a host means, whether it is served or not. Raises HttpProblem (404)."""
        try:
            label = label_of(asked.host, self.here.settings.base_domain)
        except SecurityError:
            label = None
        if label == CONSOLE:
            label = None
        listed = (self.hosts.get(label) or self._looked_up(label)) if label else None
        if listed is None:
            raise unknown_municipality()
        asked_of.of_tenant(listed.tenant_id, listed.kind.value)
        return Tenant(self.here.engine, listed.tenant_id)

    def admit(self, request: Request) -> Asker:
        """Who asks whom. Raises HttpProblem: 404 for an unknown host, 401 for what is not good there.

        Of a host at which nothing is served nobody learns more by what they show.
        """
        tenant, day = self.named_by(request), today()
        try:
            shown = self.shown(request)
            self._used(tenant, shown)
        except HttpProblem:
            self.entrance(request)
            raise
        asker = self._asker(Whom(tenant.id, shown, day))
        if shown.token:
            self.used_by(asker, request)
        return asker if asker.client else replace(asker, client=place_of(request.remote_addr))

    def used_by(self, asker: Asker, request: Request) -> None:
        """A client was let in: each time stands in the access log."""
        if asker.credential and asker.holds.account:
            self.secret_used(asker.tenant_id, asker.holds.account, asker.credential.digest, request)

    def secret_used(self, tenant_id: UUID, client_id: UUID, digest: bytes, request: Request) -> None:
        """The same where it was not let in, but shown for an access token."""
        way, place = request.path[:LONGEST_WAY], place_of(request.remote_addr)
        self.uses.note(tenant_id, client_id, digest, way, place)

    def by_calendar_link(self, request: Request, shown_secret: str) -> Asker:
        """The account whose calendar link is asked. Raises HttpProblem: 404, 401 for what is not good."""
        found = secret.digest(shown_secret)
        if found is None:
            raise unauthenticated()
        tenant, shown = self.named_by(request), Shown(found, calendar=True)
        self._used(tenant, shown)
        return self._asker(Whom(tenant.id, shown, today()))

    def public(self, request: Request) -> Asker:
        """Somebody who asks as the public, whatever they brought; judged now. Raises HttpProblem (404)."""
        whom = Whom(self.named_by(request).id, PUBLIC, today())
        self.kept.drop(whom)
        return self._asker(whom)

    def entrance(self, request: Request) -> Asker:
        """Somebody at the way in, which is open before its municipality is in use. Raises HttpProblem."""
        return self._judged(Whom(self.named_by(request).id, PUBLIC, today()), entering=True)

    def again(self, asker: Asker) -> Asker:
        """The same asker judged anew. Raises HttpProblem."""
        whom = _whom(asker)
        self.kept.drop(whom)
        again = self._asker(whom)
        return again if again.client else replace(again, client=asker.client)

    def latest(self, asker: Asker) -> Asker:
        """The same asker as judged last: what answers them may have judged them anew meanwhile."""
        return self.kept.get(_whom(asker)) or asker

    def shown(self, request: Request) -> Shown:
        """What a request brings along. Raises HttpProblem for what is no credential."""
        given = request.headers.get("Authorization")
        if given is not None:
            scheme, _, text = given.partition(" ")
            found = secret.digest(text.strip()) if scheme.lower() == "bearer" else None
            if found is None:
                raise unauthenticated()
            return Shown(found, token=True)
        if "HTTP_COOKIE" not in request.environ:  # the library looks through all headers for one
            return PUBLIC
        cookie = request.cookies.get(cookies.name(self.here.settings))
        if cookie is None:
            return PUBLIC
        if request.method not in READING and not cross_site.own_origin(request):
            raise from_elsewhere()
        if (found := secret.digest(cookie)) is None:
            raise unauthenticated()
        return Shown(found)

    def forget(self, tenant: Tenant, shown: Shown) -> None:
        """A session was ended here; elsewhere the next answer finds out."""
        self.kept.drop(Whom(tenant.id, shown, today()))

    def forget_all(self, tenant: Tenant) -> None:
        """What the municipality writes like was changed here; elsewhere the next answer finds out."""
        self.kept.drop_where(lambda whom, _: whom.tenant_id == tenant.id)

    def _asker(self, whom: Whom) -> Asker:
        if (found := self.kept.get(whom)) is None:
            found = self._judged(whom)
            self.kept.put(whom, found)
        return found

    def _judged(self, whom: Whom, *, entering: bool = False) -> Asker:
        try:
            found = judge(self.here.answering_engine, *whom, entering=entering, listed=self.LISTED)
        except NotServed:
            # its host may be another's by now
            self.hosts.drop_where(lambda _, kept: kept.tenant_id == whom.tenant_id)
            raise unknown_municipality() from None
        except Paused:
            raise paused() from None
        except NotInUse:
            raise not_in_use() from None
        if found is None:
            raise unauthenticated()
        return found

    def _looked_up(self, label: str) -> Listed | None:
        try:
            listed = self.here.listed(label)
        except NoSuchMunicipality:
            return None
        self.hosts.put(label, listed)
        return listed

    def _used(self, tenant: Tenant, shown: Shown) -> None:
        """Once a minute at most: a session idles from now on, a token was last used now."""
        now = time.monotonic()
        if shown == PUBLIC or now - (self.touched.get(shown) or -A_MINUTE) < A_MINUTE:
            return
        with transaction(self.here.engine, tenant.id) as connection:
            if not touch(connection, shown):
                self.forget(tenant, shown)
                raise unauthenticated()
        self.touched.put(shown, now)


def _whom(asker: Asker) -> Whom:
    """What the judgement of an asker was about."""
    own = asker.credential
    token = asker.client.startswith("client:")
    shown = Shown(own.digest, token, own.live == calendar_links.LIVE) if own else PUBLIC
    return Whom(asker.tenant_id, shown, asker.day)


def unknown_municipality() -> HttpProblem:
    """A host that is no municipality's is told so, and no more."""
    return HttpProblem(404, "UNKNOWN_MUNICIPALITY", "No municipality has this host name.")


def paused() -> HttpProblem:
    """Its host says so to everybody alike; what it has recorded is told nobody."""
    return HttpProblem(503, PAUSED, "The use of this municipality is paused.")


def not_in_use() -> HttpProblem:
    """A municipality that is being prepared has nothing for the public yet."""
    return HttpProblem(403, NOT_IN_USE, "This municipality is not in use yet: sign in with an account of it.")


def from_elsewhere() -> HttpProblem:
    """A session acts from its own pages only."""
    return HttpProblem(403, "CROSS_SITE", "A session acts from its own pages only.")


def unauthenticated() -> HttpProblem:
    """What was shown is unknown here, over, or was taken away: all of them sound the same."""
    message = "Sign in again, or send a good token."
    return HttpProblem(401, "UNAUTHENTICATED", message, {"WWW-Authenticate": "Bearer"})
