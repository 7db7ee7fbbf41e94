"""Partners in JavaScript: each client's own tests (``*.mjs``) are run by node against the running product.

Without node, or without ``npm ci``, they fail: nothing is skipped.
"""

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clients.conftest import Desk

pytestmark = pytest.mark.check

HERE = Path(__file__).parent
TESTS = {"apollo.mjs": 9, "relay.mjs": 6, "urql.mjs": 7}
"""How many tests each client has: none is left out unnoticed."""
SECONDS = 60
"""For one client's tests; they take a few."""


def run(client: str, desk: Desk) -> tuple[int, int, str]:
    """How many of a client's tests passed and failed, and what was told."""
    line = ["node", "--test-reporter=tap", client]
    given = os.environ | {"DESK": desk.told()}
    done = subprocess.run(  # noqa: S603 - node is the system's
        line, cwd=HERE, env=given, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    passed, failed = (re.search(rf"^# {word} (\d+)$", done.stdout, re.MULTILINE) for word in ("pass", "fail"))
    assert passed, done.stderr
    assert failed, done.stderr
    return int(passed[1]), int(failed[1]), done.stdout + done.stderr


@pytest.mark.parametrize(("client", "tests"), TESTS.items())
def test_a_client_works(desk: Desk, client: str, tests: int) -> None:
    passed, failed, told = run(client, desk)
    assert (passed, failed) == (tests, 0), told


@pytest.mark.parametrize("client", TESTS)
def test_a_client_notices_where_no_municipality_is(desk: Desk, client: str) -> None:
    """Planted: a host that is nobody's."""
    passed, failed, _ = run(client, replace(desk, label="nobody"))
    assert failed > passed
