"""What was recorded last, and how far the log is sealed: for the first page of those who review it."""

from datetime import date, datetime
from typing import Any

from kyogikai_graphql.rights import Trail
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.visit import Visit
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.vocabulary import Role

REVIEWERS = frozenset({Role.AUDITOR, Role.TENANT_ADMINISTRATOR})
"""Whose first page begins with the trail."""


def latest(visit: Visit) -> dict[str, Any] | None:
    """The last entries that they may read and the last checkpoint; None for whoever reviews nothing."""
    if not REVIEWERS & set(visit.asker.holds.roles):
        return None
    answer = visit.ask("roles/latest")
    trail, lang = answer["auditTrail"], visit.lang
    lines = [node | {"at": at(node["recordedAt"], lang)} for node in reversed(trail["nodes"])]
    of_cases = visit.asker.viewer.trail is Trail.CASES
    return {
        "count": trail["totalCount"],
        "lines": lines,
        "sealed": sealed(answer, lang),
        "of_cases": of_cases,
    }


def sealed(answer: dict[str, Any], lang: str) -> dict[str, Any] | None:
    """The last checkpoint in words; None before the first is issued."""
    nodes = answer["checkpoints"]["nodes"]
    return nodes[0] | {"at": at(nodes[0]["issuedAt"], lang)} if nodes else None


def at(moment: str, lang: str) -> str:
    """A moment of the log in words, to the minute, in Japan."""
    when = datetime.fromisoformat(moment).astimezone(JAPAN)
    return f"{label(when.date(), lang)} {when:%H:%M}"


def on(moment: str) -> date:
    """The day of a moment of the log, in Japan."""
    return datetime.fromisoformat(moment).astimezone(JAPAN).date()
