"""A question of which some root fields are one statement and the others are not: both in one snapshot."""

from collections.abc import Sequence

import msgspec
import psycopg
import sqlalchemy as sa
from graphql import DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode
from graphql.execution.collect_fields import collect_fields

from kyogikai_graphql.compiler import notes
from kyogikai_graphql.compiler.plan import Plan
from kyogikai_graphql.execution import Judged, encoded, run_plainly
from kyogikai_graphql.loading import Context
from kyogikai_graphql.schema import SCHEMA
from kyogikai_tenants.log.connection import driver


def answer(asked: Judged, plan: Plan, values: Sequence[bytes | None], context: Context) -> bytes | None:
    """The response; None where something went wrong, which the plain resolvers are to say."""
    plainly = run_plainly(rest(asked, plan), context)
    if plainly.errors or plainly.data is None:
        return None
    data = _row(context.connection, plan, values)
    if data is None:
        return None
    found = msgspec.json.decode(notes.read(data) if plan.noted else data, type=dict[str, msgspec.Raw])
    parts = [
        b'"%b":%b' % (key.encode(), encoded(plainly.data[key]) if key in plan.left else bytes(found[key]))
        for key in plan.keys
    ]
    return b'{"data":{%b}}' % b",".join(parts)


def rest(asked: Judged, plan: Plan) -> Judged:
    """The same operation with only those root fields that are left."""
    own = asked.operation
    fragments = {d.name.value: d for d in asked.document.definitions if isinstance(d, FragmentDefinitionNode)}
    assert SCHEMA.query_type  # noqa: S101 - it has one
    fields = collect_fields(SCHEMA, fragments, asked.values, SCHEMA.query_type, own.selection_set)
    chosen = SelectionSetNode(selections=tuple(node for key in plan.left for node in fields[key]))
    operation = OperationDefinitionNode(
        operation=own.operation,
        name=own.name,
        variable_definitions=own.variable_definitions,
        directives=own.directives,
        selection_set=chosen,
    )
    document = DocumentNode(definitions=(operation, *fragments.values()))
    return asked._replace(document=document, operation=operation)


def _row(connection: sa.Connection, plan: Plan, values: Sequence[bytes | None]) -> bytes | None:
    """The plan's data in the snapshot of the connection."""
    given = [value.decode() if value is not None else None for value in values]
    with psycopg.RawCursor(driver(connection)) as cursor:
        row = cursor.execute(plan.sql, given, prepare=False).fetchone()
    assert row is not None  # noqa: S101 - the statement returns one row
    return row[2].encode() if row[2] is not None else None
