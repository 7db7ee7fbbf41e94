"""Signing in at the municipality's provider, from the button to the session.

What the browser keeps meanwhile is one secret, in a cookie of this host alone. The state is a ticket bound to
that secret and to the provider as it is set now; nonce and PKCE verifier are derived from both, so that
nothing else is kept, and what comes back in another browser, at another host or a second time is of no use.
"""

import hmac
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

import sqlalchemy as sa

from kyogikai_platform.accounts import attempts, secret, tickets, totp
from kyogikai_platform.accounts.beginning import Came, Entered, SignInFailed, begin
from kyogikai_platform.accounts.oidc import binding, kept
from kyogikai_platform.accounts.oidc.kept import Provider
from kyogikai_platform.accounts.oidc.problems import NotByProvider, Why
from kyogikai_platform.accounts.oidc.provider import Asking, claims_of, client_of
from kyogikai_platform.accounts.sign_in import Halfway
from kyogikai_platform.accounts.stepping_up import FRESH
from kyogikai_platform.accounts.tickets import Use
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import Keys

METHOD, FIRST, ANEW = "oidc", "oidc-first", "oidc-anew"
"""How it is called on record: by the provider; when an identity was bound; when they signed in anew there."""


class NoProvider(Exception):
    """The municipality signs in without one."""


class Begun(NamedTuple):
    """Where the browser goes, and what it keeps until it is back."""

    address: str
    kept: str


@dataclass(frozen=True)
class ByProvider:
    """The way in by providers, in one process."""

    asking: Asking

    def begin(self, tenant: Tenant, back: str, place: str, *, anew: bool = False) -> Begun:
        """Send somebody to the provider; ``anew``: who is to sign in there once more.

        Raises NoProvider, NotByProvider, Delayed, Busy, NoMasterKey.
        """
        with transaction(tenant.engine, tenant.id) as connection:
            provider = kept.load(connection)
            if provider is None:
                raise NoProvider
            attempts.take(connection, Keys(connection).fingerprint(place), attempts.FREE_FROM_ONE_PLACE)
        client, own = client_of(self.asking, provider, "", back), secret.fresh()
        with transaction(tenant.engine, tenant.id) as connection:
            state = tickets.issue(connection, Use.PROVIDER, bound=_bound(own, provider))
        address, _ = client.create_authorization_url(
            self.asking.metadata(provider).authorization_endpoint, state=state,
            code_verifier=_derived(own, state, "verifier"), nonce=_derived(own, state, "nonce"),
            **({"prompt": "login", "max_age": "0"} if anew else {}),
        )  # fmt: skip
        return Begun(address, own)

    def enter(
        self, tenant: Tenant, back: str, own: str, told: Mapping[str, str], came: Came, browser: bytes
    ) -> Entered | Halfway:
        """Begin a session by what the provider sent the browser back with, or go halfway.

        Raises NoProvider, NotByProvider, Busy, NoMasterKey.
        """
        state = told.get("state", "")
        with transaction(tenant.engine, tenant.id) as connection:
            provider = kept.load(connection)
            if provider is None:
                raise NoProvider
            if tickets.take(connection, Use.PROVIDER, state, _bound(own, provider)) is None:
                raise NotByProvider(Why.STATE)
            shown = kept.secret_of(connection)
        self._answered(provider, told)
        client = client_of(self.asking, provider, shown, back)
        token = self.asking.token(provider, client, told["code"], _derived(own, state, "verifier"))
        keys = self.asking.keys(provider)
        claims = claims_of(provider, keys, token, _derived(own, state, "nonce"))
        with transaction(tenant.engine, tenant.id) as connection:
            known = binding.recognise(connection, provider, claims)
            attempts.take_back(connection, Keys(connection).fingerprint(came.place))
            method = FIRST if known.new else ANEW if _just_now(claims) else METHOD
            return _inside(connection, provider, known, came, browser, method)

    def _answered(self, provider: Provider, told: Mapping[str, str]) -> None:
        """The answer is this provider's, and a code. Raises NotByProvider."""
        unnamed = "iss" not in told and not self.asking.metadata(provider).names_itself
        if not unnamed and told.get("iss") != provider.issuer:
            raise NotByProvider(Why.MIXED_UP)
        if "error" in told or not told.get("code"):
            raise NotByProvider(Why.DECLINED)


def _just_now(claims: Mapping[str, Any]) -> bool:
    """Whether the provider says that they signed in there a moment ago, and not this morning."""
    at = claims.get("auth_time")
    return isinstance(at, int | float) and abs(time.time() - at) < FRESH.total_seconds()


def _inside(
    connection: sa.Connection,
    provider: Provider,
    known: binding.Known,
    came: Came,
    browser: bytes,
    method: str,
) -> Entered | Halfway:
    if provider.second_factor and totp.enrolled(connection, known.user_id):
        return Halfway(
            known.user_id, tickets.issue(connection, Use.STEP_AFTER_PROVIDER, known.user_id, browser)
        )
    try:
        return begin(connection, known.user_id, method, came)
    except SignInFailed as problem:
        raise NotByProvider(Why.SUSPENDED) from problem


def _bound(own: str, provider: Provider) -> bytes:
    """What a state is bound to: a browser, and one client of one provider."""
    return sha256(f"{own}\n{provider.issuer}\n{provider.client_id}".encode()).digest()


def _derived(own: str, state: str, what: str) -> str:
    """A secret that the browser's and the state's make together: 43 characters."""
    made = hmac.digest(own.encode(), f"{what} {state}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")
