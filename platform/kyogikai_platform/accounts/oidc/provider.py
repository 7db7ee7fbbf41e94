"""What a provider says, believed only as far as it was agreed: its metadata, its keys, its ID tokens.

The protocol is Authlib's and the signatures are joserfc's; whatever is fetched goes through ``Fetching``.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlencode

import msgspec
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import ClaimError, DecodeError, JoseError
from joserfc.jwk import KeySet

from kyogikai_platform.accounts.keeping import Kept
from kyogikai_platform.accounts.oidc.kept import Provider
from kyogikai_platform.accounts.oidc.problems import NotByProvider, Why
from kyogikai_platform.accounts.passwords import Busy
from kyogikai_platform.fetching import Fetched, Fetching, NotFetched, plain

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""Signatures of a private key: a token signed with what everybody knows, or not at all, is nobody's."""
PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
KEY_TYPES = {"RSA", "EC", "OKP"}
SCOPE = "openid email profile"
LEEWAY = 60
"""Seconds that a clock may be off."""
FRESH = 600
"""Seconds for which metadata are believed."""
CLAIMS = {
    "iss": Why.ISSUER, "aud": Why.AUDIENCE, "azp": Why.AUDIENCE, "nonce": Why.NONCE,
    "exp": Why.EXPIRED, "iat": Why.EXPIRED, "nbf": Why.EXPIRED,
}  # fmt: skip
"""Which claims say what."""
AT_ONCE = 2
"""Providers that are asked at a time, in each process: the other threads answer on."""


class Metadata(NamedTuple):
    """What we use of it."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    basic: bool
    """Whether the provider is shown the secret in a header."""
    names_itself: bool
    """Whether each of its answers says whose it is (RFC 9207)."""


@dataclass(frozen=True)
class Asking:
    """Asks providers, for one process."""

    fetching: Fetching
    slots: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))
    known: Kept[str, tuple[float, Metadata]] = field(default_factory=lambda: Kept(Asking.MOST))
    MOST: ClassVar[int] = 1024

    def metadata(self, provider: Provider) -> Metadata:
        """What a provider says of itself. Raises NotByProvider, Busy."""
        kept = self.known.get(provider.issuer)
        if kept is None or time.monotonic() - kept[0] > FRESH:
            said = _object(self._fetched(get_well_known_url(provider.issuer, external=True)))
            kept = time.monotonic(), _agreed(provider.issuer, said)
            self.known.put(provider.issuer, kept)
        return kept[1]

    def token(self, provider: Provider, client: OAuth2Client, code: str, verifier: str) -> Mapping[str, Any]:
        """What a code is worth. Raises NotByProvider, Busy."""
        endpoint = self.metadata(provider).token_endpoint
        self._turn()
        try:
            found: Mapping[str, Any] = client.fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
            )
        except OAuth2Error as problem:
            raise NotByProvider(Why.DECLINED) from problem
        except (NotFetched, ValueError) as problem:
            raise NotByProvider(Why.UNREACHABLE) from problem
        finally:
            self.slots.release()
        return found

    def keys(self, provider: Provider) -> KeySet:
        """The provider's keys of today. Raises NotByProvider, Busy."""
        said = _object(self._fetched(self.metadata(provider).jwks_uri)).get("keys")
        found = [key for key in said if _signs(key)] if isinstance(said, list) else []
        try:
            return KeySet.import_key_set({"keys": found})
        except (JoseError, ValueError, TypeError, KeyError) as problem:
            raise NotByProvider(Why.METADATA) from problem

    def _fetched(self, url: str) -> Fetched:
        self._turn()
        try:
            return self.fetching.get(url)
        except NotFetched as problem:
            raise NotByProvider(Why.UNREACHABLE) from problem
        finally:
            self.slots.release()

    def _turn(self) -> None:
        if not self.slots.acquire(blocking=False):
            raise Busy


class _Answer(NamedTuple):
    """An answer as Authlib reads it."""

    status_code: int
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    def raise_for_status(self) -> None:
        raise ValueError(self.status_code)


@dataclass(frozen=True)
class Wire:
    """What Authlib's client sends by."""

    fetching: Fetching

    def post(self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> _Answer:
        """A form."""
        _, headed, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return _Answer(*self.fetching.post(url, body, headed))

    def close(self) -> None:
        """Nothing is held."""


def client_of(asking: Asking, provider: Provider, secret: str, back: str) -> OAuth2Client:
    """Authlib's client for one sign-in; ``back`` is where the provider sends the browser."""
    basic = asking.metadata(provider).basic
    return OAuth2Client(
        Wire(asking.fetching), client_id=provider.client_id, client_secret=secret, scope=SCOPE,
        redirect_uri=back, code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
    )  # fmt: skip


def claims_of(provider: Provider, keys: KeySet, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
    """What an ID token says, if it is the provider's, for us, and of this sign-in. Raises NotByProvider."""
    text = token.get("id_token")
    if not isinstance(text, str):
        raise NotByProvider(Why.TOKEN)
    try:
        decoded = jwt.decode(text, keys, algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError, KeyError) as problem:
        raise NotByProvider(Why.TOKEN if isinstance(problem, DecodeError) else Why.SIGNATURE) from problem
    said = CodeIDToken(
        decoded.claims, decoded.header,
        {"iss": {"essential": True, "value": provider.issuer},
         "aud": {"essential": True, "value": provider.client_id}},
        {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
    )  # fmt: skip
    try:
        said.validate(leeway=LEEWAY)
    except ClaimError as problem:
        raise NotByProvider(CLAIMS.get(problem.claim, Why.TOKEN)) from problem
    if not isinstance(said["sub"], str) or not said["sub"]:
        raise NotByProvider(Why.TOKEN)
    found: Mapping[str, Any] = said
    return found


def _object(fetched: Fetched) -> Mapping[str, Any]:
    try:
        said = msgspec.json.decode(fetched.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise NotByProvider(Why.UNREACHABLE) from problem
    if fetched.status != HTTPStatus.OK or not isinstance(said, dict):
        raise NotByProvider(Why.UNREACHABLE)
    return said


def _agreed(issuer: str, said: Mapping[str, Any]) -> Metadata:
    """The metadata, of the issuer that was agreed to the letter. Raises NotByProvider."""
    if said.get("issuer") != issuer:
        raise NotByProvider(Why.ISSUER)
    out, token, keys = map(said.get, PLACES)
    scheme = plain(issuer).scheme
    if not all(isinstance(url, str) and _safe(url, scheme) for url in (out, token, keys)):
        raise NotByProvider(Why.METADATA)
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    names_itself = said.get("authorization_response_iss_parameter_supported") is True
    return Metadata(str(out), str(token), str(keys), "client_secret_basic" in methods, names_itself)


def _safe(url: str, scheme: str) -> bool:
    try:
        return plain(url).scheme in {"https", scheme}
    except NotFetched:
        return False


def _signs(key: Any) -> bool:
    return isinstance(key, dict) and key.get("kty") in KEY_TYPES and key.get("use", "sig") == "sig"
