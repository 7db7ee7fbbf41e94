"""What rules across records ask: the read models as known now, in the command's transaction."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from psycopg.rows import dict_row
from psycopg.types.string import TextLoader

from kyogikai_projections.tables import TABLES, state_from
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.rules import Known
from kyogikai_tenants.states import State, Version
from kyogikai_tenants.vocabulary import Existence


class CurrentKnowledge:
    """``tenants.rules.Reads`` on the read tables, asked once for each question.

    It serves one judgement: nothing is written while rules ask.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._answers: dict[Hashable, Sequence[Known]] = {}

    def versions(self, state: type[State], **equal: Collection[Any]) -> Sequence[Known]:
        """The versions whose columns have one of those values."""
        question = state, tuple((name, frozenset(values)) for name, values in equal.items())
        if question not in self._answers:
            self._answers[question] = self._asked(state, equal) if all(equal.values()) else []
        return self._answers[question]

    def _asked(self, state: type[State], equal: Mapping[str, Collection[Any]]) -> list[Known]:
        arguments = (self._connection.info["tenant_id"], *(list(values) for values in equal.values()))
        cursor = driver(self._connection).cursor(row_factory=dict_row)
        cursor.adapters.register_loader("json", TextLoader)  # decoded once, into the declared types
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
