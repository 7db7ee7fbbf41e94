"""How much one document may ask, measured before validation, which is itself attackable.

Fragments count where they are spread, so that a small document cannot stand for a huge one.
What a page multiplies is weighed after validation, when the types are known.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    parse,
    visit,
)  # fmt: skip

from kyogikai_graphql.problems import TooComplex

BODY_BYTES = 100_000
TOKENS = 2_000
DEPTH = 12
"""Fields within fields; introspection has the library's own limit."""
HEIGHT = 60
"""Selections within selections, fragments included."""
ALIASES = 30
ROOT_FIELDS = 20
FIELDS = 1_000
REPEATED = 10
"""How often one name may be answered to in one selection: validation compares each with each."""
DIRECTIVES = 50
FRAGMENTS = 50
OPERATIONS = 10
VARIABLES = 50

DIGITS = 400
"""Of one number; the largest that a JSON number may be has 309 before its point."""

TOO_LONG, TOO_DEEP = "Document contains more than", "nested too deeply"
"""How the library's parser says that there are too many tokens, or that they stand too deep."""
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n\r]*|[A-Za-z_]\w*|-?\d[\w.+-]*|\.\.\.|[!$&()\[\]{}:=@|]',
    re.ASCII | re.DOTALL,
)
"""What the parser takes a hundred times as long to tell apart; whatever this does not know is left to it."""
_LONG_NUMBER = re.compile(rf"\d{{{DIGITS + 1}}}", re.ASCII)


class Measure(NamedTuple):
    """What a selection adds up to, fragments expanded."""

    depth: int = 0
    height: int = 0
    width: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Both in one selection."""
        return Measure(
            max(self.depth, other.depth), max(self.height, other.height), self.width + other.width,
            self.fields + other.fields, self.aliases + other.aliases, self.directives + other.directives,
        )  # fmt: skip


def read(text: str) -> DocumentNode:
    """Parse a document. Raises TooComplex for a long one, GraphQLSyntaxError for a wrong one."""
    _limit("tokens", sum(1 for _ in islice(_TOKEN.finditer(text), TOKENS + 1)), TOKENS)
    try:
        document = parse(text, max_tokens=TOKENS)
    except GraphQLSyntaxError as error:
        if TOO_LONG in error.message:
            raise _refusal("tokens", TOKENS + 1, TOKENS) from error
        if TOO_DEEP in error.message:
            raise _refusal("nesting", HEIGHT + 1, HEIGHT) from error
        raise
    if _LONG_NUMBER.search(text):
        visit(document, _Numbers())
    return document


class _Numbers(Visitor):
    """No number is too long to be read: the interpreter itself refuses some."""

    def enter_int_value(self, node: IntValueNode, *_: Any) -> None:
        """Raises TooComplex."""
        _limit("digits", len(node.value), DIGITS)

    def enter_float_value(self, node: FloatValueNode, *_: Any) -> None:
        """Raises TooComplex."""
        _limit("digits", len(node.value), DIGITS)


def check(document: DocumentNode) -> None:
    """Raises TooComplex for a document that asks too much."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    _limit("fragments", len(fragments), FRAGMENTS)
    _limit("operations", len(operations), OPERATIONS)
    _limit(
        "directives", sum(len(getattr(d, "directives", None) or ()) for d in document.definitions), DIRECTIVES
    )
    measured = _fragments(fragments)
    for operation in operations:
        _limit("variables", len(operation.variable_definitions or ()), VARIABLES)
        whole = measure(operation.selection_set, measured)
        _limit("root fields", whole.width, ROOT_FIELDS)


def _fragments(fragments: Mapping[str, FragmentDefinitionNode]) -> dict[str, Measure]:
    """The measure of every fragment, those first that spread no others. Raises TooComplex for a circle."""
    measured: dict[str, Measure] = {}
    waiting = {name: set(_spreads(f.selection_set)) & set(fragments) for name, f in fragments.items()}
    while waiting:
        ready = [name for name, needed in waiting.items() if needed <= measured.keys()]
        if not ready:
            raise TooComplex(f"The fragments {', '.join(sorted(waiting)[:5])} spread each other in a circle.")
        for name in ready:
            about_types = _is_introspection(fragments[name].type_condition.name.value)
            measured[name] = measure(fragments[name].selection_set, measured, free=about_types)
            del waiting[name]
    return measured


def _spreads(selection: SelectionSetNode) -> Iterator[str]:
    stack = [selection]
    while stack:
        for node in stack.pop().selections:
            if isinstance(node, FragmentSpreadNode):
                yield node.name.value
            elif (inner := getattr(node, "selection_set", None)) is not None:
                stack.append(inner)


def _is_introspection(name: str) -> bool:
    return name.startswith("__")


def measure(selection: SelectionSetNode, fragments: Mapping[str, Measure], *, free: bool = False) -> Measure:
    """A selection's measure; one about the schema itself is ``free`` to be deep. Raises TooComplex.

    A fragment that is not there counts nothing: validation reports it.
    """
    total, names = Measure(), dict[str, int]()
    for node in selection.selections:
        if isinstance(node, FieldNode):
            name = (node.alias or node.name).value
            names[name] = names.get(name, 0) + 1
            own = _field(node, fragments, free=free)
        elif isinstance(node, InlineFragmentNode):
            own = _higher(measure(node.selection_set, fragments, free=free))
        else:
            assert isinstance(node, FragmentSpreadNode)  # noqa: S101 - there are three kinds of selection
            own = _higher(fragments.get(node.name.value, Measure()))
        total = _within(total.beside(own._replace(directives=own.directives + len(node.directives or ()))))
    _limit("repeated fields", max(names.values(), default=0), REPEATED)
    return total


def _field(node: FieldNode, fragments: Mapping[str, Measure], *, free: bool) -> Measure:
    free = free or _is_introspection(node.name.value)
    inner = measure(node.selection_set, fragments, free=free) if node.selection_set else Measure()
    depth = 0 if free else inner.depth + 1
    aliases = inner.aliases + (node.alias is not None)
    return Measure(depth, inner.height + 1, 1, inner.fields + 1, aliases, inner.directives)


def _higher(inner: Measure) -> Measure:
    return inner._replace(height=inner.height + 1)


def _within(whole: Measure) -> Measure:
    """The measure itself, if it is within the limits. Raises TooComplex."""
    _limit("depth", whole.depth, DEPTH)
    _limit("nesting", whole.height, HEIGHT)
    _limit("fields", whole.fields, FIELDS)
    _limit("aliases", whole.aliases, ALIASES)
    _limit("directives", whole.directives, DIRECTIVES)
    return whole


def _limit(what: str, count: int, most: int) -> None:
    if count > most:
        raise _refusal(what, count, most)


def _refusal(what: str, count: int, most: int) -> TooComplex:
    return TooComplex(f"Too many {what}: {count}, at most {most}.", limit=what, value=count, max=most)
