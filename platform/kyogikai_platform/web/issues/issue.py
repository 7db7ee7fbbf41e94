"""An issue at /issues/<id>: what it is, the way that it has taken, whose turn it is, what came of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, abort

from kyogikai_platform.web.addressed import record_of, window
from kyogikai_platform.web.issues import recording
from kyogikai_platform.web.issues.common import (
    Party,
    in_words,
    party,
    rests,
    span,
)  # fmt: skip
from kyogikai_platform.web.issues.filters import SETTLED
from kyogikai_platform.web.issues.lines import marks, waits
from kyogikai_platform.web.issues.ways import ways
from kyogikai_platform.web.meetings.telling import called
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.org_facts import Answer
from kyogikai_platform.web.plain import plain
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_projections.lives import rows_of, where
from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.vocabulary import (
    ActivityState,
    IssueState,
    MeetingState,
    RecommendationKind,
    ReferralAct,
)


class Step(NamedTuple):
    """A step of the path, as it is told."""

    act: str
    day: str
    source: Party | None
    target: Party | None
    meeting: dict[str, str] | None
    said: tuple[tuple[str, str], ...]
    """What was asked, by when, what came of it: each with its name."""
    exception: str
    recorded: tuple[str, ...]
    """When it was recorded, for those who may read the trail."""
    rests: dict[str, Any]
    then: str
    """The address of the issue as it stood on that day; empty where this reader does not see it then."""


def show(site: Site, issue_id: str) -> Response:
    """As whoever asks may see it."""
    visit = Visit.at(site, "after")
    paged = window(visit.when.kept, "Issue.path", 1)
    record = record_of(issue_id, "Issue")
    answer = visit.ask("issues/issue", id=issue_id, after=paged["after"])
    if answer["issue"] is None:
        abort(404)
    seen = visit.read(
        lambda reading: _seen(reading, reading.moment(visit.when.day, visit.when.known), record)
    )
    words_first = plain(visit, answer["issue"]["plainSummary"], issue_id)
    return visit.page("issues/issue.html", answer, plain=words_first, **_facts(answer, visit, seen))


def _seen(reading: Reading, moment: Moment, record: UUID) -> list[Row]:
    """The issue as this reader sees it: who sees it by its owner sees it on their owner's days alone."""
    return rows_of(reading, moment, "issue", where("issue", "id", [record]))


def _is_seen(seen: Sequence[Row], day: date) -> bool:
    return any(v["valid_from"] <= day and (v["valid_to"] is None or day < v["valid_to"]) for v in seen)


def _facts(answer: dict[str, Any], visit: Visit, seen: Sequence[Row]) -> dict[str, Any]:
    """What the page shows."""
    issue, lang, day = answer["issue"], visit.lang, visit.when.day
    state = IssueState[issue["state"]]
    settled, council = state in SETTLED, answer["council"]
    return {
        "issue": issue, "state": word(state, lang), "settled": settled,
        "closed": state is IssueState.CLOSED,
        "acts": recording.of_issue(visit, issue["id"], closed=state is IssueState.CLOSED),
        "age": span(issue["ageDays"], lang) if issue["ageDays"] is not None else "",
        "owner": party(issue["owner"]), "raised_by": party(issue["raisedBy"]),
        "waits": "" if settled else waits(issue, day, lang), "marks": marks(issue, day, lang),
        "asked": (issue["turn"] or {}).get("question") or "",
        "steps": [_step(step, visit, seen) for step in issue["path"]["nodes"]], "path": issue["path"],
        "ways": ways(issue, council["routes"] if council else [], lang),
        "feedback": [f | {"rests": rests(lang, f)} for f in issue["feedback"]],
        "meetings": [_meeting(m, issue["id"], lang) for m in issue["meetings"]["nodes"]],
        "activities": _activities(issue, lang),
        "recommendations": [
            r | {"kind": word(RecommendationKind[r["kind"]], lang)} for r in issue["recommendations"]
        ],
        "rests": rests(lang, issue),
    }  # fmt: skip


def _step(step: Answer, visit: Visit, seen: Sequence[Row]) -> Step:
    lang, when = visit.lang, step["effective"]
    told = (
        (words("issue_question", lang), step["question"]),
        (words("issue_due_day", lang), in_words(step["due"], lang)),
        (words("issue_outcome", lang), step["outcome"]),
    )
    said = tuple((name, text) for name, text in told if text)
    first = date.fromisoformat(when["earliest"]) if when["earliest"] else None
    then = visit.when.at(first, after="") if first and _is_seen(seen, first) else ""
    return Step(
        word(ReferralAct[step["act"]], lang), when["label"], party(step["from"]), party(step["to"]),
        _called(step["meeting"], lang), said, step["exception"] or "",
        tuple(dict.fromkeys(_recorded(p["event"], lang) for p in step["provenance"] if p["event"])),
        rests(lang, step), then,
    )  # fmt: skip


def _called(meeting: Answer | None, lang: str) -> dict[str, str] | None:
    return {"id": meeting["id"], "name": called(meeting, lang)} if meeting else None


def _recorded(event: Answer, lang: str) -> str:
    moment = datetime.fromisoformat(event["recordedAt"]).astimezone(JAPAN)
    return f"{label(moment.date(), lang)} {moment:%H:%M}"


def _meeting(meeting: Answer, issue_id: str, lang: str) -> dict[str, Any]:
    """A meeting with the items of its agenda that were about the issue."""
    own = [item for item in meeting["agenda"] if (item["issue"] or {}).get("id") == issue_id]
    return {
        "id": meeting["id"], "name": called(meeting, lang), "day": meeting["date"]["label"],
        "state": word(MeetingState[meeting["state"]], lang), "agenda": own,
    }  # fmt: skip


def _activities(issue: Answer, lang: str) -> list[dict[str, Any]]:
    """The activities that the same items of an agenda were about."""
    items = (item for m in issue["meetings"]["nodes"] for item in m["agenda"])
    own = (i["activity"] for i in items if i["activity"] and (i["issue"] or {}).get("id") == issue["id"])
    found = {a["id"]: a | {"state": word(ActivityState[a["state"]], lang)} for a in own}
    return list(found.values())
