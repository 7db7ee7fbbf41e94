"""The GraphQL-over-HTTP suite's own audits (npm ``graphql-http``), asked of the running product."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.transport.conftest import Place

pytestmark = pytest.mark.check

CLIENTS = Path(__file__).parents[1] / "clients"


def audited(url: str) -> list[dict[str, Any]]:
    """What each audit found. Without node, or without ``npm ci``, this fails: nothing is skipped."""
    line = ["node", "audits.mjs", url]
    done = subprocess.run(line, cwd=CLIENTS, capture_output=True, text=True, timeout=120, check=True)  # noqa: S603 - node is the system's
    return [json.loads(text) for text in done.stdout.splitlines()]


def test_all_61_audits_of_the_transport_are_met(place: Place) -> None:
    found = audited(place.url)
    assert [audit for audit in found if audit["status"] != "ok"] == []
    assert len(found) == 61


def test_the_audits_would_see_a_server_that_keeps_to_nothing(place: Place) -> None:
    """Planted: an address of the product where there is no API."""
    found = audited(place.url.replace("/graphql", "/elsewhere"))
    assert sum(audit["status"] == "error" for audit in found) > 10
