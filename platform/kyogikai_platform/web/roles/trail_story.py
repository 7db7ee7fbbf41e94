"""The story of one body, person, issue or user at /trail/of/<id>: every entry about it, told in order."""

from typing import Any

from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.loading import own_acts, scope
from kyogikai_graphql.problems import BadId
from kyogikai_platform.web.roles.latest import at
from kyogikai_platform.web.roles.trail_asked import Cut
from kyogikai_platform.web.roles.trail_lines import stories
from kyogikai_platform.web.roles.trail_page import require
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.ways import to_record
from kyogikai_projections.reading import Reading
from kyogikai_projections.story import Story
from kyogikai_projections.telling import called

SIZE = 100
"""Entries on a page."""


def show(site: Site, subject: str) -> Response:
    """As far as whoever asks may read it: what they may read nothing of is not there, as what never was."""
    visit = Visit.any(site, "after", "only").now()
    require(visit, "/trail")
    story, after = _story(visit.asker, subject, only=bool(visit.when.kept["only"])), _after(visit)

    def read(reading: Reading) -> tuple[list[dict[str, Any]], bool, str]:
        found = story.rows(reading, after, SIZE + 1)
        name = called(reading, [story.record], visit.lang).get(story.record, "")
        return stories(reading, found[:SIZE], visit.lang), len(found) > SIZE, name

    lines, more, name = visit.read(read)
    if not lines and not after:
        abort(404)
    told = [line | {"at": at(line["recordedAt"], visit.lang)} for line in lines]
    return visit.page(
        "roles/story.html", visit.ask("frame"), lines=told, name=name or subject, user=bool(story.actor),
        more=told[-1]["position"] if more else None, subject=subject, only=story.own_only,
        way=to_record(story.kind, subject) if story.kind else "", wide=bool(story.kind),
    )  # fmt: skip


def _after(visit: Visit) -> int:
    return Cut.of(visit.when.kept).after or 0


def _story(asker: Asker, subject: str, *, only: bool) -> Story:
    """Of what an id names; not found (404) where it names nothing that has a story."""
    open_to = scope(asker.viewer) or own_acts(asker)
    if open_to is None:
        abort(404)
    try:
        kind, value = ids.decode(subject)
        if kind == ids.ACTOR:
            return Story(open_to, ids.uuid_of(value), actor=value)
        _, record = ids.decode_as(subject, *ids.TABLES)
        return Story(open_to, record, kind=ids.TABLES[kind][0], own_only=only)
    except BadId:
        abort(404)
