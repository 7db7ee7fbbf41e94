"""An entry of the trail as its pages show it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from kyogikai_graphql import ids
from kyogikai_platform.web import by_link
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.org_facts import Telling
from kyogikai_platform.web.roles.kinds import CASES, SHOWN, kind_of
from kyogikai_platform.web.roles.latest import on
from kyogikai_platform.web.ways import to_record
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.vocabulary import Role

SIGNS = {"correct": "warn", "end": "warn", "add": "ok", "change": "key"}
"""How the chip of a sort of act is drawn; the text says which it is."""
HANDLE = 8
"""Characters of an operator's id that tell operators apart."""
NUMBER = re.compile(r"K-[A-Z2-7]{5}-[A-Z2-7]{5}")
"""Of a case, in a sentence."""
SHORT = 8
"""Characters of a hash that a row shows."""


class Day(NamedTuple):
    """The entries of one day, the newest first."""

    name: str
    entries: Sequence[dict[str, Any]]


def days(told: Iterable[dict[str, Any]], lang: str) -> list[Day]:
    """Entries in words by the day on which they were recorded, the newest first."""
    found: dict[date, list[dict[str, Any]]] = {}
    for one in sorted(told, key=lambda one: -one["position"]):
        found.setdefault(on(one["recordedAt"]), []).append(one)
    return [Day(label(day, lang), entries) for day, entries in found.items()]


def said(node: dict[str, Any], lang: str) -> dict[str, Any]:
    """One entry."""
    kind, telling = kind_of(node["type"]), Telling(lang, {})
    subject, role = node["subject"], node["actor"]["role"]
    actor = node["actor"] | {"name": _called(node["actor"], lang)}
    return node | {
        "actor": actor,
        "kind": SHOWN[kind], "sign": SIGNS.get(kind, "line"), "number": f"{node['position']:,}",
        "time": datetime.fromisoformat(node["recordedAt"]).astimezone(JAPAN).strftime("%H:%M"),
        "role": word(Role[role], lang) if role else "",
        "case": _case(node),
        "way": to_record(ids.TABLES[subject["kind"]][0], subject["id"]) if subject else "",
        "sources": telling.sources(node), "flags": telling.flags(node), "short": node["hash"][:SHORT],
    }  # fmt: skip


def _case(node: dict[str, Any]) -> str:
    """The number of the case that an entry is about; empty where it is about none."""
    found = NUMBER.search(node["sentence"]) if node["type"].startswith(CASES) else None
    return found[0] if found else ""


def _called(actor: dict[str, Any], lang: str) -> str:
    """A name. An operator's account is at the platform, and is told apart here by the end of its id."""
    own = ids.decode_actor(actor["id"])
    platform = actor["role"] == Role.PLATFORM_OPERATOR.name and own not in by_link.NOBODY
    if platform and actor["name"] == own:
        return words("trail_operator", lang, handle=own[-HANDLE:])
    return by_link.called(own, actor["name"], lang)
