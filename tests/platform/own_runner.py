"""A runner of jobs that does one municipality's: what other tests left undone is theirs."""

from uuid import UUID

from typing_extensions import override

from kyogikai_platform.jobs.running import Runner


class Own(Runner):
    """Whose jobs are done is said beside."""

    @override
    def tenants(self) -> list[UUID]:
        """Those that are named."""
        return [*self.beside]
