"""A courier of one municipality: the database is shared by many tests."""

from dataclasses import dataclass
from uuid import UUID

from typing_extensions import override

from kyogikai_platform.webhooks.courier import Courier


@dataclass(frozen=True)
class Own(Courier):
    """Knows of that one alone."""

    only: UUID | None = None

    @override
    def tenants(self) -> list[UUID]:
        """That one."""
        return [one for one in super().tenants() if one == self.only]
