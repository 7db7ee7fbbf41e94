"""Network addresses: what counts as one place."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network


@lru_cache(4096)
def place_of(remote: str | None) -> str:
    """Where somebody sits: an address, in IPv6 the network that one household has."""
    try:
        found = ip_address(remote or "")
    except ValueError:
        return "address:"
    network = f"{ip_network((found, 64), strict=False)}" if isinstance(found, IPv6Address) else str(found)
    return f"address:{network}"
