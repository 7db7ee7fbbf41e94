"""From a document to an answer, without HTTP: limits, validation, then one run of the event loop."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    StringValueNode,
    Visitor,
    get_operation_ast,
    validate,
    visit,
)  # fmt: skip
from graphql import (
    execute as run,
)
from graphql.execution.values import get_variable_values

from kyogikai_graphql import limits
from kyogikai_graphql.cost import Weighing, bounded
from kyogikai_graphql.loading import Asking, Context
from kyogikai_graphql.problems import (
    BAD_USER_INPUT,
    VALIDATION_FAILED,
    BadUserInput,
    Problem,
    RateLimited,
    Standing,
    UnknownOperation,
    coded,
    in_words,
)  # fmt: skip
from kyogikai_graphql.schema import SCHEMA
from kyogikai_tenants.texts import LONGEST, unwritable

MOST_ERRORS = 20
KEPT, KEPT_CHARACTERS = 256, 8_000
"""How many documents are kept, and how long each may be."""
KEPT_LONG = 8
"""How many longer ones: one request looks into its document several times."""
NESTED = 16
"""How deep variables may be nested."""
Spend = Callable[[int], Standing]
"""Takes what a question costs from its client's points; raises RateLimited."""


class Answer(ExecutionResult):
    """A result; without execution (a wrong document) it has no data at all."""

    __slots__ = ("executed", "standing")

    def __init__(
        self,
        data: Any,
        errors: list[GraphQLError] | None,
        *,
        executed: bool,
        standing: Standing | None = None,
    ) -> None:
        super().__init__(data, errors)
        self.executed, self.standing = executed, standing

    @property
    def body(self) -> dict[str, Any]:
        """The response, as the specification has it."""
        return self.told("en", hints=True)

    def told(self, lang: str, *, hints: bool) -> dict[str, Any]:
        """The response in a language; ``hints``: with what the library guesses that was meant."""
        errors = {"errors": [in_words(e, lang, hints=hints) for e in self.errors]} if self.errors else {}
        return {**errors, "data": self.data} if self.executed else errors

    @property
    def code(self) -> str:
        """The code of the first error; empty without one."""
        return str((self.errors[0].extensions or {}).get("code", "")) if self.errors else ""


class Judged(NamedTuple):
    """An operation that may run: valid, within the limits, and paid for."""

    document: DocumentNode
    given: dict[str, Any]
    operation_name: str | None
    standing: Standing
    operation: OperationDefinitionNode
    values: dict[str, Any]
    """The variables as their types have them."""


def execute(
    document: str, variables: Mapping[str, Any] | None, operation_name: str | None, context: Context
) -> Answer:
    """Answer a document. Nothing that it holds raises; what goes wrong is an error with a code."""
    found = judged(document, variables, operation_name, context.spend)
    return found if isinstance(found, Answer) else run_plainly(found, context)


def run_plainly(judged: Judged, context: Context) -> Answer:
    """Answer an operation field by field."""
    return asyncio.run(_run(judged, context))


def judged(
    document: str,
    variables: Mapping[str, Any] | None,
    operation_name: str | None,
    spend: Spend,
    kind: OperationType = OperationType.QUERY,
) -> Judged | Answer:
    """An operation of that kind, or what is wrong with it."""
    given = dict(variables or {})
    try:
        _bounded(given)
        parsed, wrong = prepared(document)
        _readable(document, parsed, given)
        if wrong:
            return _refused(wrong)
        operation = _operation(parsed, operation_name, kind)
    except GraphQLError as error:
        return _refused([error])
    values = get_variable_values(SCHEMA, operation.variable_definitions or (), given, MOST_ERRORS)
    if isinstance(values, list):
        return _refused(values, BAD_USER_INPUT)
    try:
        standing = spend(bounded(_cost(document, operation_name, parsed, operation, values)))
    except RateLimited as problem:
        return Answer(None, [problem], executed=False, standing=problem.standing)
    except Problem as problem:
        return _refused([problem])
    return Judged(parsed, given, operation_name, standing, operation, values)


def _cost(
    text: str,
    name: str | None,
    parsed: DocumentNode,
    operation: OperationDefinitionNode,
    values: dict[str, Any],
) -> int:
    """What an operation costs, remembered for plain variables."""
    if len(text) > KEPT_CHARACTERS or any(isinstance(v, dict | list) for v in values.values()):
        return Weighing(parsed, values).weigh(SCHEMA, operation)
    return _known_cost(text, name, tuple((n, v) for n, v in values.items() if type(v) is int))


@lru_cache(4 * KEPT)
def _known_cost(text: str, name: str | None, numbers: tuple[tuple[str, int], ...]) -> int:
    parsed, _ = prepared(text)
    operation = get_operation_ast(parsed, name)
    assert operation is not None  # noqa: S101 - it was found before
    return Weighing(parsed, dict(numbers)).weigh(SCHEMA, operation)


def mutates(document: str, operation_name: str | None) -> bool:
    """Whether the operation is a mutation; what cannot be read is none."""
    if "mutation" not in document:
        return False
    try:
        parsed = prepared(document)[0]
    except GraphQLError:
        return False
    operation = get_operation_ast(parsed, operation_name)
    return operation is not None and operation.operation is OperationType.MUTATION


def _refused(errors: list[GraphQLError], otherwise: str = VALIDATION_FAILED) -> Answer:
    return Answer(None, coded(errors, otherwise), executed=False)


def _prepare(document: str) -> tuple[DocumentNode, list[GraphQLError]]:
    """The document and what is wrong with it. Raises TooComplex, GraphQLSyntaxError."""
    parsed = limits.read(document)
    return parsed, validate(SCHEMA, parsed, max_errors=MOST_ERRORS)


_kept, _kept_long = lru_cache(KEPT)(_prepare), lru_cache(KEPT_LONG)(_prepare)


def prepared(document: str) -> tuple[DocumentNode, list[GraphQLError]]:
    """The same of documents that came before: to validate one takes longer than to answer it."""
    return (_kept if len(document) <= KEPT_CHARACTERS else _kept_long)(document)


def _bounded(variables: Mapping[str, Any]) -> None:
    """Refuse what is nested deeper than any input of this API. Raises BadUserInput."""
    level: list[Any] = [variables]
    for _ in range(NESTED):
        inner = [v for value in level if isinstance(value, dict | list) for v in _members(value)]
        if not inner:
            return
        level = inner
    raise BadUserInput("The variables are nested too deep.")


def _members(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


async def _run(judged: Judged, context: Context) -> Answer:
    document, given, name, standing, *_ = judged
    asking = Asking(context, standing)
    answer = run(SCHEMA, document, context_value=asking, variable_values=given, operation_name=name)
    return answered(answer if isinstance(answer, ExecutionResult) else await answer, standing)


def answered(result: ExecutionResult, standing: Standing) -> Answer:
    """What was executed, each error with its code."""
    errors = coded(result.errors, BAD_USER_INPUT) if result.errors else None
    return Answer(result.data, errors, executed=True, standing=standing)


def _operation(document: DocumentNode, name: str | None, kind: OperationType) -> OperationDefinitionNode:
    operation = get_operation_ast(document, name)
    if operation is None:
        raise UnknownOperation("Name one of the document's operations.")
    if operation.operation is not kind:
        raise GraphQLError(f"This is no place for a {operation.operation.value}.", operation)
    return operation


class _Texts(Visitor):
    """Every text that stands in a document."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        """Collect it."""
        self.found.append(node.value)


def _readable(text: str, document: DocumentNode, variables: dict[str, Any]) -> None:
    """Refuse what the database cannot hold. Raises BadUserInput."""
    bad = unwritable(variables, "$") if variables else None
    if bad is None and ("\\u" in text or "\0" in text or len(text) > LONGEST):
        texts = _Texts()
        visit(document, texts)
        bad = unwritable(texts.found)
    if bad:
        raise BadUserInput(f"{bad[0]}: {bad[1]}".lstrip(": "))


def encoded(body: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8; half a surrogate pair stays the escape that it must have come as."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")
