"""やさしい日本語: a summary in plain words beside what it sums up."""

from graphene import Field, String

from kyogikai_graphql.common import Fact, PartialDate
from kyogikai_graphql.fields import First, Many
from kyogikai_graphql.things import RowType


class PlainSummary(RowType, interfaces=(Fact,)):
    """What an editor says in plain Japanese (BCP 47: ja-simple), so that everybody can read it."""

    text = String(required=True)
    effective = Field(PartialDate)


def plain_summary(what: str = "") -> Field:
    """The field of whatever has one; of minutes, their meeting's."""
    own = First(Many("plain_summary", "stream_id"))
    return Field(
        PlainSummary, resolver=own, description=what or "In やさしい日本語, where an editor wrote it."
    )
