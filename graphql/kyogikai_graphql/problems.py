"""What goes wrong, each with a stable code in ``extensions.code``.

Never a stack trace, never a hint at what is hidden.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from graphql import GraphQLError, GraphQLSyntaxError

from kyogikai_tenants.errors import Refused

logger = logging.getLogger(__name__)

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL_ERROR = "INTERNAL_ERROR"


class Standing(NamedTuple):
    """How a client stands after a question: its cost, what remains of the limit, until when."""

    limit: int
    cost: int
    remaining: int
    reset_at: datetime


class Problem(GraphQLError):
    """A question that is refused, with its code."""

    CODE = BAD_USER_INPUT

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message, extensions={"code": self.CODE, **details})


class BadUserInput(Problem):
    """A value has the form that its type asks for."""


class BadId(Problem):
    """An id is one that this API gave out, for a thing of the kind asked for."""

    CODE = "BAD_ID"


class BadPage(Problem):
    """A page has 1 to 100 entries, from the beginning or from the end."""

    CODE = "BAD_PAGE"


class BadCursor(Problem):
    """A cursor is one that this API gave out."""

    CODE = "BAD_CURSOR"


class Forbidden(Problem):
    """The reader's role does not open this field."""

    CODE = "FORBIDDEN"


class Missing(Problem):
    """What must be there is not on record."""

    CODE = "NOT_FOUND"


class TooComplex(Problem):
    """A document stays within the limits."""

    CODE = "QUERY_TOO_COMPLEX"


class RateLimited(Problem):
    """A client spends no more than its points of the hour."""

    CODE = "RATE_LIMITED"

    def __init__(self, standing: Standing) -> None:
        until = standing.reset_at.isoformat()
        message = f"This costs {standing.cost}, and {standing.remaining} of {standing.limit} points remain."
        super().__init__(
            message, limit=standing.limit, cost=standing.cost, remaining=standing.remaining, resetAt=until
        )
        self.standing = standing


class UnknownOperation(Problem):
    """An operation name, needed where there are several, names one of the document."""

    CODE = "OPERATION_NOT_FOUND"


def coded(errors: Sequence[GraphQLError], otherwise: str) -> list[GraphQLError]:
    """The errors, each with a code; what nobody foresaw is logged and said in general words."""
    return [_coded(error, otherwise) for error in errors]


def _coded(error: GraphQLError, otherwise: str) -> GraphQLError:
    if error.extensions and "code" in error.extensions:
        return error
    cause = error.original_error
    if isinstance(cause, Refused):
        return _like(error, cause.message("ja"), cause.CODE)
    if isinstance(error, GraphQLSyntaxError):
        return _like(error, error.message, PARSE_FAILED)
    if cause is None or isinstance(cause, GraphQLError):
        return _like(error, error.message, otherwise)
    logger.error("a field failed: %s", error.path, exc_info=cause)
    return _like(error, "Internal error.", INTERNAL_ERROR)


def _like(error: GraphQLError, message: str, code: str) -> GraphQLError:
    return GraphQLError(message, error.nodes, error.source, error.positions, error.path, None, {"code": code})
