"""A council of real size, as the events of its log: fourteen years, corrected here and there.

The events are appended in bulk, without the commands' rules; the rows are what the product folds from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_tenants.council.attendance import AttendanceRecorded, Attendee
from kyogikai_tenants.council.bodies import BodyCreated, BodyRenamed
from kyogikai_tenants.council.councils import CouncilEstablished
from kyogikai_tenants.council.issue_steps import IssueProgressReported, IssueScreened
from kyogikai_tenants.council.issues import IssueRaised, IssueReferred
from kyogikai_tenants.council.meeting_rows import AgendaEntry, BodyAtMeeting
from kyogikai_tenants.council.meetings import MeetingHeld, MeetingScheduled
from kyogikai_tenants.council.members import OrganizationEnrolled
from kyogikai_tenants.council.parties import OrganizationRegistered
from kyogikai_tenants.effective import Effective, Kind
from kyogikai_tenants.events import Begins, Event, EventCorrected
from kyogikai_tenants.fiscal_year import fiscal_year, today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.recorder import Envelope, Log
from kyogikai_tenants.vocabulary import AgendaItemKind, AttendanceStatus, Audience, BodyKind

BODIES, MEMBERSHIPS, MEETINGS, AGENDA, ATTENDANCES, ISSUES = 20, 400, 2_000, 10_000, 30_000, 3_000
FIRST = date(2012, 4, 2)
BATCH = 250
"""Events that are recorded at one time."""
THEMES = [
    "就労",
    "移動",
    "相談",
    "子ども",
    "住まい",
    "防災",
    "権利擁護",
    "医療的ケア",
    "研修",
    "広報",
    "人材",
]
NAMES = ["花子", "太郎", "次郎", "桜", "実", "薫", "誠", "茜"]


@dataclass
class Council:
    """What is written down, wave by wave: what was recorded first, and what was corrected afterwards."""

    random: Random
    first: list[Event] = field(default_factory=list)
    changes: list[Event] = field(default_factory=list)
    corrections: list[Event] = field(default_factory=list)
    audiences: dict[UUID, Audience] = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)
    issues: list[UUID] = field(default_factory=list)
    bodies: list[UUID] = field(default_factory=list)
    members: dict[UUID, list[UUID]] = field(default_factory=dict)

    def opens(self, event: type[Begins], when: str, public: float, **fields: object) -> UUID:
        """Begin a record, for everybody or for the council."""
        record = new_id()
        audience = Audience.PUBLIC if self.random.random() < public else Audience.COUNCIL
        self.audiences[record] = audience
        self.first.append(self._event(event, record, when, audience=audience, **fields))
        return record

    def adds(self, event: type[Event], record: UUID, when: str, **fields: object) -> None:
        """Say more of it."""
        self.changes.append(self._event(event, record, when, **fields))

    def corrects(self, record: UUID, name: str, old: object, new: object, target: int = 1) -> None:
        """Correct a field, in the last wave."""
        given = {"target": target, "field": name, "reason": "転記の誤り"}
        values = {"old": msgspec.to_builtins(old), "new": msgspec.to_builtins(new)}
        self.corrections.append(self._event(EventCorrected, record, None, **given, **values))

    def _event(self, event: type[Event], record: UUID, when: str | None, **fields: object) -> Event:
        self.versions[record] = version = self.versions.get(record, 0) + 1
        dated = {} if when is None else {"effective": Effective.parse(when)}
        return event(originator_id=record, originator_version=version, **dated, **fields)

    def some(self, share: float) -> bool:
        """Whether this is one of a share."""
        return self.random.random() < share

    def day(self) -> date:
        """A day between the first one and yesterday."""
        return FIRST + timedelta(days=self.random.randrange((today() - FIRST).days))


def council(seed: int = 1) -> Council:
    """All of it."""
    it = Council(Random(seed))
    _bodies(it)
    _members(it)
    for number in range(ISSUES):
        _issue(it, number)
    for day in sorted(it.day() for _ in range(MEETINGS)):
        _meeting(it, day)
    return it


def _bodies(it: Council) -> None:
    established = it.opens(CouncilEstablished, "from 2007", 1, name="架空市協議会", standing="statutory")
    kinds = [BodyKind.GENERAL_ASSEMBLY, BodyKind.COORDINATION_COMMITTEE, *[BodyKind.SUBCOMMITTEE] * 12]
    kinds += [BodyKind.WORKING_GROUP] * (BODIES - len(kinds))
    for number, kind in enumerate(kinds):
        name = f"{THEMES[number % len(THEMES)]}{number + 1}部会"
        kind_of = Kind.AS_OF if number % 7 == 3 else Kind.FROM
        it.bodies.append(
            it.opens(
                BodyCreated, f"{kind_of} 2010-04", 0.95 if number > 2 else 1, council_id=established,
                name=name, kind=kind, number=number + 1, parent_id=it.bodies[0] if number else None,
            )
        )  # fmt: skip
        if it.some(0.6):
            it.adds(BodyRenamed, it.bodies[-1], f"from {2013 + number % 9}-04", name=f"{name}会")
        if it.some(0.4):
            it.corrects(it.bodies[-1], "name", name, f"{name}（旧）")


def _members(it: Council) -> None:
    offices = [
        it.opens(OrganizationRegistered, "undated", 1, name=f"{theme}支援センター{n}")
        for n in range(5)
        for theme in THEMES
    ]
    for number in range(MEMBERSHIPS):
        body, year = it.bodies[number % BODIES], 2011 + number % 8
        office = offices[number % len(offices)]
        member = it.opens(OrganizationEnrolled, f"from {year}-04", 1, body_id=body, organization_id=office)
        it.members.setdefault(body, []).append(member)


def _issue(it: Council, number: int) -> None:
    day, owner = it.day(), it.random.choice(it.bodies)
    title = f"{it.random.choice(THEMES)}の課題「{number + 1}」"
    issue = it.opens(
        IssueRaised, f"at {day}", 0.85, title=title, text="夜間や休日の手段が足りない。", owner_id=owner
    )
    it.issues.append(issue)
    if it.some(0.7):
        to = it.bodies[(it.bodies.index(owner) + 1) % BODIES]
        it.adds(IssueReferred, issue, f"at {day + timedelta(days=40)}", to_id=to, question="実情の調査")
    if it.some(0.5):
        it.adds(IssueProgressReported, issue, f"at {day + timedelta(days=90)}", progress="調査を終えた")
    if it.some(0.4):
        it.adds(IssueScreened, issue, f"at {day + timedelta(days=120)}", category="社会資源")
    if it.some(0.25):
        it.corrects(issue, "title", title, f"{title}について")


def _meeting(it: Council, day: date) -> None:
    lead = it.random.choice(it.bodies)
    bodies = [lead, *it.random.sample([b for b in it.bodies if b != lead], int(it.some(0.15)))]
    number = it.random.randrange(1, 13)
    said = {
        "title": f"{fiscal_year(day)}年度第{number}回会議" if it.some(0.5) else "",
        "place": "市役所 第2会議室", "agenda": tuple(_agenda(it)),
        "bodies": tuple(BodyAtMeeting(body_id=b, number=number) for b in bodies),
    }  # fmt: skip
    if it.some(0.35):
        planned = {"date": Effective.parse(f"at {day}")}
        decided = f"at {day - timedelta(days=40)}"
        meeting = it.opens(MeetingScheduled, decided, 0.85, **said, **planned)
        it.adds(MeetingHeld, meeting, f"at {day}", bodies=said["bodies"], audience=it.audiences[meeting])
    else:
        meeting = it.opens(MeetingHeld, f"at {day}", 0.85, **said)
    _attendance(it, meeting, lead, day)
    if it.some(0.2):
        it.corrects(meeting, "place", said["place"], "保健センター")
    if it.some(0.12):
        it.corrects(meeting, "agenda", said["agenda"], tuple(_agenda(it)))


def _agenda(it: Council) -> Iterator[AgendaEntry]:
    for _ in range(AGENDA // MEETINGS):
        about = it.random.choice(it.issues) if it.some(0.7) else None
        title = f"{it.random.choice(THEMES)}について{it.random.choice(['の報告', '（協議）', ''])}"
        yield AgendaEntry(title=title, kind=it.random.choice(list(AgendaItemKind)), issue_id=about)


def _attendance(it: Council, meeting: UUID, body: UUID, day: date) -> None:
    members = it.random.sample(it.members[body], ATTENDANCES // MEETINGS)
    there = tuple(
        Attendee(
            membership_id=m, name=f"架空 {it.random.choice(NAMES)}", capacity="委員",
            status=it.random.choice(list(AttendanceStatus)),
        )
        for m in members
    )  # fmt: skip
    it.adds(AttendanceRecorded, meeting, f"at {day}", attendees=there)
    if it.some(0.12):
        target = it.versions[meeting]
        absent = msgspec.structs.replace(there[0], status=AttendanceStatus.ABSENT)
        it.corrects(meeting, "attendees", there, (absent, *there[1:]), target)


def record(engine: sa.Engine, tenant_id: UUID, it: Council) -> datetime:
    """Append everything; when all but the corrections was known."""
    log, mapper = Log.on(engine, tenant_id), log_mapper()
    moments = []
    for wave in (it.first, it.changes, it.corrections):
        for start in range(0, len(wave), BATCH):
            events = wave[start : start + BATCH]
            envelope = Envelope("bench", "secretariat", "", "Bench", new_id().bytes * 2, b"\0" * 32)
            shown = [it.audiences[e.originator_id].value for e in events]
            appended = log.append([mapper.to_stored_event(e) for e in events], envelope, shown)
        moments.append(appended.recorded_at)
    return moments[1]
