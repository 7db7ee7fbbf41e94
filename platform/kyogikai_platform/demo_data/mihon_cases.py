"""みほん市（架空）: three invented cases, so that who read which is answerable: shared, opened, ended.

They are no part of the import file, because a file says nothing of cases: the demo's accounts record them by
the same commands as the pages do, once in each home.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import sqlalchemy as sa

from kyogikai_platform.accounts.people import People
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.cases import (
    BreakGlass,
    CaseAbstractApproved,
    CaseAbstractDrafted,
    CaseClosed,
    CaseConsentRecorded,
    CaseKeyDestroyed,
    CasePresented,
    CaseRegistered,
    CaseViewed,
)  # fmt: skip
from kyogikai_tenants.commands import Actor, Command, Say
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import Event
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import BodyKind, Role

WORKER, OFFICE = "worker@mihon.example", "office@mihon.example"
ROLES = {WORKER: Role.CASE_WORKER, OFFICE: Role.SECRETARIAT}
SHARED, OPENED, ENDED = "shared", "opened", "ended"
TEXTS: Mapping[str, Mapping[str, str]] = {
    SHARED: {
        "person": "架空の例：見本 はなこ",
        "situation": "（架空）親の家から、ひとりでの暮らしに移りたい。夜の見守りが決まっていない。",
        "wish": "（架空）駅の近くで、猫と暮らしたい。",
    },
    OPENED: {
        "person": "架空の例：見本 たろう",
        "situation": "（架空）入院が長くなり、退院した後の日中の居場所をさがしている。",
        "wish": "（架空）週に三日、働きたい。",
    },
    ENDED: {
        "person": "架空の例：見本 みどり",
        "situation": "（架空）学校を出た後の進み先の相談。支えは終わった。",
        "wish": "",
    },
}
NOTE = "（架空）本人と家族が、支え方を話し合うための共有に同意した。"
SUMMARY = "（架空）家族の家からひとり暮らしに移る人の、夜の見守りをどう組み立てるか。"
QUESTION = "（架空）夜の見守りを、どの事業所がどう受け持つか。"
REASON = "担当者に連絡がつかず、本人の安全を確かめるため"
CONFERENCE = """
SELECT m.id, m.date->>'earliest'
FROM meeting m JOIN body b ON b.tenant_id = m.tenant_id AND b.id = ANY(m.body_ids)
WHERE m.tenant_id = :tenant AND m.known_to IS NULL AND m.state = 'held' AND b.known_to IS NULL
  AND b.kind = :kind AND cardinality(m.body_ids) = 1
  AND m.date->>'earliest' BETWEEN '2026-04-20' AND '2026-06-01'
ORDER BY m.sort DESC, m.id LIMIT 1
"""
ELSEWHERE = """
SELECT m.id, m.date->>'earliest'
FROM meeting m JOIN body b ON b.tenant_id = m.tenant_id AND b.id = ANY(m.body_ids)
WHERE m.tenant_id = :tenant AND m.known_to IS NULL AND m.state = 'held' AND b.known_to IS NULL
  AND b.kind <> :kind AND cardinality(m.body_ids) = 1 AND m.date->>'earliest' >= '2026-06-12'
ORDER BY m.date->>'earliest', m.id LIMIT 1
"""


class Act(NamedTuple):
    """Something that one of the demo's accounts does with a case."""

    case: str
    by: str
    event: type[Event]
    on: str
    given: dict[str, Any]


class Held(NamedTuple):
    """A meeting, and its day."""

    id: UUID
    day: str


def acts(meeting: Held | None, elsewhere: Held | None) -> Iterator[Act]:
    """All of it, in order: presented whole at the case conference, elsewhere by its abstract."""
    for case, day in ((SHARED, "2026-04-15"), (OPENED, "2026-05-07"), (ENDED, "2025-06-02")):
        yield Act(case, WORKER, CaseRegistered, day, {**TEXTS[case], "audience": "case"})
    consent = {"ground": "consent", "details": NOTE}
    yield Act(SHARED, WORKER, CaseConsentRecorded, "2026-04-20", consent)
    if meeting:
        given = {"meeting_id": meeting.id, "to_discuss": QUESTION}
        yield Act(SHARED, WORKER, CasePresented, meeting.day, given)
    yield Act(SHARED, WORKER, CaseAbstractDrafted, "2026-06-10", {"abstract": SUMMARY})
    yield Act(SHARED, OFFICE, CaseViewed, "", {"looked_as": "abstract"})
    drafted = 4 if meeting else 3
    yield Act(SHARED, OFFICE, CaseAbstractApproved, "2026-06-12", {"drafted": drafted})
    if elsewhere:
        yield Act(SHARED, WORKER, CasePresented, elsewhere.day, {"meeting_id": elsewhere.id})
    yield Act(SHARED, WORKER, CaseViewed, "", {"looked_as": "own"})
    yield Act(ENDED, WORKER, CaseClosed, "2026-03-31", {"outcome": "（架空）進み先が決まった。"})
    yield Act(ENDED, WORKER, CaseKeyDestroyed, "2026-04-01", {"reason": "asked_by_person"})


def record(tenant: Tenant) -> int:
    """Record all of it, or nothing where it is on record; how many acts. Raises NoSuchAccount, Refused."""
    people = People(tenant)
    accounts = {email: Actor(str(people.find(email)), role) for email, role in ROLES.items()}
    cases = {name: uuid5(tenant.id, f"demo-case-{name}") for name in TEXTS}
    with transaction(tenant.engine, tenant.id) as connection:
        session = Session(connection, ReadModels())
        if session.log.openings([cases[SHARED]]):
            return 0
        held = (_meeting(connection, query) for query in (CONFERENCE, ELSEWHERE))
        commands = list(_commands(cases, *held))
        for command, email in commands:
            session.execute(command, actor=accounts[email])
        return len(commands)


def _commands(
    cases: Mapping[str, UUID], meeting: Held | None, elsewhere: Held | None
) -> Iterator[tuple[Command, str]]:
    for act in acts(meeting, elsewhere):
        dated = {"effective": Effective.parse(f"at {act.on}")} if act.on else {}
        yield Say(act.event, cases[act.case], act.given | dated), act.by
    yield BreakGlass(cases[OPENED], REASON), OFFICE


def _meeting(connection: sa.Connection, query: str) -> Held | None:
    """The last case conference of the spring, or the first meeting of another body after the approval."""
    given = {"tenant": connection.info["tenant_id"], "kind": BodyKind.CASE_CONFERENCE.value}
    found = connection.execute(sa.text(query), given).one_or_none()
    return Held(*found) if found else None
