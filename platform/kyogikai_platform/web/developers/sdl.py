"""The schema as files, the same at every host: SDL with texts, and what introspection would answer.

They are made once and compressed: whoever draws on them costs no more than a stylesheet, so that nobody has
to ask the API for its schema. They hold nothing of anybody.
"""

import gzip
import json
from functools import cache
from hashlib import sha256

from flask import Response, request
from graphql import introspection_from_schema

from kyogikai_graphql.schema import SCHEMA, printed_with_texts
from kyogikai_platform.web.site import Site

KEPT = "public, max-age=300"


def show(site: Site) -> Response:
    """The SDL with what everything means. Raises HttpProblem where no municipality is."""
    return _file(site, "text/plain", "schema-with-texts.graphql", *_sdl())


def show_introspection(site: Site) -> Response:
    """The answer to the usual question about the schema. Raises HttpProblem where no municipality is."""
    return _file(site, "application/json", "schema.json", *_introspection())


@cache
def _sdl() -> tuple[bytes, bytes]:
    return _both(printed_with_texts())


@cache
def _introspection() -> tuple[bytes, bytes]:
    told = {"data": introspection_from_schema(SCHEMA)}
    return _both(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def _both(text: str) -> tuple[bytes, bytes]:
    """As it is, and compressed."""
    return text.encode(), gzip.compress(text.encode(), mtime=0)


def _file(site: Site, kind: str, name: str, plain: bytes, packed: bytes) -> Response:
    site.asker()
    small = request.accept_encodings["gzip"] > 0
    response = Response(packed if small else plain, mimetype=kind)
    response.set_etag(f"{sha256(plain).hexdigest()[:32]}{'-gzip' if small else ''}")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = KEPT
    response.headers["Vary"] = "Accept-Encoding"
    if small:
        response.headers["Content-Encoding"] = "gzip"
    response.make_conditional(request)
    return response
