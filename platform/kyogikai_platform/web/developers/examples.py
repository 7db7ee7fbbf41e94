"""Questions to begin with, in the words of the reader's own record: its ids, its names, its days."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import msgspec

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.permitting import may
from kyogikai_platform.web.words import words
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.permission import Reading

YEAR = timedelta(days=365)


class Example(NamedTuple):
    """One of them: a name, what it shows, the document and its variables as JSON."""

    name: str
    title: str
    text: str
    query: str
    variables: str


NOW = """query Now {
  municipality { name }
  council { name memberCount established { label } }
  bodies(first: 10) {
    totalCount
    nodes { id name label memberCount officers { office person { name } organization { name } } }
  }
}
"""
PAST = """query OnThatDay($day: Date!) {
  council(asOf: $day) { name existence }
  bodies(asOf: $day, first: 20) {
    totalCount
    nodes { name kind existence names { name from { label } to { label } } }
  }
}
"""
KNOWN = """query AsKnownThen($day: Date!, $then: DateTime!) {
  known: bodies(asOf: $day, knownAt: $then) { totalCount nodes { name } }
  today: bodies(asOf: $day) { totalCount nodes { name } }
}
"""
BODY = """query OneBody($id: ID!) {
  body(id: $id) {
    name
    purpose
    cadence { asWritten perYear asNeeded }
    memberships(first: 50) { nodes { office category organization { name } person { name } } }
    provenance { document { title } locator }
  }
}
"""
MEETING = """query OneMeeting($id: ID!) {
  meeting(id: $id) {
    title
    date { label }
    bodiesAsHeld { name }
    agenda { number title kind }
    counts { expected present }
    minutes { state kind publishedAt }
    documents { title mediaType bytes sha256 }
  }
}
"""
ISSUE = """query PathOfAnIssue($id: ID!) {
  issue(id: $id) {
    title
    state
    raised { label }
    path(first: 20) {
      nodes {
        act
        from { ... on Body { name } ... on Council { name } ... on ExternalParty { name } }
        to { ... on Body { name } ... on Council { name } ... on ExternalParty { name } }
        effective { label }
        outcome
      }
    }
  }
}
"""
CHANGES = """query WhatChanged($after: String) {
  changes(after: $after, first: 20) {
    cursor
    more
    changes { typename subjectId removed }
  }
}
"""
TRAIL = """query WhoDidWhat {
  auditTrail(last: 10) {
    nodes {
      position
      recordedAt
      sentence
      actor { name role }
      changes { label old new }
    }
  }
}
"""
PROOF = """query Checkpoint {
  checkpoints(last: 1) { nodes { size rootHash issuedAt note } }
  rateLimit { limit cost remaining resetAt }
}
"""
OF_RECORDS = (("body", BODY, "bodies"), ("meeting", MEETING, "meetings"), ("issue", ISSUE, "issues"))
TITLES = {
    "now": "dev_ex_now", "past": "dev_ex_past", "known": "dev_ex_known", "body": "dev_ex_body",
    "meeting": "dev_ex_meeting", "issue": "dev_ex_issue", "changes": "dev_ex_changes",
    "trail": "dev_ex_trail", "proof": "dev_ex_proof",
}  # fmt: skip


def examples(answer: Mapping[str, Any], asker: Asker, lang: str) -> list[Example]:
    """Those that this reader may ask, with what there is to ask about."""
    return [
        Example(name, words(TITLES[name], lang), words(f"{TITLES[name]}_more", lang), query, _json(given))
        for name, query, given in _filled(answer, asker)
    ]


def _filled(answer: Mapping[str, Any], asker: Asker) -> Iterator[tuple[str, str, dict[str, Any]]]:
    day = _past_day(answer, asker.day)
    yield "now", NOW, {}
    yield "past", PAST, {"day": day.isoformat()}
    yield "known", KNOWN, {"day": day.isoformat(), "then": _end_of(asker.day - YEAR)}
    for name, query, listed in OF_RECORDS:
        for node in answer[listed]["nodes"]:
            yield name, query, {"id": node["id"]}
    if may(asker, Reading.CHANGES):
        yield "changes", CHANGES, {"after": None}
    if may(asker, Reading.TRAIL):
        yield "trail", TRAIL, {}
    yield "proof", PROOF, {}


def _past_day(answer: Mapping[str, Any], today: date) -> date:
    """Half way back to the first day of the council; a year ago where nobody says when that was."""
    council = answer["council"] or {}
    days = [(council.get(name) or {}).get("earliest") for name in ("established", "attested")]
    first = min((date.fromisoformat(day) for day in days if day), default=today - 2 * YEAR)
    return first + (today - first) // 2 if first < today else today - YEAR


def _end_of(day: date) -> str:
    return datetime.combine(day, time(23, 59, 59), JAPAN).isoformat()


def _json(given: Mapping[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(given), indent=2).decode() if given else ""
