"""Which browser a session is in, as its user tells it from others: its kind and system, and the network."""

from ipaddress import ip_interface, ip_network

SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
"""What a browser calls itself, the particular before the general: each also names others."""


def device_of(agent: str) -> str:
    """A browser in two words; empty for what is none that we know."""
    found = [next((name for mark, name in marks if mark in agent), "") for marks in (BROWSERS, SYSTEMS)]
    return " / ".join(filter(None, found))


def network_of(place: str) -> str:
    """The network of an address (``addresses.place_of``): enough to know one's own, and no address."""
    text = place.removeprefix("address:")
    if not text:
        return ""
    address = ip_interface(text)
    return str(ip_network((address.ip, 24 if address.version == 4 else 48), strict=False))  # noqa: PLR2004 - IPv4
