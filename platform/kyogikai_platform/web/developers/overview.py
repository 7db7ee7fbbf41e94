"""/developers: where the API is, as whom it is asked, what there is to read; with ?q= what was looked for."""

from flask import Response, request

from kyogikai_graphql.schema import WORDS
from kyogikai_platform.web.developers.chapters import TITLES, chapters
from kyogikai_platform.web.developers.searching import LONGEST, find
from kyogikai_platform.web.public.addresses import origin
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit

SCOPES = (
    ("published:read", "dev_scope_published"), ("council:read", "dev_scope_council"),
    ("changes:read", "dev_scope_changes"), ("meetings:write", "dev_scope_meetings"),
)  # fmt: skip


def show(site: Site) -> Response:
    """The first page of this family."""
    visit, sought = Visit.at(site, "q"), " ".join(request.args.get("q", "").split())[:LONGEST]
    return visit.page(
        "developers/index.html", visit.ask("frame"), origin=origin(site), q=sought, found=find(sought),
        chapters=chapters(), titles=TITLES, scopes=SCOPES, things=len(WORDS), longest=LONGEST,
    )  # fmt: skip
