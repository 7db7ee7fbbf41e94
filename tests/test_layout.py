"""The house stands: four roots with one package each, folders of tests that are no packages, sound locks."""

import platform
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

import graphql
import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ["platform", "graphql", "projections", "tenants"]
LOCKS = ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    """The version of every package in a lock; fails if the file says anything but pins and hashes."""
    text = (ROOT / lock).read_text()
    rest = re.sub(r"^#.*\n|^\n", "", PIN.sub("", text), flags=re.MULTILINE)
    assert rest == "", f"{lock} says more than versions and hashes"
    return {name: version for name, version, _ in PIN.findall(text)}


@pytest.mark.parametrize("floor", FLOORS)
def test_a_source_root_holds_one_package_and_no_modules(floor: str) -> None:
    entries = {p.name for p in (ROOT / floor).iterdir() if p.is_dir() or p.suffix == ".py"}
    assert entries - {"__pycache__"} == {f"kyogikai_{floor}"}


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_says_what_its_rooms_are(floor: str) -> None:
    assert (ROOT / floor / "README.md").is_file()


def test_the_wheel_holds_the_four_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert packages == [f"{floor}/kyogikai_{floor}" for floor in FLOORS]


def test_no_folder_of_tests_is_a_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_every_test_file_has_a_name_of_its_own() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_nothing_shadows_the_real_platform_and_graphql() -> None:
    assert platform.system() == {"linux": "Linux", "darwin": "Darwin"}[sys.platform]
    assert issubclass(graphql.GraphQLError, Exception)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_version_and_hash_and_names_no_address(lock: str) -> None:
    assert pins(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_developed_with_is_what_runs(lock: str) -> None:
    assert pins(lock).items() <= pins("requirements-dev.lock").items()


def test_every_dependency_is_locked_and_says_what_it_is_needed_for() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    extras = r"(?:\[[a-z,]+\])?"
    named = re.findall(rf'^    "([A-Za-z0-9-]+){extras}[<>=~][^"]*",(.*)$', text, flags=re.MULTILINE)
    assert len(named) > 10
    assert {name.lower() for name, _ in named} <= pins("requirements-dev.lock").keys()
    assert [name for name, reason in named if "# needed for " not in reason] == []
