"""Who may do what: today and on any past day, and the entries that give and end it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from kyogikai_platform.installation import Installation
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web.matrix_world import Marked
from tests.platform.web.visitor import Page

__all__ = ["here", "master"]
pytestmark = pytest.mark.check


@pytest.fixture(scope="module")
def world(engine: sa.Engine, here: Installation) -> Marked:
    """A municipality with marks."""
    del engine
    return Marked.made(here, "丁市")


def test_a_chair_sees_the_office_that_makes_them_one(world: Marked) -> None:
    page = Page.of(world.visitor(Role.CHAIR).get("/roles?who=me")).text
    assert "会長・部会長" in page
    assert "丁市own部会" in page
    assert "部会長" in page.split("始まりと、その記録")[1]
    assert "記録 #" in page


def test_before_a_seat_was_taken_nothing_was_held(world: Marked) -> None:
    page = Page.of(world.visitor(Role.MEMBER).get("/roles?who=me&asOf=2020-01-01")).text
    assert "令和2年1月1日の役割の記録はありません" in page


def test_an_auditor_sees_why_somebody_held_a_role_and_what_ended_it(world: Marked) -> None:
    past = replace(world.house.people, day=date(2025, 4, 1))
    user = past.invite("一年の担当", "year@example.jp")
    past.grant(user, Role.SECRETARIAT)
    replace(past, day=date(2026, 4, 1)).revoke(user, Role.SECRETARIAT)
    world.accounts[Role.API_CLIENT] = user
    who = f"/roles?who={world.actor(Role.API_CLIENT)}"
    auditor = world.visitor(Role.AUDITOR)
    held = Page.of(auditor.get(f"{who}&asOf=2025-06-01"))
    assert "令和7年4月1日" in held.text
    assert "令和8年3月31日" in held.text
    assert "役割 事務局 を付与" in held.text
    assert "役割 事務局 を取消し" in held.text
    entries = [link for link in held.links if link.startswith("/trail/")]
    assert [auditor.get(link).status_code for link in entries] == [200, 200]
    assert "の役割の記録はありません" in Page.of(auditor.get(f"{who}&asOf=2026-06-01")).text
    assert auditor.get(f"{who}&asOf=2020-01-01").status_code == 404


def test_a_role_for_a_time_names_its_last_day(world: Marked) -> None:
    user = world.house.people.invite("期限つきの人", "limited@example.jp")
    world.house.people.grant(user, Role.VIEWER, until=today() + timedelta(days=10))
    world.accounts[Role.API_CLIENT] = user
    page = Page.of(world.visitor(Role.AUDITOR).get(f"/roles?who={world.actor(Role.API_CLIENT)}")).text
    assert page.count("役割 庁内閲覧 を付与") == 2


def test_the_list_of_users_is_of_the_day(world: Marked) -> None:
    administrator = world.visitor(Role.TENANT_ADMINISTRATOR)
    assert "auditor さん" in administrator.get("/roles").text
    assert "auditor さん" not in administrator.get("/roles?asOf=2020-01-01").text
    assert "この日の利用者の記録はありません" in administrator.get("/roles?asOf=2020-01-01").text


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.API_CLIENT])
def test_each_role_has_a_page_in_both_languages(world: Marked, role: Role) -> None:
    office = world.visitor(Role.SECRETARIAT)
    for lang in ("en", "ja"):
        office.fill("/", "/preferences", lang=lang)
        answer = office.get(f"/roles?role={role.value}")
        assert answer.status_code == 200
        assert Page.of(answer).lang == lang


@pytest.mark.parametrize("path", ["/roles?role=king", "/roles?role=api_client", "/roles?who=x"])
def test_what_is_no_role_or_person_is_not_found(world: Marked, path: str) -> None:
    assert world.visitor(Role.AUDITOR).get(path).status_code == 404
