"""What the API says of a body, a group or a route, in words: nothing is added, and every source stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kyogikai_platform.web.words import WORDS, words

Answer = Mapping[str, Any]


class Source(NamedTuple):
    """A document and the place in it."""

    title: str
    more: str
    place: str
    id: str = ""
    """The document's, where it has a page."""


class Flag(NamedTuple):
    """What to mind about a fact."""

    word: str
    note: str


@dataclass(frozen=True)
class Telling:
    """One answer, told in one language."""

    lang: str
    documents: Mapping[str, Answer]
    """By their ids: what else is known of them."""

    def sources(self, *facts: Answer | None) -> list[Source]:
        """Where facts stand, each place once."""
        found = [self._source(p) for fact in facts if fact for p in fact["provenance"]]
        return list(dict.fromkeys(s for s in found if s.title or s.place))

    def flags(self, *facts: Answer | None) -> list[Flag]:
        """What to mind about them, each once."""
        told = [
            Flag(flag_word(q["flag"], self.lang), note(q)) for fact in facts if fact for q in fact["quality"]
        ]
        return list(dict.fromkeys(told))

    def cadence(self, rules: Iterable[Answer]) -> str:
        """How often a body meets, as its source words it where that is known."""
        return "／".join(filter(None, (self._cadence(rule) for rule in rules)))

    def composition(self, made: Answer | None) -> str:
        """Who sits in it, as a rule."""
        if made is None:
            return ""
        between = "、" if self.lang == "ja" else ", "
        names = between.join(body["name"] for body in made["exOfficioOf"])
        count, added = made["organizationCount"], between.join(made["added"])
        parts = (
            made["text"], made["level"], between.join(made["categories"]),
            words("organizations", self.lang, count=count) if count else "",
            words("ex_officio", self.lang, names=names) if names else "",
            words("added_members", self.lang, names=added) if added else "",
        )  # fmt: skip
        return ("／" if self.lang == "ja" else "; ").join(p.rstrip("。") for p in parts if p)

    def _cadence(self, rule: Answer) -> str:
        if rule["asWritten"] and (self.lang == "ja" or not (rule["perYear"] or rule["asNeeded"])):
            return str(rule["asWritten"])
        told = [rule["meetingKind"] or "", words("about_so", self.lang) if rule["approximate"] else ""]
        if rule["perYear"]:
            told.append(words("per_year", self.lang, count=rule["perYear"]))
        elif rule["intervalMonths"]:
            told.append(words("every_months", self.lang, count=rule["intervalMonths"]))
        if rule["asNeeded"]:
            told.append(words("as_needed", self.lang))
        return " ".join(filter(None, told))

    def _source(self, stands: Answer) -> Source:
        document = stands["document"] or {}
        own = self.documents.get(document.get("id", ""), {})
        more = " ".join(filter(None, (own.get("subtitle"), (own.get("date") or {}).get("label"))))
        return Source(document.get("title", ""), more, stands["locator"] or "", document.get("id", ""))


def flag_word(flag: str, lang: str) -> str:
    """A quality flag in words."""
    name = f"flag_{flag}"
    return words(name, lang) if name in WORDS else words("flag_other", lang, flag=flag)


def note(flag: Answer) -> str:
    """What a flag says beside its word, with the words of the source that it is about."""
    said, written = flag.get("note") or "", flag.get("as_written") or flag.get("asWritten") or ""
    return f"{said}「{written}」" if written else said
