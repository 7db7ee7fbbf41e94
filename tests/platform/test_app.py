"""The hosted application: the Host header decides whose record is asked, and nothing else does."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from kyogikai_platform.app import create_app
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.importing.bundled import bundled
from kyogikai_platform.installation import Installation
from kyogikai_platform.settings import Settings
from kyogikai_platform.tenancy import label_of
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.municipalities import TenantResumed, TenantSuspended, done_on
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.platform.accounts.house import HOME


@pytest.fixture(scope="module")
def host(engine: sa.Engine) -> str:
    """A municipality with Meguro's record, under a host name of its own."""
    label = f"t{new_id().hex[20:]}"
    content = bundled()["meguro.yaml"].replace(b"host: meguro", f"host: {label}".encode())
    assert import_bytes(engine, content, name="meguro.yaml").new > 0
    return label


@pytest.fixture(scope="module")
def client(pg_server: Server, engine: sa.Engine) -> Iterator[FlaskClient]:
    """The application on the test's database."""
    del engine  # it made the structure
    here = Installation(
        Settings(None, HOME, "localhost"), pg_server.url(SUPERUSER), pg_server.url(APPLICATION)
    )
    yield create_app(here).test_client()
    here.close()


def ask(client: FlaskClient, host: str, query: str) -> tuple[int, Any]:
    answer = client.post("/graphql", json={"query": query}, headers={"Host": host})
    return answer.status_code, answer.json


def test_each_host_is_asked_for_its_own_record(client: FlaskClient, host: str) -> None:
    status, answer = ask(client, f"{host}.localhost:8000", "{ council { name } }")
    assert (status, answer) == (200, {"data": {"council": {"name": "目黒区障害者地域自立支援協議会"}}})


@pytest.mark.parametrize(
    "name", ["localhost", "nowhere.localhost", "x.example", "a.b.localhost", "", "-.localhost"]
)
def test_any_other_host_is_refused_with_a_code(client: FlaskClient, name: str) -> None:
    status, answer = ask(client, name, "{ council { name } }")
    assert status == 404
    assert "UNKNOWN_MUNICIPALITY" in str(answer)


def test_a_suspended_municipality_answers_no_more(client: FlaskClient, host: str, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        listed = directory.tenant_by_host(connection, host)
    assert listed
    operator = Book(Tenant(engine, listed.tenant_id), Actor("operator", Role.PLATFORM_OPERATOR))
    seen = [ask(client, f"{host}.localhost", "{ council { name } }")[0]]
    told: dict[str, Any] = {"reason": "点検"}
    for event, said in ((TenantSuspended, told), (TenantResumed, {})):
        operator.say(event, listed.tenant_id, done_on(today()), **said)
        seen.append(ask(client, f"{host}.localhost", "{ council { name } }")[0])
    assert seen == [200, 503, 200]


def test_the_first_page_shows_the_council_and_is_protected(client: FlaskClient, host: str) -> None:
    page = client.get("/", headers={"Host": f"{host}.localhost"})
    assert page.status_code == 200
    assert "就労支援部会" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    with client.get("/static/app.css", headers={"Host": f"{host}.localhost"}) as style:
        assert style.status_code == 200


def test_an_answer_that_a_client_has_is_not_sent_again_and_free(client: FlaskClient, host: str) -> None:
    headers = {"Host": f"{host}.localhost"}
    question = "/graphql?query={council{name}}"
    first = client.get(question, headers=headers)
    assert (first.status_code, first.headers["x-ratelimit-cost"]) == (200, "2")
    again = client.get(question, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["x-ratelimit-cost"]) == (304, b"", "0")
    assert again.headers["x-ratelimit-remaining"] == first.headers["x-ratelimit-remaining"]


@pytest.mark.parametrize("path", ["/nothing", "/graphql/more", "/../etc/passwd", "/%00"])
def test_what_is_not_there_is_said_without_html(client: FlaskClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": f"{host}.localhost"})
    assert answer.status_code == 404
    assert (answer.json or {})["errors"][0]["extensions"] == {"code": "NOT_FOUND"}
    assert "記録、または" in answer.text, "as it is written, in the language of whoever asks"
    english = client.get(path, headers={"Host": f"{host}.localhost", "Accept-Language": "en"})
    assert (english.json or {})["errors"][0]["message"] == "Not Found"


def test_a_body_beyond_all_measure_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.post(
        "/graphql",
        data=b"x" * 10_000_000,
        headers={"Host": f"{host}.localhost", "Content-Type": "application/json"},
    )
    assert (answer.status_code, "code" in answer.text) == (413, True)


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("meguro.localhost", "meguro"), ("MEGURO.localhost:8000", "meguro"), ("meguro.localhost.", "meguro"),
        ("localhost", None), ("meguro.example", None), ("a.meguro.localhost", None), ("-x.localhost", None),
        ("x" * 64 + ".localhost", None), ("", None), ("目黒.localhost", None),
    ],
)  # fmt: skip
def test_a_label_stands_before_the_base_domain(host: str, label: str | None) -> None:
    assert label_of(host, "localhost") == label


def _slowly(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(0.2)")


def test_what_goes_on_beside_ends_before_the_connections_do(pg_server: Server, engine: sa.Engine) -> None:
    del engine  # it made the structure
    here = Installation(
        Settings(None, HOME, "localhost"), pg_server.url(SUPERUSER), pg_server.url(APPLICATION)
    )
    asked = here.beside.submit(_slowly, here.engine)
    here.close()
    assert asked.done()
    assert asked.exception() is None
