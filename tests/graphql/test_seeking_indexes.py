"""Whatever is looked for, the statement finds its rows by index under the policy."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiled import Compiled
from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_graphql.compiler.seeking import Sought
from kyogikai_graphql.execution import Judged, judged
from kyogikai_graphql.points import uncounted
from kyogikai_graphql.rights import viewer
from kyogikai_platform.embedded import Server
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import TODAY
from tests.projections.test_indexes import crowd, nodes

ID = "md5(r.id::text || n)::uuid"
COPIES = {
    "body": f"'id', {ID}, 'stream_id', {ID}, 'sort', n::text",
    "dated_name": f"'id', {ID}, 'stream_id', md5(r.stream_id::text || n)::uuid",
    "search_gram": "'stream_id', md5(stream_id::text || n)::uuid, "
    "'gram', chr(12353 + n %% 80) || chr(12353 + n %% 79)",
    "search_text": "'stream_id', md5(stream_id::text || n)::uuid, 'row_id', md5(row_id::text || n)::uuid",
}
"""In what the n-th copy of a row differs from it."""
ASKED = {
    "search": "query($t: String!) { search(text: $t) { totalCount nodes { node { id } title excerpt } } }",
    "a name": "query($t: String) { bodies(name: $t) { totalCount nodes { name } } }",
}


@pytest.fixture(scope="module")
def crowded(engine: sa.Engine, pg_server: Server) -> UUID:
    """A municipality whose tables that are looked in are full."""
    return crowd(engine, pg_server, COPIES)


def condition(node: dict[str, Any]) -> str:
    """By what a scan finds its rows: a bitmap has that of its index."""
    if node["Node Type"] == "Bitmap Heap Scan":
        return str(next(n["Index Cond"] for n in node["Plans"] if n["Node Type"].startswith("Bitmap")))
    return str(node.get("Index Cond", ""))


def conditions(engine: sa.Engine, lanes: Lanes, tenant_id: UUID, text: str) -> list[tuple[str, str]]:
    """The crowded tables that the statement of a question reads, each with its index condition, if any."""
    found = judged(text, {"t": "部会"}, None, uncounted)
    assert isinstance(found, Judged)
    plan, _ = Compiled(lanes).find(Asker(tenant_id, viewer(Role.PUBLIC), 0, TODAY), text, found)
    with transaction(engine, tenant_id) as connection:
        asked = b"EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + plan.sql
        row = driver(connection).execute(asked).fetchone()
    assert row is not None
    return [
        (node["Relation Name"], condition(node))
        for node in nodes(row[0][0]["Plan"])
        if node.get("Relation Name") in COPIES
    ]


@pytest.mark.parametrize("name", ASKED)
def test_what_is_looked_for_is_read_by_index(
    crowded: UUID, engine: sa.Engine, lanes: Lanes, name: str
) -> None:
    read = conditions(engine, lanes, crowded, ASKED[name])
    assert {table for table, _ in read} == set(COPIES)
    assert all("tenant_id = " in by for _, by in read), read
    assert all("gram" in by for table, by in read if table == "search_gram"), read


def test_a_text_that_is_looked_for_in_all_texts_is_seen(
    crowded: UUID, engine: sa.Engine, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without pairs there is no condition on a record."""
    proposed = "SELECT DISTINCT stream_id FROM search_gram"
    monkeypatch.setattr(Sought, "_proposed", lambda _: iter([proposed]))
    read = conditions(engine, lanes, crowded, ASKED["search"])
    assert not all("gram" in by for table, by in read if table == "search_gram")
