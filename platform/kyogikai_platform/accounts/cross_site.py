"""Whether a browser sends a request from our own page: by Sec-Fetch-Site, or where it is missing by Origin.

Municipalities are neighbours on one domain, so the same site is not near enough: it is the same origin.
"""

from urllib.parse import urlsplit

from flask import Request


def own_origin(asked: Request) -> bool | None:
    """Yes, no, or None where the request does not say: no browser of today."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = asked.headers.get("Origin")
    return urlsplit(origin).netloc.lower() == asked.host.lower() if origin is not None else None
