"""What an administrator sets for the municipality: judged anew in the transaction that sets it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts.oidc import kept
from kyogikai_platform.accounts.oidc.kept import Provider
from kyogikai_platform.integrity import outside
from kyogikai_platform.integrity.outside import Outside
from kyogikai_platform.retention import periods
from kyogikai_platform.tenant import Tenant
from kyogikai_projections import rights_of
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import SealsSentTo, SignInProviderRemoved, SignInProviderSet
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.events import Event
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import NoMasterKey
from kyogikai_tenants.municipalities import Accent, EraDisplay, Notation, TenantSettingsChanged, done_on
from kyogikai_tenants.permission import NotOpen, Touched, role_for
from kyogikai_tenants.retention import Kept, RetentionSet
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import BodyKind


class Display(NamedTuple):
    """How the municipality writes, and under which terms it publishes: all of it, as it is from today on."""

    notation: Notation
    era: EraDisplay
    vocabulary: dict[BodyKind, str]
    licence: str = ""
    licence_url: str = ""
    contact: str = ""
    accent: Accent | None = None


@dataclass(frozen=True)
class TenantSettings:
    """The settings of a municipality, in the hand of somebody of it."""

    tenant: Tenant
    by: UUID

    def provider(self) -> Provider | None:
        """At which provider people sign in too."""
        with self._connected() as connection:
            return kept.load(connection)

    def write_so(self, display: Display) -> None:
        """Write so from today on. Raises Refused."""
        words = [{"kind": kind.value, "word": word} for kind, word in display.vocabulary.items()]
        given = display._asdict() | {"vocabulary": words, "effective": done_on(today())}
        with self._connected() as connection:
            self._say(connection, TenantSettingsChanged, self.tenant.id, **given)

    def periods(self) -> Mapping[Kept, int]:
        """How many days things beside the record are kept."""
        with self._connected() as connection:
            return periods(connection)

    def keep_so_long(self, days: Mapping[Kept, int]) -> None:
        """Keep some things so long from today on; the rest stays as it is. Raises Refused."""
        given = [{"what": what.value, "days": count} for what, count in days.items()]
        with self._connected() as connection:
            self._say(connection, RetentionSet, self.tenant.id, periods=given, effective=done_on(today()))

    def sign_in_at(self, provider: Provider, secret: str) -> None:
        """Sign in there too; without a secret with the one that is known. Raises Refused, LookupError."""
        with self._connected() as connection:
            names = SignInProviderSet.__dataclass_fields__.keys() & set(provider._fields)
            told = {name: getattr(provider, name) for name in names}
            self._say(connection, SignInProviderSet, self.by, **told)
            kept.save(connection, provider, secret)

    def sign_in_here_alone(self) -> None:
        """Sign in at no provider any more. Raises Refused."""
        with self._connected() as connection:
            found = kept.load(connection)
            if found is not None and kept.remove(connection):
                self._say(connection, SignInProviderRemoved, self.by, issuer=found.issuer)

    def seals(self) -> Outside:
        """Where signed notes go; without the addresses where they cannot be opened for now."""
        with self._connected() as connection:
            try:
                return outside.load(connection)
            except NoMasterKey:
                return outside.witness(connection)

    def send_seals_to(self, given: Outside) -> None:
        """Send signed notes there from now on. Raises Refused."""
        with self._connected() as connection:
            witness = given.witness_key.partition("+")[0]
            self._say(connection, SealsSentTo, self.by, addressees=len(given.addresses), witness=witness)
            outside.save(connection, given)

    def _say(self, connection: sa.Connection, event: type[Event], about: UUID, **fields: Any) -> None:
        known = rights_of.user(connection, self.by, today())
        if known is None:
            raise NotOpen
        actor = Actor(str(self.by), role_for(known.holdings, event, about, Touched()))
        Session(connection, ReadModels()).execute(Say(event, about, fields), actor=actor)

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            yield connection
