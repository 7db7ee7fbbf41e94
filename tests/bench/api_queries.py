"""The five queries, in our schema and in PostGraphile's, and what makes the answers comparable."""

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import Any

LIST = "list of 20"
TWO = "100 x 2 levels"
PAGE = "page, totalCount"
DEEP = "four levels deep"
ONE = "one by id"
NAMES = (LIST, TWO, PAGE, DEEP, ONE)
SMALL, LARGE = (LIST, PAGE, ONE), (TWO, DEEP)

OURS = {
    LIST: "query({times}) {{ bodies(first: 20{as_of}) {{ nodes {{ id name kind existence }} }} }}",
    TWO: """query({times}) {{ meetings(first: 100{as_of}) {{ nodes {{
        id title date {{ value precision }} state bodies {{ id name }}
        agenda {{ id number title kind issue {{ id title state }} }} }} }} }}""",
    PAGE: """query($after: String{times}) {{ meetings(first: 50, after: $after{as_of}) {{
        totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
        edges {{ cursor node {{ id title state bodies {{ name }} }} }} }} }}""",
    DEEP: """query({times}) {{ bodies(first: 10{as_of}) {{ nodes {{ id name meetings(first: 10) {{ nodes {{
        id title agenda {{ id title issue {{ id title path(first: 3) {{ nodes {{
        act effective {{ value }} }} }} }} }} }} }} }} }} }}""",
    ONE: """query($id: ID!{times}) {{ meeting(id: $id{as_of}) {{ id title date {{ value }} place
        agenda {{ number title }} attendance(first: 20) {{ nodes {{ name status }} }} }} }}""",
}
"""Our documents; two times are arguments of the root field."""

POSTGRAPHILE = {
    LIST: """{ bodies: allBodies(first: 20, orderBy: [SORT_ASC]) { nodes {
        id: rowId name kind existence } } }""",
    TWO: """{ meetings: allMeetings(first: 100, orderBy: [SORT_ASC]) { nodes {
        id: rowId title dateValue datePrecision state
        bodies(orderBy: [SORT_ASC]) { nodes { body { id: rowId name } } }
        agenda(orderBy: [SORT_ASC]) { nodes {
        id: rowId number title kind issue { id: rowId title state } } } } } }""",
    PAGE: """query($after: Cursor) { meetings: allMeetings(first: 50, after: $after, orderBy: [SORT_ASC]) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id: rowId title state
        bodies(orderBy: [SORT_ASC]) { nodes { body { name } } } } } } }""",
    DEEP: """{ bodies: allBodies(first: 10, orderBy: [SORT_ASC]) { nodes { id: rowId name
        meetings(first: 10, orderBy: [MEETING_SORT_ASC, MEETING_ID_ASC]) { nodes { meeting {
        id: rowId title agenda(orderBy: [SORT_ASC]) { nodes { id: rowId title issue { id: rowId title
        path(first: 3, orderBy: [SORT_ASC]) { nodes { act effectiveValue } } } } } } } } } } }""",
    ONE: """query($id: UUID!) { meeting: meetingByRowId(rowId: $id) { id: rowId title dateValue place
        agenda(orderBy: [SORT_ASC]) { nodes { number title } }
        attendance(first: 20, orderBy: [SORT_ASC]) { nodes { name status } } } }""",
}
"""The same in PostGraphile's names: an aliased uuid for the id, columns for a date's parts."""

PARTS = {
    "dateValue": ("date", "value"),
    "datePrecision": ("date", "precision"),
    "effectiveValue": ("effective", "value"),
}
CURSORS = frozenset({"cursor", "startCursor", "endCursor"})


@dataclass(frozen=True)
class Question:
    """A query as it is sent."""

    name: str
    document: str
    variables: dict[str, Any]


def ours(name: str, variables: dict[str, Any], as_of: str = "", known_at: str = "") -> Question:
    """In our schema, at a moment."""
    given = {"asOf": as_of, "knownAt": known_at} if known_at else {"asOf": as_of} if as_of else {}
    types = {"asOf": "Date", "knownAt": "DateTime"}
    times = "".join(f", ${n}: {types[n]}" for n in given)
    asked = "".join(f", {n}: ${n}" for n in given)
    document = " ".join(OURS[name].format(times=times, as_of=asked).split())
    tidy = document.replace("query(, ", "query(").replace("query() ", "")
    return Question(name, tidy, variables | given)


def postgraphile(name: str, variables: dict[str, Any]) -> Question:
    """In PostGraphile's schema."""
    return Question(name, " ".join(POSTGRAPHILE[name].split()), variables)


def plain(data: Any) -> Any:
    """Our data without what a tool may name in its own way: ids as uuids, cursors as being there."""
    if isinstance(data, dict):
        return {n: _own(n, plain(v)) for n, v in data.items()}
    return [plain(one) for one in data] if isinstance(data, list) else data


def _own(name: str, value: Any) -> Any:
    if name == "id" and isinstance(value, str):
        return urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode().partition(":")[2]
    return value is not None if name in CURSORS else value


def plain_postgraphile(data: Any) -> Any:
    """PostGraphile's data in our shape."""
    if isinstance(data, list):
        return [plain_postgraphile(one) for one in data]
    return _reshaped({n: plain_postgraphile(v) for n, v in data.items()}) if isinstance(data, dict) else data


def _reshaped(node: dict[str, Any]) -> dict[str, Any]:
    """Dates in one field, lists without pages; the pages of the root stay."""
    found = {n: v for n, v in node.items() if n not in PARTS}
    for name, (whole, part) in PARTS.items():
        if name in node:
            found.setdefault(whole, {})[part] = node[name]
    if len(node) > 1:
        for listed in {"bodies", "agenda"} & node.keys():
            found[listed] = [one.get("body", one) for one in node[listed]["nodes"]]
        if "meetings" in node:
            found["meetings"] = {"nodes": [one["meeting"] for one in node["meetings"]["nodes"]]}
    if "hasPreviousPage" in node:
        found["hasPreviousPage"] = True  # read forward, it says false whatever lies before, as Relay allows
    return {n: v is not None if n in CURSORS else v for n, v in found.items()}


def fields(data: Any) -> int:
    """How many fields an answer holds."""
    if isinstance(data, dict):
        return len(data) + sum(fields(v) for v in data.values())
    return sum(fields(one) for one in data) if isinstance(data, list) else 0
