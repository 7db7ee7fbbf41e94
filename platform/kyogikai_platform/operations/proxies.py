"""Proxies that are believed: only a peer at a configured address may say who asks, and by which scheme.

Whatever anybody else sends of it is taken off the request before anything sees it. One family of headers is
read, X-Forwarded-* or Forwarded (RFC 7239): a proxy that writes the one hands on what a stranger wrote in
the other. The host is never read there, because it decides the tenant: a proxy hands on Host as it came.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Address = IPv4Address | IPv6Address
SAYING = ("FORWARDED", "X_FORWARDED_FOR", "X_FORWARDED_PROTO", "X_FORWARDED_HOST", "X_FORWARDED_PORT",
          "X_FORWARDED_PREFIX", "X_REAL_IP")  # fmt: skip
"""Headers by which somebody speaks for somebody else."""
FAMILIES = ("x-forwarded", "forwarded")
PAIR = re.compile(r'\s*([a-zA-Z]+)\s*=\s*(?:"([^"\\]*)"|([^\s;,"]*))\s*')


class UnknownProxy(ValueError):
    """A setting that names no networks, or no family of headers."""


@dataclass(frozen=True)
class Said:
    """What one proxy says of whoever asked it."""

    by: str = ""
    scheme: str = ""


@dataclass(frozen=True)
class Proxies:
    """The networks of an installation's own proxies."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    family: str = FAMILIES[0]

    @classmethod
    def of(cls, networks: str, family: str) -> "Proxies":
        """From settings: networks parted by commas, and a family. Raises UnknownProxy."""
        if family not in FAMILIES:
            raise UnknownProxy(f"KYOGIKAI_FORWARDED: {family!r} is none of {', '.join(FAMILIES)}")
        try:
            return cls(tuple(ip_network(one.strip()) for one in networks.split(",") if one.strip()), family)
        except ValueError as problem:
            raise UnknownProxy(f"KYOGIKAI_TRUSTED_PROXIES: {problem}") from problem

    def believes(self, address: str) -> bool:
        """Whether a peer is one of ours."""
        found = _address(address)
        return found is not None and any(found in network for network in self.networks)

    def settle(self, environ: dict[str, Any]) -> bool:
        """Put who asked into the request's own places, if one of ours says so; whether it is one of ours."""
        said = {name: environ.pop(f"HTTP_{name}", "") for name in SAYING}
        if not self.believes(environ.get("REMOTE_ADDR", "")):
            return False
        chain = list(_forwarded(said["FORWARDED"]) if self.family == "forwarded" else _x_forwarded(said))
        self._settle(environ, chain)
        return True

    def _settle(self, environ: dict[str, Any], chain: list[Said]) -> None:
        """From the nearest proxy outwards, as long as each is one of ours."""
        for said in reversed(chain):
            if (address := _address(said.by)) is None:
                return
            environ["REMOTE_ADDR"] = str(address)
            if said.scheme in {"http", "https"}:
                environ["wsgi.url_scheme"] = said.scheme
            if not self.believes(str(address)):
                return


def _x_forwarded(said: Mapping[str, str]) -> Iterator[Said]:
    """X-Forwarded-For with one entry a proxy; the scheme is the nearest one's word for all."""
    scheme = said["X_FORWARDED_PROTO"].rpartition(",")[2].strip().lower()
    for one in said["X_FORWARDED_FOR"].split(","):
        yield Said(one.strip(), scheme)


def _forwarded(text: str) -> Iterable[Said]:
    """RFC 7239, section 4; an element that cannot be read says nothing, and ends the chain."""
    for element in text.split(","):
        pairs = [PAIR.fullmatch(pair) for pair in element.split(";")]
        told = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in pairs if m}
        yield Said(told.get("for", ""), told.get("proto", "").lower())


@lru_cache(4096)
def _address(text: str) -> Address | None:
    """An address, with a port or in brackets as proxies write it; None for anything else."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
