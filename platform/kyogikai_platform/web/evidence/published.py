"""The minutes that were published last, each with the way to the proof that it is in the log."""

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform.web.writing import asked, cell_in_words
from kyogikai_projections.meeting_names import MeetingName, meeting_names
from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_projections.tables import TABLES
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
    query = sa.select(table.c.meeting_id, table.c.published_by, meeting.c.date).join(meeting, held)
    newest = query.where(*which).order_by(table.c.valid_from.desc(), table.c.id)
    rows = reading.rows(newest.limit(SHOWN))
    names = meeting_names(reading, {row["meeting_id"] for row in rows})
    return [
        Sheet(
            _named(row, names[row["meeting_id"]], lang), ids.encode("Meeting", row["meeting_id"]),
            ids.entry_id(row["meeting_id"], row["published_by"]),
        )
        for row in rows if row["meeting_id"] in names
    ]  # fmt: skip


def _named(row: Row, name: MeetingName, lang: str) -> str:
    """Several have the same number: of each body one."""
    when = cell_in_words(row["date"], lang)
    return name.short(lang, asked().years) + (f"（{when}）" if lang == "ja" else f" ({when})")
