"""The journey through the console: exported by a job, closed, called off, closed again; the certificate."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from kyogikai_platform import kyogikai_verify, work
from kyogikai_platform.closing import destroying
from kyogikai_platform.closing.ending import Ending
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import State
from kyogikai_platform.jobs.running import Runner
from kyogikai_platform.web.console import closing
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from tests.platform.accounts.house import House, installation
from tests.platform.closing.two_houses import furnished
from tests.platform.console_house import Console, console, operator
from tests.platform.installed import master
from tests.platform.own_runner import Own
from tests.platform.web.visitor import Page, Visitor

__all__ = ["console", "master", "operator"]
pytestmark = pytest.mark.check


@pytest.fixture(scope="module")
def here(
    pg_server: Server, engine: sa.Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The test's database, with a folder for exports."""
    del engine  # it made the structure
    plain = installation(pg_server.url("kyogikai_app"))
    settings = replace(plain.settings, exports=tmp_path_factory.mktemp("exports"))
    found = replace(plain, settings=settings, login=pg_server.url(SUPERUSER))
    yield found
    found.close()


@pytest.fixture
def house(console: Console) -> House:
    """A municipality in use."""
    return furnished(console.here)


def zero(console: Console) -> list[str]:
    query = "SELECT fields FROM audit_entry WHERE topic = 'operator.access' ORDER BY position"
    return [r["fields"]["reason"] for r in console.book.query(query)]


def test_from_the_export_to_the_certificate(
    console: Console, operator: Visitor, house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here, own, label = console.here, f"/tenants/{house.tenant.id}", house.label
    assert f"{own}/closing" in Page.of(operator.get(own)).links
    assert "まだ書き出していません" in operator.get(f"{own}/closing").text
    asked = operator.fill(f"{own}/closing", f"{own}/export")
    assert asked.headers["Location"] == f"{own}/closing?done=export"
    assert "待機中" in operator.get(f"{own}/closing?done=export").text
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        (job,) = keeping.latest(connection)
    done = Runner(here.engine, work.kinds(here)).finish(house.tenant.id, job.id)
    assert (done.kind, done.state) == ("tenant.export", State.DONE)
    text = operator.get(f"{own}/closing").text
    (file,) = here.settings.exports_folder.glob(f"{label}-*.zip")
    for said in (file.name, "最新の記録まで", f"{file.stat().st_size:,} B"):
        assert said in text, said
    assert file.stat().st_mode & 0o077 == 0
    assert "相談支援部会" not in text, "the operator sees no content"
    assert "鍵入り" not in text
    assert kyogikai_verify.of_archive(str(file), None, None)[-1].startswith("All")

    bare = operator.fill(f"{own}/closing", f"{own}/closing", do="close", reason=" ")
    assert (bare.status_code, "reason-error" in Page.of(bare).ids) == (400, True)
    closed = operator.fill(f"{own}/closing", f"{own}/closing", do="close", reason="契約満了")
    assert closed.headers["Location"] == f"{own}/closing?done=close"
    assert Visitor.at(house).get("/org").status_code == 404
    text = operator.get(f"{own}/closing").text
    due = today() + timedelta(days=30)
    for said in (
        f"{due.month}月{due.day}日",
        "最後の記録までの書出しがありません",
        f"kyogikai tenant destroy {label}",
    ):
        assert said in text, said
    again = operator.fill(f"{own}/closing", f"{own}/closing", do="close", reason="再び")
    assert (again.status_code, "行えません" in again.text) == (409, True)
    operator.fill(f"{own}/closing", f"{own}/closing", do="reopen", reason="契約の更新")
    assert Visitor.at(house).get("/org").status_code == 200
    operator.fill(f"{own}/closing", f"{own}/closing", do="close", reason="契約満了")
    operator.fill(f"{own}/closing", f"{own}/export")
    Own(here.engine, work.kinds(here), beside=(house.tenant.id,)).once()
    for module in (destroying, closing):
        monkeypatch.setattr(module, "today", lambda: due)
    text = operator.get(f"{own}/closing").text
    for said in ("待機期間は終わりました", "最後の記録までの書出しがあります"):
        assert said in text, said
    trail = house.book.query("SELECT topic, role FROM audit_entry ORDER BY position DESC LIMIT 5")
    topics = ["export.made", "tenant.closed", "tenant.reopened", "tenant.closed", "export.made"]
    assert [r["topic"] for r in trail] == topics
    assert {r["role"] for r in trail} == {"platform_operator"}

    destroying.destroy(Ending(here), here.listed(label))
    assert operator.get(own).status_code == 404
    assert Visitor.at(house).get("/org").status_code == 404
    acts = [reason for reason in zero(console) if reason.startswith(label)]
    assert [act.partition("：")[2] for act in acts] == [
        "データの書出し", "利用終了", "利用終了の取消し", "利用終了", "データの書出し", "消去",
    ]  # fmt: skip
    assert_certified(operator, tmp_path / "certificate.json")


def assert_certified(operator: Visitor, path: Path) -> None:
    """The newest certificate is there to be taken away, signed and in words."""
    link = next(h for h in Page.of(operator.get("/certificates")).links if h.endswith("/json"))
    assert "built-in" not in operator.get("/certificates").text
    path.write_bytes(operator.get(link).data)
    assert "certified" in kyogikai_verify.of_proof(str(path), None, None)[-1]
    ja, en = (operator.get(link.replace("/json", f"/{form}")).text for form in ("ja", "en"))
    facts = json.loads(json.loads(path.read_text())["note"].splitlines()[0])
    for text in (ja, en):
        assert facts["head"] in text
        assert re.search(r"events.+\d+", text)
    assert facts["export"] in ja
    assert operator.get(link.replace("/json", "/pdf")).status_code == 404


def test_pages_of_an_end_are_an_operators_alone(console: Console, house: House) -> None:
    own = f"/tenants/{house.tenant.id}"
    console.nobody(f"nobody-{house.label}@example.jp")
    nobody, public = Visitor.at(console), Visitor.at(console)
    assert nobody.sign_in(f"nobody-{house.label}@example.jp").status_code == 303
    for path in (f"{own}/closing", "/certificates", f"/certificates/{house.tenant.id}/json"):
        assert nobody.get(path).status_code == 404, path
        assert public.get(path).status_code == 303, path
        assert Visitor.at(house).get(path).status_code == 404, path
    before = house.book.head()
    for path in (f"{own}/closing", f"{own}/export"):
        assert nobody.fill("/account", path, do="close", reason="だれか").status_code == 404
    assert house.book.head() == before


def test_what_was_never_in_use_or_is_suspended_is_not_closed(operator: Visitor, house: House) -> None:
    own = f"/tenants/{house.tenant.id}"
    operator.fill(own, f"{own}/state", do="suspend", reason="確認")
    assert "停止中のものは" in operator.get(f"{own}/closing").text
    sent = operator.fill("/certificates", f"{own}/closing", do="close", reason="満了")
    assert sent.status_code == 409
    assert operator.fill("/certificates", f"{own}/closing", do="destroy", reason="満了").status_code == 404
