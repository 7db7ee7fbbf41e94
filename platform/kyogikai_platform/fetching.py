"""Fetching what a server outside says: from public addresses alone, within time and size, without redirects.

An address is looked up once, and what was looked at is what is connected to: a name that answers otherwise a
moment later (rebinding) gains nothing. With ``loopback``, for a demo and for tests, this machine answers too,
and it alone may do so without TLS.
"""

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from typing_extensions import override

NOT_ASKED = tuple(
    map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "192.0.0.0/24"))
)
"""IPv6 networks whose addresses stand for IPv4 ones, and one of the providers of clouds for themselves."""
Address = tuple[str, int]


class NotFetched(Exception):
    """What was asked for was not said, or nobody may be asked there; with the status, where there was one."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.why, self.status = why, status


class Fetched(NamedTuple):
    """An answer."""

    status: int
    body: bytes


def is_open(text: str) -> bool:
    """Whether an IP address is one of the public network."""
    found = ip_address(text.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast and not any(found in network for network in NOT_ASKED)


def is_loopback(text: str) -> bool:
    """Whether an IP address is this machine's own."""
    found: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    return found.is_loopback


def numbers(host: str) -> str | None:
    """The IP address that a host is written as, as a resolver reads it (``0x7f.1``); None for a name."""
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        try:
            return socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            return None


@dataclass(frozen=True)
class Fetching:
    """Fetches for one installation."""

    loopback: bool = False
    seconds: float = 5
    """For the whole of it, the lookup of the name and the answer, however slowly that drips."""
    most: int = 256 * 1024
    """Bytes of an answer."""

    def get(self, url: str) -> Fetched:
        """What stands at an address. Raises NotFetched."""
        return self._ask("GET", url, None, {"Accept": "application/json"})

    def post(self, url: str, body: str, headers: Mapping[str, str]) -> Fetched:
        """What is answered to a form. Raises NotFetched."""
        return self._ask("POST", url, body.encode(), headers)

    def _ask(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Fetched:
        parts, begun = plain(url), monotonic()
        addresses = self._addresses(parts)
        left = self.seconds - (monotonic() - begun)
        if left <= 0:
            raise self._too_long()
        connection = _connection(parts, addresses[0], left)
        over = _Deadline(connection, left)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            text = answer.read(self.most + 1)
        except (OSError, HTTPException, ValueError) as problem:
            raise NotFetched(type(problem).__name__) from problem
        finally:
            over.cancel()
            connection.close()
        return self._judged(answer.status, text, late=over.late)

    def _judged(self, status: int, text: bytes, *, late: bool) -> Fetched:
        if late:
            raise self._too_long(status)
        if len(text) > self.most:
            raise NotFetched(f"more than {self.most} bytes", status)
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise NotFetched("a redirect", status)
        return Fetched(status, text)

    def _addresses(self, parts: SplitResult) -> list[Address]:
        """Where a name leads, all of it allowed. Raises NotFetched."""
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        places = self._places(host, port)
        own = self.loopback and all(map(is_loopback, places))
        if not own and (parts.scheme != "https" or not all(map(is_open, places))):
            raise NotFetched("an address that nobody outside is asked at")
        return [(place, port) for place in places]

    def _places(self, host: str, port: int) -> list[str]:
        """What the system's resolver says in time; it knows no limit itself. Raises NotFetched."""
        told = SimpleQueue[Any]()

        def look_up() -> None:
            try:
                told.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError) as problem:
                told.put(problem)

        Thread(target=look_up, daemon=True).start()
        try:
            found = told.get(timeout=self.seconds)
        except Empty:
            raise self._too_long() from None
        if isinstance(found, Exception):
            raise NotFetched("no such host") from found
        return [str(one[4][0]) for one in found]

    def _too_long(self, status: int | None = None) -> NotFetched:
        return NotFetched(f"longer than {self.seconds} s", status)


def plain(url: str) -> SplitResult:
    """An address of the web without anything that hides where it leads. Raises NotFetched."""
    try:
        parts = urlsplit(url)
        odd = not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>')
        if odd or parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            raise NotFetched("no address of the web")
    except ValueError as problem:
        raise NotFetched("no address of the web") from problem
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise NotFetched("no plain address of the web")
    return parts


class _Deadline:
    """Ends a connection when its time is over."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self.late, self._connection = False, connection
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self.late = True
        own = self._connection.sock
        if own is not None:
            try:
                own.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    def cancel(self) -> None:
        """It ended in time, or was ended."""
        self._timer.cancel()


def _connection(parts: SplitResult, address: Address, seconds: float) -> HTTPConnection:
    own = _Tls if parts.scheme == "https" else _Plain
    return own(parts.hostname or "", address, seconds)


class _Plain(HTTPConnection):
    """To an address that was looked at, whatever the name says by now."""

    def __init__(self, host: str, address: Address, seconds: float) -> None:
        super().__init__(host, address[1], timeout=seconds)
        self._address, self._seconds = address, seconds

    @override
    def connect(self) -> None:
        self.sock = socket.create_connection(self._address, self._seconds)


class _Tls(HTTPSConnection):
    """The same, with the name's own certificate."""

    def __init__(self, host: str, address: Address, seconds: float) -> None:
        self._own = ssl.create_default_context()
        super().__init__(host, address[1], timeout=seconds, context=self._own)
        self._address, self._seconds = address, seconds

    @override
    def connect(self) -> None:
        own = socket.create_connection(self._address, self._seconds)
        tls = self._own.wrap_socket(own, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = tls
        tls.do_handshake()
