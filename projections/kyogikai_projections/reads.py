"""What rules across records ask: the read models as known now, in the command's transaction."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from psycopg.rows import dict_row
from typing_extensions import override

from kyogikai_projections.tables import TABLES, state_from
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.rules import Known
from kyogikai_tenants.states import State, Version
from kyogikai_tenants.vocabulary import Existence


class CurrentKnowledge:
    """``tenants.rules.Reads`` on the read tables."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @override
    def versions(self, state: type[State], **equal: Collection[Any]) -> Sequence[Known]:
        """The versions whose columns have one of those values."""
        if not all(equal.values()):
            return []
        arguments = (self._connection.info["tenant_id"], *(list(values) for values in equal.values()))
        cursor = driver(self._connection).cursor(row_factory=dict_row)
        return [_known(state, row) for row in cursor.execute(_query(state, tuple(equal)), arguments)]


@cache
def _query(state: type[State], names: tuple[str, ...]) -> str:
    """The statement, once for each question that rules ask."""
    table = TABLES[state.TABLE]
    unknown = set(names) - set(table.c.keys())
    assert not unknown, unknown  # noqa: S101 - rules name columns
    which = "".join(f" AND {name} = ANY(%s)" for name in names)
    return f"SELECT * FROM {table.name} WHERE tenant_id = %s AND known_to IS NULL{which}"  # noqa: S608


def _known(state: type[State], row: dict[str, Any]) -> Known:
    return Known(
        row["stream_id"],
        Version(
            row["id"], row["valid_from"], row["valid_to"], Existence(row["existence"]),
            state_from(state, row), tuple(row["facts"]),
        ),
    )  # fmt: skip
