"""What a provider says is fetched from the public network alone, within limits, and from nowhere else."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kyogikai_platform import fetching
from kyogikai_platform.fetching import Fetching, NotFetched, is_open

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[str]]]:
    """A server on this machine, and who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def serve() -> None:
            while True:
                try:
                    own, place = server.accept()
                except OSError:
                    return
                came.append(place[0])
                with own:
                    try:
                        own.recv(4096)
                        answer(own)
                    except OSError:
                        continue

        running = threading.Thread(target=serve, daemon=True)
        running.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
    running.join(5)


def says(text: bytes) -> Callable[[socket.socket], None]:
    return lambda own: own.sendall(text)


HOSTS = (
    "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "127.0.0.1.",  # noqa: S104
    "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
)  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_this_machine_is_not_asked_however_it_is_written(host: str, scheme: str) -> None:
    with listening(says(HEAD)) as (port, came):
        with pytest.raises(NotFetched):
            Fetching(seconds=1).get(f"{scheme}://{host}:{port}/")
        assert came == []


@pytest.mark.parametrize(
    "place",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1",  # noqa: S104
        "255.255.255.255", "192.0.0.192", "198.18.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
        "ff02::1", "::", "::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
        "2001:0:a9fe:a9fe::1",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_open(place: str) -> None:
    assert not is_open(place)


def test_a_public_address_is_open() -> None:
    assert all(map(is_open, ("8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8")))


def test_a_name_that_leads_inside_by_any_of_its_addresses_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = leading(monkeypatch, ["203.0.113.7"], ["8.8.8.8", "169.254.169.254"])
    for _ in asked:
        with pytest.raises(NotFetched, match="nobody outside"):
            Fetching().get("https://provider.example/")


def leading(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[list[str]]:
    """A name that leads elsewhere each time that it is asked for."""
    left = list(answers)

    def found(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return list(answers)


def test_what_was_looked_at_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []

    def connect(address: Any, *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    leading(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    with pytest.raises(NotFetched, match="ConnectionRefusedError"):
        Fetching().get("https://rebinding.example/")
    assert connected == [("8.8.8.8", 443)]


def test_for_a_demo_this_machine_answers_and_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Fetching(loopback=True, seconds=2)
    with listening(says(HEAD)) as (port, came):
        assert own.get(f"http://127.0.0.1:{port}/") == (200, b"{}")
        assert came
    leading(monkeypatch, ["8.8.8.8"], ["10.0.0.1"], ["127.0.0.1", "10.0.0.1"])
    for _ in range(3):
        with pytest.raises(NotFetched, match="nobody outside"):
            own.get("http://provider.example/")


def drips(own: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b" " * 1000:
        own.sendall(bytes([byte]))
        time.sleep(0.02)


@pytest.mark.parametrize(
    "answer",
    [
        says(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"),
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000),
        says(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000),
        says(b"nonsense\r\n\r\n"),
        says(b""),
        drips,
    ],
    ids=["a redirect", "too much", "too much without a length", "nonsense", "nothing", "drop by drop"],
)
def test_an_answer_keeps_within_limits(answer: Callable[[socket.socket], None]) -> None:
    began = time.monotonic()
    with listening(answer) as (port, _), pytest.raises(NotFetched):
        Fetching(loopback=True, seconds=0.5, most=1000).get(f"http://127.0.0.1:{port}/")
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "url",
    [
        "ftp://8.8.8.8/", "file:///etc/passwd", "gopher://8.8.8.8/", "https://", "https://user:secret@8.8.8.8/",
        "https://user@8.8.8.8/", "https://8.8.8.8/#part", "https://8.8.8.8:99999/", "https://8.8.8.8:0/",
        "https://8.8.8.8\\@127.0.0.1/", "https://8.8.8.8/\r\nHost: x", "https://８.8.8.8/", "http://8.8.8.8/",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_not_asked(url: str) -> None:
    with pytest.raises(NotFetched):
        Fetching(seconds=0.5).get(url)


def test_without_the_look_this_machine_would_have_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "is_open", lambda _: True)
    with listening(says(HEAD)) as (port, came):
        with pytest.raises(NotFetched, match="SSLError"):
            Fetching(seconds=1).get(f"https://127.1:{port}/")
        assert came == ["127.0.0.1"]


def test_a_name_that_nobody_answers_for_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver has no limit that we know of; what it says late is of no use."""
    answered = threading.Event()

    def late(*_: Any, **__: Any) -> list[Any]:
        answered.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", late)
    began = time.monotonic()
    with pytest.raises(NotFetched, match=r"longer than 0\.1 s"):
        Fetching(seconds=0.1).get("https://provider.example/")
    answered.set()
    assert time.monotonic() - began < 2


def test_the_time_of_a_lookup_is_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, left = socket.getaddrinfo, list[float]()

    def slow(*given: Any, **more: Any) -> list[Any]:
        time.sleep(0.3)
        return list(asked(*given, **more))

    def connected(_parts: Any, _address: Any, seconds: float) -> Any:
        left.append(seconds)
        raise NotFetched("far enough")

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    monkeypatch.setattr(fetching, "_connection", connected)
    with pytest.raises(NotFetched, match="far enough"):
        Fetching(loopback=True, seconds=20).get("http://127.0.0.1:1/")
    assert 0 < left[0] <= 19.7
