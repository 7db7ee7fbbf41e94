"""GraphQL over HTTP: ``/graphql``, GET for questions in a link, POST for JSON.

Every answer is JSON, errors too.

A request without a question is 4xx. A document that was not executed is 400 in
``application/graphql-response+json`` and, as older clients expect, 200 in ``application/json``.
What was executed is 200, whatever became of its fields.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from flask import Blueprint, Request, Response, request

from kyogikai_graphql.answering import Asked
from kyogikai_graphql.execution import Answer, encoded, execute
from kyogikai_graphql.limits import BODY_BYTES
from kyogikai_graphql.loading import Context
from kyogikai_graphql.problems import HttpProblem

RESPONSE_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"

ContextFor = Callable[[Request], AbstractContextManager[Context]]
"""Who asks whom, in a transaction that is held as long as the answer takes; raises HttpProblem for nobody."""


def create_blueprint(context_for: ContextFor) -> Blueprint:
    """The endpoint; which tenant a request is for and who asks is for the floor above to say."""
    blueprint = Blueprint("graphql", __name__)

    def graphql() -> Response:
        try:
            media, asked = _media(request), _asked(request)
            with context_for(request) as context:
                answer = execute(asked.document, asked.variables, asked.operation_name, context)
        except HttpProblem as problem:
            return _problem(problem, _preferred(request) or PLAIN_JSON)
        return respond(answer, media)

    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    blueprint.add_url_rule(
        "/graphql", view_func=graphql, methods=methods, provide_automatic_options=False, strict_slashes=False
    )
    return blueprint


def respond(answer: Answer, media: str) -> Response:
    """An answer as HTTP has it."""
    wrong = media == RESPONSE_JSON and not answer.executed
    return _response(answer.body, 400 if wrong else 200, media)


def _problem(problem: HttpProblem, media: str) -> Response:
    body = {"errors": [{"message": problem.message, "extensions": {"code": problem.code}}]}
    response = _response(body, problem.status, media)
    response.headers.extend(problem.headers)
    return response


def _response(body: Mapping[str, Any], status: int, media: str) -> Response:
    return Response(encoded(body), status, content_type=f"{media}; charset=utf-8", headers={"Vary": "Accept"})


def _media(asked: Request) -> str:
    """The media type that the client prefers. Raises HttpProblem if it takes neither."""
    if not asked.headers.get("Accept", "").strip():
        return PLAIN_JSON
    if (best := _preferred(asked)) is None:
        raise HttpProblem(406, "NOT_ACCEPTABLE", f"This endpoint answers in {RESPONSE_JSON} or {PLAIN_JSON}.")
    return best


def _preferred(asked: Request) -> str | None:
    """Who names the newer type gets it before the other; whoever takes anything gets the older."""
    named = any(value.lower() == RESPONSE_JSON for value in asked.accept_mimetypes.values())
    offered = [RESPONSE_JSON, PLAIN_JSON] if named else [PLAIN_JSON, RESPONSE_JSON]
    return asked.accept_mimetypes.best_match(offered)


def _asked(asked: Request) -> Asked:
    """The question of a request. Raises HttpProblem."""
    if asked.method in {"GET", "HEAD"}:
        given: Any = {n: v for n, v in asked.args.items() if n in {"query", "variables", "operationName"}}
        if "variables" in given:
            given["variables"] = _json(given["variables"].encode()) if given["variables"] else None
        return _checked(given)
    if asked.method != "POST":
        raise HttpProblem(405, "METHOD_NOT_ALLOWED", "Ask with GET or POST.", {"Allow": "GET, HEAD, POST"})
    if asked.mimetype != PLAIN_JSON or asked.mimetype_params.get("charset", "utf-8").lower() not in {
        "utf-8",
        "utf8",
    }:
        raise HttpProblem(
            415, "UNSUPPORTED_MEDIA_TYPE", f"Send {PLAIN_JSON} in UTF-8.", {"Accept": PLAIN_JSON}
        )
    return _checked(_json(_bytes(asked)))


def _bytes(asked: Request) -> bytes:
    """The body, read no further than the limit. Raises HttpProblem."""
    body: bytes = asked.stream.read(BODY_BYTES + 1)
    if len(body) > BODY_BYTES or (asked.content_length or 0) > BODY_BYTES:
        raise HttpProblem(413, "BODY_TOO_LARGE", f"A request has at most {BODY_BYTES} bytes.")
    return body


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise HttpProblem(400, "BAD_JSON", "This is no JSON in UTF-8.") from problem


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _checked(given: Any) -> Asked:
    """The three members in their types. Raises HttpProblem."""
    if not isinstance(given, dict):
        raise HttpProblem(400, "BAD_REQUEST", "A request is one JSON object; batches are not answered.")
    document, variables, name = (given.get(n) for n in ("query", "variables", "operationName"))
    if not isinstance(document, str) or not document:
        raise HttpProblem(400, "BAD_REQUEST", "query is missing, or is no text.")
    if variables is not None and not isinstance(variables, dict):
        raise HttpProblem(400, "BAD_REQUEST", "variables is a JSON object.")
    if name is not None and not isinstance(name, str):
        raise HttpProblem(400, "BAD_REQUEST", "operationName is a text.")
    if not isinstance(given.get("extensions", {}), dict | None):
        raise HttpProblem(400, "BAD_REQUEST", "extensions is a JSON object.")
    return Asked(document, variables, name or None)
