"""The accounts of all: an administrator's to change, an auditor's to read, for anybody else not there."""

import re
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.accounts.mail import Folder, Letter, Outbox
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.account.demo_mail import parts
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.web.visitor import OFFICE, Page, Visitor, own_server

__all__ = ["own_server"]
pytestmark = [pytest.mark.check, pytest.mark.usefixtures("own_server")]

CHOSEN = "a passphrase of my own choice"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Where all mails are laid."""
    found = Folder(tmp_path)
    monkeypatch.setattr(Outbox, "way", found)
    return found


@pytest.fixture
def administrator(house: House) -> Visitor:
    """Somebody who administers the municipality, signed in."""
    house.people.passphrase(house.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    visitor = Visitor.at(house)
    assert visitor.sign_in(ADMINISTRATOR).status_code == 303
    return visitor


def letter(folder: Folder, house: House) -> Letter:
    return next(iter(folder.letters(house.host)))[1]


def link(folder: Folder, house: House) -> str:
    found = re.search(rf"http://{house.host}(/\S+)", letter(folder, house).text)
    assert found
    return found[1]


def rows(house: House, user: str, topic: str) -> list[dict[str, Any]]:
    query = (
        "SELECT fields, role, actor FROM audit_entry WHERE topic = :t AND stream_id = :u ORDER BY position"
    )
    return house.book.query(query, t=topic, u=UUID(user))


def invited(visitor: Visitor, email: str, **more: str) -> str:
    """An invited account's id."""
    given = {"name": "招かれた 人", "email": email, "role": "viewer", "body": "", "until": ""} | more
    answer = visitor.fill("/users/new", "/users/new", **given)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("/users/")[2].partition("?")[0]


def act(visitor: Visitor, user: str, act: str, **given: str) -> Any:
    return visitor.fill(f"/users/{user}", f"/users/{user}/{act}", **given)


@pytest.mark.parametrize("role", [*Role])
def test_the_page_is_there_for_who_may_read_accounts(house: House, role: Role) -> None:
    if role in {Role.PUBLIC, Role.API_CLIENT, Role.PLATFORM_OPERATOR, Role.CHAIR}:
        assert Visitor.at(house).get("/users").headers["Location"] == "/sign-in?next=/users"
        return
    email = f"matrix-{role.value}@example.jp"
    house.account(email, role)
    visitor = Visitor.at(house)
    visitor.sign_in(email)
    reads, acts = role in {Role.TENANT_ADMINISTRATOR, Role.AUDITOR}, role is Role.TENANT_ADMINISTRATOR
    assert visitor.get("/users").status_code == (200 if reads else 404)
    assert visitor.get("/users/new").status_code == (200 if acts else 404)
    user = house.people.find(email)
    assert visitor.get(f"/users/{user}").status_code == (200 if reads else 404)
    office = str(house.people.find(OFFICE))
    for name in ("grant", "revoke", "suspend", "resume", "factors", "invite"):
        given = {"role": "auditor", "held": "secretariat:", "reason": ""}
        token = Page.of(visitor.get("/account")).hidden["form_token"]
        sent = visitor.send(f"/users/{office}/{name}", {"form_token": token} | given)
        assert sent.status_code == (404 if not acts or name == "invite" else 400), name


def test_a_stranger_is_not_listed_and_not_found(house: House, administrator: Visitor) -> None:
    other = House.opened(house.here)
    stranger = other.account("elsewhere@example.jp", Role.VIEWER)
    assert "elsewhere さん" not in administrator.get("/users").text
    assert administrator.get(f"/users/{stranger}").status_code == 404
    assert act(administrator, str(house.people.find(OFFICE)), "nonsense", reason="x").status_code == 404


def test_the_list_tells_roles_of_today_and_no_address(administrator: Visitor) -> None:
    text = administrator.get("/users").text
    for told in ("office さん", "事務局", "管理者", "現在"):
        assert told in text, told
    assert "@example.jp" not in text
    assert Page.of(administrator.get("/users")).inline == []


def test_an_invitation_goes_by_mail_and_is_accepted_once(
    house: House, administrator: Visitor, folder: Folder
) -> None:
    user = invited(administrator, "new.member@example.jp")
    assert "招待のメールを送りました" in administrator.get(f"/users/{user}?done=invited").text
    assert letter(folder, house).to == "new.member@example.jp"
    assert "14日以内" in letter(folder, house).text
    path, guest = link(folder, house), Visitor.at(house)
    page = guest.get(path)
    assert "招かれた 人さん" in page.text
    short = guest.fill(path, path, new="short")
    assert (short.status_code, 'id="new-error"' in short.text) == (400, True)
    entered = guest.fill(path, path, new=CHOSEN)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/account?done=welcome")
    assert "招待のリンク" in guest.get("/account?done=welcome").text
    late = Visitor.at(house)
    assert late.get(path).status_code == 410
    assert Visitor.at(house).sign_in("new.member@example.jp", CHOSEN).status_code == 303
    assert len(rows(house, user, "user.invitation_accepted")) == 1
    assert act(administrator, user, "invite").status_code == 404


def test_an_invitation_that_could_not_be_sent_says_so_and_is_sent_again(
    house: House, administrator: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = invited(administrator, "unsent@example.jp")
    assert "送れませんでした" in administrator.get(f"/users/{user}?done=unsent").text
    monkeypatch.setattr(Outbox, "send", Folder(tmp_path).send)
    assert act(administrator, user, "invite").headers["Location"] == f"/users/{user}?done=invited"
    assert letter(Folder(tmp_path), house).to == "unsent@example.jp"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"), ({"email": "none"}, "email"), ({"email": "a@b.c\nBcc: x@y.z"}, "email"),
        ({"role": ""}, "role"), ({"role": "chair"}, "role"), ({"role": "platform_operator"}, "role"),
        ({"role": "member"}, "body"), ({"until": "someday"}, "until"), ({"email": OFFICE}, "email"),
    ],
)  # fmt: skip
def test_what_is_no_invitation_is_told_at_its_field_and_nothing_typed_is_lost(
    administrator: Visitor, folder: Folder, given: dict[str, str], field: str
) -> None:
    whole = {"name": "だれか", "email": "some@example.jp", "role": "viewer", "body": "", "until": ""} | given
    answer = administrator.fill("/users/new", "/users/new", **whole)
    assert answer.status_code in {400, 409}
    page = Page.of(answer)
    assert f"{field}-error" in page.ids
    assert f"#{field}" in page.links
    assert page.fields["name"] == whole["name"]
    assert list(folder.letters("x")) == []


def test_a_role_is_given_and_taken_with_a_reason(house: House, administrator: Visitor) -> None:
    user = str(house.account("roles@example.jp", Role.VIEWER))
    without = act(administrator, user, "grant", role="secretariat", reason=" ")
    assert (without.status_code, 'id="grant-reason-error"' in without.text) == (400, True)
    body = house.book.query("SELECT id FROM body WHERE known_to IS NULL LIMIT 1")[0]["id"]
    given = {"role": "member", "body": str(body), "until": "R20.3.31", "reason": "委嘱のため"}
    assert act(administrator, user, "grant", **given).status_code == 303
    assert "令和20年3月31日" in administrator.get(f"/users/{user}").text
    granted = rows(house, user, "user.role_granted")[-1]
    assert granted["fields"]["reason"] == "委嘱のため"
    assert granted["role"] == "tenant_administrator"
    taken = act(administrator, user, "revoke", held=f"member:{body}", reason="辞任")
    assert taken.status_code == 303
    assert rows(house, user, "user.role_revoked")[-1]["fields"]["reason"] == "辞任"
    again = act(administrator, user, "revoke", held=f"member:{body}", reason="辞任")
    assert (again.status_code, "付与されていません" in again.text) == (409, True)


def test_the_last_administrator_stays(house: House, administrator: Visitor) -> None:
    own = str(house.people.find(ADMINISTRATOR))
    query = "SELECT user_id FROM role_grant WHERE role = 'tenant_administrator' AND known_to IS NULL"
    for row in house.book.query(query):
        if str(row["user_id"]) != own:
            act(administrator, str(row["user_id"]), "revoke", held="tenant_administrator:", reason="整理")
    answer = act(administrator, own, "revoke", held="tenant_administrator:", reason="退職")
    assert (answer.status_code, "管理者がいなくなります" in answer.text) == (409, True)
    assert act(administrator, own, "suspend", reason="退職").status_code == 409


def test_who_is_suspended_is_out_at_once_and_back_when_resumed(house: House, administrator: Visitor) -> None:
    user = str(house.account("paused@example.jp", Role.SECRETARIAT))
    visitor = Visitor.at(house)
    visitor.sign_in("paused@example.jp")
    assert "事務局として" in visitor.get("/").text
    assert act(administrator, user, "suspend", reason="休職").status_code == 303
    assert "公開されている記録を表示しています" in visitor.get("/").text
    assert Visitor.at(house).sign_in("paused@example.jp").status_code == 401
    assert "停止中" in administrator.get("/users").text
    assert act(administrator, user, "resume", reason="復職").status_code == 303
    assert Visitor.at(house).sign_in("paused@example.jp").status_code == 303


def test_nobody_helps_themselves_around_the_passphrase(house: House, administrator: Visitor) -> None:
    own = str(house.people.find(ADMINISTRATOR))
    assert act(administrator, own, "factors", reason="近道").status_code == 404
    assert rows(house, own, "user.second_factor_removed") == []


def test_who_lost_a_second_factor_is_helped(house: House, administrator: Visitor) -> None:
    user = house.account("lost.phone@example.jp", Role.VIEWER)
    house.book.query(
        "INSERT INTO account_totp (tenant_id, user_id, sealed, confirmed_at) "
        "VALUES (:t, :u, 'x', now()) RETURNING 1",
        t=house.tenant.id, u=user,
    )  # fmt: skip
    assert "認証アプリ" in administrator.get(f"/users/{user}").text
    assert act(administrator, str(user), "factors", reason="電話の紛失").status_code == 303
    assert Visitor.at(house).sign_in("lost.phone@example.jp").headers["Location"] == "/"
    (row,) = rows(house, str(user), "user.second_factor_removed")
    assert (row["fields"]["reason"], row["role"]) == ("電話の紛失", "tenant_administrator")
    assert house.book.sound()


def test_a_forgotten_passphrase_by_its_pages(house: House, folder: Folder) -> None:
    house.account("forgetful@example.jp", Role.VIEWER)
    told = []
    for email in ("forgetful@example.jp", "nobody.at.all@example.jp"):
        visitor = Visitor.at(house)
        answer = visitor.fill("/forgotten", "/forgotten", email=email)
        told.append(
            (answer.status_code, answer.headers["Location"], visitor.get("/forgotten?sent=1").status_code)
        )
    assert told[0] == told[1]
    for _ in range(100):
        if list(folder.letters(house.host)):
            break
        time.sleep(0.05)
    path, visitor = link(folder, house), Visitor.at(house)
    assert "forgetful さん" in visitor.get(path).text
    done = visitor.fill(path, path, new=CHOSEN)
    assert done.headers["Location"] == "/sign-in?done=1"
    assert "新しいパスフレーズでログインしてください" in visitor.get("/sign-in?done=1").text
    assert visitor.get(path).status_code == 410
    assert Visitor.at(house).sign_in("forgetful@example.jp", CHOSEN).status_code == 303


def test_only_a_demo_shows_its_mails(
    house: House, public: Visitor, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.send(
        house.host, Letter("a@example.jp", "題", f"http://{house.host}/forgotten/x <script>alert(1)</script>")
    )
    assert public.get("/demo/mail").status_code == 404
    monkeypatch.setattr(Installation, "purpose", "demo")
    page = public.get("/demo/mail")
    assert "/forgotten/x" in Page.of(page).links
    assert "<script>alert" not in page.text
    other = House.opened(house.here)
    assert "a@example.jp" not in Visitor.at(other).get("/demo/mail").text


def test_a_demo_links_to_its_own_host_only() -> None:
    text = "http://a.localhost/x http://b.localhost/y https://evil.example/z"
    assert [path for _, path in parts(text, "a.localhost") if path] == ["/x"]
