"""What members added to their answers, opened for whoever convenes the meeting, or for themselves."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.council.attendance import comments_of
from kyogikai_tenants.log.personal_data import SEALED, Keys, NoMasterKey
from kyogikai_tenants.log.recorder import Log


def comments(connection: sa.Connection, meeting: UUID, members: Iterable[UUID]) -> dict[UUID, str]:
    """By membership; without a master key it is only told that there is something."""
    wanted = list(members)
    try:
        found = comments_of(Log.within(connection), Keys(connection), meeting, wanted)
    except NoMasterKey:
        return dict.fromkeys(wanted, SEALED)
    return {member: found[member] for member in wanted if member in found}
