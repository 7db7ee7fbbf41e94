"""What a document may make the server fetch: page sizes multiplied down the tree, weighed before it runs."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)  # fmt: skip

from kyogikai_graphql.pages import DEFAULT, LARGEST
from kyogikai_graphql.problems import TooComplex

MOST = 20_000
LISTED = 10
"""How many entries a list without pages is reckoned to have."""
PRICES = {"__schema": 2_000, "__type": 200}
"""What is asked of the schema itself has a price by the piece: it takes as long as thousands of fields."""


def _values(value: Any) -> int:
    """How many values stand in a variable; how deep is bounded before."""
    if isinstance(value, dict | list):
        return sum(_values(v) for v in (value.values() if isinstance(value, dict) else value))
    return 1


def bounded(total: int) -> int:
    """What an operation costs, if it may. Raises TooComplex."""
    if total > MOST:
        message = f"The document asks for too much: {total}, at most {MOST}."
        raise TooComplex(message, limit="cost", value=total, max=MOST)
    return total


class Weighing:
    """One operation, its fragments and its variables."""

    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        named = (d for d in document.definitions if isinstance(d, FragmentDefinitionNode))
        self.fragments = {d.name.value: d for d in named}
        self.variables = variables
        self.total = sum(_values(v) for v in variables.values() if isinstance(v, dict | list))

    def weigh(self, schema: Any, operation: OperationDefinitionNode) -> int:
        """Every field counts as often as its parent is reckoned to appear.

        So does every value in a list or an input object among the variables, once.
        """
        self._selection(schema, schema.get_root_type(operation.operation), operation.selection_set, 1)
        return self.total

    def _selection(self, schema: Any, kind: Any, selection: SelectionSetNode, times: int) -> None:
        for node in selection.selections:
            if isinstance(node, FieldNode):
                self._field(schema, kind, node, times)
            elif isinstance(node, InlineFragmentNode):
                named: NamedTypeNode | None = node.type_condition
                inner = schema.get_type(named.name.value) if named is not None else kind
                self._selection(schema, inner, node.selection_set, times)
            elif isinstance(node, FragmentSpreadNode):
                spread = self.fragments[node.name.value]
                inner = schema.get_type(spread.type_condition.name.value)
                self._selection(schema, inner, spread.selection_set, times)

    def _field(self, schema: Any, kind: Any, node: FieldNode, times: int) -> None:
        self.total += times * PRICES.get(node.name.value, 1)
        declared = getattr(kind, "fields", {}).get(node.name.value)
        if declared is None or node.selection_set is None:
            return
        many = self._many(declared, node, kind)
        self._selection(schema, get_named_type(declared.type), node.selection_set, times * many)

    def _many(self, declared: Any, node: FieldNode, parent: GraphQLObjectType) -> int:
        if {"first", "last"} & declared.args.keys():
            given = [self._number(a.value) for a in node.arguments or () if a.name.value in {"first", "last"}]
            asked = next((n for n in given if n is not None), DEFAULT)
            return min(max(asked, 1), LARGEST)  # a wrong size is refused where it is asked for
        kind = declared.type.of_type if isinstance(declared.type, GraphQLNonNull) else declared.type
        inside_a_page = parent.name.endswith(("Connection", "Page"))
        return LISTED if isinstance(kind, GraphQLList) and not inside_a_page else 1

    def _number(self, value: Any) -> int | None:
        if isinstance(value, VariableNode):
            given = self.variables.get(value.name.value)
            return given if isinstance(given, int) else None
        return int(value.value) if isinstance(value, IntValueNode) else None
