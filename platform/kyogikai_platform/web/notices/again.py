"""次回の会議 at /meetings/<id>/next: what the next one could be like, and the form filled in with it.

A proposal and no more: nothing is recorded here, and the form asks for everything again.
"""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Response, abort

from kyogikai_platform.web.addressed import known_id
from kyogikai_platform.web.meetings import recording
from kyogikai_platform.web.meetings.comparing import MONTHS, Norm
from kyogikai_platform.web.meetings.telling import called, place, weekday
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.notices.telling import Answer
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.vocabulary import NumberingScheme

WEEK = 7


class Proposal(NamedTuple):
    """A day for the next meeting, and what it follows from."""

    day: date | None
    why: str


def show(site: Site, meeting_id: str) -> Response:
    """What the form would be filled in with, and the way to it."""
    visit = Visit.any(site).now()
    answer = visit.ask("meetings/meeting", id=known_id(meeting_id, "Meeting"))
    meeting = answer["meeting"] or abort(HTTPStatus.NOT_FOUND)
    lead = meeting["bodies"][0]["id"] if meeting["bodies"] else ""
    if not recording.new(visit.asker, lead):
        abort(HTTPStatus.NOT_FOUND)
    before = _before(visit, meeting, lead)
    proposed = _proposed(visit, meeting, lead, before)
    numbers, items = numbered(meeting, proposed.day), standing(meeting, before)
    way = recording.new(visit.asker, "") + "?" + urlencode(typed(meeting, proposed.day, numbers, items))
    lang, day = visit.lang, proposed.day
    return visit.page(
        "notices/next.html", answer, meeting=meeting, name=called(meeting, lang), way=way,
        day=label(day, lang) + weekday(day, lang) if day else "", why=words(proposed.why, lang),
        hours=_clocks(meeting), place=place(meeting, lang), items=[item["title"] for item in items],
        numbers=[(body["name"], numbers.get(body["id"])) for body in meeting["bodies"]],
    )  # fmt: skip


def _before(visit: Visit, meeting: Answer, lead: str) -> Answer | None:
    """The lead body's meeting before this one."""
    when = meeting["date"]
    if not lead or not when["earliest"]:
        return None
    given = {"body": lead, "first": when["earliest"], "last": when["latest"]}
    found = visit.ask("meetings/around", **given)["before"]["nodes"]
    own = [m["id"] for m in found]
    earlier = found[: own.index(meeting["id"])] if meeting["id"] in own else []
    return visit.ask("meetings/meeting", id=earlier[-1]["id"])["meeting"] if earlier else None


def _proposed(visit: Visit, meeting: Answer, lead: str, before: Answer | None) -> Proposal:
    """By the body's norm; else by how long it was since the meeting before."""
    last = exact(meeting)
    if last is None:
        return Proposal(None, "meeting_next_no_day")
    if months := _norm(visit, lead):
        return Proposal(coming(last, months, visit.asker.day), "meeting_next_by_norm")
    earlier = exact(before) if before else None
    months = (last.year - earlier.year) * MONTHS + last.month - earlier.month if earlier else 0
    if months > 0:
        return Proposal(coming(last, months, visit.asker.day), "meeting_next_by_gap")
    return Proposal(None, "meeting_next_no_norm")


def _norm(visit: Visit, lead: str) -> int:
    """Months between two meetings of a body as its norm, or its group's, has it; 0: it says nothing."""
    then = visit.ask("meetings/norm", on=visit.when.day.isoformat())["then"]
    own = next((b for b in then["bodies"] if b["id"] == lead), None) if then else None
    if own is None:
        return 0
    groups = {group["id"]: group["cadence"] for group in then["bodyGroups"]}
    times = Norm.of(own["cadence"] or groups.get((own["group"] or {}).get("id"), ())).times
    return max(1, MONTHS // times) if times else 0


def exact(meeting: Answer) -> date | None:
    """Its day, where that is known."""
    when = meeting["date"]
    return date.fromisoformat(when["earliest"]) if when["precision"] == "DAY" else None


def coming(last: date, months: int, today: date) -> date:
    """The same weekday of the same week of a month, so many months on, as often as it takes to lie ahead."""
    ahead = months
    while (found := same_weekday(last, ahead)) <= today:
        ahead += months
    return found


def same_weekday(last: date, months: int) -> date:
    """第2木曜 stays 第2木曜; where a month has no fifth one, its last."""
    year, month = divmod(last.year * MONTHS + last.month - 1 + months, MONTHS)
    first, length = calendar.monthrange(year, month + 1)
    day = 1 + (last.weekday() - first) % WEEK + (last.day - 1) // WEEK * WEEK
    return date(year, month + 1, day if day <= length else day - WEEK)


def numbered(meeting: Answer, day: date | None) -> dict[str, tuple[int, str]]:
    """The next number in each body's series; of a fiscal year's in another year the first."""
    found = dict[str, tuple[int, str]]()
    bodies = {body["name"]: body["id"] for body in meeting["bodies"]}
    renewed = day is not None and meeting["fiscalYear"] not in (None, years.fiscal_year(day))
    for one in meeting["numberings"]:
        body = bodies.get(one["body"]["name"])
        if body and one["number"]:
            anew = renewed and one["scheme"] == NumberingScheme.FISCAL_YEAR.name
            found[body] = (1 if anew else one["number"] + 1, one["scheme"])
    return found


def standing(meeting: Answer, before: Answer | None) -> Sequence[Mapping[str, Any]]:
    """The items that this meeting's agenda and the one before have alike."""
    again = {item["title"] for item in before["agenda"]} if before else set[str]()
    return [item for item in meeting["agenda"] if item["title"] in again]


def typed(
    meeting: Answer,
    day: date | None,
    numbers: Mapping[str, tuple[int, str]],
    items: Sequence[Mapping[str, Any]],
) -> dict[str, str]:
    """As the form for a meeting has it typed."""
    found = {"kind": meeting["kind"], "mode": meeting["mode"] or "", "place": meeting["place"] or ""}
    found |= {"date.kind": "AT", "date.value": day.isoformat()} if day else {}
    for field, at in (("startsAt", meeting["startsAt"]), ("endsAt", meeting["endsAt"])):
        found |= {f"{field}.time": _clock(at)} if at and day else {}
    for n, body in enumerate(meeting["bodies"]):
        number, scheme = numbers.get(body["id"], (None, ""))
        found[f"bodies.{n}.bodyId"] = body["id"]
        found |= {f"bodies.{n}.number": str(number), f"bodies.{n}.scheme": scheme} if number else {}
    for n, item in enumerate(items):
        found |= {f"agenda.{n}.title": item["title"], f"agenda.{n}.kind": item["kind"]}
    return {name: text for name, text in found.items() if text}


def _clock(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(years.JAPAN):%H:%M}"


def _clocks(meeting: Answer) -> str:
    return "〜".join(_clock(at) for at in (meeting["startsAt"], meeting["endsAt"]) if at)
