"""A municipality with a client that is told of changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from typing_extensions import override

from kyogikai_platform.accounts.clients import Clients
from kyogikai_platform.fetching import Fetching
from kyogikai_platform.installation import Installation
from kyogikai_platform.webhooks import backing_off, courier
from kyogikai_platform.webhooks.desk import BEGINNING, Desk
from kyogikai_platform.webhooks.keeping import Delivery, Listed
from kyogikai_tenants.commands import Command, Unit, declared
from kyogikai_tenants.council.members import MemberAppointed
from kyogikai_tenants.council.parties import PersonRegistered
from tests.book import SECRETARY
from tests.platform.accounts.house import ADMINISTRATOR, House
from tests.platform.webhooks.own_courier import Own


@dataclass
class Seats(Command):
    """So many people with a seat in a body, in one command."""

    body: UUID
    count: int

    @property
    @override
    def word(self) -> str:
        return "SeatMany"

    @property
    @override
    def input(self) -> Any:
        return {"body": self.body, "count": self.count}

    @override
    def run(self, unit: Unit) -> UUID:
        for number in range(self.count):
            person = unit.open(PersonRegistered, unit.new_id())
            given: dict[str, Any] = {"name": f"架空 {number}", "effective": {"kind": "undated"}}
            unit.say(person, declared(PersonRegistered, person, given | {"audience": "public"}))
            seat = unit.open(MemberAppointed, unit.new_id())
            given = {"body_id": self.body, "person_id": person.id, "audience": "public"}
            since = {"kind": "from", "value": "2024-04-01"}
            unit.say(seat, declared(MemberAppointed, seat, given | {"effective": since}))
        return self.body


AT_ONCE = timedelta(milliseconds=1)


def impatient(patch: pytest.MonkeyPatch) -> None:
    """What failed is tried again at once."""
    patch.setattr(courier, "PAUSE", 0)
    for name in ("FIRST", "LONGEST", "SHORTEST_PAUSE", "LONGEST_PAUSE"):
        patch.setattr(backing_off, name, AT_ONCE)


@dataclass
class Hooked:
    """A house, its client, and its one webhook."""

    house: House
    client: UUID
    desk: Desk
    hook: UUID = field(init=False)
    secret: str = field(init=False)

    @classmethod
    def opened(cls, here: Installation, *scopes: str) -> "Hooked":
        """A new house, with a client."""
        house = House.opened(here)
        clients = Clients(house.tenant, house.people.find(ADMINISTRATOR))
        client, _ = clients.register("県の公開データ", scopes or ("council:read", "changes:read"))
        return cls(house, client, Desk(clients, loopback=True))

    def set(self, url: str, kinds: Sequence[str] = (), after: str = BEGINNING) -> "Hooked":
        """Tell it there."""
        self.hook, self.secret = self.desk.add(self.client, url, kinds, after)
        return self

    def courier(self, **other: Any) -> Own:
        """One that sends to this machine too, in a hurry."""
        given: dict[str, Any] = {"fetching": Fetching(loopback=True, seconds=0.5, most=4096)} | other
        return Own(self.house.here.engine, **{"only": (self.house.tenant.id,)} | given)

    def deliver(self, rounds: int = 1, **other: Any) -> None:
        """All that is due, and due again."""
        for _ in range(rounds):
            self.courier(**other).once()

    @property
    def now(self) -> Listed:
        return self.desk.one(self.client, self.hook)

    @property
    def deliveries(self) -> list[Delivery]:
        return self.desk.deliveries(self.client, self.hook)

    def bodies(self, count: int, **more: Any) -> list[UUID]:
        """Something to tell."""
        council = self.house.book.council(audience="public")
        given = {"audience": "public"} | more
        return [self.house.book.body(council, name=f"部会{number}", **given) for number in range(count)]

    def seats(self, body: UUID, count: int) -> None:
        """People to tell of."""
        self.house.tenant.execute(Seats(body, count), actor=SECRETARY)
