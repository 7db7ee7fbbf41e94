"""GraphiQL at /developers/graphiql: the reader asks as who they are, with examples of their own record."""

from flask import Response

from kyogikai_platform.web.developers.examples import examples
from kyogikai_platform.web.site import POLICY, Site
from kyogikai_platform.web.visit import Visit

OWN_POLICY = (
    POLICY.replace("img-src 'self'", "img-src 'self' data:")
    .replace("font-src 'self'", "font-src 'self' data:")
    .replace("trusted-types kyogikai-parts", "trusted-types default")
)
"""Of this page alone: GraphiQL's stylesheet holds its fonts and pictures in itself, and it writes markup by
itself. Scripts and styles come from this host, and from files, as everywhere."""


def show(site: Site) -> Response:
    """The page; what it asks are questions and commands as any other, under the reader's session."""
    visit = Visit.at(site)
    answer = visit.ask("developers/examples")
    found = examples(answer, visit.asker, visit.lang)
    response = visit.page("developers/graphiql.html", answer, examples=found)
    response.headers["Content-Security-Policy"] = OWN_POLICY
    return response
