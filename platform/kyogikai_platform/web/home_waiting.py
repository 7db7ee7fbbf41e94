"""What needs whoever asks, on the first page: for each of their roles what waits for it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from kyogikai_graphql import ids
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.ways import leads, to_record
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import cell_in_words, date_in_words
from kyogikai_projections.labels import word
from kyogikai_projections.waiting import EMPTY, Asked, Heap, Waiting, heaps
from kyogikai_tenants.permission import Holdings
from kyogikai_tenants.vocabulary import IssueState, MeetingState, MinutesState, RecommendationKind, Role


class Kind(NamedTuple):
    """A heap as the page shows it: its heading, what an empty one says, and where all of it is."""

    title: str
    none: str
    all: str
    icon: str
    counts: str = ""
    """``age`` days since, or ``left`` days until, its date."""


KINDS = {
    "drafts": Kind("wait_drafts", "wait_drafts_none", "/meetings", "check"),
    "coming": Kind("wait_coming", "wait_coming_none", "/meetings", "cal", "left"),
    "papers": Kind("wait_papers", "wait_papers_none", "/meetings", "sheet"),
    "issues": Kind("wait_issues", "wait_issues_none", "/issues", "info", "age"),
    "feedback": Kind("wait_feedback", "wait_feedback_none", "/issues", "across", "age"),
    "raised": Kind("wait_raised", "wait_raised_none", "/issues", "up", "age"),
    "unfinished": Kind("wait_unfinished", "wait_unfinished_none", "/meetings", "sheet"),
    "unrecorded": Kind("wait_unrecorded", "wait_unrecorded_none", "/meetings", "warn"),
    "ending": Kind("wait_ending", "wait_ending_none", "/roster", "cal", "left"),
    "published": Kind("wait_published", "wait_published_none", "/meetings", "sheet"),
    "recommendations": Kind(
        "wait_recommendations", "wait_recommendations_none", "/recommendations", "check"
    ),
}  # fmt: skip
"""In the order of the page."""

IN_DAYS = 3
"""Months up to which an age is told in days."""
OFFICE = ("coming", "issues", "feedback", "unfinished", "unrecorded", "ending")
OUTSIDE = ("coming", "published", "recommendations")
FOR_ROLES: dict[Role, Sequence[str]] = {
    Role.SECRETARIAT: OFFICE,
    Role.CHAIR: ("drafts", *OFFICE),
    Role.MEMBER: ("coming", "papers", "raised"),
    Role.CASE_WORKER: ("coming", "raised"),
    Role.VIEWER: OUTSIDE,
    Role.PUBLIC: OUTSIDE,
}
"""What a role is told; who has another role looks elsewhere first (the trail)."""
OF_OWN_BODIES = frozenset({Role.CHAIR, Role.MEMBER, Role.CASE_WORKER})


class Line(NamedTuple):
    """One thing that waits, in words."""

    name: str
    path: str
    body: str
    state: str
    day: str
    time: str
    """How long since, or how soon."""


class Block(NamedTuple):
    """A heap in words."""

    what: str
    kind: Kind
    total: int
    lines: Sequence[Line]
    all: str
    own: bool
    """Whether it is narrowed to their own bodies."""


def asked(holds: Holdings) -> list[Asked]:
    """What is asked for whoever holds this; what any role sees of the whole council is not narrowed."""
    found = dict[str, Asked]()
    for role in holds.roles:
        own = holds.bodies(role) if role in OF_OWN_BODIES else None
        for what in FOR_ROLES.get(role, ()):
            actor = str(holds.account) if what == "raised" else ""
            bodies = None if actor else own
            before = found.get(what)
            if before and (before.bodies is None or bodies is None):
                bodies = None
            elif before and bodies is not None:
                bodies = bodies | (before.bodies or frozenset())
            found[what] = Asked(what, bodies, actor)
    return [found[what] for what in KINDS if what in found]


def blocks(visit: Visit) -> list[Block]:
    """For whoever asks, in one statement; where nothing waits comes last."""
    wanted = asked(visit.asker.holds)
    when = visit.when
    found = visit.read(lambda reading: heaps(reading, reading.moment(when.day, when.known), wanted))
    told = [_block(one, found.get(one, EMPTY), visit) for one in wanted]
    return sorted(told, key=lambda block: not block.total)


def _block(one: Asked, heap: Heap, visit: Visit) -> Block:
    kind = KINDS[one.what]
    lines = list(_lines(kind, heap.first, visit))
    return Block(one.what, kind, heap.total, lines, leads(kind.all), one.bodies is not None)


def _lines(kind: Kind, first: Iterable[Waiting], visit: Visit) -> Iterable[Line]:
    for thing in first:
        node_id = ids.encode(ids.TYPES[thing.kind], thing.id)
        day = cell_in_words(thing.day, visit.lang) if thing.day else ""
        time = _time(kind.counts, thing, visit.when.day, visit.lang)
        name, body = _name(thing, kind, visit.lang), thing.body
        if thing.kind == "meeting" and not thing.name and body:
            name, body = f"{body} {name}" if thing.number else body, ""
        yield Line(
            name, to_record(thing.kind, node_id), body,
            _state(thing, kind, visit.lang), day, time,
        )  # fmt: skip


def _name(thing: Waiting, kind: Kind, lang: str) -> str:
    """What it is called; a meeting or a term without a title by its number or its date."""
    if kind is KINDS["ending"]:
        number = thing.number
        return words("wait_term", lang, number=number) if number else thing.name or words("wait_a_term", lang)
    if thing.name or thing.kind != "meeting":
        return thing.name
    if thing.number:
        year = words("wait_year", lang, year=date_in_words(f"FY{thing.year}", "ja")) if thing.year else ""
        return year + words("wait_number", lang, number=thing.number)
    return words("wait_meeting", lang)


def _state(thing: Waiting, kind: Kind, lang: str) -> str:
    """Where it stands, in words."""
    if kind is KINDS["unrecorded"]:
        return words("wait_not_held" if thing.state == MeetingState.SCHEDULED else "wait_no_minutes", lang)
    if not thing.state or kind in {KINDS["coming"], KINDS["published"]}:
        return ""
    member = {"issue": IssueState, "recommendation": RecommendationKind}.get(thing.kind, MinutesState)
    return word(member(thing.state), lang)


def _time(counts: str, thing: Waiting, today: date, lang: str) -> str:
    """How long it has waited, or how soon it is."""
    edge: Any = (thing.day or {}).get("latest" if kind_of_end(counts, thing) else "earliest")
    if not counts or not edge:
        return ""
    days = (date.fromisoformat(edge) - today).days
    if counts == "age":
        return _age(date.fromisoformat(edge), today, lang)
    return words("wait_today", lang) if days <= 0 else words("wait_left", lang, days=f"{days:,}")


def _age(since: date, today: date, lang: str) -> str:
    """Days while they can be told apart, then months and years."""
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    if months < IN_DAYS:
        return words("wait_days", lang, days=max((today - since).days, 0))
    years, rest = divmod(months, 12)
    if not years:
        return words("wait_months", lang, months=rest)
    return words("wait_years", lang, years=years, months=rest)


def kind_of_end(counts: str, thing: Waiting) -> bool:
    """Whether the last day of a date counts: that of a term's end."""
    return counts == "left" and thing.kind == "body"
