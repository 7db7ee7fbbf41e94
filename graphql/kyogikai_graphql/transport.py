"""What a request asks, out of its method, headers and body.

Headers are read where WSGI has them (``environ``): to look one up in werkzeug's mapping takes as long as
to find a kept answer.
"""

import json
import re
from functools import lru_cache
from typing import Any

from flask import Request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from kyogikai_graphql.answering import Asked
from kyogikai_graphql.codes import language
from kyogikai_graphql.limits import BODY_BYTES
from kyogikai_graphql.problems import HttpProblem
from kyogikai_graphql.trusted import FORM
from kyogikai_tenants.identity import new_id

RESPONSE_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"
READING = frozenset({"GET", "HEAD"})
Environ = dict[str, Any]
MEMBERS = frozenset({"query", "documentId", "variables", "operationName"})
REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
ENTITY_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
LONGEST_HEADER = 2_000
"""Characters of a header that are looked at."""
LONGEST_LENGTH = 9
"""Digits of a Content-Length that are read."""

said_language = lru_cache(256)(language)


@lru_cache(256)
def preferred(accept: str, *, newer: bool) -> str | None:
    """The media type that a client prefers; None if it takes neither.

    Who names one of the two gets it before the other; who takes anything gets the older, or the ``newer``.
    """
    if not accept.strip():
        return RESPONSE_JSON if newer else PLAIN_JSON
    accepted = parse_accept_header(accept[:LONGEST_HEADER], MIMEAccept)
    named = {value.lower() for value in accepted.values()}
    first = RESPONSE_JSON in named or (newer and PLAIN_JSON not in named)
    best: str | None = accepted.best_match(
        [RESPONSE_JSON, PLAIN_JSON] if first else [PLAIN_JSON, RESPONSE_JSON]
    )
    return best


def request_id(environ: Environ) -> str:
    """The client's id of the request, if it is well formed; else a new one."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if REQUEST_ID.fullmatch(given) else new_id().hex


def lang_of(environ: Environ) -> str:
    """The language to tell problems in."""
    return said_language(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200])


def known_tags(environ: Environ) -> frozenset[str] | None:
    """The entity tags of If-None-Match, weak or strong alike; None for ``*``, which any answer meets."""
    given = environ.get("HTTP_IF_NONE_MATCH", "")[:LONGEST_HEADER]
    return None if given.strip() == "*" else frozenset(ENTITY_TAG.findall(given))


def check_method(method: str) -> None:
    """Raises HttpProblem."""
    if method not in READING and method != "POST":
        raise HttpProblem(405, "METHOD_NOT_ALLOWED", "Ask with GET or POST.", {"Allow": "GET, HEAD, POST"})


def asked_of(request: Request, number: str, lang: str) -> Asked:
    """The question of a request. Raises HttpProblem."""
    if request.method in READING:
        given: Any = {name: value for name, value in request.args.items() if name in MEMBERS}
        if "variables" in given:
            given["variables"] = _json(given["variables"].encode()) if given["variables"] else None
    else:
        _check_type(request.environ)
        given = _json(_bytes(request))
    document, variables, name = _checked(given)
    return Asked(document, variables, name, number, lang, given.get("documentId") or "")


@lru_cache(256)
def _is_json(kind: str) -> bool:
    media, more = parse_options_header(kind)
    return media.lower() == PLAIN_JSON and more.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


def _check_type(environ: Environ) -> None:
    plain = environ.get("HTTP_CONTENT_ENCODING", "identity").lower() == "identity"
    if not plain or not _is_json(environ.get("CONTENT_TYPE", "")[:LONGEST_HEADER]):
        message = f"Send {PLAIN_JSON} in UTF-8, not compressed."
        raise HttpProblem(415, "UNSUPPORTED_MEDIA_TYPE", message, {"Accept": PLAIN_JSON})


def _bytes(request: Request) -> bytes:
    """The body, read no further than the limit. Raises HttpProblem."""
    length = request.environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and len(length) <= LONGEST_LENGTH and int(length) <= BODY_BYTES:
        whole: bytes = request.environ["wsgi.input"].read(int(length))
        return whole
    if (request.content_length or 0) <= BODY_BYTES:
        body: bytes = request.stream.read(BODY_BYTES + 1)
        if len(body) <= BODY_BYTES:
            return body
    raise HttpProblem(413, "BODY_TOO_LARGE", f"A request has at most {BODY_BYTES} bytes.")


def _no_number(text: str) -> Any:
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def _json(data: bytes) -> Any:
    try:
        return _DECODER.decode(data.decode())
    except (ValueError, RecursionError) as problem:
        raise HttpProblem(400, "BAD_JSON", "This is no JSON in UTF-8.") from problem


def _document(given: dict[str, Any]) -> str:
    """The document's text; empty where it is asked for by its id. Raises HttpProblem."""
    text, own = given.get("query"), given.get("documentId")
    if own is None:
        if not isinstance(text, str) or not text:
            raise HttpProblem(400, "BAD_REQUEST", "query is missing, or is no text; or send documentId.")
        return text
    if text is not None:
        raise HttpProblem(400, "BAD_REQUEST", "Send query or documentId, not both.")
    if not isinstance(own, str) or not FORM.fullmatch(own):
        message = "documentId is sha256: and 64 hexadecimal digits in lower case."
        raise HttpProblem(400, "BAD_REQUEST", message)
    return ""


def _checked(given: Any) -> tuple[str, dict[str, Any] | None, str | None]:
    """The three members in their types. Raises HttpProblem."""
    if not isinstance(given, dict):
        raise HttpProblem(400, "BAD_REQUEST", "A request is one JSON object; batches are not answered.")
    document, variables, name = _document(given), given.get("variables"), given.get("operationName")
    if variables is not None and not isinstance(variables, dict):
        raise HttpProblem(400, "BAD_REQUEST", "variables is a JSON object.")
    if name is not None and not isinstance(name, str):
        raise HttpProblem(400, "BAD_REQUEST", "operationName is a text.")
    if not isinstance(given.get("extensions", {}), dict | None):
        raise HttpProblem(400, "BAD_REQUEST", "extensions is a JSON object.")
    return document, variables, name or None
