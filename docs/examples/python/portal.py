"""Keeps a copy of a council's record in step, for an open-data portal: what changed, and nothing else.

    python3 -m venv own && own/bin/pip install --requirement requirements.txt
    export KYOGIKAI_CLIENT=01a2… KYOGIKAI_SECRET=kyo_…   # a client with the scope published:read
    own/bin/python portal.py http://mihon.localhost:8000 copy.sqlite

Run it as often as you like, when a webhook rings, and once a day: it goes on where it was, also after it
was killed. The copy is a SQLite database: the records as JSON by their ids, and how far it is in step.
What stands in its way it says in a line on standard error, and ends with 1 (2: it was called wrongly).
"""

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import requests
from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.requests import RequestsHTTPTransport

QUESTIONS = Path(__file__).parents[1].joinpath("copy.graphql").read_text("utf-8")
AT_ONCE, SECONDS, TRIES = 10, 30, 5
JAPAN, AFTER_MIDNIGHT = timezone(timedelta(hours=9)), timedelta(minutes=10)
"""A day is the service's, of Japan; clocks differ a little."""
STRUCTURE = """
CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, typename TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), cursor TEXT, day TEXT NOT NULL);
INSERT OR IGNORE INTO place VALUES (1, NULL, '');
"""


USAGE = "usage: portal.py https://HOST COPY.sqlite   (KYOGIKAI_CLIENT and KYOGIKAI_SECRET are set)"
WRONG = "KYOGIKAI_CLIENT or KYOGIKAI_SECRET is wrong, or over: ask the municipality's administrator"


class Stopped(Exception):
    """The service was not reached, or refuses: in words for whoever runs this."""


def connected(origin: str) -> Client:
    """A client with an access token of its own, which lasts an hour; it waits when it is told to."""
    who = (os.environ.get("KYOGIKAI_CLIENT", ""), os.environ.get("KYOGIKAI_SECRET", ""))
    if not all(who) or not "".join(who).isascii():
        raise Stopped(WRONG)
    wanted = {"grant_type": "client_credentials", "scope": "published:read"}
    answer = requests.post(f"{origin}/oauth/token", data=wanted, auth=who, timeout=SECONDS)
    shown = {"Authorization": f"Bearer {token_of(answer, origin)}"}
    again: dict[str, Any] = {"retries": TRIES, "retry_status_forcelist": [429, 502, 503, 504]}
    there = RequestsHTTPTransport(f"{origin}/graphql", headers=shown, timeout=SECONDS, **again)
    return Client(transport=there)


def token_of(answer: requests.Response, origin: str) -> str:
    """The access token that was answered."""
    try:
        told = dict(answer.json())
    except ValueError:
        told = {}
    if "access_token" in told:
        return str(told["access_token"])
    if told.get("error") == "invalid_client":
        raise Stopped(WRONG)
    if "error" in told:
        raise Stopped(f"no access token: {told['error']} {told.get('error_description', '')}".rstrip())
    raise Stopped(
        f"{origin} answers {answer.status_code}, and no access token: is it a municipality's address?"
    )


def ask(client: Client, operation: str, **variables: Any) -> Any:
    """The data of an answer."""
    return client.execute(GraphQLRequest(QUESTIONS, variable_values=variables, operation_name=operation))


def records(client: Client, ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Each record as it is today; None where it is there no longer."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        asked = {f"r{number}": some[min(number, len(some) - 1)] for number in range(AT_ONCE)}
        answer = ask(client, "Records", **asked)
        yield from ((one, answer[f"r{number}"]) for number, one in enumerate(some))


def opened(path: Path) -> sqlite3.Connection:
    """The copy; each day from the beginning: what was recorded for a day to come is not told on that day."""
    copy = sqlite3.connect(path, timeout=SECONDS)
    copy.executescript(STRUCTURE)
    day = f"{datetime.now(JAPAN) - AFTER_MIDNIGHT:%F}"
    with copy:
        copy.execute("UPDATE place SET cursor = NULL, day = ? WHERE day <> ?", (day, day))
    return copy


def sync(client: Client, copy: sqlite3.Connection) -> int:
    """Bring a copy in step; how many records are others than before."""
    before = copy.total_changes
    while True:
        (cursor,) = copy.execute("SELECT cursor FROM place").fetchone()
        page = ask(client, "Changes", after=cursor)["changes"]
        gone = {one["subjectId"]: None for one in page["changes"] if one["removed"]}
        there = [one["subjectId"] for one in page["changes"] if not one["removed"]]
        found = gone | dict(records(client, there))
        with copy:  # a page and its cursor, or neither
            for one, record in found.items():
                keep(copy, one, record)
            before += copy.execute("UPDATE place SET cursor = ?", (page["cursor"],)).rowcount
        if not page["more"]:
            return copy.total_changes - before


def keep(copy: sqlite3.Connection, one: str, record: Any) -> None:
    """A record as it is now, or no longer: of what was withdrawn nothing stays."""
    if record is None:
        copy.execute("DELETE FROM record WHERE id = ?", (one,))
        return
    content = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    copy.execute(
        "INSERT INTO record VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET content = excluded.content "
        "WHERE content <> excluded.content",
        (one, record["__typename"], content),
    )


def digest(copy: sqlite3.Connection) -> tuple[int, str]:
    """How many records there are, and what tells two copies apart."""
    rows = copy.execute("SELECT id, content FROM record ORDER BY id").fetchall()
    text = "".join(f"{one}\t{content}\n" for one, content in rows)
    return len(rows), hashlib.sha256(text.encode()).hexdigest()[:16]


def main(origin: str, path: str) -> None:
    """Once."""
    copy = opened(Path(path))
    changed = sync(connected(origin), copy)
    print("{} changed, {} records, digest {}".format(changed, *digest(copy)), flush=True)


def told(problem: Exception, origin: str, path: str) -> str:
    """What went wrong, in a line."""
    if isinstance(problem, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema
                  | requests.exceptions.MissingSchema):  # fmt: skip
        return f"{origin} is no address: {USAGE}"
    if isinstance(problem, requests.RequestException):
        return f"{origin} does not answer ({type(problem).__name__}): is the address right, and is it there?"
    if isinstance(problem, TransportQueryError):
        return "refused: " + "; ".join(str(one.get("message")) for one in problem.errors or [])
    if isinstance(problem, TransportError):
        return f"{origin} broke off; run this again later ({problem})"
    if isinstance(problem, sqlite3.Error):
        return f"{path} cannot be kept as a copy: {problem}"
    return str(problem)


def run(*given: str) -> None:
    """Once, for a command line."""
    if len(given) != 2:  # noqa: PLR2004 - as it says
        print(USAGE, file=sys.stderr)
        sys.exit(2)
    origin, path = given[0].rstrip("/"), given[1]
    try:
        main(origin, path)
    except (Stopped, requests.RequestException, TransportError, sqlite3.Error) as problem:
        sys.exit(f"portal.py: {told(problem, origin, path)}")


if __name__ == "__main__":
    run(*sys.argv[1:])
