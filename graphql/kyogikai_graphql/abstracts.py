"""事例の要旨: one that was presented is told of to those who belong to the meeting; to read it is an act.

A question never shows the text. Whoever reads it says so first, and both are one transaction.
"""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from graphene import Field

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.common import Node, PartialDate, thing
from kyogikai_graphql.fields import ToOne
from kyogikai_graphql.permitting import permitted
from kyogikai_graphql.things import RowType
from kyogikai_projections.reading import ById, Moment, Reading, Row
from kyogikai_tenants.cases import CaseAbstractDrafted, CaseViewed, LookedAs, opened
from kyogikai_tenants.commands import Say
from kyogikai_tenants.errors import NotFound
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.session import Receipt, Session

TABLE = "presented_abstract"


class PresentedAbstract(RowType, interfaces=(Node,)):
    """An approved abstract of a case, presented at a meeting; readPresentedAbstract shows its text."""

    meeting = thing("meetings.Meeting", required=True, resolver=ToOne("meeting", "meeting_id"))
    effective = Field(PartialDate, required=True)


class Shown(NamedTuple):
    """An abstract that is read, and the record of it."""

    row: Row
    text: str
    receipt: Receipt


def read(session: Session, connection: sa.Connection, asker: Asker, abstract: UUID, request_id: str) -> Shown:
    """Record that somebody reads an abstract, as what they see it, and open it. Raises Refused.

    What they do not see is not there, whatever it is that hides it.
    """
    reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
    row = ById(TABLE, Moment(asker.day)).fetch(reading, [abstract]).get(abstract)
    if row is None:
        raise NotFound(kind=TABLE, id=abstract)
    case: UUID = row["stream_id"]
    actor = permitted(asker, CaseViewed, case, {}, connection)
    said = {"looked_as": LookedAs.PRESENTED, "meeting_id": row["meeting_id"]}
    try:
        receipt = session.execute(Say(CaseViewed, case, said), actor=actor, request_id=request_id)
    except NotFound as hidden:
        raise NotFound(kind=TABLE, id=abstract) from hidden
    found = opened(Log.within(connection), Keys(connection), case)
    drafts = (f for f in found.said if isinstance(f, CaseAbstractDrafted))
    text = next(f.abstract for f in drafts if f.originator_version == row["drafted"])
    return Shown(row, text, receipt)
