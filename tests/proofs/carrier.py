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

from typing_extensions import override

from kyogikai_platform import structure
from kyogikai_platform.accounts.oidc.fetching import Fetching
from kyogikai_platform.webhooks import backing_off, sending
from kyogikai_platform.webhooks.sending import Outcome, Parcel
from kyogikai_tenants.log.connection import transaction
from tests.platform.webhooks.hooked import Own

SOON = timedelta(milliseconds=30)


class Early(Own):
    """Notes first, and sends then."""

    @override
    def _sent(self, parcel: Parcel) -> Outcome:
        assert self.only is not None
        with transaction(self.engine, self.only) as connection:
            sending.settle(connection, parcel, Outcome(204, "", 0))
        return super()._sent(parcel)


def main() -> None:
    """Until it is killed."""
    database, tenant, lease, *fault = sys.argv[1:]
    for name in ("FIRST", "LONGEST", "SHORTEST_PAUSE", "LONGEST_PAUSE"):
        setattr(backing_off, name, SOON)
    if "overtaking" in fault:
        loose = "d.done_at IS NULL AND d.next_at <= now()"
        sending.NEXT = sending.NEXT.replace(sending.READY, loose)
    engine = structure.application_engine(database)  # type: ignore[arg-type] # SQLAlchemy takes a text too
    kind = Early if "early" in fault else Own
    fetching = Fetching(loopback=True, seconds=2, most=4096)
    own = kind(engine, fetching, lease=timedelta(seconds=float(lease)), only=UUID(tenant))
    own.forever(threading.Event())


if __name__ == "__main__":
    main()
