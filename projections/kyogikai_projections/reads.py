"""What rules across records ask: the read models as known now, in the command's transaction."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from kyogikai_projections.tables import TABLES, state_from
from kyogikai_tenants.rules import Known
from kyogikai_tenants.states import State, Version
from kyogikai_tenants.vocabulary import Existence


class CurrentKnowledge:
    """``tenants.rules.Reads`` on the read tables."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def versions(self, state: type[State], **equal: Collection[Any]) -> Sequence[Known]:
        """The versions whose columns have one of those values."""
        if not all(equal.values()):
            return []
        table = TABLES[state.TABLE]
        which = [table.c[name].in_(list(values)) for name, values in equal.items()]
        query = sa.select(table).where(table.c.tenant_id == self._connection.info["tenant_id"], table.c.known_to.is_(None), *which)
        return [_known(state, row) for row in self._connection.execute(query).mappings()]


def _known(state: type[State], row: sa.RowMapping) -> Known:
    return Known(
        row["stream_id"],
        Version(
            row["id"], row["valid_from"], row["valid_to"], Existence(row["existence"]),
            state_from(state, row), tuple(row["facts"]),
        ),
    )  # fmt: skip
