"""The console: from nothing to a municipality in use, each step left and resumed, and each act on record."""

import re
from contextlib import nullcontext, suppress
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from kyogikai_platform.accounts.mail import Folder, Outbox
from kyogikai_platform.accounts.people import NoSuchAccount, People
from kyogikai_platform.onboarding import checklist, listing
from kyogikai_platform.onboarding.operator import NotReady, Operator
from kyogikai_platform.onboarding.templates import Row, Template
from kyogikai_tenants import rules
from kyogikai_tenants.access import OnlyBeforeUse
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.vocabulary import BodyKind
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
    _, count = listing.tenants(console.here)
    shown = [visitor.get(f"/?page={n}").text for n in range(1, -(-count // listing.PAGE) + 1)]
    assert any(other.label in one for one in shown)
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
    assert re.search(r"運営者 [0-9a-f]{8}", first.get("/trail").text)
    assert Visitor.at(city).get("/org").status_code == 403
    name = city.book.one("SELECT DISTINCT name FROM council")
    ways_in = [Visitor.at(city).get(page).text for page in ("/sign-in", "/forgotten")]
    assert [(CITY["name"] in text, name in text) for text in ways_in] == [(True, False)] * 2
    operator.fill(f"{path}/go-live", f"{path}/go-live", do="checkpoint")
    live = operator.fill(f"{path}/go-live", f"{path}/go-live", do="activate")
    assert live.headers["Location"] == f"{path}?done=activate", live.text
    assert "相談支援部会" in Visitor.at(city).get("/org").text
    assert name in Visitor.at(city).get("/sign-in").text
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


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "122069"}, "code"), ({"code": "482081"}, "code"), ({"code": "", "fictitious": ""}, "code"),
        ({"name": " "}, "name"), ({"kind": ""}, "kind"), ({"kind": "club"}, "kind"),
        ({"kind": "administrative_ward", "parent_name": ""}, "parent_name"),
        ({"host": "console"}, "host"), ({"host": "みほん"}, "host"), ({"host": "-a"}, "host"),
        ({"kind": "joint", "members": "122068 木更津市\n999999 どこか"}, "members"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    console: Console, operator: Visitor, given: dict[str, str], field: str
) -> None:
    before = len(console.here.hosts())
    whole = CITY | {"host": fresh_label()} | given
    answer = operator.fill("/tenants/new", "/tenants/new", **whole)
    page = Page.of(answer)
    assert (answer.status_code, f"{field}-error" in page.ids) == (400, True)
    assert f"#{field}" in page.links
    assert page.fields["reading"] == whole["reading"]
    assert len(console.here.hosts()) == before


def test_a_taken_host_is_refused_and_nothing_is_on_record(console: Console, operator: Visitor) -> None:
    label = fresh_label()
    registered(operator, label)
    acts = len(told(console, "operator.access"))
    answer = operator.fill("/tenants/new", "/tenants/new", **(CITY | {"host": label}))
    assert (answer.status_code, "すでに登録されています" in answer.text) == (400, True)
    assert len(told(console, "operator.access")) == acts


def test_a_joint_council_keeps_its_members(console: Console, operator: Visitor) -> None:
    label = fresh_label()
    members = "122068 木更津市\n１４１１２７　横浜市旭区"
    registered(operator, label, kind="joint", members=members)
    city = House(console.here, console.here.tenant(label), label)
    joined = told(city, "tenant.municipality_joined")
    assert [e["fields"]["member_code"] for e in joined] == ["122068", "141127"]


def test_a_municipality_joins_and_leaves_later(console: Console, operator: Visitor) -> None:
    label = fresh_label()
    path = registered(operator, label, kind="joint", members="122068 木更津市")
    members, alone = f"{path}/members", registered(operator, fresh_label())
    assert members in Page.of(operator.get(path)).links
    assert "木更津市" in operator.get(members).text
    joined = operator.fill(members, members, do="join", code="１４１１２７", name="横浜市旭区")
    assert joined.headers["Location"] == f"{members}?done=join"
    assert "横浜市旭区" in operator.get(members).text
    for wrong in ({"code": "141127", "name": "横浜市旭区"}, {"code": "999999", "name": "にせ市"}):
        again = operator.fill(members, members, do="join", **wrong)
        assert (again.status_code, "code-error" in Page.of(again).ids) == (409, True)
    assert operator.fill(members, members, do="join", code="131105", name="").status_code == 400
    left = operator.fill(members, members, do="leave", code="122068", reason="脱会")
    assert left.headers["Location"] == f"{members}?done=leave"
    assert "木更津市" not in operator.get(members).text
    assert operator.get(f"{alone}/members").status_code == 404
    city = House(console.here, console.here.tenant(label), label)
    assert told(city, "tenant.municipality_left")[0]["fields"]["reason"] == "脱会"
    assert city.book.sound()


def test_a_name_is_looked_up_by_its_code(operator: Visitor) -> None:
    """What the list says is put into the form; of a code that it has not, what was typed stays."""
    given = CITY | {"host": fresh_label(), "do": "look-up", "code": "１２２０６８"}
    found = typed(operator.fill("/tenants/new", "/tenants/new", **given))
    assert (found["code"], found["name"], found["reading"]) == ("122068", "木更津市", "きさらづし")
    missing = operator.fill("/tenants/new", "/tenants/new", **(given | {"code": "016951"}))
    assert (missing.status_code, "一覧にありません" in missing.text) == (200, True)
    assert typed(missing)["name"] == CITY["name"]
    bad = operator.fill("/tenants/new", "/tenants/new", **(given | {"code": "122069"}))
    assert "code-error" in Page.of(bad).ids


def test_a_draft_is_left_and_resumed_and_gone_when_recorded(operator: Visitor) -> None:
    page = operator.get("/tenants/new")
    draft, label = Page.of(page).hidden["draft"], fresh_label()
    kept = CITY | {"host": label, "do": "save", "name": "あとで続ける市", "draft": draft}
    saved = operator.fill("/tenants/new", "/tenants/new", **kept)
    assert saved.headers["Location"] == f"/tenants/new?draft={draft}&saved=1"
    assert f"/tenants/new?draft={draft}" in Page.of(operator.get("/")).links
    resumed = operator.get(f"/tenants/new?draft={draft}")
    assert typed(resumed)["name"] == "あとで続ける市"
    assert typed(resumed)["kind"] == "city"
    registered(operator, label, draft=draft)
    assert f"/tenants/new?draft={draft}" not in Page.of(operator.get("/")).links


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"council": ""}, "council"), ({"since": "いつか"}, "since"), ({"kind-2": "club"}, "kind-2"),
        ({"parent-2": "3"}, "parent-2"), ({"parent-2": "2"}, "parent-2"), ({"name-1": ""}, "parent-2"),
        ({"name-3": "調整会議"}, "council"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_leaves_nothing(
    console: Console, operator: Visitor, given: dict[str, str], field: str
) -> None:
    label = fresh_label()
    path = registered(operator, label)
    shape = typed(operator.get(f"{path}/template?shape=large"))
    answer = operator.fill("/tenants/new", f"{path}/template", **(shape | {"do": "record"} | given))
    assert (answer.status_code, f"{field}-error" in Page.of(answer).ids) == (400, True), answer.text
    city = House(console.here, console.here.tenant(label), label)
    assert city.book.query("SELECT 1 FROM council") == []
    again = typed(operator.get(f"{path}/template"))
    assert again["name-4"] == shape["name-4"], "what was typed is kept"


def test_a_tenant_is_suspended_with_a_reason_and_resumed(console: Console, operator: Visitor) -> None:
    city = House.opened(console.here)
    path = f"/tenants/{city.tenant.id}"
    bare = operator.fill(path, f"{path}/state", do="suspend", reason=" ")
    assert (bare.status_code, "reason-error" in Page.of(bare).ids) == (400, True)
    done = operator.fill(path, f"{path}/state", do="suspend", reason="契約の確認")
    assert done.headers["Location"] == f"{path}?done=suspend"
    assert Visitor.at(city).get("/").status_code == 503
    assert "停止中" in operator.get(path).text
    assert told(city, "tenant.suspended")[0]["fields"]["reason"] == "契約の確認"
    zero = [e["fields"]["reason"] for e in told(console, "operator.access")]
    assert zero[-1] == f"{city.label}：利用停止"
    assert "契約" not in zero[-1], "no content"
    assert operator.fill("/", f"{path}/state", do="suspend", reason="再び").status_code == 409
    assert operator.fill("/", f"{path}/state", do="resume").status_code == 303
    assert Visitor.at(city).get("/").status_code == 200


def test_the_list_takes_a_bounded_number_of_statements(
    console: Console, operator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each tenant is asked in its own scope: a few for each of a page, however many there are."""
    for _ in range(3):
        House.opened(console.here, administered=False)
    sent: list[object] = []

    def noted(*given: object) -> None:
        sent.append(given[2])

    def asked(connection: sa.Connection) -> Any:
        sent.append(connection)
        return driver(connection)

    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing, "driver", asked)
    engines = (console.here.engine, console.here.answering_engine)
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", noted)
    try:
        assert operator.get("/").status_code == 200
        first = len(sent)
        assert operator.get("/?page=2").status_code == 200
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", noted)
    assert len(sent) - first <= first <= 16 + 4 * listing.PAGE
    assert [operator.get(f"/?page={page}").status_code for page in ("9999", "0", "x")] == [404] * 3


def _any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", [r for r in rules.RULES if "not_in_use" not in r.__name__])


def _unnoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Operator, "_noted", lambda *_: nullcontext())


def _unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checklist, "read", lambda _: [])


FAULTS = {"template later": _any_time, "not noted": _unnoted, "not ready": _unchecked}


@pytest.mark.parametrize("fault", ["none", *FAULTS])
def test_each_guard_of_the_operator_is_needed(
    console: Console, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault in FAULTS:
        FAULTS[fault](monkeypatch)
    operator, city, wrong = Operator(console.here), House.opened(console.here), set[str]()
    template = Template("協議会", [Row("全体会議", BodyKind.GENERAL_ASSEMBLY)], "", "2026-04-01")
    with suppress(OnlyBeforeUse):
        operator.template(console.listed(city.label), template)
        wrong.add("template later")
    fresh = operator.register(name="架空村", kind="village", host=fresh_label(), fictitious=True)
    with suppress(NotReady):
        operator.activate(fresh)
        wrong.add("not ready")
    acts = {e["fields"]["reason"].partition("：")[0] for e in told(console, "operator.access")}
    wrong |= set() if fresh.host in acts else {"not noted"}
    assert wrong == ({fault} - {"none"})
