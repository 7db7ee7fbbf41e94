"""会議の一覧 at /meetings: the register with its filters in the address, as a list or as a month."""

from typing import Any

from flask import Response

from kyogikai_graphql import ids
from kyogikai_platform.web.addressed import window
from kyogikai_platform.web.meetings import month, recording
from kyogikai_platform.web.meetings.filters import EVERY, KEPT, SIZE, Filters
from kyogikai_platform.web.meetings.telling import line, year_label
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.calendar_feed import person_of
from kyogikai_projections.labels import word
from kyogikai_projections.meeting_counts import Counted, bodies_of, counted, years_of
from kyogikai_projections.reading import Reading
from kyogikai_tenants.vocabulary import MeetingState


def show(site: Site) -> Response:
    """As whoever asks may see it: a year from its beginning, all years from the end."""
    visit = Visit.at(site, *KEPT)
    filters = Filters.of(visit.when)
    counts, mine = visit.read(lambda reading: _beside(reading, visit))
    offered = choices(visit, filters, counts) | {"mine": mine}
    if visit.when.kept["view"] == "month":
        return month.show(visit, filters, offered)
    paged = window(visit.when.kept, "Query.meetings", SIZE, newest=filters.year is None)
    answer = visit.ask("meetings/register", **filters.asked, **paged)
    lines = [line(m, visit.lang, visit.when.day) for m in answer["meetings"]["nodes"]]
    return visit.page(
        "meetings/register.html", answer, found=answer["meetings"], every=filters.year is None,
        lines=lines[::-1] if filters.year is None else lines, **offered,
    )  # fmt: skip


def _beside(reading: Reading, visit: Visit) -> tuple[list[Counted], str]:
    """What the filters offer, and who of the record it is that asks, where they sit in a body."""
    account = visit.asker.holds.account
    own = person_of(reading, account) if account and visit.asker.viewer.bodies else None
    counts = counted(reading, reading.moment(visit.when.day, visit.when.known))
    return counts, ids.encode("Person", own) if own else ""


def choices(visit: Visit, filters: Filters, found: list[Counted]) -> dict[str, Any]:
    """What the filters offer, and what is chosen."""
    lang, when = visit.lang, visit.when
    bodies = {ids.encode("Body", body): name for body, name in bodies_of(found).items()}
    listed = dict.fromkeys([*years_of(found), filters.current, *([filters.year] if filters.year else [])])
    return {
        "filters": filters,
        "presets": [*filters.presets(when, lang), *filters.own(when, _own(visit, bodies))],
        "body_names": bodies,
        "body_name": bodies.get(filters.body, ""),
        "year_name": year_label(filters.year, lang) if filters.year else "",
        "years": [(EVERY, "")] + [(str(y), year_label(y, lang)) for y in sorted(listed, reverse=True)],
        "states": [(state.value, word(state, lang)) for state in MeetingState],
        "state_name": word(MeetingState(filters.state), lang) if filters.state else "",
        "new": recording.new(visit.asker, filters.body) if when.is_now else "",
        "reset": when.here(**dict.fromkeys(KEPT, "")),
        "as_list": when.here(view="", month="", after="", before=""),
        "as_month": when.here(view="month", after="", before=""),
    }  # fmt: skip


def _own(visit: Visit, bodies: dict[str, str]) -> dict[str, str]:
    """The bodies in which whoever asks sits, of those that have meetings."""
    own = {ids.encode("Body", body) for body in visit.asker.viewer.bodies}
    return {body: name for body, name in bodies.items() if body in own}
