"""Plans that were made before: by document, by the shape of the variables, by what the asker may see."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Visitor,
    visit,
)  # fmt: skip

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiler.plan import Plan, kind_of, planned
from kyogikai_graphql.compiler.selecting import variables_in
from kyogikai_graphql.compiler.statement import NotCompilable
from kyogikai_graphql.problems import Problem

DOCUMENTS, SHAPES = 256, 64
"""How many documents are kept, and how many plans of each."""
INSIDE = "inside"
SIZES = {"first", "last", INSIDE}
"""Arguments whose value stands in the statement: a page has at most a hundred sizes."""
Shaper = Callable[[Any], Hashable]


class _Variables(Visitor):
    """Where each variable of a document stands."""

    def __init__(self) -> None:
        super().__init__()
        self.used: dict[str, set[str]] = {}

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        """As an argument of a field or of a directive; inside one its value may decide anything."""
        for variable in variables_in(node.value):
            how = node.name.value if variable is node.value else INSIDE
            self.used.setdefault(variable.name.value, set()).add(how)


def shapers(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> dict[str, Shaper]:
    """What of each variable decides the statement: its value, the type of its id, or that it is given."""
    found = _Variables()
    visit(document, found)
    return {
        v.variable.name.value: _shaper(schema, _named(v.type), found.used.get(v.variable.name.value, set()))
        for v in operation.variable_definitions or ()
    }


def _named(kind: Any) -> str:
    while not hasattr(kind, "name"):
        kind = kind.type
    return str(kind.name.value)


def _shaper(schema: GraphQLSchema, kind: str, used: set[str]) -> Shaper:
    if kind == "Boolean" or used & SIZES or hasattr(schema.get_type(kind), "values"):
        return _value
    return _type_of_id if kind == "ID" else _given


def _value(value: Any) -> Hashable:
    return repr(value)


def _given(value: Any) -> Hashable:
    return value is not None


def _type_of_id(value: Any) -> Hashable:
    try:
        return ids.decode(value)[0] if value is not None else None
    except Problem:
        return ""


@dataclass
class _Document:
    """A document's plans; None: it is left to the plain resolvers."""

    shapers: dict[str, Shaper]
    plans: OrderedDict[Hashable, Plan | None] = field(default_factory=OrderedDict)


class Plans:
    """The plans of one process."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._documents: OrderedDict[tuple[str, str | None], _Document] = OrderedDict()
        self._lock = threading.Lock()

    def find(
        self,
        text: str,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        asker: Asker,
    ) -> Plan | None:
        """The plan of an operation for an asker; None where the plain resolvers are to answer."""
        name = operation.name.value if operation.name else None
        own = self._document((text, name), document, operation)
        shape = tuple((n, shaper(variables.get(n))) for n, shaper in own.shapers.items())
        key = (shape, kind_of(asker))
        try:
            return own.plans[key]
        except KeyError:
            pass
        try:
            plan: Plan | None = planned(self._schema, document, operation, dict(variables), asker)
        except NotCompilable:
            plan = None
        except GraphQLError:  # something is wrong with this request: the plain resolvers say what
            return None
        with self._lock:
            own.plans[key] = plan
            if len(own.plans) > SHAPES:
                own.plans.popitem(last=False)
        return plan

    def _document(
        self, key: tuple[str, str | None], document: DocumentNode, operation: OperationDefinitionNode
    ) -> _Document:
        own = self._documents.get(key)
        if own is None:
            own = _Document(shapers(self._schema, document, operation))
            with self._lock:
                self._documents[key] = own
                if len(self._documents) > DOCUMENTS:
                    self._documents.popitem(last=False)
        return own
