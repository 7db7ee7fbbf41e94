"""What holds for a body as a norm, and what held before: each with its date, its sources and its flags."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from kyogikai_platform.web.council.facts import Told
from kyogikai_platform.web.council.past import once
from kyogikai_platform.web.council.phrases import NORMS, norm
from kyogikai_platform.web.org_facts import Flag, Source
from kyogikai_platform.web.words import words
from kyogikai_projections.lives import Grounds, rows_of, where
from kyogikai_projections.reading import Moment, Reading, Row

TABLES = ("purpose", "composition", "cadence", "secretariat")


class Norm(NamedTuple):
    """One of them, in words."""

    table: str
    what: str
    texts: tuple[str, ...]
    date: str
    written: str
    now: bool
    sources: tuple[Source, ...]
    flags: tuple[Flag, ...]


def norms(reading: Reading, moment: Moment, record: UUID, lang: str) -> list[Norm]:
    """Those of a body or group that began by the day, the latest first."""
    own = [(t, rows_of(reading, moment, t, where(t, "stream_id", [record]))) for t in TABLES]
    told = Told(lang, Grounds.read(reading, moment, [row for _, rows in own for row in rows]))
    return [one for table, rows in own for one in _of(table, rows, moment, told)]


def _of(table: str, rows: list[Row], moment: Moment, told: Told) -> Iterator[Norm]:
    now = {row["id"] for row in rows if _is_of(row, moment)}
    begun = [row for row in once(rows) if _begins(row) <= moment.iso]
    for _, said in reversed([(day, list(own)) for day, own in groupby(begun, key=_begins)]):
        first = said[0]
        yield Norm(
            table, words(NORMS[table], told.lang), tuple(norm(table, row, told.lang) for row in said),
            told.date(first["effective"]), (first["effective"] or {}).get("asWritten") or "",
            any(row["id"] in now for row in said), tuple(told.sources(*said)), tuple(told.flags(*said)),
        )  # fmt: skip


def _begins(row: Row) -> str:
    return str((row["effective"] or {}).get("earliest") or "")


def _is_of(row: Row, moment: Moment) -> bool:
    begun: bool = row["valid_from"] <= moment.day
    return begun and (row["valid_to"] is None or row["valid_to"] > moment.day)
