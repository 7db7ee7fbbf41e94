"""What was undone: its facts may be recorded again, under the next key."""

import sqlalchemy as sa

from kyogikai_platform.importing.facts import request
from kyogikai_platform.workbooks.telling import PREFIX

UNDO = "undo:"
"""What the request ids of an undoing begin with."""
QUERY = sa.text(
    "SELECT DISTINCT e.request_id FROM audit_entry e JOIN audit_entry a ON a.tenant_id = e.tenant_id "
    "AND a.stream_id = e.stream_id AND a.target = e.stream_version AND a.topic = 'record.annulled' "
    "AND a.request_id LIKE :undo WHERE e.tenant_id = :tenant AND e.request_id LIKE :book"
)


def again(connection: sa.Connection) -> dict[str, int]:
    """Keys as rows have them -> how often their facts were undone."""
    start = request(f"{PREFIX}/")
    given = {"tenant": connection.info["tenant_id"], "undo": f"{UNDO}%", "book": f"{start}%"}
    found: dict[str, int] = {}
    for (name,) in connection.execute(QUERY, given):
        raw, _, times = name.removeprefix(request("")).rpartition("~")
        key = raw if raw and times.isdecimal() else name.removeprefix(request(""))
        found[key] = max(found.get(key, 0), int(times) if raw and times.isdecimal() else 1)
    return found
