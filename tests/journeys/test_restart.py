"""A server begun anew, and one whose worker is killed, while somebody asks (the figures: make proofs)."""

import os
import signal
import time
import urllib.request
from pathlib import Path
from subprocess import Popen

import pytest

from kyogikai_platform.embedded import Server
from kyogikai_platform.installation import Installation
from kyogikai_tenants.log.tables import APPLICATION
from tests.platform.accounts.house import House
from tests.platform.installed import here, master
from tests.proofs import restarting
from tests.proofs.restarting import anew, load, workers
from tests.served import free_port, running

__all__ = ["here", "master"]
pytestmark = pytest.mark.check


GROWN = 6
"""Seconds after which granian takes a worker's end for an accident, and not for a fault that comes again."""


def told(port: int, name: str) -> list[float]:
    """What Prometheus reads under a name."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return [float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name}{{")]


def answered(port: int) -> float:
    """How many answers there were, of all workers that ever were."""
    return sum(told(port, "kyogikai_requests_total"))


def settled(server: Popen[bytes]) -> set[int]:
    """The one worker, once the one before it is gone."""
    until = time.monotonic() + 30
    while len(found := workers(server)) > 1 and time.monotonic() < until:
        time.sleep(0.1)
    return found


def test_workers_come_and_go_and_nobody_notices(
    pg_server: Server, here: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restarting, "HOST", House.opened(here).label)
    monkeypatch.setattr(restarting, "CLIENTS", 2)
    port, counted = free_port(), free_port()
    own = {"HOME": str(tmp_path), "WORKERS": "1", "METRICS": f"127.0.0.1:{counted}"}
    settings = {f"KYOGIKAI_{name}": text for name, text in own.items()}
    with running(pg_server.url(APPLICATION), port, settings) as server, load(port) as found:
        found.until_more(20)
        anew(server, found)
        assert found.lost == 0, found.told
        (only,) = before = settled(server)
        time.sleep(GROWN)
        os.kill(only, signal.SIGKILL)
        found.until_more(20)
        assert workers(server) - before, "another one answers"
        assert found.lost <= 2, "its own that were in flight"
        known = found.answers["200"]
        assert answered(counted) >= known, "none is forgotten with the worker that gave it"
        assert told(counted, "kyogikai_webhook_overdue_seconds"), "webhooks are looked up beside the workers"
