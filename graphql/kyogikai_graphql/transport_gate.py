"""What the way of asking, or who asks, rules out whatever the answer would be.

A link changes nothing (GET), and the schema is told to those who are known. A document is
looked into only where its text gives reason to.
"""

import re
from contextlib import suppress
from typing import Any

from graphql import FieldNode, GraphQLError, Visitor, visit

from kyogikai_graphql.answering import Asked
from kyogikai_graphql.execution import mutates, prepared
from kyogikai_graphql.problems import HttpProblem, IntrospectionClosed

INTROSPECTING = re.compile(r"__(?:schema|type)\b")
SCHEMA_FIELDS = frozenset({"__schema", "__type"})


def check(asked: Asked, *, reading: bool, closed: bool) -> None:
    """``reading``: asked by GET; ``closed``: without introspection. Raises HttpProblem, IntrospectionClosed.

    A document that cannot be read passes: who answers it says so.
    """
    if reading and mutates(asked.document, asked.operation_name):
        raise HttpProblem(405, "METHOD_NOT_ALLOWED", "Change something with POST.", {"Allow": "POST"})
    if closed and INTROSPECTING.search(asked.document) and _asks_for_the_schema(asked.document):
        raise IntrospectionClosed("Sign in or show a token; or read the published schema.")


class _Looking(Visitor):
    """Whether a field of the schema itself is asked for."""

    found = False

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Note it."""
        self.found = self.found or node.name.value in SCHEMA_FIELDS


def _asks_for_the_schema(text: str) -> bool:
    looking = _Looking()
    with suppress(GraphQLError):
        visit(prepared(text)[0], looking)
    return looking.found
