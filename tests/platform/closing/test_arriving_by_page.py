"""A municipality is taken in through the console: sent, tried by a job, confirmed, and there."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from kyogikai_platform import work
from kyogikai_platform.closing import taking_in
from kyogikai_platform.jobs.keeping import Job, State
from kyogikai_platform.web.console import arrivals
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.recorder import Log
from tests.platform.accounts.house import House
from tests.platform.closing.two_houses import Place, furnished
from tests.platform.console_house import OPERATOR, Console
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check
SECRET = "かぎを運ぶためのとても長い合言葉"


class Sent(NamedTuple):
    """A municipality with something of everything, and all of it in a file, with its keys."""

    house: House
    content: bytes


def exported(old: Place, folder: Path) -> Sent:
    """A new one."""
    with old.at_work() as here:
        house = furnished(here)
    (folder / "secret").write_text(SECRET, encoding="utf-8")
    path = folder / f"{house.label}.zip"
    old.ask("export", house.label, "--to", path, "--transfer-passphrase", folder / "secret")
    return Sent(house, path.read_bytes())


@pytest.fixture(scope="module")
def stays(old: Place, tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """One that no test takes in."""
    return exported(old, tmp_path_factory.mktemp("stays"))


class There:
    """The console of the other installation, its operator, and its runner."""

    def __init__(self, new: Place, exports: Path) -> None:
        self.place, self.here = new, replace(new.here, settings=replace(new.here.settings, exports=exports))
        self.console = Console.of(self.here)
        self.operator = Visitor.at(self.console)
        assert self.operator.sign_in(OPERATOR).status_code == 303

    def send(self, content: bytes) -> TestResponse:
        """The form with a file."""
        token = Page.of(self.operator.get("/arrivals")).hidden["form_token"]
        data = {"form_token": token, "file": (BytesIO(content), "移送.zip")}
        headers = {"Host": self.console.host, "Sec-Fetch-Site": "same-origin"}
        return self.operator.client.post("/arrivals", data=data, headers=headers)

    def finish(self, answer: TestResponse) -> tuple[str, Job]:
        """Where an answer leads, once its job is over."""
        assert answer.status_code == 303, answer.text
        path = answer.headers["Location"]
        job = work.runner(self.here).finish(self.here.zero, UUID(path.rsplit("/", 1)[1]))
        return path, job

    def act(self, path: str, **fields: str) -> TestResponse:
        """The form of what was tried."""
        return self.operator.fill(path, path, **fields)

    def waiting(self) -> list[Path]:
        """The files that lie there."""
        return list(taking_in.folder(self.here).iterdir())


@pytest.fixture
def there(new: Place, tmp_path: Path) -> There:
    """Where it comes to."""
    with new.at_work():
        return There(new, tmp_path / "exports")


def facts(text: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))


def test_it_is_sent_tried_shown_confirmed_and_there_with_the_same_root(
    old: Place, new: Place, there: There, tmp_path: Path
) -> None:
    house, content = exported(old, tmp_path)
    with new.at_work():
        before = new.rows_of(house.tenant.id)
        assert "/arrivals" in Page.of(there.operator.get("/")).links
        sent = there.send(content)
        assert "順番を待っています" in there.operator.get(sent.headers["Location"]).text
        path, tried = there.finish(sent)
        assert tried.state is State.DONE
        assert tried.done == tried.total == (tried.result or {})["events"]
        assert new.rows_of(house.tenant.id) == before == {}  # it was only tried
        shown = facts(there.operator.get(path).text)
        for said in ("架空市", tried.result["root"], tried.result["signed_by"], "同封されています"):  # type: ignore[index]
            assert said in shown
        assert "相談支援部会" not in shown, "the operator sees no content"
        (waits,) = there.waiting()
        assert waits.stat().st_mode & 0o077 == 0

        wrong = there.act(path, do="take", host="console", keys="passphrase", secret="")
        assert wrong.status_code == 400
        assert Page.of(wrong).text.count("鍵が同封されています") == 2
        assert there.act(path, do="take", host="Ｘ", keys="without").status_code == 400
        no, refused = there.finish(
            there.act(path, do="take", host=house.label, keys="passphrase", secret=SECRET + "ちがう")
        )
        assert (refused.state, (refused.result or {})["code"]) == (State.REFUSED, "OTHER_TRANSFER_KEY")
        assert path in Page.of(there.operator.get(no)).links
        assert new.rows_of(house.tenant.id) == {}

        asked = there.act(path, do="take", host="moved-here", keys="passphrase", secret=SECRET)
        done, taken = there.finish(asked)
        assert taken.state is State.DONE, taken.result
        assert SECRET not in str(taken.given)
        assert (taken.result or {})["root"] == (tried.result or {})["root"]
        told = facts(there.operator.get(done).text)
        assert "受け入れました" in told
        assert (tried.result or {})["root"] in told
        assert there.waiting() == []
        assert "ファイルはもうありません" in there.operator.get(path).text
        tenant = there.here.tenant("moved-here")
        with transaction(tenant.engine, tenant.id) as connection:
            assert Log.within(connection).verify().hash.hex() == (tried.result or {})["head"]
        acts = [r["fields"]["reason"] for r in there.console.book.query(
            "SELECT fields FROM audit_entry WHERE topic = 'operator.access'")]  # fmt: skip
        assert "moved-here：記録の受入れ" in acts
        _, again = there.finish(there.send(content))
        assert (again.result or {})["code"] == "TENANT_THERE"


def test_a_flipped_bit_is_refused_with_its_place_and_leaves_nothing(
    new: Place, stays: Sent, there: There
) -> None:
    for where in (0.1, 0.4, 0.7):
        broken = bytearray(stays.content)
        broken[int(len(broken) * where)] ^= 4
        with new.at_work():
            path, job = there.finish(there.send(bytes(broken)))
            text = facts(there.operator.get(path).text)
        assert (job.state, (job.result or {})["code"]) == (State.REFUSED, "BUNDLE_BROKEN")
        assert (job.result or {})["ja"] in text
        assert re.search(r"（[^：]+：.+）。何も取り込んでいません", text)
        assert new.rows_of(stays.house.tenant.id) == {}
        assert there.waiting() == []


def test_what_is_no_file_too_large_or_put_aside_leaves_nothing(
    new: Place, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new.at_work():
        assert "選んでください" in there.operator.fill("/arrivals", "/arrivals").text
        path, job = there.finish(there.send("これは何でもない".encode()))
        assert job.state is State.REFUSED
        assert "「移送.zip」は" in there.operator.get(path).text
        assert there.act(path, do="take", host="x").status_code == 404
        assert there.waiting() == []
        monkeypatch.setattr(arrivals, "LARGEST", -arrivals.MEGABYTE + 1_000)
        answer = there.send(bytes(5_000))
        assert (answer.status_code, "大きすぎます" in answer.text) == (413, True)
        assert there.operator.get("/arrivals/01890000-0000-7000-8000-000000000000").status_code == 404


def test_a_file_is_put_aside_and_nobody_else_finds_the_page(
    new: Place, stays: Sent, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new.at_work():
        aside, _ = there.finish(there.send(stays.content))
        assert there.act(aside, do="aside").headers["Location"] == "/arrivals"
        assert there.waiting() == []
        answer = there.send(stays.content)
        (waits,) = there.waiting()
        monkeypatch.setattr(taking_in, "A_DAY", -1.0)
        assert there.waiting() == []
        assert not waits.exists()
        path, job = there.finish(answer)
        assert (job.result or {})["code"] == "FILE_GONE"
        there.console.nobody("nobody@example.jp")
        visitor = Visitor.at(there.console)
        assert visitor.get("/arrivals").headers["Location"] == "/sign-in?next=/arrivals"
        visitor.sign_in("nobody@example.jp")
        assert [visitor.get(p).status_code for p in ("/arrivals", path)] == [404, 404]
