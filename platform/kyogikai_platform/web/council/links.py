"""Where the page of a record is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kyogikai_graphql import ids

PLACES = {
    "council": "/councils/{}", "body_group": "/bodies/{}", "body": "/bodies/{}",
    "organization": "/organizations/{}", "person": "/people/{}", "meeting": "/meetings/{}",
    "issue": "/issues/{}", "recommendation": "/recommendations/{}", "activity": "/activities/{}",
    "phase": "/plans", "enactment": "/council", "external_party": "", "source_document": "/sources/{}",
}  # fmt: skip
"""By the kind of record; what has no page of its own stands on the page of what it belongs to."""


def place_of(table: str, record: UUID, row: Mapping[str, Any]) -> str:
    """The address of a record's page; empty where there is none."""
    if table in {"term", "membership", "seat"}:
        return f"/bodies/{ids.encode('Body', row['body_id'])}"
    return PLACES[table].format(ids.encode(ids.TYPES[table], record)) if table in PLACES else ""
