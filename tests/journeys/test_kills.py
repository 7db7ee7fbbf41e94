"""Killed without a warning, under load: nobody loses what was acknowledged, and the check would notice."""

from collections.abc import Iterator
from random import Random

import pytest

from kyogikai_platform.installation import Installation
from tests.proofs import kills
from tests.proofs.kills import FAULTS, Findings, Killed
from tests.proofs.place import installation

pytestmark = pytest.mark.check
KILLS = 10


@pytest.fixture(scope="module")
def here() -> Iterator[Installation]:
    """A durable server of its own, whatever DATABASE_URL says: it is killed."""
    with installation() as found:
        yield found


@pytest.fixture(scope="module")
def killed(here: Installation) -> Killed:
    """Writers and the server killed in turn, ten times in all."""
    return kills.series(here, KILLS, Random())


@pytest.fixture(scope="module")
def findings(here: Installation, killed: Killed) -> dict[str, Findings]:
    """What the examination says of the untouched log, and then after each damage by a superuser."""
    untouched = kills.examine(here, killed.receipts, killed.tenants)
    return {"nothing": untouched, **dict(kills.planted(here, killed))}


def test_after_each_kill_every_receipt_is_found_and_every_chain_is_whole(killed: Killed) -> None:
    assert (killed.writers, killed.servers) == (5, 5)
    assert len(killed.receipts) > 20 * KILLS
    assert killed.processes > 5 * killed.servers
    assert killed.wrong_early == 0


def test_in_the_end_all_is_there_once_and_whole_and_the_read_models_are_what_the_log_says(
    findings: dict[str, Findings],
) -> None:
    assert findings["nothing"] == Findings(0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("the last 5 events are deleted, the head stays", {"lost_receipts", "broken_chains", "differences"}),
        ("the last 5 events are deleted, the head is put back", {"lost_receipts", "differences"}),
        ("a row of a read table is deleted", {"differences"}),
    ],
)
def test_the_same_examination_sees_what_a_superuser_removes(
    findings: dict[str, Findings], fault: str, seen: set[str]
) -> None:
    assert findings.keys() == {"nothing", *FAULTS}
    reported = {name for name, count in findings[fault]._asdict().items() if count}
    assert reported - {"torn_commands"} == seen  # the cut may go through a command of two events
