"""The API's schema as a file, at the same address on every host: what generators of code begin with."""

from hashlib import sha256

from flask import Response, request

from kyogikai_graphql.schema import PRINTED
from kyogikai_platform.web.site import Site

TEXT = PRINTED.read_bytes()
TAG = sha256(TEXT).hexdigest()[:32]


def show(site: Site) -> Response:
    """The SDL, for everybody. Raises HttpProblem where no municipality is."""
    site.asker()
    response = Response(TEXT, mimetype="text/plain")
    response.set_etag(TAG)
    response.headers["Content-Disposition"] = 'inline; filename="schema.graphql"'
    response.headers["Cache-Control"] = "public, max-age=300"
    response.make_conditional(request)
    return response
