"""機関・団体 at /organizations: who has a part in the council, as read aloud where readings are known."""

from flask import Response

from kyogikai_platform.web.addressed import typed, window
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit

PAGE = 50
LONGEST = 100


def show(site: Site) -> Response:
    """Page by page; ``name`` narrows to those whose name, now or once, has it."""
    visit = Visit.at(site, "name", "after", "before")
    name = typed(visit.when.kept["name"], LONGEST)
    answer = visit.ask(
        "council/organizations", name=name or None, **window(visit.when.kept, "Query.organizations", PAGE)
    )
    found = answer["organizations"]
    unread = sum(not o["reading"] for o in found["nodes"])
    sits = {
        o["id"]: {m["body"]["id"]: m["body"]["name"] for m in o["memberships"]["nodes"]}
        for o in found["nodes"]
    }
    return visit.page(
        "council/organizations.html", answer, found=found, sought_name=name, unread=unread, sits=sits,
        parents=any(o["parentName"] for o in found["nodes"]),
    )  # fmt: skip
