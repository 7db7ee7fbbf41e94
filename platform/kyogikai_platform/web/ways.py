"""Ways to other pages: an address is printed as a link only where a page answers at it."""

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

RECORDS = {
    "body": "/bodies/", "body_group": "/bodies/", "meeting": "/meetings/", "issue": "/issues/",
    "recommendation": "/recommendations/",
    "organization": "/organizations/", "person": "/people/", "activity": "/activities/",
    "source_document": "/sources/",
}  # fmt: skip
"""Where the page of a record is, by the record's table; an id of the API follows."""


def leads(path: str) -> str:
    """The address, or nothing where there is no such page."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return path


def to_record(table: str, node_id: str) -> str:
    """The address of a record's page, or nothing where there is none."""
    return leads(RECORDS[table] + node_id) if table in RECORDS else ""
