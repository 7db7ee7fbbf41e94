"""/robots.txt and /sitemap.xml: what search engines may read; of a fictitious municipality nothing."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from flask import Response

from kyogikai_platform.web.public.addresses import origin, there
from kyogikai_platform.web.public.gathering import Gathering
from kyogikai_platform.web.public.published import Refusal, file, gathering, tag, unchanged
from kyogikai_platform.web.site import Site

DECLARED = b'<?xml version="1.0" encoding="utf-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
"""Addresses that one file may name."""
ALWAYS = (
    "/", "/org", "/history", "/roster", "/meetings", "/issues", "/recommendations", "/activities", "/open",
    "/help", "/accessibility",
)  # fmt: skip
EACH = {
    "bodies": "/bodies", "organizations": "/organizations", "meetings": "/meetings", "issues": "/issues",
    "recommendations": "/recommendations", "activities": "/activities",
}  # fmt: skip
CLOSED = ("/sign-in?", "/sign-in/", "/account", "/calendar/", "/graphql")
"""What nobody finds anything in; who looks for the way in finds the one page that leads there."""


def robots(site: Site) -> Response:
    """For whoever asks before looking."""
    found = gathering(site)
    if found.ask("open_whose")["municipality"]["fictitious"]:
        text = "User-agent: *\nDisallow: /\n"
    else:
        closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
        text = f"User-agent: *\n{closed}Sitemap: {origin(site)}/sitemap.xml\n"
    return Response(
        text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
    )


def sitemap(site: Site) -> Response:
    """The pages of what is published."""
    try:
        found = gathering(site)
    except Refusal as refusal:
        return refusal.response
    etag = tag(found, "sitemap.xml")
    if same := unchanged(etag):
        return same
    body = found.steady(lambda steady: _written(list(_paths(steady))[:MOST], origin(site)))
    return file(body, "application/xml; charset=utf-8", etag, "sitemap.xml", attached=False)


def _paths(found: Gathering) -> Iterator[str]:
    """Those that there are pages at."""
    if found.ask("open_whose")["municipality"]["fictitious"]:
        return
    yield from filter(there, ALWAYS)
    for name, above in EACH.items():
        rows = found.rows(name) if there(f"{above}/x") or name == "meetings" else ()
        for row in rows:
            own = f"{above}/{row['id']}"
            yield from filter(there, [own])
            if any(one["publishedAt"] for one in row.get("minutes", ())):
                yield f"{own}/minutes"


def _written(paths: list[str], base: str) -> bytes:
    top = ET.Element("urlset", {"xmlns": SPACE})
    for path in paths:
        ET.SubElement(ET.SubElement(top, "url"), "loc").text = base + path
    ET.indent(top, " ")
    return DECLARED + bytes(ET.tostring(top, "utf-8")) + b"\n"
