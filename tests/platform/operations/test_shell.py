"""Around every answer: its id, its health, its meters, its span."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from kyogikai_platform.app import create_app
from kyogikai_platform.installation import DERIVED, Installation
from kyogikai_platform.operations import health
from kyogikai_platform.operations.health import Health
from kyogikai_platform.operations.meters import ANSWERED
from kyogikai_platform.operations.proxies import Proxies
from kyogikai_platform.operations.shell import Shell
from kyogikai_platform.operations.traces import NoTraces, NoTracing, Otlp, require, traces
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key, Keys
from tests.platform.accounts.house import House
from tests.platform.installed import here, master

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
MADE = re.compile(r"[0-9a-f]{32}")
GIVEN = "nginx-0001"


@pytest.fixture(scope="module")
def house(here: Installation) -> House:
    return House.opened(here)


@dataclass
class Client:
    """What asks an application as a peer of some address."""

    application: Any
    host: str
    peer: str = "203.0.113.7"

    def get(self, path: str, **headers: str) -> Any:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        own = {"Host": self.host} | named
        return self.application.test_client().get(path, headers=own, environ_base={"REMOTE_ADDR": self.peer})


@pytest.fixture(scope="module")
def application(here: Installation) -> Iterator[Any]:
    """One that believes a proxy on this machine."""
    own = replace(here, settings=replace(here.settings, trusted_proxies="127.0.0.1"))
    yield create_app(own)
    own.close()


@pytest.fixture
def client(application: Any, house: House) -> Client:
    return Client(application, house.host)


@pytest.fixture
def stands(superuser: sa.Engine, here: Installation) -> Iterator[None]:
    """A database whose structure is this code's, and a key to sign with."""
    assert here.key.seed
    mark(superuser, health.head())
    yield
    mark(superuser, "")


def mark(superuser: sa.Engine, revision: str) -> None:
    """Say for which revision the read models were derived."""
    with superuser.begin() as connection:
        connection.execute(sa.text("DELETE FROM installation WHERE name = :name"), {"name": DERIVED})
        if revision:
            said = {"name": DERIVED, "value": revision}
            connection.execute(sa.text("INSERT INTO installation VALUES (:name, :value)"), said)


# Ids


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/graphql?query={council{name}}", "/static/a.css", "/nowhere"]
)
def test_every_answer_has_an_id_of_its_own(client: Client, path: str) -> None:
    first, second = client.get(path), client.get(path)
    ids = {*first.headers.getlist("x-request-id"), *second.headers.getlist("x-request-id")}
    assert len(ids) == 2
    assert all(MADE.fullmatch(one) for one in ids)


def test_a_trusted_proxys_id_is_taken_and_a_strangers_is_not(client: Client) -> None:
    assert client.get("/sign-in", X_Request_Id=GIVEN).headers["x-request-id"] != GIVEN
    client.peer = "127.0.0.1"
    assert client.get("/sign-in", X_Request_Id=GIVEN).headers["x-request-id"] == GIVEN
    assert MADE.fullmatch(client.get("/sign-in", X_Request_Id="a b").headers["x-request-id"])


def test_a_client_of_the_api_still_names_its_requests(client: Client) -> None:
    """As docs/api-errors.md promises; the entry of the log bears the same id."""
    assert client.get("/graphql?query={council{name}}", X_Request_Id=GIVEN).headers["x-request-id"] == GIVEN


# Health


@pytest.mark.usefixtures("stands")
@pytest.mark.parametrize("host", ["nobody.example", "localhost", "console.localhost", ""])
def test_health_is_told_on_any_host_in_a_word(
    application: Any, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "KEPT", 0.0)
    for path in (health.LIVE, health.READY):
        found = Client(application, host).get(path)
        assert (found.status_code, found.data) == (200, b"ok\n")
        assert not {"set-cookie", "vary", "etag"} & {name.lower() for name, _ in found.headers}


def ready(here: Installation) -> tuple[bytes, list[str]]:
    """What a stranger hears of a process, and what it misses."""
    told: list[bytes] = []
    shell = Shell(lambda *_: [], Health(here))
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": health.READY, "REMOTE_ADDR": "203.0.113.7"}
    told += shell(environ, lambda *_: None)
    return told[0], health.missing(here)


@pytest.mark.usefixtures("stands")
def test_ready_needs_database_structure_and_keys(
    here: Installation, superuser: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ready(here) == (b"ok\n", [])
    mark(superuser, max(health.known() - {health.head()}))
    assert ready(here) == (b"not ready\n", ["structure"])
    mark(superuser, "9999")
    assert ready(here)[1] == [], "a newer release has brought the structure further; this one goes on"
    nowhere = replace(here, application=here.application.set(host="127.0.0.1", port=1, query={}))
    assert ready(nowhere) == (b"not ready\n", ["database"])
    lost = replace(here, settings=replace(here.settings, home=tmp_path / "lost"))
    assert ready(lost) == (b"not ready\n", ["signing_key"])
    monkeypatch.delenv(MASTER_KEY)
    assert ready(here) == (b"not ready\n", ["master_key"])


@pytest.mark.usefixtures("stands")
def test_ready_needs_the_key_that_the_database_was_sealed_with(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:

    with transaction(here.engine, here.zero) as connection:
        Keys(connection).fingerprint("makes a key")
    assert ready(here)[1] == []
    monkeypatch.setenv(MASTER_KEY, b64encode(Key.generate().secret).decode())
    assert ready(here)[1] == ["master_key_of_database"]


# Meters and spans


def counted(route: str, tenant_class: str) -> float:
    """How many answers stand in the meters."""
    samples = [s for metric in ANSWERED.collect() for s in metric.samples if s.name.endswith("_total")]
    return sum(
        s.value for s in samples if (s.labels["route"], s.labels["tenant_class"]) == (route, tenant_class)
    )


def test_meters_know_classes_and_no_names(client: Client, house: House) -> None:
    before = counted("web.sign_in", "city"), counted("graphql", "none")
    client.get("/sign-in")
    Client(client.application, "nowhere.localhost").get("/graphql?query={council{name}}")
    assert (counted("web.sign_in", "city"), counted("graphql", "none")) == (before[0] + 1, before[1] + 1)
    labels = str([s.labels for metric in ANSWERED.collect() for s in metric.samples])
    assert house.label not in labels
    assert str(house.tenant.id) not in labels


def test_a_span_tells_what_the_log_tells(here: Installation, house: House) -> None:
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    inner = create_app(here).wsgi_app.inner  # type: ignore[attr-defined] # the shell is put around it
    shell = Shell(inner, Health(here), Proxies.of("127.0.0.1", "x-forwarded"), Otlp(provider))
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    for peer in ("127.0.0.1", "203.0.113.7"):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/graphql", "QUERY_STRING": "query={council{name}}",
                   "HTTP_HOST": house.host, "REMOTE_ADDR": peer, "HTTP_TRACEPARENT": trace,
                   "wsgi.url_scheme": "http", "SERVER_NAME": "x", "SERVER_PORT": "80"}  # fmt: skip
        shell(environ, lambda *_: None)
    trusted, strange = kept.get_finished_spans()
    assert trusted.name == "GET graphql"
    assert {trusted.attributes[n] for n in ("http.route", "kyogikai.tenant_class")} == {"graphql", "city"}  # type: ignore[index]
    assert f"{trusted.context.trace_id:032x}" == trace[3:35]
    assert f"{strange.context.trace_id:032x}" != trace[3:35], "a stranger joins no trace of ours"
    assert "council" not in trusted.to_json() + strange.to_json()


def test_nothing_is_traced_without_an_endpoint() -> None:
    assert isinstance(traces({}), NoTraces)


def test_an_endpoint_without_the_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kyogikai_platform.operations.traces.find_spec", lambda _: None)
    with pytest.raises(NoTracing):
        require({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"})
    require({})
