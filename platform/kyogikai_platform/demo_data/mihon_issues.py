"""みほん市（架空）: issues on every stage of their path, and what the assembly recommended to the mayor."""

from datetime import date
from typing import Any, NamedTuple

from kyogikai_platform.demo_data.mihon_calendar import day_of
from kyogikai_platform.demo_data.mihon_paths import ISSUES, RECOMMENDATIONS, ROUTES, Problem, Proposal
from kyogikai_platform.demo_data.mihon_writing import Writer

COMMANDS = {
    "screen": "ScreenIssue",
    "refer": "ReferIssue",
    "escalate": "EscalateIssue",
    "return": "ReturnIssue",
    "defer": "DeferIssue",
    "report": "ReportIssueProgress",
    "feedback": "GiveIssueFeedback",
    "resolve": "ResolveIssue",
    "close": "CloseIssue",
    "reopen": "ReopenIssue",
}


class Item(NamedTuple):
    """An issue on the agenda of a meeting."""

    issue: str
    title: str


def write(w: Writer) -> None:
    """Routes, issues, recommendations."""
    for when, routes in ROUTES:
        given = [
            dict(zip(("from_id", "to_id", "act", "conditions"), route, strict=False)) for route in routes
        ]
        w.say("DefineIssueRoutes", "council", f"from {when}", routes=given)
    for issue in ISSUES:
        _issue(w, issue)
    for number, proposal in enumerate(RECOMMENDATIONS, 1):
        _recommendation(w, f"recommendation-{number}", proposal)


def on_agenda(meeting: str) -> list[Item]:
    """The issues that a meeting took up: each of which it took a step, and raised before that day."""
    day = day_of(meeting)
    return [
        Item(i.key, i.title)
        for i in ISSUES
        if day_of(i.raised) < day and any(place == meeting for _, place, _ in i.steps)
    ]


def _issue(w: Writer, issue: Problem) -> None:
    w.say("RaiseIssue", issue.key, f"at {day_of(issue.raised)}", title=issue.title, text=issue.text,
          category=issue.category, raised_by_id=issue.by, owner_id=issue.owner, case_count=issue.cases,
          meeting_id=_meeting(issue.raised), audience=issue.audience)  # fmt: skip
    for verb, place, given in issue.steps:
        meeting: dict[str, Any] = {} if verb == "feedback" else {"meeting_id": _meeting(place)}
        w.say(COMMANDS[verb], issue.key, f"at {day_of(place)}", **given, **meeting)


def _meeting(place: str) -> str:
    """The meeting, where a place is one and no date."""
    return "" if place[:2] == "20" else place


def _recommendation(w: Writer, key: str, said: Proposal) -> None:
    adopted: date = day_of(said.meeting)
    w.say("AdoptRecommendation", key, f"at {adopted}", title=said.title, kind=said.kind, from_id="ga",
          in_answer_to=said.in_answer_to, text=said.text, addressee="みほん市長",
          issue_ids=said.issues)  # fmt: skip
    if said.delivered:
        w.say("DeliverRecommendation", key, f"at {said.delivered}")
    if said.responded:
        w.say("ReceiveResponse", key, f"at {said.responded}", answer=said.answer, decision=said.decision)
