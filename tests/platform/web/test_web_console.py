"""The console: from nothing to a municipality in use, each step left and resumed, and each act on record."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kyogikai_platform.accounts.mail import Folder, Outbox
from kyogikai_platform.accounts.people import NoSuchAccount, People
from tests.platform.accounts.house import House
from tests.platform.console_house import Console, console, fresh_label, operator
from tests.platform.installed import here, master
from tests.platform.web.visitor import Page, Visitor

__all__ = ["console", "here", "master", "operator"]

CITY = {
    "code": "", "name": "みほん第二市", "reading": "みほんだいにし", "kind": "city", "parent_name": "架空県",
    "fictitious": "yes", "members": "", "do": "record",
}  # fmt: skip
SETTINGS = {"notation": "hiragana", "era": "both", "word-subcommittee": "部会", "do": "record"}


def registered(operator: Visitor, label: str, **more: str) -> str:
    """The path of a new tenant."""
    answer = operator.fill("/tenants/new", "/tenants/new", **(CITY | {"host": label} | more))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/settings")


def typed(page: TestResponse) -> dict[str, str]:
    """What stands in a form, selects too."""
    chosen = {}
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page.text, re.DOTALL):
        found = re.search(r'value="([^"]*)" selected', body)
        chosen[name] = found[1] if found else ""
    return {**Page.of(page).fields, **chosen}


def told(house: House, topic: str) -> list[dict[str, Any]]:
    query = "SELECT actor, role, fields FROM audit_entry WHERE topic = :t ORDER BY position"
    return house.book.query(query, t=topic)


def test_who_is_not_signed_in_signs_in_and_sees_all_tenants(console: Console) -> None:
    visitor = Visitor.at(console)
    assert visitor.get("/").headers["Location"] == "/sign-in?next=/"
    page = visitor.get("/sign-in")
    assert "運営者コンソール" in page.text
    assert visitor.sign_in("operator@example.jp").headers["Location"] == "/"
    other = House.opened(console.here)
    text = visitor.get("/").text
    assert other.host.partition(".")[0] in text
    for told in ("稼働中", "署名なし", "最新", "件"):
        assert told in text, told
    assert Page.of(visitor.get("/")).inline == []


def test_from_nothing_to_a_municipality_in_use(
    console: Console, operator: Visitor, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outbox, "send", Folder(tmp_path).send)
    label = fresh_label()
    path = registered(operator, label)
    city = House(console.here, console.here.tenant(label), label)
    for page in ("/", "/org", "/meetings", "/open", "/feed.atom"):
        assert Visitor.at(city).get(page).status_code == 403, page
    assert operator.fill(f"{path}/settings", f"{path}/settings", **SETTINGS).status_code == 303
    shape = operator.get(f"{path}/template?shape=large")
    given = typed(shape) | {"do": "record", "since": "令和3年4月"}
    answer = operator.fill(f"{path}/template", f"{path}/template", **given)
    assert answer.headers["Location"] == f"{path}/history", answer.text
    assert operator.get(f"{path}/history").status_code == 200
    invited = operator.fill(f"{path}/invite", f"{path}/invite", name="管理 花子", email="first@example.jp")
    link = re.search(rf"http://{city.host}(/invitation/[^<]+)", invited.text)
    assert link, invited.text
    early = operator.fill(f"{path}/go-live", f"{path}/go-live", do="activate")
    assert (early.status_code, "未了" in early.text) == (409, True)
    first = Visitor.at(city)
    assert first.fill(link[1], link[1], new="a passphrase of my own choice").status_code == 303
    assert "相談支援部会" in first.get("/org").text
    assert Visitor.at(city).get("/org").status_code == 403
    operator.fill(f"{path}/go-live", f"{path}/go-live", do="checkpoint")
    live = operator.fill(f"{path}/go-live", f"{path}/go-live", do="activate")
    assert live.headers["Location"] == f"{path}?done=activate", live.text
    assert "相談支援部会" in Visitor.at(city).get("/org").text
    acts = ("tenant.registered", "tenant.settings_changed", "council.established", "tenant.activated")
    for topic in acts:
        (entry,) = told(city, topic)
        assert entry["role"] == "platform_operator", topic
    assert city.book.sound()
    zero = [e["fields"]["reason"] for e in told(console, "operator.access")]
    assert [r for r in zero if r.startswith(label)] == [
        f"{label}：自治体登録", f"{label}：表記設定の変更",
        f"{label}：協議会設置・会議体設置・開催頻度の定め",
        f"{label}：利用者の招待・役割の付与", f"{label}：利用開始",
    ]  # fmt: skip
    over = operator.fill("/tenants/new", f"{path}/template", **given)
    assert (over.status_code, "利用開始の前だけ" in over.text) == (400, True)
    again = operator.fill("/tenants/new", f"{path}/invite", name="二人目", email="second@example.jp")
    assert again.status_code == 409
    with pytest.raises(NoSuchAccount):
        People(city.tenant).find("second@example.jp")
