"""The tree of kept subtrees is the plain tree: every root and proof is the same, whatever is kept of it."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.log import merkle, notary, tree
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.recorder import COLUMNS
from kyogikai_tenants.log.tree import LeavesMissing, Tree
from tests.tenants.log.ledger import KEY, ORIGIN, VERIFIER, history

SIZE = 150
"""Entries: with four leaves to a node, two whole nodes of the third level and a bit."""


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four leaves to a node, so that a short log has nodes of every level."""
    monkeypatch.setattr(tree, "HEIGHT", 2)
    monkeypatch.setattr(tree, "WIDTH", 4)


def filled(tenant: Tenant, size: int = SIZE) -> list[bytes]:
    """A log of so many entries; their hashes."""
    rows = history(size, tenant.id)
    with transaction(tenant.engine, tenant.id) as connection:
        marks = ", ".join(["%s"] * 16)
        statement = f"INSERT INTO events ({COLUMNS}) VALUES ({marks})"  # noqa: S608 - our names
        driver(connection).cursor().executemany(statement, rows)
        head = "INSERT INTO tenant_head VALUES (%s, %s, %s, %s)"
        driver(connection).execute(head, (tenant.id, size, rows[-1].recorded_at, rows[-1].hash))
    return [row.hash for row in rows]


@pytest.fixture
def kept(tenant: Tenant) -> Iterator[tuple[sa.Connection, list[bytes]]]:
    """A log of which two thirds are kept."""
    leaves = filled(tenant)
    with transaction(tenant.engine, tenant.id) as connection:
        tree.grow(connection, SIZE * 2 // 3)
        yield connection, leaves


Grow = Callable[[sa.Connection, int], None]


@pytest.mark.parametrize("upto", [0, 5, 70, SIZE])
def test_roots_and_proofs_are_those_of_the_plain_tree(tenant: Tenant, upto: int) -> None:
    leaves = filled(tenant)
    with transaction(tenant.engine, tenant.id) as connection:
        for some in {upto // 2, upto}:
            tree.grow(connection, some)
        for size in (1, 3, 4, 5, 63, 64, 65, 127, 128, SIZE):
            own = Tree(connection, size)
            assert own.root() == merkle.root(leaves[:size])
            for place in {0, size // 3, size // 2, size - 1}:
                assert own.inclusion(place) == merkle.inclusion_proof(leaves, place, size)
                assert own.consistency(place) == merkle.consistency_proof(leaves, place, size)
            assert own.consistency(size) == []
        assert Tree(connection, 0).root() == merkle.EMPTY
        assert tree.differing(connection) is None


def test_a_proof_reads_a_few_nodes_and_not_the_log(
    kept: tuple[sa.Connection, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, _ = kept
    read = list[tree.Piece]()
    plain = tree._read  # noqa: SLF001 - what is counted

    def noting(own: sa.Connection, pieces: list[tree.Piece]) -> tree.Nodes:
        read.extend(pieces)
        return plain(own, pieces)

    monkeypatch.setattr(tree, "_read", noting)
    Tree(connection, 96).inclusion(40)
    assert sum(piece.high - piece.low for piece in read) <= 4 * 3 + 3


@pytest.mark.parametrize(("level", "place", "upto"), [(1, 3, 16), (2, 1, 32), (3, 0, 64)])
def test_a_kept_subtree_that_was_changed_is_found(
    tenant: Tenant, superuser: sa.Engine, level: int, place: int, upto: int
) -> None:
    filled(tenant)
    with transaction(tenant.engine, tenant.id) as connection:
        notary.issue(connection, ORIGIN, KEY)
    node = (tenant.id, level, place)
    change = "UPDATE tree_node SET hash = sha256(hash) WHERE tenant_id = %s AND level = %s AND place = %s"
    refused = pytest.raises(sa.exc.ProgrammingError)
    with refused, transaction(tenant.engine, tenant.id) as connection:
        connection.exec_driver_sql(change, node)  # the application may not
    with superuser.begin() as connection:
        connection.exec_driver_sql(change, node)
    with transaction(tenant.engine, tenant.id) as connection:
        assert tree.differing(connection) == upto
        with pytest.raises(notary.CheckpointBroken) as found:
            notary.verify(connection, VERIFIER)
        assert found.value.size == upto


def test_a_log_without_its_end_has_no_proof(kept: tuple[sa.Connection, list[bytes]]) -> None:
    connection, _ = kept
    with pytest.raises(LeavesMissing):
        Tree(connection, SIZE + 1).root()
    with pytest.raises(IndexError):
        Tree(connection, SIZE).inclusion(SIZE)


def test_a_note_is_signed_over_the_plain_root_and_verified_from_the_leaves(tenant: Tenant) -> None:
    leaves = filled(tenant)
    with transaction(tenant.engine, tenant.id) as connection:
        issued = notary.issue(connection, ORIGIN, KEY)
        assert (issued.size, issued.root_hash) == (SIZE, merkle.root(leaves))
        assert notary.issue(connection, ORIGIN, KEY) == issued
        assert notary.verify(connection, VERIFIER) == 1
        assert notary.of_size(connection, SIZE) == notary.oldest(connection) == notary.latest(connection)
