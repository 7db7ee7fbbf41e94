"""An issue on the board, in a line: whose turn it is, for how many days, and what is due or overdue."""

from datetime import date
from typing import NamedTuple

from kyogikai_platform.web.issues.common import Party, days_since, in_words, is_exact, party, span
from kyogikai_platform.web.issues.filters import SETTLED
from kyogikai_platform.web.org_facts import Answer, Flag, Telling
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.vocabulary import IssueState, ReferralAct


class Mark(NamedTuple):
    """What is due, in words; urgent if its day has passed."""

    text: str
    urgent: bool


class Line(NamedTuple):
    """An issue as a list tells it."""

    id: str
    title: str
    state: str
    category: str
    raised: str
    owner: Party | None
    waits: str
    """For how many days it has been its owner's turn; empty once it is settled."""
    last: str
    """The last step and its day."""
    age: str
    marks: tuple[Mark, ...]
    flags: tuple[Flag, ...]


def line(issue: Answer, day: date, lang: str) -> Line:
    """One issue on a day."""
    state, last = IssueState[issue["state"]], issue["lastStep"]
    return Line(
        issue["id"], issue["title"], word(state, lang), issue["category"] or "", issue["raised"]["label"],
        party(issue["owner"]), "" if state in SETTLED else waits(issue, day, lang),
        f"{word(ReferralAct[last['act']], lang)} {last['effective']['label']}" if last else "",
        words("issue_age", lang, span=span(issue["ageDays"], lang)) if issue["ageDays"] is not None else "",
        tuple(marks(issue, day, lang)), tuple(Telling(lang, {}).flags(issue)),
    )  # fmt: skip


def waits(issue: Answer, day: date, lang: str) -> str:
    """How long its owner has had it; of a coarse date, about."""
    turn = issue["turn"]
    days = days_since(turn["effective"], day) if turn else None
    if turn is None or days is None:
        return words("issue_waits_unknown", lang)
    return words(
        "issue_waits" if is_exact(turn["effective"]) else "issue_waits_about", lang, span=span(days, lang)
    )


def marks(issue: Answer, day: date, lang: str) -> list[Mark]:
    """What is due: an answer to what was asked by a day, and to whoever raised it."""
    found, settled = list[Mark](), IssueState[issue["state"]] in SETTLED
    due = (issue["turn"] or {}).get("due")
    if due and not settled:
        over = (day - date.fromisoformat(due)).days
        if over > 0:
            found.append(Mark(words("issue_overdue", lang, day=in_words(due, lang), days=over), urgent=True))
        else:
            found.append(Mark(words("issue_due", lang, day=in_words(due, lang), days=-over), urgent=False))
    if issue["feedbackDue"]:
        name = "issue_feedback_overdue" if settled else "issue_feedback_due"
        found.append(Mark(words(name, lang), urgent=settled))
    return found
