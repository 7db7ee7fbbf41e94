"""A log that comes from elsewhere is followed as it passes: chain, time, tree, and where it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest

from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.arrival import Following, NotThatHistory
from kyogikai_tenants.log.chain import ChainBroken
from kyogikai_tenants.log.recorder import Entry
from tests.tenants.log.ledger import TENANT, Row, history, linked, root

ROWS = history(7)
ROOTS = {3: root(ROWS[:3]), 7: root(ROWS)}


def followed(rows: list[Row], roots: dict[int, bytes]) -> Following:
    following = Following(TENANT, roots)
    passed: list[Any] = list(following.of(cast(list[Entry], rows)))
    assert passed == rows
    return following


def changed(place: int, **columns: Any) -> list[Row]:
    """One row with other columns, and all of them linked anew."""
    return linked([*ROWS[:place], ROWS[place]._replace(**columns), *ROWS[place + 1 :]])


def test_what_is_whole_passes_and_ends_where_it_should() -> None:
    found = followed(ROWS, ROOTS)
    assert (found.head.position, found.head.hash, found.tree.root()) == (7, ROWS[-1].hash, ROOTS[7])


EARLIER = ROWS[3].recorded_at - timedelta(days=1)
ATTACKS: dict[str, tuple[Callable[[], list[Row]], type[Exception], str]] = {
    "a column": (lambda: [*ROWS[:2], ROWS[2]._replace(actor="x"), *ROWS[3:]], ChainBroken, "position 3"),
    "a gap": (lambda: [*ROWS[:2], *ROWS[3:]], ChainBroken, "position 3"),
    "another tenant": (lambda: changed(4, tenant_id=new_id()), ChainBroken, "position 5"),
    "a time that goes back": (lambda: changed(4, recorded_at=EARLIER), ChainBroken, "position 5"),
    "all linked anew": (lambda: changed(1, actor="x"), NotThatHistory, "first 3 events"),
    "no tail": (lambda: ROWS[:5], ChainBroken, "a checkpoint counts 7"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_not_stops_at_its_place(attack: str) -> None:
    rows, refusal, place = ATTACKS[attack]
    with pytest.raises(refusal, match=place):
        followed(rows(), ROOTS)
