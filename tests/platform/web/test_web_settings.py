"""The settings of the municipality: an administrator's to set, an auditor's to read, for others not there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from kyogikai_platform.accounts.door import HouseDoor
from kyogikai_platform.accounts.oidc import kept
from kyogikai_platform.installation import Installation
from kyogikai_platform.web import notation
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import WORDS
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.accounts.idp import CLIENT, SECRET, Provider
from tests.platform.accounts.idp import provider as running
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check
DISPLAY = {"notation": "hiragana", "era": "japanese"}


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    """A provider that runs."""
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def town(here: Installation) -> Iterator[House]:
    """A municipality of this file's, where providers of this machine are asked."""
    allowed = replace(here, settings=replace(here.settings, oidc_loopback=True))
    house = House.opened(allowed)
    house.people.passphrase(house.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    house.book.body(
        house.book.council("from 2010", audience="public"), "from 2010", "障害児部会", audience="public"
    )
    yield house
    allowed.close()


@pytest.fixture(scope="module")
def elsewhere(town: House) -> Iterator[House]:
    """The same at another worker: with a door of its own, on the same database."""
    other = replace(town.here)
    yield House(other, town.tenant, town.label)
    other.close()


@pytest.fixture
def administrator(town: House) -> Visitor:
    """Somebody who administers the municipality, signed in."""
    return signed_in(town, ADMINISTRATOR)


def signed_in(house: House, email: str) -> Visitor:
    visitor = Visitor.at(house)
    assert visitor.sign_in(email).status_code == 303
    return visitor


OTHERS = (Role.SECRETARIAT, Role.VIEWER, Role.AUDITOR)
"""Roles that are granted beside the administrator's; offices and seats open no settings either."""


def visitor_of(town: House, role: Role) -> Visitor:
    if role is Role.PUBLIC:
        return Visitor.at(town)
    if role is Role.TENANT_ADMINISTRATOR:
        return signed_in(town, ADMINISTRATOR)
    town.account(f"set-{role.value}@example.jp", role)
    return signed_in(town, f"set-{role.value}@example.jp")


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.TENANT_ADMINISTRATOR, *OTHERS])
def test_settings_are_an_administrators_to_set_and_an_auditors_to_read(town: House, role: Role) -> None:
    visitor = visitor_of(town, role)
    reads, sets = role in {Role.TENANT_ADMINISTRATOR, Role.AUDITOR}, role is Role.TENANT_ADMINISTRATOR
    page, closed = visitor.get("/settings"), 303 if role is Role.PUBLIC else 404
    assert page.status_code == (200 if reads else closed)
    assert ("/settings" in Page.of(visitor.get("/")).links) == reads
    for path, taken in (("/settings/display", 303), ("/settings/provider", 400)):
        assert (visitor.get(path).status_code == 200) == sets
        assert (path in Page.of(page).links) == sets
        before = town.book.head()
        assert visitor.fill("/help", path, **DISPLAY).status_code == (taken if sets else closed)
        assert (town.book.head() == before) == (not sets or taken != 303)


def test_the_words_of_the_pages_are_written_as_the_municipality_writes(administrator: Visitor) -> None:
    written = {}
    for chosen in ("traditional", "hiragana", "kanji"):
        answer = administrator.fill("/settings/display", "/settings/display", notation=chosen, era="both")
        assert answer.headers["Location"] == "/settings?done=display"
        assert "変更しました" in administrator.get("/settings?done=display").text
        page = Visitor.at(administrator.house).get("/accessibility").text
        written[chosen] = [w for w in ("障碍のある", "障がいのある", "障害のある") if w in page]
        assert "高齢者・障害者等配慮設計指針" in page
        assert "障害児部会" in administrator.get("/org").text
        assert "「障害」「障がい」" in administrator.get("/search").text
    assert written == {"traditional": ["障碍のある"], "hiragana": ["障がいのある"], "kanji": ["障害のある"]}


def test_the_notation_asked_for_is_the_municipalitys_own(
    administrator: Visitor, here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator.fill("/settings/display", "/settings/display", notation="hiragana", era="both")
    assert "障がいのある" not in Visitor.at(House.opened(here)).get("/accessibility").text
    monkeypatch.setattr(notation, "AS_THEY_ARE", ())
    monkeypatch.setattr(notation, "FOUND", re.compile("()" + notation.WORD))
    assert "障がい者等配慮設計指針" in administrator.get("/accessibility").text
    administrator.fill("/settings/display", "/settings/display", notation="kanji", era="both")


def test_every_word_with_the_character_is_an_own_word_or_a_real_name() -> None:
    told = {name: ja for name, (ja, _) in WORDS.items() if notation.WORD in ja}
    own = {name for name, ja in told.items() if notation.FOUND.sub(lambda found: found[1] or "", ja) != ja}
    assert told.keys() - own == {"search_help", "access_norm_more"}
    assert own == {"access_open_3", "help_site_2"}


STYLES = (
    ("traditional", "western", "teal"), ("hiragana", "japanese", ""), ("kanji", "western", "green"),
)  # fmt: skip
NOTED = {"kanji": "障害のある", "hiragana": "障がいのある", "traditional": "障碍のある"}
DATED = {"western": " 2010年", "japanese": "平成22年 "}


@pytest.mark.parametrize("path", ["/accessibility", "/org?view=text", "/no/such/page"])
def test_another_worker_shows_no_page_as_the_municipality_wrote_before(
    administrator: Visitor, elsewhere: House, path: str
) -> None:
    reader = Visitor.at(elsewhere)
    for notation_, era, accent in STYLES:
        given = {"notation": notation_, "era": era, "accent": accent}
        administrator.fill("/settings/display", "/settings/display", **given)
        page = reader.get(path)
        assert (f'data-key="{accent}"' in page.text) == bool(accent), "at the first look"
        said = {"/accessibility": NOTED[notation_], "/org?view=text": DATED[era]}.get(path, "")
        assert said.strip() in Page.of(page).text
        assert "（2010年）" not in page.text


def test_what_is_sent_to_another_worker_is_answered_as_the_municipality_writes_now(
    administrator: Visitor, elsewhere: House
) -> None:
    nothing: Any = None
    site = Site(HouseDoor(elsewhere.here), nothing, nothing, nothing, nothing)
    app, found = Flask(__name__), list[str]()
    for chosen in ("hiragana", "traditional"):
        administrator.fill("/settings/display", "/settings/display", notation=chosen, era="both")
        for method in ("POST", "GET"):
            with app.test_request_context(base_url=f"http://{elsewhere.host}", method=method):
                site.asker()
                found.append(notation.written(notation.WORD))
    assert found == ["障がい", "障がい", "障碍", "障碍"]


def test_years_are_shown_as_the_municipality_says_unless_the_reader_prefers(administrator: Visitor) -> None:
    reader, other = Visitor.at(administrator.house), Visitor.at(administrator.house)
    ways = {"western": "2010年", "both": "平成22年（2010年）", "japanese": "平成22年"}
    for chosen, shown in ways.items():
        administrator.fill("/settings/display", "/settings/display", notation="kanji", era=chosen)
        page = Page.of(reader.get("/org?view=text")).text
        assert (shown in page, *(way in page for way in ways.values() if way not in shown)) == (
            True, *(False for way in ways.values() if way not in shown),
        ), chosen  # fmt: skip
    for chosen, shown in ways.items():
        other.fill("/help", "/preferences", years=chosen, next="/org")
        assert shown in Page.of(other.get("/org?view=text")).text
        assert "2010年" not in other.get("/feed.atom").text, "what is published is written as itself"
    assert "平成22年" in Page.of(reader.get("/org?view=text")).text
    reader.fill("/", "/preferences", lang="en", years="japanese")
    assert "2010" in reader.get("/org?view=text").text


def test_own_words_terms_and_contact_are_shown_and_kept(administrator: Visitor, town: House) -> None:
    given = {"word_subcommittee": "分科会", "licence": "CC BY 4.0", "contact": "福祉課 <b>"}
    administrator.fill("/settings/display", "/settings/display", notation="kanji", era="both", **given)
    form = Page.of(administrator.get("/settings/display"))
    assert {name: form.fields[name] for name in given} == given, form.fields
    assert "分科会" in administrator.get("/settings").text
    head = town.book.head()
    administrator.fill("/settings/display", "/settings/display", notation="kanji", era="both", **given)
    assert town.book.head() == head, "what is so already is no entry"
    wrong = administrator.fill(
        "/settings/display", "/settings/display", era="both", licence_url="javascript:x", word_other="字" * 41
    )
    assert wrong.status_code == 400
    assert {"#notation", "#word_other"} <= set(Page.of(wrong).links)
    refused = administrator.fill(
        "/settings/display", "/settings/display", notation="kanji", era="both", licence_url="javascript:x"
    )
    assert (refused.status_code, "#licence_url" in Page.of(refused).links) == (409, True)


def provider_of(house: House) -> kept.Provider | None:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        return kept.load(connection)


def test_a_provider_is_set_with_the_passphrase_and_its_secret_never_shown(
    administrator: Visitor, idp: Provider
) -> None:
    house, path = administrator.house, "/settings/provider"
    given = {
        "issuer": idp.issuer, "client_id": CLIENT, "client_secret": SECRET.replace(" ", "-"),
        "label_ja": "庁内IDでログイン", "label_en": "Sign in with the office's ID", "claim": "email",
    }  # fmt: skip
    own = {"current": PASSPHRASE}
    for wrong, field, status in (
        ({"issuer": "http://169.254.169.254/"}, "issuer", 400),
        ({"issuer": idp.issuer + "/"}, "issuer", 400),
        ({"issuer": "https://user@provider.example"}, "issuer", 400),
        ({"issuer": ""}, "issuer", 400),
        ({"client_id": "二"}, "client_id", 400),
        ({"client_secret": ""}, "client_secret", 400),
        ({"label_ja": ""}, "label_ja", 400),
        ({"claim": "<b>"}, "claim", 400),
        ({"current": ""}, "current", 400),
        ({"current": "not my passphrase"}, "current", 401),
    ):
        answer = administrator.fill(path, path, **(given | own | wrong))
        assert (answer.status_code, f"#{field}" in Page.of(answer).links) == (status, True), wrong
        assert given["client_secret"] not in answer.text
        assert provider_of(house) is None
    assert administrator.fill(path, path, **(given | own)).headers["Location"] == "/settings?done=provider"
    assert provider_of(house)
    for page in ("/settings", path):
        text = administrator.get(page).text
        assert idp.issuer in text
        assert given["client_secret"] not in text
    assert "庁内IDでログイン" in Visitor.at(house).get("/sign-in").text
    kept_on = given | own | {"client_secret": "", "label_ja": "市のIDでログイン", "second_factor": "1"}
    assert administrator.fill(path, path, **kept_on).status_code == 303
    found = provider_of(house)
    assert found
    assert (found.label_ja, found.second_factor) == ("市のIDでログイン", True)
    elsewhere = kept_on | {"client_id": "another"}
    assert "#client_secret" in Page.of(administrator.fill(path, path, **elsewhere)).links

    topics = [row["topic"] for row in house.book.query("SELECT topic FROM audit_entry ORDER BY position")]
    assert topics.count("user.sign_in_provider_set") == 2
    assert "ログイン連携を設定" in administrator.get("/trail").text
    assert administrator.fill(path, f"{path}/remove", current="").status_code == 400
    assert administrator.fill(path, f"{path}/remove", **own).headers["Location"].endswith("provider-removed")
    assert provider_of(house) is None
    assert "oidc" not in Visitor.at(house).get("/sign-in").text
