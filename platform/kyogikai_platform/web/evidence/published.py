"""The minutes that were published last, each with the way to the proof that it is in the log."""

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_projections.reading import Moment, Reading
from kyogikai_projections.tables import TABLES
from kyogikai_projections.telling import called
from kyogikai_tenants.vocabulary import MinutesState

SHOWN = 10


class Sheet(NamedTuple):
    """Published minutes: the meeting's name and id, and the entry that published them."""

    name: str
    meeting: str
    entry: str


def sheets(reading: Reading, day: date) -> list[Sheet]:
    """The last ones first, as far as this reader sees them."""
    table = TABLES["minutes"]
    published = table.c.state == MinutesState.PUBLISHED.value
    which = [reading.current(table, "minutes", Moment(day)), published, table.c.published_by.is_not(None)]
    query = sa.select(table.c.meeting_id, table.c.published_by).where(*which)
    rows = reading.rows(query.order_by(table.c.valid_from.desc(), table.c.id).limit(SHOWN))
    names = called(reading, {row["meeting_id"] for row in rows})
    return [
        Sheet(
            names[row["meeting_id"]], ids.encode("Meeting", row["meeting_id"]),
            ids.entry_id(row["meeting_id"], row["published_by"]),
        )
        for row in rows if names.get(row["meeting_id"])
    ]  # fmt: skip
