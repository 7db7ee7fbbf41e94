"""The chain agrees with its document, and every way of tampering shows at the first wrong position."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyogikai_tenants.log import chain
from kyogikai_tenants.log.chain import ChainBroken, Head, verify
from tests.tenants.log.ledger import DOCS, STRANGER, TENANT, Row, history, linked, vector

ROWS = history(12)


def broken_at(rows: list[Row]) -> int:
    with pytest.raises(ChainBroken) as caught:
        verify(TENANT, rows)
    return caught.value.position


def test_the_genesis_is_the_documents() -> None:
    known = vector("genesis")
    assert chain.genesis(UUID(known["tenant_id"])).hex() == known["genesis"]
    assert sha256(bytes.fromhex(known["preimage"])).hexdigest() == known["genesis"]


def test_the_digests_preimage_is_the_documents() -> None:
    known = vector("digest")
    assert sha256(bytes.fromhex(known["preimage"])).hexdigest() == known["digest"]
    assert vector("chain")[0]["digest"] == known["digest"]


def test_the_links_are_the_documents() -> None:
    previous = chain.genesis(UUID(vector("genesis")["tenant_id"]))
    for known in vector("chain"):
        moment = chain.EPOCH + timedelta(microseconds=known["microseconds"])
        assert chain.microseconds(moment) == known["microseconds"]
        previous = chain.link(previous, known["position"], moment, bytes.fromhex(known["digest"]))
        assert previous.hex() == known["hash"]


def test_the_document_names_every_column_in_order() -> None:
    text = (DOCS / "log-format.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [
        *("tenant_id", "position", "stream_id", "stream_version", "topic", "state", "recorded_at", "actor"),
        *("role", "request_id", "command", "command_key", "command_digest", "audience", "salt", "hash"),
    ]


def test_a_sound_chain_ends_in_its_head() -> None:
    assert verify(TENANT, ROWS) == Head(12, ROWS[-1].hash)


def test_an_empty_chain_ends_in_its_genesis() -> None:
    assert verify(TENANT, []) == Head(0, chain.genesis(TENANT))


def test_verification_goes_on_from_a_head() -> None:
    assert verify(TENANT, ROWS[5:], after=verify(TENANT, ROWS[:5])) == verify(TENANT, ROWS)


def test_verification_does_not_go_on_from_another_head() -> None:
    with pytest.raises(ChainBroken, match="position 6"):
        verify(TENANT, ROWS[5:], after=Head(5, bytes(32)))


FAULTS: dict[str, tuple[Callable[[list[Row]], list[Row]], int]] = {
    "a deleted event": (lambda rows: rows[:4] + rows[5:], 5),
    "a deleted event, the rest renumbered": (
        lambda rows: rows[:4] + [row._replace(position=row.position - 1) for row in rows[5:]],
        5,
    ),
    "an event stored twice": (lambda rows: rows[:5] + rows[4:], 6),
    "an inserted event": (
        lambda rows: rows[:4] + [rows[4]] + [row._replace(position=row.position + 1) for row in rows[4:]],
        6,
    ),
    "two events exchanged": (lambda rows: [*rows[:4], rows[5], rows[4], *rows[6:]], 5),
    "two contents exchanged": (
        lambda rows: [*rows[:4], rows[5]._replace(position=5), rows[4]._replace(position=6), *rows[6:]],
        5,
    ),
    "the head cut off": (lambda rows: rows[1:], 1),
    "another tenant's log": (lambda _: history(12, STRANGER), 1),
    "another tenant's log, relabelled": (
        lambda _: [row._replace(tenant_id=TENANT) for row in history(12, STRANGER)],
        1,
    ),
    "another tenant's event, linked in": (
        lambda rows: linked([*rows[:4], rows[4]._replace(tenant_id=STRANGER), *rows[5:]]),
        5,
    ),
    "an event changed and linked, the rest kept": (
        lambda rows: linked([*rows[:4], rows[4]._replace(state=b"{}")]) + rows[5:],
        6,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_tampering_shows_at_the_first_wrong_position(name: str) -> None:
    tamper, position = FAULTS[name]
    assert broken_at(tamper(ROWS)) == position


def test_a_cut_tail_is_sound_but_has_another_head() -> None:
    assert verify(TENANT, ROWS[:-1]) == Head(11, ROWS[10].hash)


def test_a_chain_rewritten_as_a_whole_is_sound_but_has_another_head() -> None:
    forged = linked([*ROWS[:4], ROWS[4]._replace(actor="user:2"), *ROWS[5:]])
    assert verify(TENANT, forged).hash != ROWS[-1].hash


def turned(value: Any, random: Random) -> Any:
    """The value with one bit turned over, as it could come out of a damaged table."""
    match value:
        case bytes():
            bit = 1 << random.randrange(len(value) * 8)
            return (int.from_bytes(value, "big") ^ bit).to_bytes(len(value), "big")
        case str():
            place = random.randrange(len(value)) if value else 0
            other = chr(ord(value[place]) ^ 1 << random.randrange(7)) if value else "\x01"
            return value[:place] + other + value[place + 1 :]
        case datetime():
            return value + timedelta(microseconds=1 << random.randrange(50))
        case UUID():
            return UUID(int=value.int ^ 1 << random.randrange(128))
        case _:  # the highest bit makes a bigint negative
            return ((value ^ 1 << random.randrange(64)) + 2**63) % 2**64 - 2**63


def flipped(row: Row, random: Random) -> Row:
    """The row with one bit of one stored column turned over."""
    column = random.choice(Row._fields)
    return row._replace(**{column: turned(getattr(row, column), random)})


def test_every_flipped_bit_of_every_column_is_found() -> None:
    random, columns = Random(6962), set()
    for _ in range(2_000):
        place = random.randrange(len(ROWS))
        row = flipped(ROWS[place], random)
        columns |= {name for name in Row._fields if getattr(row, name) != getattr(ROWS[place], name)}
        assert broken_at([*ROWS[:place], row, *ROWS[place + 1 :]]) == place + 1
    assert columns == set(Row._fields)


@given(st.text("a議\0", max_size=8), st.text("a議\0", max_size=8), st.integers(0, 8))
def test_text_cannot_move_from_one_column_to_the_next(actor: str, role: str, place: int) -> None:
    joined = actor + role
    row = ROWS[0]._replace(actor=actor, role=role)
    other = ROWS[0]._replace(actor=joined[:place], role=joined[place:])
    assert (chain.digest(row) == chain.digest(other)) == (row == other)


def test_a_moment_counts_whatever_its_zone() -> None:
    tokyo = datetime(2024, 4, 1, 9, 0, 0, 1, tzinfo=timezone(timedelta(hours=9)))
    assert chain.microseconds(tokyo) == chain.microseconds(datetime(2024, 4, 1, 0, 0, 0, 1, tzinfo=UTC))


def test_a_moment_before_1970_counts_backwards() -> None:
    assert chain.microseconds(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        chain.microseconds(datetime(2024, 4, 1))  # noqa: DTZ001


def test_the_refusal_names_position_and_reason() -> None:
    with pytest.raises(ChainBroken, match="the chain breaks at position 5: position 6 stands in its place"):
        verify(TENANT, ROWS[:4] + ROWS[5:])
