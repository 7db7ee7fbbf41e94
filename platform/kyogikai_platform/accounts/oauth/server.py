"""The authorization server of one installation: Authlib's, on the store of the API clients' secrets.

Its clients are the municipality's whose host is asked, and what it gives out is good at that host alone: an
access token is a row of the same table, of the same municipality, with the secret that it was given out for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.integrations.flask_oauth2.requests import FlaskOAuth2Payload, FlaskOAuth2Request
from authlib.oauth2.rfc6749 import ClientMixin, InvalidClientError, OAuth2Error
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from typing_extensions import override

from kyogikai_platform.accounts import secret, tokens
from kyogikai_platform.accounts.door import HouseDoor
from kyogikai_platform.tenant import Tenant
from kyogikai_projections import rights_of
from kyogikai_tenants.access import SCOPES
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction

METHODS = ("client_secret_basic", "client_secret_post")
GRANT = "client_credentials"
NOT_GOOD = "The id and the secret are not good at this host, or no longer."
"""Which of the two it is, is not told."""
ACCESS_PREFIX = "kya_"
"""What an access token begins with; a secret begins with ``kyo_``."""


@dataclass
class Client(ClientMixin):
    """An API client of the municipality that is asked."""

    tenant: Tenant
    id: UUID
    scopes: frozenset[str]
    proved: bytes = b""
    """The digest of the secret that was shown."""

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether it is a good one of this client's, and no access token."""
        digest = secret.digest(client_secret)
        if digest is None:
            return False
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            good = tokens.is_secret_of(connection, self.id, digest)
        self.proved = digest if good else b""
        return good

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """A client proves itself by its secret."""
        return endpoint == "token" and method in METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        """It acts for itself alone."""
        return grant_type == GRANT

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """All of its scopes, or those that were asked for; None where one is not its own."""
        asked = set((scope or "").split()) or self.scopes
        return " ".join(sorted(asked)) if asked <= self.scopes else None


class Grant(ClientCredentialsGrant):
    """Client credentials, shown in either way."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS


class _Payload(FlaskOAuth2Payload):
    """What stands in the body: never in the address, which is written down on the way."""

    @property
    def data(self) -> Any:
        """The form alone."""
        return flask.request.form


class _Request(FlaskOAuth2Request):
    """A request whose TLS may have ended at the proxy before us."""

    def __init__(self, asked: flask.Request) -> None:
        super(FlaskOAuth2Request, self).__init__(
            method=asked.method, uri="https://" + asked.url.partition("://")[2], headers=asked.headers
        )
        self._request, self.payload = asked, _Payload(asked)


class Server(AuthorizationServer):
    """Gives out access tokens at the hosts that a door knows."""

    def __init__(self, door: HouseDoor) -> None:
        super().__init__()
        self.door = door
        self.scopes_supported = sorted(SCOPES)
        generate = BearerTokenGenerator(
            lambda **_: secret.fresh(ACCESS_PREFIX), None, int(tokens.ACCESS_VALID.total_seconds())
        )
        self.register_token_generator("default", generate)
        self.register_grant(Grant)

    @override
    def handle_error_response(self, request: Any, error: OAuth2Error) -> Any:
        if isinstance(error, InvalidClientError):
            error.description = NOT_GOOD
        return super().handle_error_response(request, error)

    @override
    def create_oauth2_request(self, request: Any) -> _Request:
        return _Request(flask.request)

    @override
    def query_client(self, client_id: str) -> Client | None:
        """The client of that id at this host. Raises HttpProblem."""
        tenant = self.door.named_by(flask.request)
        try:
            own = UUID(client_id)
        except ValueError:
            return None
        with transaction(tenant.engine, tenant.id) as connection:
            known = rights_of.client(connection, own, today())
        return Client(tenant, own, known.holdings.scopes) if known else None

    @override
    def save_token(self, token: Mapping[str, Any], request: _Request) -> None:
        """Keep what is given out, if the secret is good still. Raises InvalidClientError."""
        client: Client = request.client
        scopes, text = token["scope"].split(), token["access_token"]
        with transaction(client.tenant.engine, client.tenant.id) as connection:
            kept = tokens.give_access(connection, client.proved, scopes, text)
            if not kept or not tokens.touch(connection, client.proved):
                raise InvalidClientError(status_code=401)
        self.door.secret_used(client.tenant.id, client.id, client.proved, flask.request)
