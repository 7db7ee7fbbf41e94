"""年表: everything that changed a council and its bodies, by date, each with its reason and its sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_platform.web.council.facts import Told
from kyogikai_platform.web.council.happenings import Day, Happening, Named, merged
from kyogikai_platform.web.council.past import Past
from kyogikai_platform.web.council.phrases import NORMS, listed, norm, term_name, title_of
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.words import words
from kyogikai_projections.descent import Step
from kyogikai_projections.labels import word
from kyogikai_projections.lives import Life
from kyogikai_projections.reading import Row
from kyogikai_tenants.vocabulary import BodyKind, CouncilStanding, LineageChange

SHOWN = ("descent", "terms", "rules", "norms", "around")
"""What a chronicle can be narrowed to."""
TYPES = {"council": "Council", "body": "Body", "body_group": "BodyGroup"}
PLACES = {"council": "/councils/", "body": "/bodies/", "body_group": "/bodies/"}
BEGAN = ("history_began", "history_began_all")
ATTESTED = ("history_attested", "history_attested_all")
AMENDED = (
    "title", "legal_form", "number", "scope_id", "max_members", "term_years", "quorum", "decision",
    "chair_method", "openness", "categories",
)  # fmt: skip


@dataclass(frozen=True)
class Chronicle:
    """The past in words."""

    past: Past
    told: Told
    lang: str = field(default="ja")

    def days(self, shown: str) -> list[Day]:
        """By date, what bears none at the end; ``shown`` narrows to one group."""
        found = [h for h in self._all() if shown in {"", h.group}]
        ordered = sorted(found, key=lambda h: (h.day == "", h.day, h.date))
        by_date = groupby(ordered, key=lambda h: (h.day, h.date))
        return [Day(key[1], merged(list(own))) for key, own in by_date]

    def _all(self) -> Iterator[Happening]:
        yield from self._around()
        for table in ("council", "body_group", "body"):
            for life in self.past.records[table].values():
                yield from self._life(life)
        yield from self._descent()
        yield from self._terms()
        yield from self._rules()
        yield from self._norms()

    def _life(self, life: Life) -> Iterator[Happening]:
        row = life.opening
        began, table = row["started"] or row["attested"], life.table
        if self.past.has_begun(began):
            verb, together = BEGAN if row["started"] else ATTESTED
            own = word((CouncilStanding if table == "council" else BodyKind)(_kind(row)), self.lang)
            what = words(verb, self.lang, kind=own)
            text = row["background"] if table == "council" else ""
            names = (self._named(life, date.fromisoformat(began["earliest"] or "0001-01-01")),)
            said = self._said(began, "descent", what, row, names=names, text=text)
            yield replace(said, together=words(together, self.lang)) if table != "council" else said
        ended, last = life.versions[-1]["ended"], life.versions[-1]
        if ended and self.past.has_begun(ended) and life.id not in self._went_on:
            names = (self._named(life, date.fromisoformat(ended["earliest"])),)
            yield self._said(ended, "descent", words("history_ended", self.lang), last, names=names, end=True)

    @property
    def _went_on(self) -> set[UUID]:
        """What ended in something else, which the chronicle tells as that."""
        return {
            row["from_id"] for step in self.past.steps for row in step.rows if row["to_id"] != row["from_id"]
        }

    def _descent(self) -> Iterator[Happening]:
        for step in self.past.steps:
            row, change = step.row, LineageChange(step.row["change"])
            what = word(change, self.lang)
            names = self._ends(step, change)
            yield self._said(row["effective"], "descent", what, *step.rows, names=names, text=row["reason"])

    def _ends(self, step: Step, change: LineageChange) -> tuple[Named, ...]:
        day = step.row["valid_from"]
        old = [
            self._named_by(i, day - timedelta(days=1) if day > date.min else day)
            for i in step.ends("from_id")
        ]
        new = [self._named_by(i, day) for i in step.ends("to_id")]
        before, after = _joined(old, self.lang), _joined(new, self.lang)
        if change is not LineageChange.RENAMED and step.row["from_id"] == step.row["to_id"]:
            return (Named(after.name + self._new_kind(step, change), after.path),)
        return (before, Named(words("history_into", self.lang), ""), after)

    def _new_kind(self, step: Step, change: LineageChange) -> str:
        life = self.past.whose(step.row["to_id"])
        if change is not LineageChange.KIND_CHANGED or life is None:
            return ""
        kind = BodyKind(life.on(step.row["valid_from"])["kind"])
        return words("history_new_kind", self.lang, kind=word(kind, self.lang))

    def _terms(self) -> Iterator[Happening]:
        for life in self.past.records["term"].values():
            begun = [v for v in life.versions if v["existence"] != "not_yet"]
            row = begun[0] if begun else life.versions[0]
            began = row["started"] or row["attested"]
            names = (self._named_by(row["body_id"], row["valid_from"]),)
            if self.past.has_begun(began):
                ends = self.told.date(row["planned_end"], end=True) or row["until_event"]
                what = words("history_term", self.lang, term=term_name(row, self.lang))
                text = words("history_term_ends", self.lang, end=ends) if ends else ""
                yield self._said(began, "terms", what, row, names=names, text=text)
            for old, new in pairwise(begun):
                if old["planned_end"] != new["planned_end"] and new["valid_from"] <= self.past.day:
                    what = words("history_extended", self.lang, term=term_name(new, self.lang))
                    text = words(
                        "history_term_ends", self.lang, end=self.told.date(new["planned_end"], end=True)
                    )
                    yield self._on(new, "terms", what, names=names, text=text)
            ended = life.versions[-1]["ended"]
            if ended and self.past.has_begun(ended):
                what = words("history_term_ended", self.lang, term=term_name(row, self.lang))
                yield self._said(ended, "terms", what, life.versions[-1], names=names, end=True)

    def _rules(self) -> Iterator[Happening]:
        for life in self.past.records["enactment"].values():
            row, last = life.opening, life.versions[-1]
            began = row["started"] or row["attested"]
            if self.past.has_begun(began):
                yield self._said(began, "rules", words("history_enacted", self.lang), row, names=_titled(row))
            live = [v for v in life.versions if v["existence"] == "live"]
            for old, new in pairwise(live):
                if any(old[c] != new[c] for c in AMENDED) and new["valid_from"] <= self.past.day:
                    yield self._on(new, "rules", words("history_amended", self.lang), names=_titled(new))
            if last["ended"] and self.past.has_begun(last["ended"]):
                what = words("history_repealed", self.lang)
                yield self._said(last["ended"], "rules", what, last, names=_titled(last), end=True)
        for row in self.past.parts["legal_basis"]:
            if self.past.has_begun(row["effective"]):
                names = (self._named_by(row["stream_id"], row["valid_from"]),)
                what, text = words("history_basis", self.lang), title_of(row)
                yield self._said(row["effective"], "rules", what, row, names=names, text=text)

    def _norms(self) -> Iterator[Happening]:
        """What was redefined later; what held from the beginning is told where the body is."""
        for table, called in NORMS.items():
            for _, own in groupby(self.past.parts[table], key=lambda r: (r["stream_id"], r["valid_from"])):
                rows = [r for r in own if not r.get("parent")]
                if rows and (table == "secretariat" or self._is_later(rows[0])) and self._begun(rows[0]):
                    what = words(called, self.lang)
                    names = (self._named_by(rows[0]["stream_id"], rows[0]["valid_from"]),)
                    text = listed(filter(None, (norm(table, r, self.lang) for r in rows)), self.lang)
                    yield self._said(rows[0]["effective"], "norms", what, *rows, names=names, text=text)

    def _begun(self, row: Row) -> bool:
        return bool(self.past.has_begun(row["effective"]))

    def _is_later(self, row: Row) -> bool:
        life = self.past.whose(row["stream_id"])
        began = life and (life.opening["started"] or life.opening["attested"])
        said: str = (row["effective"] or {}).get("earliest") or ""
        return bool(said and began and (began["earliest"] or "") < said)

    def _around(self) -> Iterator[Happening]:
        for row in self.past.parts["external_context"]:
            if self._begun(row):
                what = words("history_context", self.lang)
                yield self._said(row["effective"], "around", what, row, text=row["text"])

    def _named(self, life: Life, day: date) -> Named:
        path = PLACES[life.table] + ids.encode(TYPES[life.table], life.id)
        return Named(str(life.on(day)["name"]), path)

    def _named_by(self, record: UUID, day: date) -> Named:
        life = self.past.whose(record)
        return self._named(life, day) if life else Named("", "")

    def _said(
        self, cell: Row, group: str, what: str, *rows: Row,
        names: tuple[Named, ...] = (), text: str = "", end: bool = False,
    ) -> Happening:  # fmt: skip
        return Happening(
            (cell["latest"] if end else cell["earliest"]) or "", self.told.date(cell, end=end), group, what,
            names, text, cell["asWritten"] or "",
            tuple(self.told.sources(*rows)), tuple(self.told.flags(*rows)),
        )  # fmt: skip

    def _on(self, row: Row, group: str, what: str, names: tuple[Named, ...], text: str = "") -> Happening:
        day = row["valid_from"]
        rests = tuple(self.told.sources(row)), tuple(self.told.flags(row))
        return Happening(day.isoformat(), label(day, self.lang), group, what, names, text, "", *rests)


def _kind(row: Mapping[str, Any]) -> str:
    return str(row.get("standing") or row.get("kind"))


def _titled(row: Row) -> tuple[Named, ...]:
    return (Named(" ".join(filter(None, (title_of(row), row["number"]))), ""),)


def _joined(ends: Sequence[Named], lang: str) -> Named:
    if len(ends) == 1:
        return ends[0]
    return Named(listed((e.name for e in ends), lang), "")
