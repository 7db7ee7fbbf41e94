"""What goes wrong, each with a stable code in ``extensions.code``.

Never a stack trace, never a hint at what is hidden.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
import sqlalchemy as sa
from graphql import FieldNode, GraphQLError, GraphQLFormattedError, GraphQLSyntaxError

from kyogikai_graphql.codes import said
from kyogikai_tenants.errors import Refused

logger = logging.getLogger(__name__)

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL_ERROR = "INTERNAL_ERROR"
TIMED_OUT = "TIMED_OUT"
SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
NO_DATABASE = (
    sa.exc.OperationalError,
    sa.exc.TimeoutError,
    sa.exc.PendingRollbackError,  # what was open on a connection that was lost can only be rolled back
    psycopg.OperationalError,
)
"""Whoever meets one of these may try again later."""
NOT_IN_USE, PAUSED = "NOT_IN_USE", "PAUSED"
CANCELED, ABORTED = "57014", "25P02"
"""What PostgreSQL says of a statement that took too long, and of those after it."""
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered."""
TELLING = 500
"""Characters of a message; the library repeats what it was given, however long."""
GUESS = re.compile(r"\s*Did you mean [^?]*\?")
"""What the library guesses that was meant; it names what the schema has."""


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


class IntrospectionClosed(Problem):
    """The schema is told to those who are known, and published as a file."""

    CODE = "INTROSPECTION_CLOSED"


class DocumentUnknown(Problem):
    """A document that is asked for by its id is one that was registered, or one of our own pages'."""

    CODE = "DOCUMENT_NOT_FOUND"


class DocumentNotTrusted(Problem):
    """A client that is bound to its registered documents asks nothing else."""

    CODE = "DOCUMENT_NOT_TRUSTED"


class UnknownOperation(Problem):
    """An operation name, needed where there are several, names one of the document."""

    CODE = "OPERATION_NOT_FOUND"


class Translated(GraphQLError):
    """A refusal that speaks both languages."""

    __slots__ = ("ja",)

    def __init__(self, error: GraphQLError, refused: Refused) -> None:
        message, where = refused.message("en"), (error.nodes, error.source, error.positions, error.path)
        super().__init__(message, *where, None, {"code": refused.CODE})
        self.ja = refused.message("ja")


class HttpProblem(Exception):
    """A request that holds no question, or is nobody's."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: Mapping[str, str] | None = None,
        details: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers, self.details = dict(headers or {}), dict(details or {})


def coded(errors: Sequence[GraphQLError], otherwise: str) -> list[GraphQLError]:
    """The errors, each with a code; what nobody foresaw is logged and said in general words."""
    late = any(_state(error) == CANCELED for error in errors)
    return [_coded(error, otherwise, late=late) for error in errors]


def in_words(error: GraphQLError, lang: str, *, hints: bool) -> GraphQLFormattedError:
    """An error as the response has it, in a language; without ``hints`` nothing is guessed."""
    told = error.formatted
    code = str((error.extensions or {}).get("code", ""))
    message = error.message if hints else GUESS.sub("", error.message)
    own = error.ja if isinstance(error, Translated) and lang == "ja" else ""
    told["message"] = own or said(
        code, message if len(message) <= TELLING else f"{message[:TELLING]} …", lang
    )
    return told


def _state(error: GraphQLError) -> str:
    """PostgreSQL's code of what went wrong beneath; empty if nothing did."""
    cause = error.original_error
    return str(getattr(getattr(cause, "orig", cause), "sqlstate", ""))


def _coded(error: GraphQLError, otherwise: str, *, late: bool) -> GraphQLError:
    if error.extensions and "code" in error.extensions:
        return error
    cause = error.original_error
    if isinstance(cause, Refused):
        return Translated(error, cause)
    if isinstance(error, GraphQLSyntaxError):
        return _like(error, error.message, PARSE_FAILED)
    if cause is None or isinstance(cause, GraphQLError):
        return _like(error, error.message, otherwise)
    if late and _state(error) in {CANCELED, ABORTED}:
        return _like(error, "This took too long.", TIMED_OUT)
    return _unforeseen(error, cause)


def _unforeseen(error: GraphQLError, cause: Exception) -> GraphQLError:
    """The database went away, or it is our fault."""
    if isinstance(cause, NO_DATABASE) and _state(error) not in {CANCELED, ABORTED}:
        return _like(error, "The database does not answer.", SERVICE_UNAVAILABLE)
    logger.error("a field failed: %s (request %s)", _field(error), REQUEST.get(), exc_info=cause)
    return _like(error, "Internal error.", INTERNAL_ERROR, **requested())


def _field(error: GraphQLError) -> str:
    """The field as the schema calls it: the path may hold an asker's own words, as aliases."""
    node = error.nodes[0] if error.nodes else None
    return node.name.value if isinstance(node, FieldNode) else ""


def requested() -> dict[str, str]:
    """What an internal error tells: under which id it is logged."""
    return {"requestId": REQUEST.get()} if REQUEST.get() else {}


def _like(error: GraphQLError, message: str, code: str, **details: str) -> GraphQLError:
    extensions = {"code": code, **details}
    return GraphQLError(message, error.nodes, error.source, error.positions, error.path, None, extensions)
