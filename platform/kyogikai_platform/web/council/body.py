"""会議体 at /bodies/<id>: what a body, or a group of bodies, is, was called, and with whom it works."""

from typing import Any

from flask import Response, abort

from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.council.norms import norms
from kyogikai_platform.web.meetings.telling import called
from kyogikai_platform.web.org_facts import Telling
from kyogikai_platform.web.plain import plain
from kyogikai_platform.web.seating import by_seat
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.labels import word
from kyogikai_tenants.vocabulary import (
    BodyKind,
    Existence,
    IssueState,
    LineageChange,
    MeetingState,
    NameKind,
    ReferralAct,
    SecretariatMode,
)

SETTLED = frozenset({"RESOLVED", "CLOSED", "HANDED_OVER"})
OPEN_SHOWN = 5
"""How many open issues stand on the page; the list of issues has them all."""


def show(site: Site, body: str) -> Response:
    """As it stood on the day; before it began, and after its end, as it first or last was."""
    visit = Visit.at(site)
    record = record_of(body, "Body", "BodyGroup")
    answer = visit.ask("council/body", id=body)
    found, lang = answer["node"], visit.lang
    if found is None:
        abort(404)
    if held := found.get("memberships"):
        held["nodes"] = by_seat(visit, held["nodes"])
    when = visit.when
    own = visit.read(lambda reading: norms(reading, reading.moment(when.day, when.known), record, lang))
    council = answer["council"] or {"sources": (), "routes": ()}
    telling = Telling(lang, {d["id"]: d for d in council["sources"]})
    return visit.page(
        "council/body.html", answer, body=found, telling=telling,
        purposes=[n for n in own if n.table == "purpose" and n.now], former=[n for n in own if not n.now],
        plain=plain(visit, found["plainSummary"], found["id"]) if found["type"] == "Body" else None,
        kind=word(BodyKind[found["kind"]], lang), routes=_routes(found, council["routes"], lang),
        **(_words(found, lang) if found["type"] == "Body" else {}),
    )  # fmt: skip


def _words(body: dict[str, Any], lang: str) -> dict[str, Any]:
    """What enumerations of it say, in words."""
    links = [*body["predecessors"], *body["successors"]]
    issues = [i for i in body["issues"]["nodes"] if i["state"] not in SETTLED]
    return {
        "state": word(Existence[body["existence"]], lang),
        "name_kinds": {k.name: word(k, lang) for k in NameKind},
        "modes": {m.name: word(m, lang) for m in SecretariatMode},
        "links": [link | {"change": word(LineageChange[link["change"]], lang)} for link in links],
        "meetings": [
            m | {"state": word(MeetingState[m["state"]], lang), "title": called(m, lang)}
            for m in reversed(body["meetings"]["nodes"])
        ],
        "issues": [i | {"state": word(IssueState[i["state"]], lang)} for i in issues[:OPEN_SHOWN]],
    }


def _routes(body: dict[str, Any], routes: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    """Those that begin or end here, or at the group that it belongs to."""
    here = {body["id"], (body.get("group") or {}).get("id")} - {None}
    mine = [r for r in routes if {(r[end] or {}).get("id") for end in ("from", "to")} & here]
    return [r | {"act": word(ReferralAct[r["act"]], lang)} for r in mine]
