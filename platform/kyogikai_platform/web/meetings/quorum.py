"""定足数: what a rule in force asks for, what was counted, and both in words.

A count that is on record is told as it stands. Where none is, a share that can be reckoned (過半数, 3分の2)
is reckoned on the numbers of the record, and said to be so; any other wording is told as written.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kyogikai_platform.web.words import words
from kyogikai_projections.meeting_rules import InForce

KANJI = {kanji: str(n) for n, kanji in enumerate("〇一二三四五六七八九十")}
SHARE = re.compile(r"(\d+)分の(\d+)(以上)?")


class Told(NamedTuple):
    """A quorum in words, and whether it was met (None: nobody can say)."""

    text: str
    met: bool | None
    rule: str


def told(meeting: Mapping[str, Any], rules: Sequence[InForce], lang: str) -> list[Told]:
    """For each body as counted; without any count, by each rule that sets a quorum."""
    sets = [rule for rule in rules if rule.quorum or rule.share]
    named = "、".join(_rule(rule) for rule in sets) if lang == "ja" else "; ".join(_rule(r) for r in sets)
    counted = [_counted(q, lang, named) for q in meeting["quorum"]]
    return counted or [_reckoned(rule, meeting["counts"] or {}, lang) for rule in sets]


def _rule(rule: InForce) -> str:
    words_of_it = rule.quorum or rule.share
    return f"{rule.title}（{words_of_it}）"


def _counted(q: Mapping[str, Any], lang: str, rule: str) -> Told:
    facts = {"body": q["body"]["name"], "base": q["base"], "needed": q["needed"], "present": q["present"]}
    text = words("meeting_quorum_met" if q["met"] else "meeting_quorum_unmet", lang, **facts)
    return Told(text, q["met"], rule)


def _reckoned(rule: InForce, counts: Mapping[str, Any], lang: str) -> Told:
    base, present = counts.get("expected"), counts.get("present")
    needed = needs(rule.share, base) if base else None
    if needed is None or present is None:
        return Told(words("meeting_quorum_rule", lang), None, _rule(rule))
    name = "meeting_quorum_reckoned" if present >= needed else "meeting_quorum_reckoned_unmet"
    return Told(words(name, lang, base=base, needed=needed, present=present), present >= needed, _rule(rule))


def needs(share: str, base: int) -> int | None:
    """How many of ``base`` a share asks for; None where its wording cannot be reckoned."""
    text = "".join(KANJI.get(c, c) for c in unicodedata.normalize("NFKC", share).replace(" ", ""))
    if "過半数" in text:
        return base // 2 + 1
    if "半数以上" in text or text == "半数":
        return -(-base // 2)
    found = SHARE.search(text)
    if not found or not int(found[1]):
        return None
    return -(-base * int(found[2]) // int(found[1]))
