"""Keeps a copy of a council's record in step, for an open-data portal: what changed, and nothing else.

    pip install gql[requests]
    export KYOGIKAI_TOKEN=kyo_…                     # a token with the scope published:read
    python portal.py http://mihon.localhost:8000/graphql copy.json

Run it as often as you like, or when a webhook rings: it goes on where it was. The copy is a JSON file of the
records by their ids, and of the cursor up to which they are in step.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.requests import RequestsHTTPTransport

CHANGES = """query ($after: String) {
  changes(after: $after, first: 100) { cursor more changes { subjectId typename removed } } }"""
FIELDS = """{ __typename id
  ... on Council { name } ... on Body { name kind } ... on Meeting { title state date { value } }
  ... on Issue { title state } ... on Organization { name } ... on Recommendation { title } }"""
AT_ONCE = 20
"""Records of one question; it may have 20 fields at its root."""


def ask(client: Client, document: str, **variables: Any) -> Any:
    """The data of an answer."""
    return client.execute(GraphQLRequest(document, variable_values=variables))


def records(client: Client, ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Each record as it is now; None where it is there no longer, or has no name here."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        asked = (f"r{number}: node(id: {json.dumps(one)}) {FIELDS}" for number, one in enumerate(some))
        answer = ask(client, f"{{ {' '.join(asked)} }}")
        yield from ((one, answer[f"r{number}"]) for number, one in enumerate(some))


def sync(client: Client, path: Path) -> int:
    """Bring a copy up to date; how many records changed."""
    copy = json.loads(path.read_text("utf-8")) if path.exists() else {"cursor": None, "records": {}}
    count = 0
    while True:
        page = ask(client, CHANGES, after=copy["cursor"])["changes"]
        removed = {one["subjectId"] for one in page["changes"] if one["removed"]}
        there = [one["subjectId"] for one in page["changes"] if not one["removed"]]
        found = dict(records(client, there)) | dict.fromkeys(removed)
        copy["records"].update(found)
        copy["records"] = {one: record for one, record in copy["records"].items() if record}
        copy["cursor"], count = page["cursor"], count + len(found)
        path.write_text(json.dumps(copy, ensure_ascii=False, indent=1), "utf-8")  # a page with its cursor
        if not page["more"]:
            return count


def main(url: str, path: str) -> None:
    """Once."""
    shown = {"Authorization": f"Bearer {os.environ['KYOGIKAI_TOKEN']}"}
    client = Client(transport=RequestsHTTPTransport(url, headers=shown, timeout=30))
    print(f"{sync(client, Path(path))} records changed")


if __name__ == "__main__":
    main(*sys.argv[1:])
