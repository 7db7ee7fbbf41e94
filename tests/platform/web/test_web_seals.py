"""Where seals are sent: an administrator sets it with the passphrase, an auditor reads it, it is an entry."""

import pytest

from kyogikai_platform.installation import Installation
from kyogikai_platform.integrity import outside
from kyogikai_platform.integrity.outside import Outside
from kyogikai_platform.web.settings.seals_page import MOST
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import MASTER_KEY
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.installed import here, master
from tests.platform.integrity.witness_server import Witness
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
URL, PATH = "https://witness.example/log", "/settings/seals"


@pytest.fixture(scope="module")
def house(here: Installation) -> House:
    """A municipality of this file's."""
    found = House.opened(here)
    found.people.passphrase(found.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    found.account("auditor@example.jp", Role.AUDITOR)
    return found


@pytest.fixture
def administrator(house: House) -> Visitor:
    """Who sets it."""
    visitor = Visitor.at(house)
    assert visitor.sign_in(ADMINISTRATOR, PASSPHRASE).status_code == 303
    return visitor


def kept(house: House) -> Outside:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        return outside.load(connection)


def test_it_is_set_with_the_passphrase_and_read_by_an_auditor(house: House, administrator: Visitor) -> None:
    key = Witness().key
    typed = {"addresses": "a@example.jp\n b@example.jp a@example.jp", "witness_url": URL, "witness_key": key}
    assert administrator.fill(PATH, PATH, **typed, current="x").status_code == 401
    assert kept(house) == Outside()
    answer = administrator.fill(PATH, PATH, **typed, current=PASSPHRASE)
    assert answer.headers["Location"] == "/settings?done=seals"
    assert kept(house) == Outside(("a@example.jp", "b@example.jp"), URL, key)
    form = administrator.get(PATH).text
    assert "a@example.jp\nb@example.jp</textarea>" in form
    auditor = Visitor.at(house)
    assert auditor.sign_in("auditor@example.jp").status_code == 303
    told = auditor.get("/settings").text
    assert URL in told
    assert "a@example.jp" not in told
    assert auditor.get(PATH).headers["Location"] == "/settings"
    assert auditor.fill("/help", PATH, **typed, current=PASSPHRASE).status_code == 404
    trail = auditor.get("/trail").text
    assert "封印の送り先を設定（メール 2 件、証人 witness.example/w1）" in trail
    assert "a@example.jp" not in trail


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("addresses", "nobody", "「nobody」はメールアドレスではありません"),
        ("addresses", "a@b.jp,c@d.jp", "メールアドレスではありません"),
        ("addresses", "a@b.jp\r\nBcc:", "メールアドレスではありません"),
        ("addresses", " ".join(f"a{n}@b.jp" for n in range(MOST + 1)), f"{MOST}件までです"),
        ("witness_url", "http://witness.example/", "https:// で始まる"),
        ("witness_url", "https://u:p@witness.example/", "https:// で始まる"),
        ("witness_url", "", "https:// で始まる"), ("witness_key", "", "証人の鍵を"),
        ("witness_key", "kyogikai/x+00000000+AQ==", "証人の鍵を"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_stays_there(
    house: House, administrator: Visitor, name: str, typed: str, told: str
) -> None:
    before = kept(house)
    given = {"addresses": "a@b.jp", "witness_url": URL, "witness_key": Witness().key} | {name: typed}
    answer = administrator.fill(PATH, PATH, **given, current=PASSPHRASE)
    assert answer.status_code == 400
    assert answer.text.count(told) == 2
    assert f"#{name}" in Page.of(answer).links
    assert kept(house) == before


def test_without_a_key_to_seal_addresses_with_nothing_is_kept(
    house: House, administrator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, head = kept(house), house.book.head()
    monkeypatch.delenv(MASTER_KEY)
    answer = administrator.fill(PATH, PATH, addresses="c@d.jp", current=PASSPHRASE)
    assert answer.status_code == 503
    assert administrator.get("/settings").status_code == 200
    monkeypatch.undo()
    assert (kept(house), house.book.head()) == (before, head)


def test_in_english(administrator: Visitor) -> None:
    administrator.fill("/", "/preferences", lang="en")
    assert "Where seals are sent" in administrator.get(PATH).text
    administrator.fill("/", "/preferences", lang="ja")
