"""The examples of the documentation are run: a copy comes in step, and stays there."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.clients.conftest import Desk
from tests.clients.test_gql import BODIES, RENAME, ask, client

pytestmark = pytest.mark.check
PORTAL = Path(__file__).parents[2] / "docs" / "examples" / "python" / "portal.py"


def example(path: Path) -> ModuleType:
    """A program of the documentation."""
    found = importlib.util.spec_from_file_location(path.stem, path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_a_portal_comes_in_step_and_stays_there(desk: Desk, tmp_path: Path) -> None:
    portal, path, program = example(PORTAL), tmp_path / "copy.json", client(desk, desk.program)
    assert portal.sync(program, path) > 20
    copy = json.loads(path.read_text("utf-8"))
    listed = ask(program, BODIES)["bodies"]["nodes"]
    bodies = {one["id"]: one["name"] for one in listed}
    kept = {one: record.get("name") for one, record in copy["records"].items()}
    assert bodies.items() <= kept.items()
    assert portal.sync(program, path) == 0
    own = {"Cookie": desk.office, "Sec-Fetch-Site": "same-origin"}
    office = client(desk, "", None, **own)
    (first, *_) = sorted(bodies)
    when = {"kind": "FROM", "value": "2026-04-01"}
    given = {"bodyId": first, "name": "写しの試しの部会", "effective": when}
    told = ask(office, RENAME, input=given)["renameBody"]
    assert told["userErrors"] == []
    assert portal.sync(program, path) == 1
    assert json.loads(path.read_text("utf-8"))["records"][first]["name"] == "写しの試しの部会"
