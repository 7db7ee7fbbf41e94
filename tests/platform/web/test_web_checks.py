"""Verification and sealing on demand: asked for by reviewers, watched while they run, loud if broken."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from kyogikai_platform.installation import Installation
from kyogikai_platform.integrity import kinds
from kyogikai_platform.integrity.verifying import VERIFY
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.running import Runner, Work
from kyogikai_tenants.log import recorder
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.installed import here, master
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
WHOLE, BROKEN = "書きかえは見つかりませんでした", "記録のつながりが合いません"
READERS = (Role.AUDITOR, Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR)


@pytest.fixture
def own(here: Installation) -> House:
    """A municipality of a test's own."""
    house = House.opened(here)
    house.book.body(house.book.council(audience="public"), "from 2020", "甲部会", audience="public")
    return house


def visitor_of(house: House, role: Role) -> Visitor:
    """Somebody of a role, signed in."""
    visitor, email = Visitor.at(house), f"{uuid4().hex}@example.jp"
    house.account(email, role)
    assert visitor.sign_in(email).status_code == 303
    return visitor


def asked(visitor: Visitor, what: str = "verify") -> str:
    """Press the button; the address of the job."""
    answer = visitor.fill("/evidence", f"/evidence/{what}")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def finish(house: House, path: str) -> None:
    """Let a runner do it."""
    Runner(house.tenant.engine, kinds.kinds(house.here)).finish(house.tenant.id, UUID(path.rsplit("/", 1)[1]))


@pytest.mark.parametrize("role", READERS)
def test_whoever_reads_the_trail_has_the_log_verified_and_the_badge_says_so(own: House, role: Role) -> None:
    visitor = visitor_of(own, role)
    assert "まだ一度も確かめていません" in visitor.get("/trail").text
    path = asked(visitor)
    assert "順番を待っています" in visitor.get(path).text
    assert asked(visitor) == path  # it is not asked for twice
    assert path in Page.of(visitor.get("/trail")).links
    finish(own, path)
    size = own.book.head()
    for page in (path, "/trail", "/evidence"):
        text = visitor.get(page).text
        assert WHOLE in text
        assert f"#1〜#{size:,}" in text
    assert "記録のつながりだけ（封印なし）" in visitor.get("/trail").text


def test_how_far_it_is_is_counted_and_survives_a_reload(own: House, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, seen = visitor_of(own, Role.AUDITOR), list[str]()
    path = asked(visitor)
    monkeypatch.setattr(recorder, "STRIDE", 1)
    plain = Work.progress

    def noting(work: Work, done: int, total: int) -> None:
        monkeypatch.setattr(work, "_last", -1.0)  # long ago: each word is kept
        plain(work, done, total)
        seen.extend(visitor.get(path).text for _ in range(2))

    monkeypatch.setattr(Work, "progress", noting)
    with transaction(own.tenant.engine, own.tenant.id) as connection:
        job = keeping.take(connection, {VERIFY})
    assert job is not None
    size = own.book.head()
    kinds.kinds(own.here)[VERIFY](Work(own.tenant.engine, own.tenant.id, job))
    for number, text in enumerate(seen):
        assert f"{size:,}件のうち{number // 2 + 1:,}件を確かめました" in text
    assert len(seen) == 2 * size


def test_a_seal_on_demand_is_what_the_next_verification_goes_by(own: House) -> None:
    visitor = visitor_of(own, Role.AUDITOR)
    path = asked(visitor, "seal")
    finish(own, path)
    size = own.book.head()
    assert f"#{size:,}までの記録に署名" in visitor.get(path).text
    page = Page.of(visitor.get("/evidence"))
    assert f"/evidence/checkpoints/{size}.txt" in page.links
    assert "送り先なし" in page.text
    finish(own, asked(visitor))
    assert f"#{size:,}までの封印（合った封印1件）" in visitor.get("/trail").text
    assert "異常なし" in Visitor.at(own).get("/evidence").text  # anybody sees what was found


def test_a_byte_that_a_superuser_changed_is_said_loudly_with_its_place(
    own: House, superuser: sa.Engine
) -> None:
    visitor, public = visitor_of(own, Role.AUDITOR), Visitor.at(own)
    finish(own, asked(visitor))
    assert WHOLE in visitor.get("/trail").text  # without the fault
    assert "いま封じる" in visitor.get("/evidence").text
    with superuser.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        changed = "SET state = set_byte(state, 5, get_byte(state, 5) # 1)"
        fault = f"UPDATE events {changed} WHERE tenant_id = %s AND position = 3"
        assert connection.exec_driver_sql(fault, (own.tenant.id,)).rowcount == 1
    path = asked(visitor)
    finish(own, path)
    for looking, page in (
        (visitor, path),
        (visitor, "/trail"),
        (visitor, "/evidence"),
        (public, "/evidence"),
    ):
        text = looking.get(page).text
        assert BROKEN in text
        assert 'role="alert"' in text
        assert "#3の記録が、書きとめられた時の内容と合いません" in text
        assert ("/trail/3" in Page.of(looking.get(page)).links) == (looking is visitor)
        assert WHOLE not in text.partition("これまでの確認")[0]
        assert "いま封じる" not in text
    refused = visitor.fill("/evidence", "/evidence/seal")  # what is broken is not signed
    assert refused.headers["Location"] == "/evidence"


def test_for_others_there_is_no_such_page(own: House) -> None:
    auditor = visitor_of(own, Role.AUDITOR)
    path = asked(auditor)
    for role in (Role.VIEWER, Role.CASE_WORKER):
        visitor = visitor_of(own, role)
        for answer in (visitor.get(path), *_pressed(visitor)):
            assert answer.status_code == 404
        assert "もう一度確かめる" not in visitor.get("/evidence").text
    public = Visitor.at(own)
    assert public.get(path).headers["Location"] == "/sign-in?next=/evidence"
    assert [one.status_code for one in _pressed(public)] == [303, 303]
    assert auditor.send("/evidence/verify", {"form_token": "x"}).status_code in {400, 403}
    assert auditor.get(f"/evidence/checks/{uuid4()}").status_code == 404


def _pressed(visitor: Visitor) -> Iterator[TestResponse]:
    for what in ("verify", "seal"):
        yield visitor.fill("/help", f"/evidence/{what}")


def test_a_job_of_another_kind_is_no_check(own: House) -> None:
    visitor = visitor_of(own, Role.AUDITOR)
    with transaction(own.tenant.engine, own.tenant.id) as connection:
        other = keeping.give(connection, "workbook.check", own.book.actor, {})
    assert visitor.get(f"/evidence/checks/{other}").status_code == 404


def test_in_english(own: House) -> None:
    visitor = visitor_of(own, Role.AUDITOR)
    visitor.fill("/trail", "/preferences", lang="en")
    finish(own, asked(visitor))
    assert "nothing was rewritten" in visitor.get("/trail").text
