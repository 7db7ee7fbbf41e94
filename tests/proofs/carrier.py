"""A courier in a process of its own, for one municipality: what a proof kills.

    python tests/proofs/carrier.py DATABASE TENANT LEASE [early|overtaking]

With a fault it notes what it has not sent yet, or lets a later change overtake an earlier one.
"""

import sys
import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[2]))  # `tests` is no package that anybody installs

import sqlalchemy as sa
from typing_extensions import override

from kyogikai_platform import structure
from kyogikai_platform.fetching import Fetching
from kyogikai_platform.webhooks import backing_off, courier, sending
from kyogikai_platform.webhooks.sending import Outcome, Parcel
from kyogikai_tenants.log.connection import transaction
from tests.platform.webhooks.own_courier import Own

SOON = timedelta(milliseconds=30)
"""After which what failed is tried again."""


class Early(Own):
    """Notes first, and sends then."""

    @override
    def _sent(self, parcel: Parcel) -> Outcome:
        (tenant,) = self.only
        with transaction(self.engine, tenant) as connection:
            sending.settle(connection, parcel, Outcome(204, "", 0))
        return super()._sent(parcel)


def carry(database: str, tenant: str, lease: float, fault: str) -> None:
    """Until it is killed."""
    for name in ("FIRST", "LONGEST", "SHORTEST_PAUSE", "LONGEST_PAUSE"):
        setattr(backing_off, name, SOON)
    courier.PAUSE = SOON.total_seconds()
    if fault == "overtaking":
        any_of_it = sending.NEXT.replace(sending.FIRST_OF_EACH, "")
        sending.NEXT = any_of_it.replace(
            "ORDER BY head.tries > 0, head.position", "ORDER BY head.position DESC"
        )
    engine = structure.application_engine(sa.make_url(database))
    kind = Early if fault == "early" else Own
    fetching = Fetching(loopback=True, seconds=1, most=4096)
    own = kind(engine, fetching, lease=timedelta(seconds=lease), only=(UUID(tenant),))
    own.forever(threading.Event())


if __name__ == "__main__":
    carry(sys.argv[1], sys.argv[2], float(sys.argv[3]), "".join(sys.argv[4:]))
