"""Host name -> municipality: each has a label before the base domain; any other host is refused."""

import re

LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def label_of(host: str, base_domain: str) -> str | None:
    """The municipality's label in a Host header (port and case do not matter); None for any other host."""
    name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdigit() else host
    label, dot, rest = name.lower().rstrip(".").partition(".")
    return label if dot and rest == base_domain and LABEL.fullmatch(label) else None
