"""A body with four members, three of whom have an account, its secretariat, and a mail server."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from kyogikai_platform.accounts.mail import Letter, Outbox
from kyogikai_platform.installation import Installation
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role
from tests.graphql.scribe import Scribe
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Page, Visitor

LINK = re.compile(r"/answer/\S+")
PEOPLE = (
    ("甲野 花", "コウノ ハナ", True), ("乙川 次郎", "おとがわ じろう", True), ("丙山 三子", "", True),
    ("丁田 四郎", "ちょうだ しろう", False),
)  # fmt: skip


@dataclass
class Box:
    """A mail server of the tests: takes letters until it is down."""

    letters: list[Letter] = field(default_factory=list)
    most: int = 99

    def send(self, _host: str, letter: Letter) -> bool:
        """Take it, unless it is down."""
        if len(self.letters) >= self.most:
            return False
        self.letters.append(letter)
        return True

    def link(self, who: str) -> str:
        """The path of the last letter to somebody."""
        text = next(one.text for one in reversed(self.letters) if one.to == who)
        found = LINK.findall(text)
        assert len(set(found)) == 1
        return str(found[0])


@dataclass
class Board:
    """A body with four members, three of whom have an account, and its meetings."""

    house: House
    scribe: Scribe
    body: UUID
    seats: list[UUID]
    office: Visitor

    def call(self, *, convened: bool = True, **more: Any) -> UUID:
        """A meeting to come."""
        day: date = today() + timedelta(days=20)
        own: dict[str, Any] = {
            "title": "第1回の会議", "bodies": [{"body_id": self.body}], "place": "みほん市役所",
            "audience": "council", "date": {"kind": "at", "value": day.isoformat()},
            "agenda": [{"title": "開会のあいさつ"}, {"title": "活動の報告"}], **more,
        }  # fmt: skip
        found = self.scribe.record("ScheduleMeeting", None, f"at {today()}", **own)
        if convened:
            self.scribe.record("ConveneMeeting", found, f"at {today()}", answer_due=day - timedelta(days=3))
        return found

    def send(self, meeting: UUID, round_: int = 0, **more: str) -> TestResponse:
        """The button of a round."""
        path = path_of(meeting)
        edition = Page.of(self.office.get(path)).hidden.get("edition", "1")
        return self.office.fill(path, path, round=str(round_), edition=edition, **more)

    def answers(self, meeting: UUID) -> dict[UUID, str]:
        """What is on record."""
        rows = self.house.book.query(
            "SELECT membership_id, answer, name FROM attendance WHERE meeting_id = :m AND known_to IS NULL",
            m=meeting,
        )
        return {row["membership_id"]: f"{row['answer']} {row['name']}" for row in rows}

    def events(self) -> int:
        """How much the log holds."""
        return self.house.book.head()


def path_of(meeting: UUID, page: str = "notice") -> str:
    return f"/meetings/{ids.encode('Meeting', meeting)}/{page}"


@pytest.fixture(scope="module")
def board(engine: sa.Engine, here: Installation) -> Board:
    """The board and its secretariat."""
    del engine
    house = House.opened(here)
    scribe = Scribe(house.tenant)
    body, seats = scribe.body(scribe.council(), name="くらし部会"), []
    for number, (name, reading, known) in enumerate(PEOPLE):
        person = scribe.record(
            "RegisterPerson", None, "undated", name=name, reading=reading, audience="council"
        )
        given: dict[str, Any] = {"body_id": body, "person_id": person, "audience": "council"}
        seats.append(scribe.record("AppointMember", None, "from 2020-04-01", **given))
        if known:
            house.account(f"m{number}@example.jp", person=person)
    house.account("office@example.jp", Role.SECRETARIAT)
    office = Visitor.at(house)
    assert office.sign_in("office@example.jp").status_code == 303
    return Board(house, scribe, body, seats, office)


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Box:
    """The mail server."""
    found = Box()
    monkeypatch.setattr(Outbox, "way", found)
    return found


@pytest.fixture
def public(board: Board) -> Visitor:
    """A phone that nobody has signed in on."""
    return Visitor.at(board.house)
