"""Signing in with a passkey: nobody types who they are, so attempts are counted by where they come from."""

from kyogikai_platform.accounts import attempts, passkeys
from kyogikai_platform.accounts.beginning import Came, Entered, begin
from kyogikai_platform.accounts.passkeys import Host
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import Keys


def ask(tenant: Tenant, host: Host, browser: bytes, place: str) -> str:
    """What a browser needs, as JSON; a failure until it succeeds. Raises Delayed, NoMasterKey."""
    with transaction(tenant.engine, tenant.id) as connection:
        attempts.take(connection, Keys(connection).fingerprint(place), attempts.FREE_FROM_ONE_PLACE)
        return passkeys.ask(connection, host, browser)


def enter(tenant: Tenant, host: Host, sent: str, browser: bytes, came: Came) -> Entered:
    """Begin a session. Raises SignInFailed, NoMasterKey."""
    with transaction(tenant.engine, tenant.id) as connection:
        user = passkeys.recognise(connection, host, sent, browser)
        attempts.take_back(connection, Keys(connection).fingerprint(came.place))
        return begin(connection, user, "passkey", came)
