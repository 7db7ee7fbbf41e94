"""Host name -> municipality: each has a label before the base domain; any other host is refused.

One label is the platform's own: behind it stands tenant zero, the operators' tenant with a log, accounts
and a trail like any other, but without a municipality, a council or a row in the directory.
"""

import re
from uuid import UUID

CONSOLE = "console"
"""The platform's own label; no municipality can take it (``municipalities.RESERVED``)."""
TENANT_ZERO = UUID(int=0)
"""Whose log the operators' accounts and acts stand in."""
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def label_of(host: str, base_domain: str) -> str | None:
    """The municipality's label in a Host header (port and case do not matter); None for any other host."""
    name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdigit() else host
    label, dot, rest = name.lower().rstrip(".").partition(".")
    return label if dot and rest == base_domain and LABEL.fullmatch(label) else None
