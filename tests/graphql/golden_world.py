"""The world of the golden files: everything, and of what matters to rights something for each audience."""

import os
from base64 import b64encode
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from typing_extensions import override

from kyogikai_tenants.commands import Actor
from kyogikai_tenants.events import COMMANDS
from kyogikai_tenants.log import notary
from kyogikai_tenants.log.checkpoints import SigningKey
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.references import members
from kyogikai_tenants.vocabulary import Role
from tests.graphql.scribe import Scribe
from tests.graphql.world import World


class Graded(World):
    """Bodies, meetings, issues and minutes for the council, for one body and for the secretariat alone."""

    @override
    def say(self, command: str, when: str, subject: UUID | None = None, **fields: Any) -> UUID:
        """Every fact has a source, and something to be minded about it."""
        known = members(COMMANDS[command])
        flag = {"flag": "ambiguous", "note": "要確認", "as_written": "ママ"}
        if "quality" in known:
            fields.setdefault("quality", [flag])
        if "source" in known and hasattr(self, "source"):
            fields.setdefault("source", {"document_id": self.source, "locator": "1頁"})
        return super().say(command, when, subject, **fields)

    @override
    def _rest(self) -> None:
        super()._rest()
        self._descent()
        self._closed_meetings()
        self._closed_issues()
        self._accounts()
        with pytest.MonkeyPatch.context() as patch:
            if MASTER_KEY not in os.environ:  # one that stands already wraps what the municipality has sealed
                patch.setenv(MASTER_KEY, b64encode(Key.generate().secret).decode())
            self._abstract()
        tenant = self.book.tenant
        with transaction(tenant.engine, tenant.id) as connection:
            notary.issue(connection, "kakuu.example/log", SigningKey.generate())

    def _descent(self) -> None:
        old, new = (
            self.book.body(self.council, f"from 20{year}", name, audience="public")
            for year, name in ((11, "旧部会"), (15, "新部会"))
        )
        self.say("SucceedBody", "at 2015-03-31", old, successor_id=new, reason="再編")

    def _closed_meetings(self) -> None:
        comes = {"membership_id": self.enrolled, "answer": "yes", "attends_by": "online"}
        self.say("AnswerAttendance", "at 2025-10-03", self.planned, **comes)
        seat: dict[str, Any] = {
            "body_id": self.work,
            "label": "1番",
            "category": "事業所",
            "audience": "public",
        }
        self.seat = self.say("DefineSeat", "from 2024-04-01", **seat)
        self.office_only = self.book.body(
            self.council, "from 2010-04-01", "事務局会議", kind="secretariat_meeting", audience="secretariat"
        )
        for number, audience in enumerate(("body", "secretariat"), 3):
            meeting = self.say(
                "HoldMeeting",
                f"at 2025-08-0{number}",
                bodies=[{"body_id": self.work, "number": number}],
                agenda=[{"title": f"{audience}の議題"}],
                audience=audience,
            )
            self.say("DraftMinutes", "at 2025-10-02", meeting, minutes_kind="summary", text="案")
            attendees = [{"membership_id": self.enrolled, "status": "present"}]
            self.say("RecordAttendance", f"at 2025-08-0{number}", meeting, attendees=attendees)

    def _closed_issues(self) -> None:
        for audience in ("council", "body", "secretariat"):
            issue = self.say(
                "RaiseIssue",
                "at 2025-08-01",
                title=f"{audience}の課題",
                raised_by_id=self.work,
                owner_id=self.work,
                case_count=2,
                audience=audience,
            )
            self.say("GiveIssueFeedback", "at 2025-10-01", issue, recipient="事業所", feedback="調査中です")

    def _accounts(self) -> None:
        operator = replace(self.book, actor=Actor("operator", Role.PLATFORM_OPERATOR))
        first = {"name": "管理者", "email": "", "audience": "secretariat"}
        self.admin = operator.record("InviteUser", None, "at 2025-01-01", **first)
        operator.record("GrantRole", self.admin, "at 2025-01-01", role="tenant_administrator")
        administrator = replace(self.book, actor=Actor(str(self.admin), Role.TENANT_ADMINISTRATOR))
        given = {"name": "県", "scopes": ("council:read",), "audience": "secretariat"}
        self.client = administrator.record("RegisterApiClient", None, "at 2025-01-01", **given)
        self.book.correct(self.work, 1, "name", "就労部会")

    def _abstract(self) -> None:
        """An abstract that was presented in the body that matters, and one whose consent is withdrawn."""
        admin = replace(self.book, actor=Actor(str(self.admin), Role.TENANT_ADMINISTRATOR))
        hands = dict[Role, Scribe]()
        for role in (Role.CASE_WORKER, Role.SECRETARIAT):
            invited = {"name": role.value, "email": "", "audience": "secretariat"}
            account = admin.record("InviteUser", None, "at 2025-01-01", **invited)
            hands[role] = replace(self.book, actor=Actor(str(account), role))
        worker, office = hands.values()
        texts = {"person": "架空の人", "situation": "架空", "audience": "case"}
        for withdrawn in (False, True):
            case = worker.record("RegisterCase", None, "at 2024-05-01", **texts)
            worker.record("RecordCaseConsent", case, "at 2024-05-01", ground="consent", details="同意")
            worker.record("DraftCaseAbstract", case, "at 2024-05-02", abstract="架空の要旨")
            office.record("ApproveCaseAbstract", case, "at 2024-05-02", drafted=3)
            worker.record("PresentCase", case, "at 2024-06-10", meeting_id=self.meeting)
            if withdrawn:
                worker.record("WithdrawCaseConsent", case, "at 2024-06-11")
