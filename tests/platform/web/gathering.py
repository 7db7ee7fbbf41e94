"""A municipality with a year of meetings: published, internal, cancelled, and one known by its month."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_tenants.council.attendance import AttendanceRecorded
from kyogikai_tenants.council.enactments import RuleEnacted
from kyogikai_tenants.council.meetings import (
    DecisionMade,
    DocumentAttached,
    MeetingCancelled,
    MeetingConvened,
    MeetingHeld,
    MeetingScheduled,
    OpennessDecided,
)
from kyogikai_tenants.council.members import MemberAppointed
from kyogikai_tenants.council.minutes import MinutesDrafted
from kyogikai_tenants.council.norms import BodyCadenceSet
from kyogikai_tenants.council.parties import PersonRegistered
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import OFFICE, Visitor

MEMBER, AUDITOR = "seated@example.jp", "auditor@example.jp"
YEAR = "/meetings?year=2024"
NAME = "花野 ことり"
ITEMS = [
    {"title": "委員の紹介", "kind": "introduction", "presenter_as_written": "事務局"},
    {"title": "年度の重点", "kind": "decision"},
]


@dataclass(frozen=True)
class Gathering:
    """The house, its bodies, and its meetings."""

    house: House
    body: UUID
    section: UUID
    person: UUID
    held: UUID
    cancelled: UUID
    vague: UUID
    inner: UUID
    doors: dict[str, Visitor] = field(default_factory=dict)
    """Who is there already."""

    @classmethod
    def opened(cls, here: Installation) -> "Gathering":
        """With an account of the secretariat, of an auditor and of the one member."""
        house = House.opened(here)
        book = house.book
        council = book.council("from 2015-04-01", "架空市協議会", audience="public")
        own: dict[str, Any] = {"audience": "public", "kind": "general_assembly"}
        body = book.body(council, "from 2015-04-01", "全体会", **own)
        section = book.body(council, "from 2015-04-01", "しごと部会", audience="public")
        cadence = [{"per_year": 2, "as_written": "年2回"}]
        book.say(BodyCadenceSet, body, "from 2015-04-01", rules=cadence)
        rule: dict[str, Any] = {
            "quorum": "委員の過半数の出席",
            "quorum_share": "過半数",
            "audience": "public",
        }
        book.say(
            RuleEnacted, None, "from 2015-04-01", title="設置要綱", council_id=council, scope_id=body, **rule
        )
        person = book.say(
            PersonRegistered, None, "undated", name=NAME, reading="はなの ことり", audience="council"
        ).record_id
        seat: dict[str, Any] = {
            "body_id": body,
            "person_id": person,
            "job_title": "会員",
            "audience": "council",
        }
        book.say(MemberAppointed, None, "from 2020-04-01", **seat)
        house.account(OFFICE, Role.SECRETARIAT)
        house.account(AUDITOR, Role.AUDITOR)
        house.account(MEMBER, person=person)
        return cls(
            house, body, section, person, _held(house, body), _cancelled(house, body),
            _vague(house, section), _inner(house, body),
        )  # fmt: skip

    def visitor(self, email: str = "") -> Visitor:
        """Somebody at the house; without an address the public."""
        if email not in self.doors:
            self.doors[email] = Visitor.at(self.house)
            if email:
                assert self.doors[email].sign_in(email).status_code == 303
        return self.doors[email]


def page_of(meeting: UUID) -> str:
    """The address of a meeting."""
    return f"/meetings/{ids.encode('Meeting', meeting)}"


def _held(house: House, body: UUID) -> UUID:
    """Called, convened, held and drafted."""
    book = house.book
    when: dict[str, Any] = {"starts_at": "2024-06-27T14:00:00+09:00", "ends_at": "2024-06-27T16:00:00+09:00"}
    own: dict[str, Any] = {"bodies": [{"body_id": body, "number": 1}], "audience": "public", "mode": "onsite"}
    meeting = book.say(
        MeetingScheduled, None, "at 2024-05-10", date={"kind": "at", "value": "2024-06-27"}, place="市役所",
        **when, **own,
    ).record_id  # fmt: skip
    book.say(MeetingConvened, meeting, "at 2024-06-10")
    book.say(OpennessDecided, meeting, "at 2024-06-10", openness="open")
    book.say(MeetingHeld, meeting, "at 2024-06-27", agenda=ITEMS, presider="会長", audience="public")
    counts: dict[str, Any] = {"expected": 10, "present": 7, "absent": 3}
    book.say(AttendanceRecorded, meeting, "at 2024-06-27", attendees=[{"name": NAME}], counts=counts)
    votes: dict[str, Any] = {"in_favour": 6, "against": 1}
    book.say(
        DecisionMade, meeting, "at 2024-06-27", result="原案のとおり決定", item_number=2, method="挙手",
        votes=votes,
    )  # fmt: skip
    paper: dict[str, Any] = {
        "title": "報告書",
        "number": "1",
        "media_type": "application/pdf",
        "byte_count": 40_000,
    }
    book.say(DocumentAttached, meeting, "at 2024-06-27", document=paper | {"sha256": "0" * 64})
    book.say(MinutesDrafted, meeting, "at 2024-07-10", minutes_kind="summary", text="案の本文。\n二段目。")
    return meeting


def _cancelled(house: House, body: UUID) -> UUID:
    own: dict[str, Any] = {"bodies": [{"body_id": body, "number": 2}], "audience": "public"}
    when: dict[str, Any] = {"kind": "at", "value": "2025-02-20"}
    meeting = house.book.say(MeetingScheduled, None, "at 2024-12-01", date=when, **own).record_id
    house.book.say(MeetingCancelled, meeting, "at 2025-02-01", reason="大雪のため")
    return meeting


def _vague(house: House, body: UUID) -> UUID:
    own: dict[str, Any] = {"bodies": [{"body_id": body, "number": 1}], "audience": "public"}
    return house.book.say(MeetingHeld, None, "at 2024-09", **own).record_id


def _inner(house: House, body: UUID) -> UUID:
    own: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "secretariat", "title": "内輪の打合せ"}
    return house.book.say(MeetingHeld, None, "at 2024-10-10", kind="informal", **own).record_id
