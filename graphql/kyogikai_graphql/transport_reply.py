"""Answers and refusals as HTTP has them: status, headers, bytes."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from math import ceil
from types import TracebackType
from typing import NamedTuple, Self

from kyogikai_graphql.answering import Reply
from kyogikai_graphql.codes import said
from kyogikai_graphql.execution import encoded
from kyogikai_graphql.problems import (
    CANCELED,
    INTERNAL_ERROR,
    TIMED_OUT,
    HttpProblem,
    RateLimited,
    Standing,
    requested,
)
from kyogikai_graphql.transport import RESPONSE_JSON, Environ, lang_of, preferred
from kyogikai_graphql.transport_editions import Edition

logger = logging.getLogger(__name__)

Headers = list[tuple[str, str]]

VARY = ("vary", "Accept, Authorization, Cookie")
KEPT = ("cache-control", "private, no-cache")
"""An answer with a tag may be kept by the client, who asks each time whether it still holds."""
NOT_KEPT = ("cache-control", "no-store")
LINES = {s.value: f"{s.value} {s.phrase}" for s in HTTPStatus} | {294: "294 Partial Success"}
WAIT = "5"
"""Seconds after which to try again where the database is not there."""


class Response(NamedTuple):
    """What goes back."""

    status: str
    headers: Headers
    body: bytes


def _suffix(media: str) -> str:
    """The same answer in two types is two representations, so it has two tags."""
    return "-g" if media == RESPONSE_JSON else "-j"


def _tag(reply: Reply, media: str) -> str:
    return f'{reply.etag[:-1]}{_suffix(media)}"'


def _counted(standing: Standing | None) -> Headers:
    if standing is None:
        return []
    return [
        ("x-ratelimit-limit", str(standing.limit)),
        ("x-ratelimit-cost", str(standing.cost)),
        ("x-ratelimit-remaining", str(standing.remaining)),
        ("x-ratelimit-reset", str(ceil(standing.reset_at.timestamp()))),
    ]


def _wait(standing: Standing) -> tuple[str, str]:
    """When there are points again."""
    left = (standing.reset_at - datetime.now(UTC)).total_seconds()
    return ("retry-after", str(max(ceil(left), 1)))


@dataclass(frozen=True)
class Exchange:
    """One request's way of being answered: the edition, the media type, the language."""

    edition: Edition
    accepted: str | None
    lang: str

    @classmethod
    def of(cls, environ: Environ, edition: Edition) -> Self:
        """As the client prefers."""
        accepted = preferred(environ.get("HTTP_ACCEPT", ""), newer=edition.newer)
        return cls(edition, accepted, lang_of(environ))

    @property
    def media(self) -> str:
        """The type to answer in."""
        return self.accepted or self.edition.fallback

    def kept(self, tags: frozenset[str]) -> frozenset[str]:
        """Those of a client's tags that are of this type, as they are known inside."""
        suffix = _suffix(self.media)
        return frozenset(f'"{tag.removesuffix(suffix)}"' for tag in tags if tag.endswith(suffix))

    def answer(self, reply: Reply, standing: Standing | None = None) -> Response:
        """What became of a document."""
        status, media = self.edition.answered(reply, self.media)
        headers = self._headers(status, media, len(reply.body), standing)
        headers += [("etag", _tag(reply, media)), KEPT] if reply.etag else [NOT_KEPT]
        headers += [_wait(standing)] if standing and reply.code == RateLimited.CODE else []
        return Response(LINES[status], headers, reply.body)

    def unchanged(self, reply: Reply, standing: Standing | None) -> Response:
        """304: the client has it already."""
        tag = ("etag", _tag(reply, self.media))
        return Response(LINES[304], [tag, KEPT, VARY, *_counted(standing)], b"")

    def problem(self, problem: HttpProblem, standing: Standing | None = None) -> Response:
        """A request that holds no question, or is nobody's."""
        message = said(problem.code, problem.message, self.lang)
        body = encoded(
            {"errors": [{"message": message, "extensions": {"code": problem.code, **problem.details}}]}
        )
        status, media = self.edition.refused(problem.status, problem.code, self.media)
        headers = self._headers(status, media, len(body), standing)
        return Response(LINES[status], [*headers, NOT_KEPT, *problem.headers.items()], body)

    def limited(self, problem: RateLimited) -> Response:
        """Nothing is left of the hour's points."""
        refused = HttpProblem(429, problem.CODE, problem.message, dict([_wait(problem.standing)]))
        return self.problem(refused, problem.standing)

    def no_database(self, problem: Exception) -> Response:
        """A statement that took too long was executed, without a result; else there is no database."""
        if getattr(getattr(problem, "orig", problem), "sqlstate", None) == CANCELED:
            told = {"message": said(TIMED_OUT, "This took too long.", self.lang)}
            body = {"errors": [{**told, "extensions": {"code": TIMED_OUT}}], "data": None}
            return self.answer(Reply(encoded(body), executed=True, code=TIMED_OUT))
        logger.warning("the database does not answer: %s", type(problem).__name__)
        message = "The database does not answer."
        return self.problem(HttpProblem(503, "SERVICE_UNAVAILABLE", message, {"retry-after": WAIT}))

    def _headers(self, status: int, media: str, length: int, standing: Standing | None) -> Headers:
        kind = ("content-type", f"{media}; charset=utf-8")
        return [kind, ("content-length", str(length)), VARY, *_counted(standing)]


class Boundary:
    """The outermost one: what nobody foresaw is logged under the request's id, and told in general words."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.response: Response

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(problem, Exception):
            return False
        told = requested()
        logger.error("a request failed: %s", told.get("requestId"), exc_info=problem)
        self.response = self.exchange.problem(
            HttpProblem(500, INTERNAL_ERROR, "Internal error.", details=told)
        )
        return True
