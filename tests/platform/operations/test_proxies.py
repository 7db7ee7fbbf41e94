"""Who asks: a trusted proxy says so, and nobody else's word about it is taken."""

from typing import Any

import pytest

from kyogikai_platform.operations.proxies import SAYING, Proxies, UnknownProxy

NGINX, EDGE, CLIENT = "127.0.0.1", "10.1.2.3", "203.0.113.7"
OURS = Proxies.of("127.0.0.1, ::1, 10.0.0.0/8", "x-forwarded")
RFC = Proxies.of("127.0.0.1, 10.0.0.0/8", "forwarded")


def settled(proxies: Proxies, peer: str, **headers: str) -> dict[str, Any]:
    """The request as everybody behind sees it."""
    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "HTTP_HOST": "a.example"}
    environ |= {f"HTTP_{name.upper()}": text for name, text in headers.items()}
    proxies.settle(environ)
    assert not [name for name in SAYING if f"HTTP_{name}" in environ], "nobody behind can read it"
    assert environ["HTTP_HOST"] == "a.example", "the host decides the tenant: no header changes it"
    return environ


def who(proxies: Proxies, peer: str, **headers: str) -> tuple[str, str]:
    found = settled(proxies, peer, **headers)
    return found["REMOTE_ADDR"], found["wsgi.url_scheme"]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        (CLIENT, CLIENT),
        (f"{CLIENT}:4711", CLIENT),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:203.0.113.7", CLIENT),
        (f"{CLIENT}, {EDGE}", CLIENT),
        (f"198.51.100.1, {CLIENT}, {EDGE}", CLIENT),
        (f"{EDGE}, {CLIENT}", CLIENT),
        (f"unknown, {EDGE}", EDGE),
        ("nonsense", NGINX),
        ("", NGINX),
    ],
)
def test_the_nearest_address_that_is_not_ours_asks(said: str, address: str) -> None:
    assert who(OURS, NGINX, x_forwarded_for=said)[0] == address


def test_what_a_stranger_says_changes_nothing() -> None:
    said = {"x_forwarded_for": "127.0.0.1", "x_forwarded_proto": "https", "x_forwarded_host": "b.example",
            "forwarded": "for=127.0.0.1;proto=https;host=b.example", "x_real_ip": "127.0.0.1"}  # fmt: skip
    for proxies in (OURS, RFC, Proxies()):
        assert who(proxies, CLIENT, **said) == (CLIENT, "http")
    assert who(Proxies(), NGINX, **said) == (NGINX, "http"), "without a setting nobody is believed"


def test_planted_a_proxy_that_believes_everybody_is_seen() -> None:
    assert who(Proxies.of("0.0.0.0/0", "x-forwarded"), CLIENT, x_forwarded_for=NGINX)[0] != CLIENT


def test_one_family_of_headers_is_read() -> None:
    both = {"x_forwarded_for": "198.51.100.1", "forwarded": f"for={CLIENT};proto=https"}
    assert who(OURS, NGINX, **both) == ("198.51.100.1", "http")
    assert who(RFC, NGINX, **both) == (CLIENT, "https")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"for={CLIENT};proto=https;by=10.0.0.1", (CLIENT, "https")),
        ('For="[2001:db8:cafe::17]:4711";Proto=HTTPS', ("2001:db8:cafe::17", "https")),
        (f"for=198.51.100.1, for={CLIENT};proto=https, for={EDGE};proto=http", (CLIENT, "https")),
        (f"for=198.51.100.1, for=_hidden, for={EDGE}", (EDGE, "http")),
        (f"for={CLIENT};proto=gopher", (CLIENT, "http")),
        ('for="unclosed', (NGINX, "http")),
    ],
)
def test_forwarded_is_read_as_rfc_7239_writes_it(said: str, found: tuple[str, str]) -> None:
    assert who(RFC, NGINX, forwarded=said) == found


def test_the_scheme_is_the_nearest_proxys_word() -> None:
    assert who(OURS, NGINX, x_forwarded_for=CLIENT, x_forwarded_proto="http, https") == (CLIENT, "https")
    assert who(OURS, NGINX, x_forwarded_for=CLIENT, x_forwarded_proto="javascript") == (CLIENT, "http")


@pytest.mark.parametrize(
    ("networks", "family"), [("nginx", "x-forwarded"), ("10.0.0.1/8", "forwarded"), ("", "x")]
)
def test_a_setting_that_names_no_proxy_is_refused(networks: str, family: str) -> None:
    with pytest.raises(UnknownProxy):
        Proxies.of(networks, family)
