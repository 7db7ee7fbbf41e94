"""What a document is made of: a thing by its id, with all pages of the one connection in it."""

from typing import Any

from kyogikai_platform.web.addressed import known_id
from kyogikai_platform.web.visit import Visit

MOST = 20
"""Pages of a hundred that are read; a document with more rows is no document."""


def whole(visit: Visit, document: str, name: str, inside: str, node: str) -> dict[str, Any]:
    """The answer, with the rows of its further pages in their place; 404 for what is no id of that type."""
    answer = visit.ask(f"public/{document}", id=known_id(node, name.capitalize()), after=None)
    page = answer[name][inside] if answer[name] else None
    for _ in range(MOST):
        if page is None or not page["pageInfo"]["hasNextPage"]:
            break
        more = visit.ask(f"public/{document}", id=node, after=page["pageInfo"]["endCursor"])[name]
        page = more[inside] if more else None
        answer[name][inside]["nodes"] += page["nodes"] if page else []
    return answer
