"""Whether whoever asked for a job still holds the role that it is done in: roles end while jobs wait."""

from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections import rights_of
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import today


class RoleEnded(Refused):
    """What was asked for is done only while whoever asked still holds the role."""

    CODE = "ROLE_ENDED"
    JA = "頼んだ利用者がその役割をもう持っていないため、行いません。何も記録していません。"
    EN = "Whoever asked for it does not hold the role any more: it is not done, and nothing is recorded."


def demand_still(connection: sa.Connection, actor: Actor) -> None:
    """Whoever has an account holds the role today, in this transaction. Raises RoleEnded.

    Under the lock on the head nobody can take it away meanwhile. The command line has no account.
    """
    try:
        user = UUID(actor.id)
    except ValueError:
        return
    known = rights_of.user(connection, user, today())
    if known is None or actor.role not in known.holdings.roles:
        raise RoleEnded
