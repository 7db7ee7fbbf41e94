"""A courier of some municipalities: the database is shared by many tests."""

from dataclasses import dataclass
from uuid import UUID

from typing_extensions import override

from kyogikai_platform.webhooks.courier import Courier


@dataclass(frozen=True)
class Own(Courier):
    """Knows of those alone."""

    only: tuple[UUID, ...] = ()

    @override
    def tenants(self) -> list[UUID]:
        """Those."""
        return [one for one in super().tenants() if one in self.only]
