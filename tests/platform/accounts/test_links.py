"""Links of mails: the same answer for everybody, good once, for a while, for one address."""

import logging
import re
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from kyogikai_platform.accounts import links as linking
from kyogikai_platform.accounts import tickets
from kyogikai_platform.accounts.beginning import Came
from kyogikai_platform.accounts.links import MOST_A_DAY, LinkOver, Links, Wording
from kyogikai_platform.accounts.mail import Folder, Letter, NoPost, Outbox, Server
from kyogikai_platform.accounts.sign_in import SignIn
from kyogikai_platform.accounts.staff import Given, Staff
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, FAST, PASSPHRASE, House
from tests.platform.accounts.letter_box import REFUSED, Box, letter_box
from tests.platform.accounts.test_sign_in import sent

SAYS = Wording("題", "本文 {link}")
PLACE = "address:192.0.2.1"
ANOTHER = FAST.hash("another passphrase of mine")


class AtOnce(Executor):
    """Does beside what is to be done beside, before anything goes on."""

    @override
    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Never(Executor):
    """Leaves undone what is to be done beside."""

    @override
    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


@dataclass
class Kept:
    """Letters as they were handed over."""

    letters: list[Letter] = field(default_factory=list)

    def send(self, host: str, letter: Letter) -> bool:
        self.letters.append(letter)
        return True

    def secret(self) -> str:
        found = re.search(r"/(?:forgotten|invitation)/(\S+)", self.letters[-1].text)
        assert found
        return found[1]


@pytest.fixture
def post() -> Kept:
    return Kept()


def links(house: House, post: Kept) -> Links:
    return Links(house.tenant, f"http://{house.host}", post)


def forget(house: House, post: Kept, email: str, beside: Executor | None = None) -> None:
    links(house, post).forgotten(SignIn(FAST, beside or AtOnce()), email, PLACE, SAYS)


def staff(house: House) -> Staff:
    return Staff(house.tenant, house.people.find(ADMINISTRATOR))


def test_a_forgotten_passphrase_is_replaced_once_and_every_session_ends(own_house: House, post: Kept) -> None:
    own_house.account("forgot@example.jp", Role.VIEWER)
    browser = own_house.browser()
    browser.sign_in("forgot@example.jp")
    forget(own_house, post, "Forgot@Example.jp")
    assert [(letter.to, letter.subject) for letter in post.letters] == [("forgot@example.jp", "題")]
    own, secret = links(own_house, post), post.secret()
    assert own.holder(tickets.Use.FORGOTTEN, secret) == "forgot さん"
    own.reset(secret, ANOTHER)
    assert browser.send("GET", "/session").status_code == 401
    assert own_house.browser().sign_in("forgot@example.jp").status_code == 401
    assert own_house.browser().sign_in("forgot@example.jp", "another passphrase of mine").status_code == 200
    with pytest.raises(LinkOver):
        own.reset(secret, ANOTHER)


def test_an_address_that_nobody_has_is_answered_by_the_same_statements(own_house: House, post: Kept) -> None:
    own_house.account("known@example.jp", Role.VIEWER)
    ways = []
    for email in ("known@example.jp", "unknown@example.jp"):
        with sent(own_house) as statements:
            forget(own_house, post, email, Never())
        ways.append(list(statements))
    assert ways[0] == ways[1]
    assert sum("sign_in_attempt" in statement for statement in ways[0]) == 2


def test_an_answer_that_waits_for_the_mail_would_be_found(own_house: House, post: Kept) -> None:
    own_house.account("known@example.jp", Role.VIEWER)
    ways = []
    for email in ("known@example.jp", "unknown@example.jp"):
        with sent(own_house) as statements:
            forget(own_house, post, email, AtOnce())
        ways.append(list(statements))
    assert ways[0] != ways[1]


def test_nobody_else_is_written_to(own_house: House, post: Kept) -> None:
    own_house.account("victim@example.jp", Role.VIEWER)
    suspended = own_house.account("suspended@example.jp", Role.VIEWER)
    staff(own_house).suspend(suspended, "退職")
    staff(own_house).invite("まだ", "waiting@example.jp", [])
    for email in ("nobody@example.jp", "suspended@example.jp", "waiting@example.jp"):
        forget(own_house, post, email)
    assert post.letters == []
    forget(own_house, post, "ｖictim@example.jp")  # compared as the same, and delivered elsewhere
    assert [letter.to for letter in post.letters] == ["victim@example.jp"]


def test_nobodys_box_is_filled(own_house: House, post: Kept) -> None:
    own_house.account("box@example.jp", Role.VIEWER)
    for _ in range(MOST_A_DAY + 3):
        own_house.book.query("DELETE FROM sign_in_attempt RETURNING 1")
        forget(own_house, post, "box@example.jp")
    assert len(post.letters) == MOST_A_DAY


@pytest.mark.parametrize("use", [tickets.Use.FORGOTTEN, tickets.Use.INVITATION])
def test_a_link_lasts_its_time(own_house: House, post: Kept, use: tickets.Use) -> None:
    assert tickets.VALID[use].total_seconds() in {3600, 14 * 86400}
    secret = issued(own_house, post, use)
    assert links(own_house, post).holder(use, secret)
    own_house.book.query("UPDATE account_ticket SET ends_at = now() RETURNING 1")
    with pytest.raises(LinkOver):
        links(own_house, post).holder(use, secret)


def issued(house: House, post: Kept, use: tickets.Use) -> str:
    if use is tickets.Use.FORGOTTEN:
        house.account("link@example.jp", Role.VIEWER)
        forget(house, post, "link@example.jp")
    else:
        user = staff(house).invite("招かれた人", "link@example.jp", [Given(Role.VIEWER)])
        links(house, post).invite(user, SAYS)
    return post.secret()


@pytest.mark.parametrize("use", [tickets.Use.FORGOTTEN, tickets.Use.INVITATION])
def test_a_link_is_of_one_municipality_one_use_and_one_address(
    own_house: House, house: House, post: Kept, use: tickets.Use
) -> None:
    secret = issued(own_house, post, use)
    with pytest.raises(LinkOver):
        links(house, post).holder(use, secret)
    for other in set(tickets.Use) - {use}:
        with pytest.raises(LinkOver):
            links(own_house, post).holder(other, secret)
    for nonsense in ("", "x", secret[:-1], secret + "\x00", "目" * 43):
        with pytest.raises(LinkOver):
            links(own_house, post).holder(use, nonsense)
    own_house.book.query("UPDATE account_password SET address = sha256(address) RETURNING 1")
    with pytest.raises(LinkOver):
        links(own_house, post).holder(use, secret)


def test_two_who_accept_at_once_are_one(
    own_house: House, post: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = issued(own_house, post, tickets.Use.INVITATION)
    own = links(own_house, post)

    def accept(number: int) -> bool:
        try:
            own.accept(secret, FAST.hash(f"passphrase number {number:04}"), Came(PLACE))
        except LinkOver:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(accept, range(8))) == 1
    accepted = "SELECT count(*) FROM audit_entry WHERE topic = 'user.invitation_accepted'"
    assert own_house.book.one(accepted) == 1
    with monkeypatch.context() as planted:
        planted.setattr(linking, "_taken", linking._holder)  # noqa: SLF001 - planted: a link that is not used up
        planted.setattr(tickets, "GOOD", tickets.GOOD.replace("AND used_at IS NULL", ""))
        assert accept(9)


def test_an_invitation_sent_again_is_the_only_one(own_house: House, post: Kept) -> None:
    first = issued(own_house, post, tickets.Use.INVITATION)
    user = own_house.people.find("link@example.jp")
    links(own_house, post).invite(user, SAYS)
    with pytest.raises(LinkOver):
        links(own_house, post).accept(first, ANOTHER, Came(PLACE))
    entered = links(own_house, post).accept(post.secret(), ANOTHER, Came(PLACE))
    assert entered.user_id == user
    assert own_house.book.sound()


def test_no_table_holds_a_link(own_house: House, post: Kept) -> None:
    secret = issued(own_house, post, tickets.Use.INVITATION)
    assert secret not in str(own_house.book.query("SELECT t::text, * FROM account_ticket t"))


# Mail


@pytest.fixture
def box() -> Iterator[Box]:
    with letter_box() as found:
        yield found


def test_a_server_is_handed_a_letter_in_any_language(box: Box) -> None:
    assert Server(box.url).send(
        "mihon.localhost:8000", Letter("a@example.jp", "【見本】題", "本文\nhttp://x/y\n")
    )
    (letter,) = box.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == (
        "a@example.jp", "kyogikai@example.jp", "【見本】題",
    )  # fmt: skip
    assert letter.get_content().replace("\r\n", "\n") == "本文\nhttp://x/y\n"


@pytest.mark.parametrize("to", [REFUSED, "nobody@example.jp"])
def test_what_goes_wrong_is_told_without_an_address(
    box: Box, to: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = box.url if to == REFUSED else "smtp://127.0.0.1:1/"
    assert not Server(url).send("mihon.localhost", Letter(to, "題", "本文"))
    assert "a mail was not sent" in caplog.text
    assert to not in caplog.text


def test_no_password_is_said_without_tls(box: Box) -> None:
    url = box.url.replace("smtp://", "smtp://user:secret@")
    assert not Server(url).send("mihon.localhost", Letter("a@example.jp", "題", "本文"))
    assert box.letters == []


def test_a_folder_keeps_what_each_host_sent(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for host in ("a.localhost:8000", "b.localhost", "../x"):
        assert folder.send(host, Letter("a@example.jp", f"題 {host}", f"本文 {host}"))
    ((_, letter),) = folder.letters("A.localhost")
    assert (letter.subject, letter.text.strip()) == ("題 a.localhost:8000", "本文 a.localhost:8000")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "other"}


@pytest.mark.parametrize(
    ("smtp", "purpose", "way"),
    [("smtp://x", "demo", Server), ("", "demo", Folder), ("", "", NoPost)],
)
def test_only_a_demo_has_a_folder(smtp: str, purpose: str, way: type, tmp_path: Path) -> None:
    outbox = Outbox(smtp, tmp_path, lambda: purpose)
    assert isinstance(outbox.way, way)
    assert NoPost().send("x", Letter("", "", "")) is False
    assert PASSPHRASE
