"""Logs: a line for each answer, and in none of them anything that is somebody's."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from graphql import GraphQLError, OperationDefinitionNode, parse

from kyogikai_graphql.problems import coded
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import logs
from kyogikai_platform.operations.logs import Lines, UnknownFormat
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import PASSPHRASE, House
from tests.platform.installed import here, master
from tests.platform.web.visitor import Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
MARK = "canary"
EMAIL = f"{MARK}-mail@example.jp"
ADDRESS = "203.0.113.77"
TOLD = {
    *("at", "level", "event", "logger", "process", "request_id", "tenant", "tenant_class", "method", "route"),
    *("status", "ms", "failure", "places", "missing"),
}
"""All that a line may have: whoever adds to it says here that it is nobody's."""


@contextmanager
def logged(*, raw: bool = False) -> Iterator[list[str]]:
    """The lines of all loggers meanwhile; ``raw`` as they would be without our rules."""
    found: list[str] = []
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s") if raw else Lines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield found
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        found += text.getvalue().splitlines()


def session(house: House, visitor: Visitor, token: str) -> list[str]:
    """A day at a municipality, from the way in to what goes wrong; what of it is secret or somebody's."""
    get = visitor.get
    get(f"/sign-in?next=/{MARK}-next")
    visitor.sign_in(EMAIL, f"{MARK} wrong passphrase")
    visitor.sign_in(f"{MARK}-nobody@example.jp")
    assert visitor.sign_in(EMAIL).status_code == 303
    cookie = visitor.client.get_cookie("kyogikai", domain=house.host)
    assert cookie
    for path in (
        "/",
        f"/search?q={MARK}-search",
        "/org",
        f"/{MARK}-path",
        f"/calendar/{MARK}{'x' * 37}/all.ics",
    ):
        get(path, **{"User-Agent": f"{MARK}-agent", "Referer": f"https://{MARK}.example/"})
    visitor.send("/preferences", {"form_token": f"{MARK}-form", "next": f"/{MARK}"})
    visitor.fill("/account/calendar", "/account/calendar", current=PASSPHRASE)
    say = visitor.client.post
    question = {"query": f'{{ bodies(name: "{MARK}-body") {{ nodes {{ name }} }} }}'}
    for given in ({"Authorization": f"Bearer {token}"}, {"Authorization": f"Bearer {MARK}-token"}, {}):
        say("/graphql", json=question, headers={"Host": house.host} | given)
    say("/graphql", data=f'{{"query": "{{ {MARK}', headers={"Host": house.host})
    visitor.client.open("/", method=MARK.upper(), headers={"Host": f"{MARK}.localhost"})
    return [cookie.value, token, PASSPHRASE, EMAIL]


@pytest.fixture(scope="module")
def house(here: Installation) -> House:
    found = House.opened(here)
    found.account(EMAIL, Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR)
    return found


@pytest.fixture
def visitor(house: House) -> Visitor:
    found = Visitor.at(house)
    found.client.environ_base["REMOTE_ADDR"] = ADDRESS
    return found


@pytest.fixture(scope="module")
def token(house: House) -> str:
    return house.client("council:read")


def strange(lines: list[str], secrets: list[str]) -> list[str]:
    """The lines that hold what is somebody's."""
    marks = [MARK, MARK.upper(), ADDRESS, "?", *secrets]
    return [line for line in lines if any(mark in line for mark in marks)]


def test_nothing_of_a_whole_session_is_in_the_log(house: House, visitor: Visitor, token: str) -> None:
    with logged() as lines:
        secrets = session(house, visitor, token)
    told = [logs.line(line) for line in lines]
    answers = [line for line in told if line["event"] == "answered"]
    assert len(answers) > 15
    assert {"web.search", "accounts.enter", "graphql", "web.sign_in"} <= {line["route"] for line in answers}
    assert all({"request_id", "method", "status", "ms"} <= line.keys() for line in answers)
    assert {key for line in told for key in line} <= TOLD
    assert strange(lines, secrets) == []


def test_planted_a_line_with_a_path_is_seen(visitor: Visitor) -> None:
    with logged(raw=True) as lines:
        logging.getLogger("werkzeug").info("GET /search?q=%s", f"{MARK}-search")
        visitor.get("/")
    assert len(strange(lines, [])) == 1


def raising(error: Exception) -> Any:
    def view(*_: Any, **__: Any) -> Any:
        raise error

    return view


def test_of_a_failure_stand_kind_and_places(
    house: House, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = visitor.client.application
    broken: Exception
    try:
        with transaction(house.here.engine, house.tenant.id) as connection:
            connection.execute(sa.text("SELECT CAST(:given AS integer)"), {"given": f"{MARK}-value"})
    except sa.exc.DataError as error:
        broken = error
    assert MARK in str(broken), "the database says the value"
    monkeypatch.setitem(application.view_functions, "web.org", raising(broken))
    with logged() as lines:
        assert visitor.get(f"/org?{MARK}=1").status_code == 500
    failed, answered = (logs.line(line) for line in lines if '"failed"' in line or '"answered"' in line)
    assert failed["failure"][:2] == ["DataError", "InvalidTextRepresentation"]
    assert any("test_logs.py" in place for place in failed["places"])
    assert failed["request_id"] == answered["request_id"]
    assert strange(lines, []) == []


def test_an_askers_own_names_stay_out_of_what_the_api_says() -> None:
    document = parse(f"{{ {MARK}: council {{ name }} }}")
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    found = GraphQLError(MARK, list(operation.selection_set.selections), path=[MARK])
    for cause in (ValueError(MARK), sa.exc.OperationalError(MARK, {MARK: MARK}, Exception(MARK))):
        found.original_error = cause
        with logged() as lines:
            told = coded([found], "BAD_USER_INPUT")[0]
        assert (told.extensions or {})["code"] in {"INTERNAL_ERROR", "SERVICE_UNAVAILABLE"}
        assert strange(lines, []) == []
        assert bool(lines) == isinstance(cause, ValueError)


def test_words_of_a_library_stay_out_and_ours_do_not() -> None:
    with logged() as lines:
        logging.getLogger("urllib3").warning("could not reach %s", f"{MARK}.example")
        logging.getLogger("kyogikai_platform.accounts.mail").warning("a mail was not sent: %s", "OSError")
    library, own = (logs.line(line) for line in lines)
    assert library["event"].startswith("test_logs:")
    assert own["event"] == "a mail was not sent: OSError"


def test_what_nobody_caught_is_told_in_the_same_way() -> None:
    with logged() as lines:
        logs._uncaught(ValueError, ValueError(MARK), None)  # noqa: SLF001 - the hook of the process
    assert logs.line(lines[0])["failure"] == ["ValueError"]
    assert strange(lines, []) == []


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        logs.dictconfig("xml")
    assert logs.dictconfig("plain")["formatters"]["ours"]["plain"]
    assert not logs.dictconfig("json")["formatters"]["ours"]["plain"]
