"""Where an issue can go by the council's routes, and why not elsewhere: by the rule that judges moves."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_platform.web.issues.common import rests
from kyogikai_platform.web.org_facts import Answer
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.council.issue_routes import IssueRoute
from kyogikai_tenants.council.issue_rules import allows
from kyogikai_tenants.vocabulary import IssueState, ReferralAct


class Way(NamedTuple):
    """A move: what is done, to whom, under which conditions; why it is not open, if it is not."""

    act: str
    source: str
    target: str
    any_of_group: bool
    conditions: tuple[str, ...]
    why: str
    rests: dict[str, Any]


class Ways(NamedTuple):
    """What may be done with an issue, and what may not."""

    open: list[Way]
    closed: list[Way]
    unset: bool
    """No route is set down at all: then every move is allowed."""


def ways(issue: Answer, routes: Iterable[Answer], lang: str) -> Ways:
    """Of an issue on its day; what this reader may not see of a route is no way."""
    seen = [route for route in routes if route["from"] and route["to"]]
    state, owner = IssueState[issue["state"]], issue["owner"]
    if owner is None:
        return Ways([], [], unset=not seen)
    here = {uuid_of(owner["id"])} | ({uuid_of(g["id"])} if (g := owner.get("group")) else set())
    shut = words("issue_way_closed_issue", lang) if state is IssueState.CLOSED else ""
    away = words("issue_way_elsewhere", lang, owner=owner["name"])
    by = owner["name"]
    forth = [_way(r, by, lang, shut or ("" if _forth(r, here) else away)) for r in seen]
    back = [] if shut else [_back(r, by, lang) for r in seen if _returns(r, here)]
    found = list(dict.fromkeys(_keyed(w) for w in [*forth, *back]))
    by_key = {_keyed(w): w for w in reversed([*forth, *back])}
    told = [by_key[key] for key in found]
    return Ways([w for w in told if not w.why], [w for w in told if w.why], unset=not seen)


def uuid_of(text: str) -> UUID:
    """The record that an id of the API names."""
    return UUID(ids.decode(text)[1])


def _route(route: Answer) -> IssueRoute:
    start, to, act = uuid_of(route["from"]["id"]), uuid_of(route["to"]["id"]), ReferralAct[route["act"]]
    return IssueRoute(from_id=start, to_id=to, act=act, others_may=route["othersMay"], number=0, place="")


def _forth(route: Answer, here: set[UUID]) -> bool:
    own = _route(route)
    return own.to_id not in here and allows(own, own.act, here, {own.to_id})


def _returns(route: Answer, here: set[UUID]) -> bool:
    own = _route(route)
    returns = ReferralAct.RETURN
    return own.act is not returns and own.from_id not in here and allows(own, returns, here, {own.from_id})


def _way(route: Answer, by: str, lang: str, why: str) -> Way:
    start = route["from"]["name"] if why else by
    return _told(route, ReferralAct[route["act"]], start, route["to"], lang, why)


def _back(route: Answer, by: str, lang: str) -> Way:
    return _told(route, ReferralAct.RETURN, by, route["from"], lang, "")


def _told(route: Answer, act: ReferralAct, start: str, to: Answer, lang: str, why: str) -> Way:
    forth = act is not ReferralAct.RETURN
    when = (*route["conditions"], *([route["asWritten"]] if route["asWritten"] else [])) if forth else ()
    group = to["kind"] == "BodyGroup"
    return Way(word(act, lang), start, to["name"], group, when, why, rests(lang, route))


def _keyed(way: Way) -> tuple[str, ...]:
    return (way.act, way.source, way.target, *way.conditions, way.why)
