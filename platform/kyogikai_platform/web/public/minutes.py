"""会議録 of a meeting at /meetings/<id>/minutes: as a page, as plain text, for Word and as tagged PDF.

As much as the reader may see: the public sees what is published, and a meeting without minutes that they
may see has no such page for them.
"""

from http import HTTPStatus
from typing import Any

from flask import Response, abort

from kyogikai_platform.web.meetings.telling import called
from kyogikai_platform.web.public.columns import Answer
from kyogikai_platform.web.public.minutes_paper import paper_of
from kyogikai_platform.web.public.papers import given, known_form
from kyogikai_platform.web.public.reading import whole
from kyogikai_platform.web.seating import by_seat
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit


def show(site: Site, meeting: str) -> Response:
    """The page."""
    visit = Visit.at(site)
    answer = _found(visit, meeting)
    paper = paper_of(visit, answer)
    told = answer["meeting"]
    name = called(told, visit.lang)
    return visit.page(
        "public/minutes.html", answer, paper=paper, meeting=told, name=name, states=_states(told)
    )


def show_as(site: Site, meeting: str, form: str) -> Response:
    """The same in a form to take away."""
    known_form(form, "txt")
    visit = Visit.at(site)
    answer = _found(visit, meeting)
    day = answer["meeting"]["date"]["value"] or "undated"
    return given(visit, answer, paper_of(visit, answer), form, f"minutes-{day.replace('/', '_')}")


def _states(meeting: Answer) -> list[str]:
    """Of minutes that are not published, so that nobody takes them for it."""
    return [one["state"] for one in meeting["minutes"] if one["state"] != "PUBLISHED"]


def _found(visit: Visit, meeting: str) -> dict[str, Any]:
    """The meeting and all who were invited; 404 without minutes."""
    answer = whole(visit, "minutes", "meeting", "attendance", meeting)
    if not answer["meeting"] or not answer["meeting"]["minutes"]:
        abort(HTTPStatus.NOT_FOUND)
    came = answer["meeting"]["attendance"]
    came["nodes"] = by_seat(visit, came["nodes"], lambda one: one["membership"])
    return answer
