"""Webhooks: a receiver that fails in any way loses nothing and harms nobody."""

import socket
import threading
import time
from collections import Counter
from datetime import timedelta
from itertools import groupby
from typing import Any

import pytest

from kyogikai_graphql import ids
from kyogikai_platform import fetching
from kyogikai_platform.accounts.mail import Letter
from kyogikai_platform.fetching import Fetching
from kyogikai_platform.installation import Installation
from kyogikai_platform.webhooks import courier, desk, queueing, sending, sharing, signing
from kyogikai_platform.webhooks.courier import Courier
from kyogikai_platform.webhooks.desk import NOW
from kyogikai_platform.webhooks.keeping import NoSuchWebhook
from kyogikai_platform.webhooks.telling import Telling
from kyogikai_tenants.access import ApiClientRevoked
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.bodies import BodyRenamed
from kyogikai_tenants.council.members import MemberAppointed
from kyogikai_tenants.council.parties import PersonRegistered
from kyogikai_tenants.events import AudienceChanged
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.municipalities import TenantSuspended, done_on
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.platform.accounts.house import ADMINISTRATOR
from tests.platform.installed import here, master
from tests.platform.webhooks.hooked import Hooked, impatient
from tests.platform.webhooks.receiver import Got, Receiver, listening, raw, says

__all__ = ["here", "master"]
pytestmark = pytest.mark.check


@pytest.fixture
def hooked(here: Installation, monkeypatch: pytest.MonkeyPatch) -> Hooked:
    """A municipality whose receivers are tried again at once."""
    impatient(monkeypatch)
    return Hooked.opened(here)


def test_signatures_are_those_of_the_published_vector() -> None:
    """Of the libraries of Standard Webhooks."""
    secret, message = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    made = signing.headers([secret], message, 1614265330, b'{"test": 2432232314}')
    assert made == {
        "webhook-id": message,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_change_is_told_by_kind_id_and_cursor_and_signed(hooked: Hooked) -> None:
    with listening() as receiver:
        (body,) = hooked.set(receiver.url, ["Body"]).bodies(1)
        hooked.deliver()
        (got,) = receiver.got
        told = got.told
        assert (told["type"], told["data"]["typename"], told["data"]["removed"]) == (
            "body.changed", "Body", False
        )  # fmt: skip
        assert set(told) == {"type", "timestamp", "data"}
        assert set(told["data"]) == {"typename", "subjectId", "removed", "cursor"}
        assert got.subject == ids.encode("Body", body)
        assert "部会" not in got.body.decode()
        assert got.signed_by(hooked.secret)
        assert abs(int(got.headers["webhook-timestamp"]) - time.time()) < 60
        (delivery,) = hooked.deliveries
        assert [(a.status, a.problem) for a in delivery.attempts] == [(204, "")]
        assert (hooked.now.waiting, delivery.done_at is not None) == (0, True)
        hooked.deliver()
        assert len(receiver.got) == 1, "it is told once"


def test_what_a_client_may_not_see_it_is_never_told(here: Installation) -> None:
    hooked = Hooked.opened(here, "published:read")
    with listening() as receiver:
        shown = hooked.set(receiver.url).bodies(1)[0]
        book = hooked.house.book
        council = book.one("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
        hidden = book.body(council, name="内部", audience="council")
        hooked.deliver()
        assert ids.encode("Body", shown) in receiver.subjects()
        assert ids.encode("Body", hidden) not in receiver.subjects()


def test_all_that_one_event_hides_is_told(here: Installation) -> None:
    """A body's seats go with it, by its own event; who follows what is public is told of each."""
    hooked = Hooked.opened(here, "published:read")
    with listening() as receiver:
        (body,) = hooked.set(receiver.url).bodies(1)
        book = hooked.house.book
        for name in ("架空 花子", "架空 太郎"):
            person = book.say(PersonRegistered, None, "undated", name=name, audience="public").record_id
            given: dict[str, Any] = {"body_id": body, "person_id": person, "audience": "public"}
            book.say(MemberAppointed, None, "from 2024-04-01", **given)
        hooked.deliver()
        before = len(receiver.got)
        book.say(AudienceChanged, body, audience="secretariat", reason="誤って公開")
        hooked.deliver()
        told = [got.told["type"] for got in receiver.got[before:]]
    assert sorted(told) == ["body.removed", "membership.removed", "membership.removed"]


def test_nothing_of_another_municipality_is_told(hooked: Hooked, here: Installation) -> None:
    """A canary in each, and both couriers told of both."""
    other = Hooked.opened(here)
    with listening() as one, listening() as two:
        mine = hooked.set(one.url, ["Body"]).bodies(2)
        theirs = other.set(two.url, ["Body"]).bodies(2)
        hooked.deliver()
        other.deliver()
        told = [sorted(receiver.subjects()) for receiver in (one, two)]
        assert told == [sorted(ids.encode("Body", body) for body in bodies) for bodies in (mine, theirs)]
        assert all(not got.signed_by(other.secret) for got in one.got)
        with pytest.raises(NoSuchWebhook):
            hooked.desk.one(hooked.client, other.hook)


FAILING = {
    "refusing": says(500),
    "busy": says(503),
    "redirecting": says(307, Location="http://127.0.0.1:1/elsewhere"),
    "silent": raw(b"", 0.8),
    "dripping": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx", 0.8),
    "endless": raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000),
    "lying about its length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nx", 0.8),
    "lying about itself": raw(b"HTTP/1.1 999 Yes\r\nContent-Length: 0\r\n\r\n"),
    "nonsense": raw(b"220 mail.example.jp ESMTP\r\n\r\n"),
    "hanging up": raw(b""),
}


@pytest.mark.parametrize("how", FAILING)
def test_a_receiver_that_fails_is_asked_again_and_loses_nothing(hooked: Hooked, how: str) -> None:
    with listening(FAILING[how]) as receiver:
        hooked.set(receiver.url, ["Body"]).bodies(2)
        begun = time.monotonic()
        hooked.deliver()
        assert time.monotonic() - begun < 5
        assert hooked.now.waiting == 2
        assert hooked.now.failures >= 1
        assert all(not d.done_at for d in hooked.deliveries)
        receiver.answer = says(200)
        time.sleep(0.01)
        for _ in range(3):
            time.sleep(0.01)
            hooked.deliver()
        assert hooked.now.waiting == 0
        assert hooked.now.failures == 0
        ids_of = [got.headers["webhook-id"] for got in receiver.got]
        assert len(set(ids_of)) == 2, "a message keeps its id"


def test_a_redirect_is_not_followed_and_its_status_is_told(hooked: Hooked) -> None:
    with listening() as inside, listening(says(302, Location=inside.url)) as receiver:
        hooked.set(receiver.url, ["Body"]).bodies(1)
        hooked.deliver()
        assert inside.got == []
        assert hooked.deliveries[0].attempts[0][1:3] == (302, "a redirect")


INSIDE = (
    "https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data", "https://10.0.0.1/",
    "https://192.168.0.1/", "https://172.16.0.1/", "https://[fd00:ec2::254]/", "http://127.0.0.1/",
)  # fmt: skip


def test_an_address_inside_the_network_is_not_connected_to(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = list[Any]()
    monkeypatch.setattr(socket, "create_connection", lambda place, *_: came.append(place))
    courier = hooked.courier(fetching=Fetching(seconds=0.5))
    hooked.bodies(1)
    for url in INSIDE:
        with monkeypatch.context() as before:  # such an address is refused when it is set; some may stand
            before.setattr(desk, "is_open", lambda _: True)
            hooked.set(url, ["Body"])
        courier.once()
        (attempt,) = hooked.deliveries[0].attempts
        assert attempt.problem == "an address that nobody outside is asked at", url
        hooked.desk.remove(hooked.client, hooked.hook)
    assert came == []


def test_a_name_that_leads_elsewhere_a_moment_later_gains_nothing(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked up once for each attempt, and what was looked at is what is connected to."""
    came, answers = list[Any](), iter(["8.8.8.8", "127.0.0.1"])

    def looked_up(_: str, port: int, **__: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connected(place: Any, *_: Any) -> Any:
        came.append(place)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connected)
    hooked.set("https://rebinding.example.jp/", ["Body"]).bodies(1)
    courier = hooked.courier(fetching=Fetching(seconds=0.5))
    courier.once()
    time.sleep(0.01)
    courier.once()
    assert came == [("8.8.8.8", 443)]
    assert hooked.deliveries[0].attempts[-1].problem == "an address that nobody outside is asked at"


def test_of_one_record_nothing_overtakes(hooked: Hooked) -> None:
    with listening() as receiver:
        first, second = hooked.set(receiver.url, ["Body"]).bodies(2)
        stuck = ids.encode("Body", first)

        def picky(own: Any, got: Got) -> None:
            says(500 if got.subject == stuck else 204)(own, got)

        receiver.answer = picky
        hooked.deliver()
        hooked.house.book.say(BodyRenamed, first, "from 2012", name="改称")
        hooked.house.book.say(BodyRenamed, second, "from 2012", name="別称")
        for _ in range(8):
            time.sleep(0.01)
            hooked.deliver()
        mine = {got.cursor for got in receiver.got if got.subject == stuck}
        others = {got.cursor for got in receiver.got if got.subject != stuck}
        assert (len(mine), len(others)) == (1, 2), "the others go on, the stuck one waits for itself"
        receiver.answer = says(204)
        for _ in range(4):
            time.sleep(0.01)
            hooked.deliver()
        order = [got.cursor for got in receiver.got if got.subject == stuck]
        assert len(dict.fromkeys(order)) == 2
        assert order[-1] != order[0]
        assert hooked.now.waiting == 0


@pytest.fixture
def letters() -> "list[tuple[str, Letter]]":
    """What administrators were told."""
    return []


class Box:
    """Takes letters."""

    def __init__(self, letters: list[tuple[str, Letter]]) -> None:
        self.letters = letters

    def send(self, host: str, letter: Letter) -> bool:
        self.letters.append((host, letter))
        return True


def test_after_long_failure_it_is_switched_off_and_the_administrator_is_told_once(
    hooked: Hooked, letters: list[tuple[str, Letter]]
) -> None:
    tell = Telling(hooked.house.here.engine, Box(letters), "localhost")
    with listening(says(500)) as receiver:
        hooked.set(receiver.url + "?key=secret", ["Body"]).bodies(1)
        hooked.deliver(patience=timedelta(days=5), tell=tell)
        assert hooked.now.off_at is None
        time.sleep(0.01)
        hooked.deliver(2, patience=timedelta(0), tell=tell)
        assert hooked.now.off_why == "failed"
        ((host, letter),) = letters
        assert (host, letter.to) == (hooked.house.host, ADMINISTRATOR)
        assert "県の公開データ" in letter.text
        assert "key=secret" not in letter.text
        tried = len(receiver.got)
        hooked.deliver(2, tell=tell)
        assert (len(receiver.got), len(letters)) == (tried, 1)
        receiver.answer = says(200)
        hooked.desk.switch(hooked.client, hooked.hook, on=True)
        hooked.deliver()
        assert (hooked.now.waiting, hooked.now.off_at) == (0, None)


def test_a_receiver_that_is_gone_is_left_alone(hooked: Hooked) -> None:
    with listening(says(410)) as receiver:
        hooked.set(receiver.url).bodies(3)
        hooked.deliver(2)
        assert (hooked.now.off_why, len(receiver.got)) == ("gone", 1)


def test_a_rolled_secret_signs_beside_the_one_before_until_that_is_over(hooked: Hooked) -> None:
    with listening() as receiver:
        hooked.set(receiver.url, ["Body"])
        before = hooked.secret
        after = hooked.desk.roll(hooked.client, hooked.hook, timedelta(days=1))
        hooked.bodies(1)
        hooked.deliver()
        assert [receiver.got[0].signed_by(one) for one in (before, after)] == [True, True]
        last = hooked.desk.roll(hooked.client, hooked.hook, timedelta(0))
        hooked.desk.replay(hooked.client, hooked.hook, "beginning")
        hooked.deliver()
        assert [receiver.got[-1].signed_by(one) for one in (before, after, last)] == [False, False, True]


def test_a_replay_tells_all_after_a_cursor_again(hooked: Hooked) -> None:
    with listening() as receiver:
        hooked.set(receiver.url, ["Body"]).bodies(3)
        hooked.deliver()
        cursor = receiver.got[0].cursor
        hooked.desk.replay(hooked.client, hooked.hook, cursor)
        hooked.deliver()
        assert receiver.subjects() == [*receiver.subjects()[:3], *receiver.subjects()[1:3]]
        assert len({got.headers["webhook-id"] for got in receiver.got}) == 5


def test_nothing_is_told_after_the_client_is_revoked_or_the_municipality_rests(hooked: Hooked) -> None:
    with listening(says(500)) as receiver:
        hooked.set(receiver.url).bodies(2)
        hooked.deliver()
        receiver.answer = says(200)
        tried, house = len(receiver.got), hooked.house
        operator = Book(house.tenant, Actor("operator", Role.PLATFORM_OPERATOR))
        hooked.desk.clients.revoke(hooked.client, "終了")
        time.sleep(0.01)
        hooked.deliver(2)
        assert len(receiver.got) == tried
        rows = house.book.one("SELECT count(*) FROM webhook_delivery")
        assert rows == 0
        again = Hooked(house, hooked.desk.clients.register("別", ["changes:read"])[0], hooked.desk)
        again.set(receiver.url)
        operator.say(TenantSuspended, house.tenant.id, done_on(today()), reason="未払い")
        again.deliver()
        assert len(receiver.got) == tried


def test_a_webhook_whose_client_was_revoked_elsewhere_rests(hooked: Hooked) -> None:
    """By the API the client alone is revoked; its webhook is told nothing, and has no turns for ever."""
    with listening() as receiver:
        hooked.set(receiver.url).bodies(2)
        administrator = Actor(str(hooked.desk.clients.by), Role.TENANT_ADMINISTRATOR)
        Book(hooked.house.tenant, administrator).say(ApiClientRevoked, hooked.client, done_on(today()))
        hooked.deliver()
        assert receiver.got == []
        assert hooked.now.off_why == "revoked"
        assert hooked.courier().once() == 0


def test_another_courier_does_not_take_a_turn_that_is_taken(hooked: Hooked) -> None:
    with listening() as receiver:
        hooked.set(receiver.url, ["Body"]).bodies(1)
        one, other = hooked.courier(lease=timedelta(seconds=1)), hooked.courier()
        assert one.take(hooked.house.tenant.id) is not None
        assert other.once() == 0, "the lease is the first one's"
        time.sleep(1.1)
        assert other.once() == 1, "whoever died has it no longer"
        assert len(receiver.got) == 1


def shares(patch: pytest.MonkeyPatch, most: int) -> None:
    """A turn has so many deliveries to itself, and the queue is filled with twice as many."""
    patch.setattr(sharing, "SHARE", most)
    patch.setattr(queueing, "PAGE", 2 * most)


def test_a_long_burst_is_one_turn_where_nobody_else_waits(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of many municipalities: each round looks at all of them."""
    shares(monkeypatch, 4)
    with listening() as receiver:
        bodies = hooked.set(receiver.url, ["Body"]).bodies(40)
        assert hooked.courier().once() == 1, "not one for each 4 of them"
        assert sorted(receiver.subjects()) == sorted(ids.encode("Body", body) for body in bodies)
        assert (hooked.now.waiting, hooked.courier().once()) == (0, 0)


def test_a_turn_has_an_end(hooked: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "TURN_SECONDS", 0.0)
    with listening() as receiver:
        hooked.set(receiver.url, ["Body"]).bodies(2)
        assert (hooked.courier().once(), receiver.got) == (1, [])


def paths(receiver: Receiver) -> list[str]:
    """To which of its webhooks each came, in order."""
    return [got.path for got in receiver.got]


def carried(courier: Courier, receiver: Receiver, count: int) -> list[str]:
    """As in the runner, until so many came."""
    stop = threading.Event()
    thread = threading.Thread(target=courier.forever, args=(stop,))
    thread.start()
    until = time.monotonic() + 30
    while len(receiver.got) < count and time.monotonic() < until:
        time.sleep(0.01)
    stop.set()
    thread.join()
    return paths(receiver)


def test_webhooks_with_long_bursts_alternate_share_by_share(
    hooked: Hooked, here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one municipality and of another, where there are fewer slots than webhooks."""
    shares(monkeypatch, 4)
    monkeypatch.setattr(courier, "AT_ONCE", 1)
    other = Hooked.opened(here)
    with listening() as receiver:
        hooked.set(f"{receiver.url}/a", ["Body"]).bodies(24)
        hooked.set(f"{receiver.url}/b", ["Body"])
        other.set(f"{receiver.url}/c", ["Body"]).bodies(24)
        both = hooked.courier(only=(hooked.house.tenant.id, other.house.tenant.id))
        came = carried(both, receiver, 3 * 24)
    runs = [(path, len(list(run))) for path, run in groupby(came)]
    assert len(came) == 3 * 24
    assert max(length for _, length in runs) <= 3 * 4, runs
    assert all(came.index(f"/hook/{name}") <= 5 * 4 for name in "abc"), runs


def test_a_slow_receiver_gives_way_after_its_share_of_time(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "SHARE_SECONDS", 0.1)
    monkeypatch.setattr(courier, "AT_ONCE", 1)

    def slowly(own: Any, got: Got) -> None:
        time.sleep(0.06 if got.path.endswith("/slow") else 0)
        says(204)(own, got)

    with listening(slowly) as receiver:
        hooked.set(f"{receiver.url}/slow", ["Body"])
        hooked.set(f"{receiver.url}/fast", ["Body"]).bodies(12)
        came = carried(hooked.courier(), receiver, 24)
    assert (len(came), sorted(set(came))) == (24, ["/hook/fast", "/hook/slow"])
    assert came.index("/hook/fast") <= 8, came


def test_each_municipality_has_a_turn_before_one_has_another(hooked: Hooked, here: Installation) -> None:
    other = Hooked.opened(here)
    with listening() as receiver:
        for one, path in ((hooked, "one"), (other, "other")):
            for _ in range(3):
                one.set(f"{receiver.url}/{path}", ["Body"])
            one.bodies(1)
        both = hooked.courier(only=(hooked.house.tenant.id, other.house.tenant.id))
        assert both.once() == 6
        came = paths(receiver)
    assert [len(set(came[at : at + 2])) for at in (0, 2, 4)] == [2, 2, 2], came


def test_a_body_with_250_seats_that_one_event_hides_is_told_whole(here: Installation) -> None:
    """They share a position: more than the queue is filled with, and than a turn has to itself."""
    hooked = Hooked.opened(here, "published:read")
    (body,) = hooked.bodies(1)
    hooked.seats(body, 250)
    with listening() as receiver:
        hooked.set(receiver.url, after=NOW)
        hooked.house.book.say(AudienceChanged, body, audience="secretariat", reason="誤って公開")
        assert hooked.courier().once() == 1
        told = receiver.got
    assert Counter(got.told["type"] for got in told) == {"body.removed": 1, "membership.removed": 250}
    assert len({got.subject for got in told}) == 251
    assert len({got.cursor for got in told}) == 1


# Each of these goes red


def test_a_courier_that_connects_inside_the_network_is_seen(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening() as receiver:
        monkeypatch.setattr(fetching, "is_open", lambda _: True)
        hooked.set(receiver.url.replace("http:", "https:"), ["Body"]).bodies(1)
        hooked.courier(fetching=Fetching(seconds=0.5)).once()
        assert hooked.deliveries[0].attempts[0].problem != "an address that nobody outside is asked at"


def test_a_courier_that_lets_a_record_overtake_itself_is_seen(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TAKE", "NEXT"):
        monkeypatch.setattr(sending, name, getattr(sending, name).replace(sending.FIRST_OF_EACH, ""))
    with listening(says(500)) as receiver:
        (body,) = hooked.set(receiver.url, ["Body"]).bodies(1)
        hooked.deliver()
        hooked.house.book.say(BodyRenamed, body, "from 2012", name="改称")
        monkeypatch.setattr("kyogikai_platform.webhooks.backing_off.FIRST", timedelta(hours=1))
        monkeypatch.setattr("kyogikai_platform.webhooks.backing_off.LONGEST", timedelta(hours=1))
        for _ in range(3):
            time.sleep(0.01)
            hooked.deliver()
        cursors = list(dict.fromkeys(got.cursor for got in receiver.got))
        assert len(cursors) == 2, "the later one was sent while the earlier one waits"
