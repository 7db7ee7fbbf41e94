"""会長・部会長: what an office gives begins and ends with it, on each day, as known now."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_projections import rights_of
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.access.offices import heads
from kyogikai_tenants.access.users import RoleOfNoBody
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.vocabulary import Role
from tests.graphql.scribe import Scribe


@pytest.fixture(autouse=True)
def _master(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MASTER_KEY, b64encode(Key.generate().secret).decode())


class Roster:
    """A body with a term, a member who is a person, and that person's account."""

    def __init__(self, tenant: Tenant) -> None:
        self.book = Scribe(tenant)
        self.administrator = replace(self.book, actor=Actor("administrator", Role.TENANT_ADMINISTRATOR))
        self.council = self.book.council("from 2010-04-01")
        self.body = self.book.body(self.council, "from 2010-04-01")
        end = {"kind": "at", "value": "2027-03-31"}
        self.term = self.say("StartTerm", "from 2024-04-01", body_id=self.body, planned_end=end)
        self.person = self.say("RegisterPerson", "undated", name="架空 花子")
        self.member = self.appointed(self.body, self.term)
        self.user = self.account("花子", self.person)

    def say(self, command: str, when: str, subject: UUID | None = None, **fields: Any) -> UUID:
        given = fields if subject else {"audience": "council"} | fields
        return self.book.record(command, subject, when, **given)

    def appointed(self, body: UUID, term: UUID | None = None, when: str = "from 2024-04-01") -> UUID:
        return self.say("AppointMember", when, body_id=body, term_id=term, person_id=self.person)

    def account(self, name: str, person: UUID | None = None) -> UUID:
        given = {"name": name, "email": "a@example.jp", "person_id": person, "audience": "secretariat"}
        return self.administrator.record("InviteUser", None, "at 2024-01-01", **given)

    def grant(self, user: UUID, role: Role, **fields: Any) -> None:
        self.administrator.record("GrantRole", user, "at 2024-01-01", role=role, **fields)

    def held(self, day: str, user: UUID | None = None) -> list[str]:
        """The roles of a day in short; ``*`` where the body is the roster's."""
        with snapshot(self.book.tenant.engine, self.book.tenant.id) as connection:
            known = rights_of.user(connection, user or self.user, date.fromisoformat(day))
        assert known
        return sorted(f"{h.role}{'*' if h.body_id == self.body else ''}" for h in known.holdings.held)

    def days(self, *days: str) -> list[bool]:
        """Whether the person heads the body on each of some days."""
        return ["chair*" in self.held(day) for day in days]


@pytest.fixture
def roster(tenant: Tenant) -> Roster:
    """A roster of the test's own."""
    return Roster(tenant)


def test_a_member_is_one_as_long_as_the_membership_lasts(roster: Roster) -> None:
    assert [roster.held(d) for d in ("2024-03-31", "2024-04-01", "2027-03-31", "2027-04-01")] == [
        [], ["member*"], ["member*"], [],
    ]  # fmt: skip
    roster.say("ResignMember", "at 2025-06-30", roster.member)
    assert [roster.held(d) for d in ("2025-06-30", "2025-07-01")] == [["member*"], []]


def test_whoever_heads_a_body_is_its_chair_from_the_election_to_the_end_of_the_office(roster: Roster) -> None:
    roster.say("ElectOfficer", "at 2024-05-10", roster.member, office="部会長")
    assert roster.days("2024-05-09", "2024-05-10", "2027-03-31", "2027-04-01") == [False, True, True, False]
    roster.say("VacateOffice", "at 2025-09-01", roster.member)
    assert roster.days("2025-08-31", "2025-09-01") == [True, False]
    assert roster.held("2025-09-01") == ["member*"]
    assert roster.book.sound()


@pytest.mark.parametrize(
    ("command", "about", "when", "last"),
    [
        ("ResignMember", "member", "at 2025-06-30", "2025-06-30"),
        ("ReplaceMember", "member", "at 2025-06-30", "2025-06-30"),
        ("EndTerm", "term", "at 2025-06-30", "2025-06-30"),
        ("DissolveBody", "body", "at 2025-06-30", "2025-06-30"),
    ],
)
def test_the_office_ends_with_what_it_is_in(
    roster: Roster, command: str, about: str, when: str, last: str
) -> None:
    roster.say("ElectOfficer", "at 2024-05-10", roster.member, office="会長")
    if about in {"term", "body"}:
        roster.say("ResignMember", "at 2025-06-30", roster.member)
    if about == "body":
        roster.say("EndTerm", "at 2025-06-30", roster.term)
    roster.say(command, when, getattr(roster, about))
    assert roster.days(last, "2025-07-01") == [True, False]


def test_a_term_that_is_extended_carries_the_office_on(roster: Roster) -> None:
    roster.say("ElectOfficer", "at 2024-05-10", roster.member, office="部会長")
    assert roster.days("2027-03-31", "2027-04-01", "2027-09-30") == [True, False, False]
    longer = {"kind": "at", "value": "2027-09-30"}
    roster.say("ExtendTerm", "at 2027-03-01", roster.term, planned_end=longer)
    assert roster.days("2027-04-01", "2027-09-30", "2027-10-01") == [True, True, False]


def test_a_correction_changes_the_right_from_now_on(roster: Roster) -> None:
    roster.say("ElectOfficer", "at 2024-05-10", roster.member, office="部会長")
    assert roster.days("2024-06-01") == [True]
    roster.book.correct(roster.member, 2, "office", "副部会長")
    assert roster.days("2024-06-01") == [False]
    roster.book.correct(roster.member, 2, "office", "部会長")
    roster.book.correct(
        roster.member, 2, "effective", {"kind": "at", "value": "2025-01-01", "basis": "stated"}
    )
    assert roster.days("2024-06-01", "2025-01-01") == [False, True]
    roster.book.annul(roster.member, 2)
    assert roster.days("2025-01-01") == [False]
    assert roster.book.sound()


def test_a_body_that_is_only_known_later_gives_nothing_before(tenant: Tenant) -> None:
    roster = Roster(tenant)
    later = roster.book.body(roster.council, "as_of 2025-05-01", "後で知られた部会")
    roster.say(
        "ElectOfficer", "at 2024-06-01", roster.appointed(later, None, "from 2024-05-01"), office="部会長"
    )
    assert [roster.held(d).count("chair") for d in ("2025-04-30", "2025-05-01")] == [0, 1]


def test_each_body_is_a_chairs_own_as_long_as_it_is_headed(roster: Roster) -> None:
    other = roster.book.body(roster.council, "from 2010-04-01", "乙")
    roster.say("ElectOfficer", "at 2024-05-10", roster.member, office="部会長")
    roster.say("ElectOfficer", "at 2024-05-10", roster.appointed(other), office="副部会長")
    assert roster.held("2024-06-01") == ["chair*", "member", "member*"]


def test_an_account_is_nobody_until_it_is_linked_and_after_it_is_no_more(roster: Roster) -> None:
    stranger = roster.account("別の人")
    assert roster.held("2024-06-01", stranger) == []
    roster.administrator.record("LinkPerson", stranger, "at 2024-06-01", person_id=roster.person)
    assert [roster.held(d, stranger) for d in ("2024-05-31", "2024-06-01")] == [[], ["member*"]]
    roster.administrator.record("LinkPerson", stranger, "at 2024-07-01")
    assert roster.held("2024-07-01", stranger) == []


def test_what_is_granted_and_what_an_office_gives_add_up(roster: Roster) -> None:
    roster.grant(roster.user, Role.AUDITOR, until="2024-12-31")
    assert roster.held("2024-12-31") == ["auditor", "member*"]
    assert roster.held("2025-01-01") == ["member*"]


def test_only_a_members_and_a_case_workers_role_is_of_a_body(roster: Roster) -> None:
    for role in (Role.MEMBER, Role.CASE_WORKER):
        roster.grant(roster.user, role, body_id=roster.body)
    for role in (Role.SECRETARIAT, Role.VIEWER, Role.AUDITOR, Role.TENANT_ADMINISTRATOR):
        with pytest.raises(RoleOfNoBody):
            roster.grant(roster.account(role), role, body_id=roster.body)


def test_an_unknown_account_holds_nothing(roster: Roster) -> None:
    with snapshot(roster.book.tenant.engine, roster.book.tenant.id) as connection:
        assert rights_of.user(connection, new_id(), date(2024, 6, 1)) is None
        assert rights_of.client(connection, new_id(), date(2024, 6, 1)) is None


def test_users_and_clients_are_called_by_their_last_names(roster: Roster) -> None:
    given = {"name": "県の集計", "scopes": ["council:read"], "audience": "secretariat"}
    client = roster.administrator.record("RegisterApiClient", None, "at 2024-01-01", **given)
    with snapshot(roster.book.tenant.engine, roster.book.tenant.id) as connection:
        asked = [str(roster.user), str(client), "console", str(new_id())]
        assert rights_of.names(connection, asked) == {str(roster.user): "花子", str(client): "県の集計"}
        assert rights_of.names(connection, ["console"]) == {}


@pytest.mark.parametrize(
    ("office", "head"),
    [
        ("会長", True), ("部会長", True), ("委員長", True), ("座長", True), ("部 会　長", True),
        ("副会長", False), ("副部会長", False), ("会長職務代理", False), ("会長代理", False), ("監査", False),
        ("事務局長", False), ("会計", False), ("", False),
    ],
)  # fmt: skip
def test_who_heads_a_body(office: str, head: bool) -> None:  # noqa: FBT001 - a table
    assert heads(office) is head


FAULTS = {
    "AND m.existence = 'live'": "AND m.existence <> 'not_yet'",
    "AND b.existence = 'live'": "AND b.existence <> 'not_yet'",
    ">= %(iso)s": ">= '2000-01-01' AND %(iso)s <> ''",
    "g.valid_to > %(day)s": "g.valid_to > '2000-01-01'",
    "m.valid_from <= %(day)s": "m.valid_from <= '9999-01-01'",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_condition_counts(roster: Roster, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    roster.appointed(roster.book.body(roster.council, "from 2010-04-01", "乙"), None, "from 2024-05-01")
    late = roster.book.body(roster.council, "as_of 2025-05-01", "後で知られた部会")
    roster.appointed(late, None, "from 2024-05-01")
    gone = roster.appointed(roster.body, roster.term, "from 2024-04-02")
    roster.say("ResignMember", "at 2024-12-31", gone)
    roster.grant(roster.user, Role.AUDITOR, until="2024-12-31")
    days = ["2024-03-01", "2024-06-01", "2025-01-01", "2028-01-01"]
    right = [roster.held(day) for day in days]
    assert fault in rights_of.HELD
    monkeypatch.setattr(rights_of, "HELD", rights_of.HELD.replace(fault, FAULTS[fault]))
    assert [roster.held(day) for day in days] != right
