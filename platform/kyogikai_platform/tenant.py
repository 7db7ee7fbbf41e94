"""One municipality's product, wired: its commands, its proofs, its read models."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import snapshot
from kyogikai_projections.runner import Difference, ReadModels, rebuild
from kyogikai_tenants.commands import Actor, Command, Say
from kyogikai_tenants.events import Event
from kyogikai_tenants.log.chain import Head
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.session import Commands, Receipt


@dataclass(frozen=True)
class Tenant:
    """What one municipality can do and prove."""

    engine: sa.Engine
    id: UUID

    def execute(self, command: Command, *, actor: Actor, key: str = "") -> Receipt:
        """Run a command. Raises Refused."""
        return Commands(self.engine, self.id, ReadModels()).execute(command, actor=actor, key=key)

    def say(
        self,
        event: type[Event],
        subject: UUID | None = None,
        /,
        *,
        actor: Actor,
        key: str = "",
        **fields: Any,
    ) -> Receipt:
        """Record one event. Raises Refused."""
        return self.execute(Say(event, subject, fields), actor=actor, key=key)

    def verify(self) -> Head:
        """Recompute the hash chain. Raises ChainBroken."""
        with snapshot(self.engine, self.id) as connection:
            return Log.within(connection).verify()

    def rebuild(self, *, check: bool = False) -> Sequence[Difference]:
        """Derive the read models from the log, and say where they differed."""
        with transaction(self.engine, self.id) as connection:
            return rebuild(connection, check=check)
