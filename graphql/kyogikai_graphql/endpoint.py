"""GraphQL over HTTP: ``/graphql``, GET for questions in a link, POST for JSON; a WSGI application.

Every answer is JSON, errors too. A request without a question is 4xx; what becomes of a document, the
edition of the standard says (``transport_editions``). Every answer tells the id of its request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Request

from kyogikai_graphql.answering import Answering, Asked, Reply, told
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.execution import Answer
from kyogikai_graphql.problems import (
    NO_DATABASE,
    REQUEST,
    DocumentNotTrusted,
    DocumentUnknown,
    HttpProblem,
    IntrospectionClosed,
    RateLimited,
    Standing,
)
from kyogikai_graphql.transport import READING, asked_of, check_method, known_tags, request_id
from kyogikai_graphql.transport_editions import EDITIONS, Edition
from kyogikai_graphql.transport_gate import check
from kyogikai_graphql.transport_reply import Boundary, Exchange, Response
from kyogikai_graphql.trusted import Documents, NoDocuments, resolved

REFUSED = 50
"""Points for a document that is not executed: to refuse one costs about as much as so many fields."""


@dataclass
class Endpoint:
    """The API, at whatever hosts the door knows."""

    answering: Answering
    edition: Edition = EDITIONS["2025"]
    introspection: bool = False
    """Whether the public may ask for the schema."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What every answer carries beside its own."""
    documents: Documents = field(default_factory=NoDocuments)
    """What may be asked for by its id."""

    def __post_init__(self) -> None:
        self._headers = list(self.headers.items())

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """One request (PEP 3333)."""
        request = Request(environ)
        number = request_id(environ)
        here = REQUEST.set(number)
        try:
            found = self._response(request, number)
        finally:
            REQUEST.reset(here)
        start_response(found.status, [*found.headers, ("x-request-id", number), *self._headers])
        return [b"" if request.method == "HEAD" else found.body]

    def _response(self, request: Request, number: str) -> Response:
        exchange = Exchange.of(request.environ, self.edition)
        with Boundary(exchange) as boundary:
            try:
                boundary.response = self._exchanged(request, number, exchange)
            except HttpProblem as problem:
                boundary.response = exchange.problem(problem)
            except RateLimited as problem:
                boundary.response = exchange.limited(problem)
            except NO_DATABASE as problem:
                boundary.response = exchange.no_database(problem)
        return boundary.response

    def _exchanged(self, request: Request, number: str, exchange: Exchange) -> Response:
        """Who asks, whether they may ask at all, what, and the answer. Raises HttpProblem, RateLimited."""
        check_method(request.method)
        if exchange.accepted is None:
            raise HttpProblem(406, "NOT_ACCEPTABLE", "This endpoint answers in JSON.")
        asker = self.answering.door.admit(request)
        if self.answering.points:
            self.answering.points.check(asker, REFUSED)
        asked, reading = asked_of(request, number, exchange.lang), request.method in READING
        known = known_tags(request.environ)
        reply = self._reply(asker, asked, exchange.kept(known or frozenset()), reading=reading)
        standing = self._settled(asker, reply)
        if not (reply.unchanged or (known is None and reply.etag)):
            return exchange.answer(reply, standing)
        if reading:
            return exchange.unchanged(reply, standing)
        raise HttpProblem(412, "PRECONDITION_FAILED", "You have this answer.")

    def _reply(self, asker: Asker, asked: Asked, known: frozenset[str], *, reading: bool) -> Reply:
        try:
            asker, asked = self._resolved(asker, asked)
            check(asked, reading=reading, closed=asker.actor is None and not self.introspection)
        except (DocumentUnknown, DocumentNotTrusted, IntrospectionClosed) as problem:
            return told(Answer(None, [problem], executed=False), asker, asked)
        return self.answering.answer(asker, asked, known)

    def _resolved(self, asker: Asker, asked: Asked) -> tuple[Asker, Asked]:
        """The question with its document; whoever is refused one is judged anew first.

        Raises DocumentUnknown, DocumentNotTrusted.
        """
        try:
            return asker, resolved(self.documents, asker, asked)
        except DocumentNotTrusted:
            asker = self.answering.door.again(asker)
            return asker, resolved(self.documents, asker, asked)

    def _settled(self, asker: Asker, reply: Reply) -> Standing | None:
        """How the client stands: what it already has is free, what was not executed is not."""
        points = self.answering.points
        if points and reply.unchanged and reply.standing:
            return points.give_back(asker, reply.standing)
        if points and not reply.executed and reply.standing is None:
            return points.spend(asker, REFUSED)
        return reply.standing
