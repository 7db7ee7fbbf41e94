"""What a meeting is called among others: by its bodies as they were called on its day, its number or title.

Composed when it is read: a body has many first meetings, and each body has one of every year.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects.postgresql import distinct_on

from kyogikai_projections import era
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.municipalities import EraDisplay
from kyogikai_tenants.vocabulary import NameKind, NumberingScheme

MEETING = "meeting"
"""The kind of record that is called so."""
BETWEEN = {"ja": "・", "en": ", "}
NTH = {"ja": "第{}回", "en": "No. {}"}
INSIDE = {"ja": "{}（{}）", "en": "{} ({})"}


@dataclass(frozen=True)
class MeetingName:
    """Of what a meeting's name is made, in any language."""

    bodies: tuple[str, ...]
    """As they were called on its day, the lead body first."""
    title: str
    number: int | None
    fiscal_year: int | None
    date: Mapping[str, Any]
    scheme: NumberingScheme = NumberingScheme.FISCAL_YEAR
    label: str = ""
    """How its number was written."""

    def said(self, lang: str, years: EraDisplay = EraDisplay.JAPANESE) -> str:
        """Which no other has: with its day where neither its number nor its title is its own."""
        name = self.short(lang, years)
        day = era.in_words(self.date["value"], lang, years) if self.date["value"] else ""
        if not name or not day or self._counted:
            return name or day
        return INSIDE[lang].format(name, day)

    def short(self, lang: str, years: EraDisplay = EraDisplay.JAPANESE) -> str:
        """The same where its day stands beside it."""
        own = self._title or self._nth(lang, years)
        bodies = BETWEEN[lang].join(dict.fromkeys(b for b in self.bodies if b not in self._title))
        return f"{bodies} {own}".strip()

    @property
    def _title(self) -> str:
        """What it was called, unless that is its number or its day alone."""
        number = f"第{self.number}回"
        told = {number, f"{self.fiscal_year}年度{number}"} if self.number else set[str]()
        return "" if self.title in {*told, f"{self.date['value'] or ''}の会議"} else self.title

    @property
    def _counted(self) -> bool:
        """Whether its number is its own among the meetings of its body."""
        own = self.scheme is NumberingScheme.CUMULATIVE or (
            self.scheme is NumberingScheme.FISCAL_YEAR and self.fiscal_year is not None
        )
        return bool(self.number and own and not self._title)

    def _nth(self, lang: str, years: EraDisplay) -> str:
        """令和6年度 第1回, 第23回（通算）."""
        if not self.number:
            return ""
        said = self.label if self.label and lang == "ja" else NTH[lang].format(self.number)
        if self.scheme is not NumberingScheme.FISCAL_YEAR:
            return INSIDE[lang].format(said, word(self.scheme, lang))
        year = era.in_words(f"FY{self.fiscal_year:04}", lang, years) if self.fiscal_year else ""
        return f"{year} {said}".strip()


def meeting_names(reading: Reading, ids: Collection[UUID]) -> dict[UUID, MeetingName]:
    """Of the meetings that this reader sees, as they are known last: one statement for any number."""
    rows = reading.rows(_last(reading, sorted(ids))) if ids else []
    return {row["id"]: _named(row) for row in rows}


def _last(reading: Reading, ids: Collection[UUID]) -> sa.Select[Any]:
    """Each meeting as it was last, with its number in its lead body's series and its bodies' names."""
    table, lead, moment = TABLES[MEETING], TABLES["meeting_body"], Moment(date.max)
    wanted = sa.literal(list(ids), pg.ARRAY(sa.Uuid))
    which = [reading.standing(table, MEETING, moment), table.c.id == sa.any_(wanted)]
    own = sa.select(table).ext(distinct_on(table.c.id)).where(*which)
    each = own.order_by(table.c.id, table.c.valid_from.desc()).subquery("each")
    numbered = [reading.standing(lead, "meeting_body", moment), lead.c.meeting_id == sa.any_(wanted)]
    first = sa.select(lead.c.meeting_id, lead.c.scheme, lead.c.label).ext(distinct_on(lead.c.meeting_id))
    first = first.where(*numbered, lead.c.place_in_list == 0)
    counted = first.order_by(lead.c.meeting_id, lead.c.valid_from.desc()).subquery("counted")
    said = (each.c.id, each.c.title, each.c.number, each.c.fiscal_year, each.c.date)
    query = sa.select(*said, counted.c.scheme, counted.c.label, _bodies(reading, each, moment))
    return query.select_from(each.outerjoin(counted, counted.c.meeting_id == each.c.id))


def _bodies(reading: Reading, each: sa.FromClause, moment: Moment) -> sa.ColumnElement[Any]:
    """What they were officially called on its day; before its first sighting, as a body was first called."""
    name, day = TABLES["dated_name"], sa.cast(each.c.date["earliest"].as_string(), sa.Date)
    met = sa.func.unnest(each.c.body_ids).table_valued("id", with_ordinality="place").render_derived("met")
    begun = name.c.valid_from <= day
    official = [reading.standing(name, "dated_name", moment), name.c.kind == NameKind.OFFICIAL.value]
    closest = (begun.desc(), sa.case((begun, name.c.valid_from)).desc(), name.c.valid_from)
    called = sa.select(name.c.name).where(*official, name.c.stream_id == met.c.id).order_by(*closest).limit(1)
    names = sa.select(called.correlate(met, each).scalar_subquery()).select_from(met).order_by(met.c.place)
    return sa.func.array(names.correlate(each).scalar_subquery(), type_=pg.ARRAY(sa.Text)).label("bodies")


def _named(row: Row) -> MeetingName:
    scheme = NumberingScheme(row["scheme"] or NumberingScheme.FISCAL_YEAR)
    return MeetingName(
        tuple(filter(None, row["bodies"])), row["title"], row["number"], row["fiscal_year"], row["date"],
        scheme, row["label"] or "",
    )  # fmt: skip
