"""The minutes that were published last, each with the way to the proof that it is in the log."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform.web.writing import cell_in_words, date_in_words
from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_projections.tables import TABLES
from kyogikai_projections.telling import called
from kyogikai_tenants.vocabulary import MinutesState

SHOWN = 10


class Sheet(NamedTuple):
    """Published minutes: the meeting's name and id, and the entry that published them."""

    name: str
    meeting: str
    entry: str


def sheets(reading: Reading, day: date, lang: str) -> list[Sheet]:
    """The last ones first, as far as this reader sees them; each by its bodies, its number and its day."""
    table, meeting, moment = TABLES["minutes"], TABLES["meeting"], Moment(day)
    published = table.c.state == MinutesState.PUBLISHED.value
    which = [reading.current(table, "minutes", moment), published, table.c.published_by.is_not(None)]
    held = sa.and_(meeting.c.id == table.c.meeting_id, reading.current(meeting, "meeting", moment))
    said = (meeting.c.body_ids, meeting.c.date, meeting.c.fiscal_year)
    query = sa.select(table.c.meeting_id, table.c.published_by, *said).join(meeting, held).where(*which)
    rows = reading.rows(query.order_by(table.c.valid_from.desc(), table.c.id).limit(SHOWN))
    names = called(reading, {i for row in rows for i in (row["meeting_id"], *row["body_ids"])})
    return [
        Sheet(
            _named(row, names, lang), ids.encode("Meeting", row["meeting_id"]),
            ids.entry_id(row["meeting_id"], row["published_by"]),
        )
        for row in rows if names.get(row["meeting_id"])
    ]  # fmt: skip


def _named(row: Row, names: Mapping[UUID, str], lang: str) -> str:
    """Several have the same number: of each body one."""
    own, year = names[row["meeting_id"]], row["fiscal_year"]
    if year:
        own = own.replace(f"{year}年度", date_in_words(f"FY{year:04}", lang))
    bodies = ("・" if lang == "ja" else ", ").join(names[i] for i in row["body_ids"] if i in names)
    when = cell_in_words(row["date"], lang)
    return f"{bodies} {own}".strip() + (f"（{when}）" if lang == "ja" else f" ({when})")
