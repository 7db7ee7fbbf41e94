"""The API in front of the pages: what is asked at ``/graphql`` never meets Flask's routing."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kyogikai_graphql.answering import Answering
from kyogikai_graphql.asker import Door
from kyogikai_graphql.compiled import Compiled
from kyogikai_graphql.endpoint import Endpoint
from kyogikai_graphql.kept import Answers
from kyogikai_graphql.points import Allowance, Points
from kyogikai_graphql.transport_editions import EDITIONS
from kyogikai_platform.accounts.client_documents import Documents
from kyogikai_platform.installation import Installation
from kyogikai_platform.web import documents

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

PATHS = frozenset({"/graphql", "/graphql/"})


def endpoint(here: Installation, door: Door, headers: Mapping[str, str]) -> Endpoint:
    """The API of an installation, as its settings say. Raises KeyError for an unknown edition."""
    own = here.settings
    points = Points(here.answering_engine, Allowance(own.points_public, own.points_known))
    kept = Answers(own.kept_bytes) if own.kept_bytes else None
    answering = Answering(here.answering_engine, door, points, Compiled(here.lanes, answers=kept))
    trusted = Documents(here.answering_engine, documents.own)
    return Endpoint(answering, EDITIONS[own.graphql_status], own.introspection, headers, trusted)


def dispatched(api: Wsgi, pages: Wsgi) -> Wsgi:
    """The API at its paths, the pages at all others."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return (api if environ.get("PATH_INFO") in PATHS else pages)(environ, start_response)

    return application
