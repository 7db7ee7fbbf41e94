"""Proofs that anyone can check: of an entry in the log, and that the log only grew."""

import pytest

from kyogikai_graphql import ids
from kyogikai_tenants.log import checkpoints, merkle, notary
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import Partner, gid
from tests.graphql.scribe import Scribe
from tests.graphql.world import World

INCLUDED = (
    "query($id: ID!, $size: Int) { inclusionProof(entryId: $id, size: $size) { size index leafHash hashes } }"
)
GREW = "query($from: Int!, $to: Int!) { consistencyProof(from: $from, to: $to) }"


def leaves(partner: Partner) -> list[bytes]:
    with transaction(partner.tenant.engine, partner.tenant.id) as connection:
        return [entry.hash for entry in Log.within(connection).entries()]


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("shorter", [0, 5])
def test_an_entry_is_proved_to_be_in_the_log(
    world: World, reader: Partner, version: int, shorter: int
) -> None:
    whole = leaves(reader)
    size = len(whole) - shorter
    found = reader.ask(INCLUDED, id=ids.entry_id(world.council, version), size=size)["inclusionProof"]
    assert found["size"] == size
    leaf = whole[found["index"]]
    assert merkle.leaf_hash(leaf).hex() == found["leafHash"]
    proof = [bytes.fromhex(h) for h in found["hashes"]]
    merkle.verify_inclusion(leaf, found["index"], size, proof, merkle.root(whole[:size]))


def test_without_a_size_the_proof_is_of_the_whole_log(world: World, reader: Partner) -> None:
    found = reader.ask(INCLUDED, id=ids.entry_id(world.council, 1))["inclusionProof"]
    assert found["size"] == len(leaves(reader))


def test_no_proof_of_what_is_not_there(world: World, reader: Partner) -> None:
    head = len(leaves(reader))
    for size in (0, -1, head + 1, 2**31 - 1):
        assert reader.codes(INCLUDED, id=ids.entry_id(world.council, 1), size=size) == ["BAD_USER_INPUT"]
    assert reader.ask(INCLUDED, id=ids.entry_id(world.council, 999)) == {"inclusionProof": None}
    late = world.book.one("SELECT position FROM audit_entry WHERE stream_id = :r", r=world.rule)
    assert reader.codes(INCLUDED, id=ids.entry_id(world.rule, 1), size=late - 1) == ["BAD_USER_INPUT"]
    hidden = reader.as_(Role.PUBLIC)
    assert hidden.ask(INCLUDED, id=ids.entry_id(world.inner, 1), size=0) == {"inclusionProof": None}


def test_no_proof_of_what_is_hidden(world: World, reader: Partner) -> None:
    public = reader.as_(Role.PUBLIC)
    assert public.ask(INCLUDED, id=ids.entry_id(world.council, 1))["inclusionProof"] is not None
    assert public.ask(INCLUDED, id=ids.entry_id(world.inner, 1)) == {"inclusionProof": None}


def test_published_minutes_lead_to_their_proof(world: World, reader: Partner) -> None:
    ask = "query($id: ID!) { meeting(id: $id) { minutes { entryId } } }"
    public = reader.as_(Role.PUBLIC)
    (minutes,) = public.ask(ask, id=gid("Meeting", world.meeting))["meeting"]["minutes"]
    assert public.ask(INCLUDED, id=minutes["entryId"])["inclusionProof"] is not None


def test_the_log_is_proved_to_have_only_grown(reader: Partner) -> None:
    whole = leaves(reader)
    for first, second in [(1, 2), (3, 7), (8, len(whole)), (len(whole), len(whole)), (0, 4), (0, 0)]:
        found = reader.ask(GREW, **{"from": first, "to": second})["consistencyProof"]
        proof = [bytes.fromhex(h) for h in found]
        merkle.verify_consistency(
            first, second, merkle.root(whole[:first]), merkle.root(whole[:second]), proof
        )


@pytest.mark.parametrize(("first", "second"), [(2, 1), (-1, 1), (0, 10_000), (10_000, 10_001)])
def test_no_proof_between_sizes_that_there_are_not(reader: Partner, first: int, second: int) -> None:
    assert reader.codes(GREW, **{"from": first, "to": second}) == ["BAD_USER_INPUT"]


def test_an_empty_log(partner: Partner) -> None:
    assert partner.ask(GREW, **{"from": 0, "to": 0}) == {"consistencyProof": []}
    assert partner.ask(INCLUDED, id=ids.entry_id(partner.tenant.id, 1)) == {"inclusionProof": None}


NOTES = """query($first: Int, $after: String, $last: Int) {
  checkpoints(first: $first, after: $after, last: $last) {
  totalCount nodes { origin size rootHash issuedAt note } pageInfo { endCursor hasNextPage } } }"""


def test_checkpoints_are_kept_in_order_and_fit_the_log(book: Scribe, partner: Partner) -> None:
    assert partner.codes("{ checkpoint { size } }") == ["NOT_FOUND"]
    key = checkpoints.SigningKey.generate()
    council = book.council()
    for name in "甲乙丙":
        book.body(council, name=name)
        with transaction(partner.tenant.engine, partner.tenant.id) as connection:
            notary.issue(connection, "kakuu.example/log", key)
    whole = leaves(partner)
    public = partner.as_(Role.PUBLIC)
    found = public.ask(NOTES)["checkpoints"]
    assert [c["size"] for c in found["nodes"]] == [2, 3, 4]
    assert found["totalCount"] == 3
    for node in found["nodes"]:
        signed = checkpoints.verify(node["note"], key.verifier("kakuu.example/log"))
        assert (node["origin"], node["size"]) == (signed.origin, signed.size)
        assert node["rootHash"] == signed.root_hash.hex() == merkle.root(whole[: signed.size]).hex()
    assert public.ask("{ checkpoint { size note } }")["checkpoint"]["size"] == 4
    first = public.ask(NOTES, first=2)["checkpoints"]
    assert first["pageInfo"]["hasNextPage"] is True
    rest = public.ask(NOTES, after=first["pageInfo"]["endCursor"])["checkpoints"]["nodes"]
    assert [c["size"] for c in first["nodes"] + rest] == [2, 3, 4]
    assert [c["size"] for c in public.ask(NOTES, last=1)["checkpoints"]["nodes"]] == [4]
    assert public.codes(NOTES, after=gid("Body", partner.tenant.id)) == ["BAD_CURSOR"]
