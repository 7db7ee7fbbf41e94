"""A small municipality with something of everything, recorded by its secretariat; what is public says so."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from kyogikai_tenants.commands import Actor
from kyogikai_tenants.vocabulary import Role
from tests.graphql.scribe import Scribe

DIGEST = "a" * 64


class World:
    """Everything, by short names."""

    def __init__(self, book: Scribe) -> None:
        self.book = book
        self._municipality()
        self._chart()
        self._roster()
        self._meetings()
        self._issues()
        self._rest()

    def say(self, command: str, when: str, subject: UUID | None = None, **fields: Any) -> UUID:
        return self.book.record(command, subject, when, **fields)

    def say_meeting(self, when: str, body: UUID, agenda: list[dict[str, Any]]) -> UUID:
        return self.say("HoldMeeting", when, bodies=[{"body_id": body}], agenda=agenda, audience="public")

    def _municipality(self) -> None:
        own = {"name": "架空市", "kind": "city", "host": "kakuu", "fictitious": True, "parent_name": "架空県"}
        operator = replace(self.book, actor=Actor("operator", Role.PLATFORM_OPERATOR))
        operator.record("RegisterTenant", self.book.tenant.id, "undated", audience="public", **own)
        words = [{"kind": "subcommittee", "word": "専門委員会"}]
        settings = {"notation": "hiragana", "era": "both", "vocabulary": words}
        operator.record("ChangeTenantSettings", self.book.tenant.id, "at 2025-01-01", **settings)

    def _chart(self) -> None:
        public: dict[str, Any] = {"audience": "public"}
        self.source = self.say("RegisterSourceDocument", "undated", title="設置要綱", audience="public")
        self.secret_source = self.say(
            "RegisterSourceDocument", "undated", title="内部資料", audience="council"
        )
        self.council = self.book.council(
            "from 2010-04-01",
            "架空市協議会",
            **public,
            source={"document_id": self.source, "locator": "第1条"},
        )
        self.group = self.say(
            "DefineBodyGroup",
            "from 2010-04-01",
            council_id=self.council,
            name="専門部会",
            kind="subcommittee",
            **public,
        )
        self.assembly = self.book.body(
            self.council, "from 2010-04-01", "全体会", kind="general_assembly", **public
        )
        self.work = self.book.body(
            self.council,
            "from 2010-04-01",
            "就労部会",
            parent_id=self.assembly,
            group_id=self.group,
            number=1,
            **public,
        )
        self.inner = self.book.body(self.council, "from 2010-04-01", "運営会議", kind="secretariat_meeting")
        self.say("DefineBodyPurpose", "undated", self.work, texts=["就労の支援を話し合う", "事業所の連携"])
        self.say(
            "DefineBodyComposition",
            "undated",
            self.work,
            text="関係機関の担当者",
            categories=["事業所"],
            ex_officio_of=[self.assembly],
        )
        self.say(
            "SetBodyCadence",
            "undated",
            self.work,
            rules=[{"per_year": 4, "approximate": True, "as_written": "年4回程度"}],
            source={"document_id": self.secret_source, "locator": "2頁"},
            quality=[{"flag": "ambiguous", "note": "回数"}],
        )
        self.say("AssignSecretariat", "from 2010-04-01", self.council, names=["福祉課"], mode="direct")
        self.say("RecordLegalBasis", "undated", self.council, title="障害者総合支援法", form="法律")
        self.say("NoteExternalContext", "at 2013-04", self.council, text="法律の施行")
        items = [{"label": "①", "title": "連携", "items": [{"label": "(1)", "text": "顔の見える関係"}]}]
        self.say("RecordStatement", "undated", self.council, kind="goal", title="目標", items=items)

    def _roster(self) -> None:
        public: dict[str, Any] = {"audience": "public"}
        self.office = self.say("RegisterOrganization", "undated", name="相談支援センター", **public)
        self.person = self.say("RegisterPerson", "undated", name="架空 花子", audience="council")
        self.term = self.say(
            "StartTerm",
            "from 2024-04-01",
            body_id=self.assembly,
            number=3,
            planned_end={"kind": "at", "value": "2027-03-31"},
            **public,
        )
        self.chair = self.say(
            "AppointMember",
            "from 2024-04-01",
            body_id=self.assembly,
            term_id=self.term,
            person_id=self.person,
            organization_id=self.office,
            job_title="所長",
            **public,
        )
        self.say("ElectOfficer", "from 2024-05-01", self.chair, office="会長")
        self.enrolled = self.say(
            "EnrolOrganization", "from 2024-04-01", body_id=self.work, organization_id=self.office, **public
        )
        self.inner_member = self.say(
            "EnrolOrganization", "from 2024-04-01", body_id=self.inner, organization_id=self.office, **public
        )

    def _meetings(self) -> None:
        public: dict[str, Any] = {"audience": "public"}
        agenda = [
            {"title": "就労の報告", "kind": "report", "presenter_id": self.office},
            {"title": "意見交換", "kind": "exchange", "open_ended": True},
        ]
        self.meeting = self.say(
            "HoldMeeting",
            "at 2024-06-10",
            bodies=[{"body_id": self.work, "number": 1}, {"body_id": self.inner, "number": 7}],
            kind="joint",
            agenda=agenda,
            place="市役所",
            mode="onsite",
            counts={"expected": 21, "present": 17},
            quorum=[{"body_id": b, "base": 21, "needed": 11, "present": 17} for b in (self.work, self.inner)],
            **public,
        )
        self.planned = self.say(
            "ScheduleMeeting",
            "at 2025-10-01",
            date={"kind": "at", "value": "2025-12-05"},
            title="第2回就労部会",
            bodies=[{"body_id": self.work, "number": 2}],
            audience="council",
        )
        attendees = [
            {"membership_id": self.enrolled, "status": "present"},
            {"name": "架空 太郎", "status": "absent"},
        ]
        self.say("RecordAttendance", "at 2024-06-10", self.meeting, attendees=attendees)
        self.say(
            "MakeDecision",
            "at 2024-06-10",
            self.meeting,
            result="了承",
            item_number=1,
            votes={"in_favour": 17},
        )
        paper = {
            "title": "資料1",
            "media_type": "application/pdf",
            "byte_count": 1234,
            "sha256": DIGEST,
            "number": "1",
        }
        self.say("AttachDocument", "at 2024-06-10", self.meeting, document=paper, audience="public")
        self.say("DraftMinutes", "at 2024-06-20", self.meeting, minutes_kind="summary", text="要点")
        self.say("ConfirmMinutes", "at 2024-07-01", self.meeting, minutes_kind="summary", confirmed_by="会長")
        self.say("PublishMinutes", "at 2024-07-10", self.meeting, minutes_kind="summary")
        self.say("DraftMinutes", "at 2024-07-20", self.meeting, minutes_kind="full", text="全文の案")

    def _issues(self) -> None:
        self.mayor = self.say("NoteExternalParty", "undated", name="市長", kind="行政", audience="public")
        routes = [
            {"from_id": self.group, "to_id": self.assembly, "act": "escalate", "conditions": ["重要なもの"]}
        ]
        self.say("DefineIssueRoutes", "undated", self.council, routes=routes)
        self.issue = self.say(
            "RaiseIssue",
            "at 2024-08-01",
            title="移動の手段が足りない",
            text="夜間の移動",
            raised_by_id=self.work,
            owner_id=self.work,
            case_count=3,
            audience="public",
        )
        self.say(
            "ReferIssue",
            "at 2024-09-01",
            self.issue,
            to_id=self.assembly,
            question="手段の調査",
            exception="経路にない付託",
        )
        self.say("GiveIssueFeedback", "at 2024-10-01", self.issue, recipient="事業所", feedback="調査中です")
        self.recommendation = self.say(
            "AdoptRecommendation",
            "at 2025-01-15",
            title="移動支援の提言",
            kind="recommendation",
            from_id=self.assembly,
            addressee="架空市長",
            issue_ids=[self.issue],
            audience="public",
        )
        self.say("DeliverRecommendation", "at 2025-02-01", self.recommendation)
        self.say(
            "ReceiveResponse", "at 2025-03-01", self.recommendation, answer="検討する", decision="一部採用"
        )

    def _rest(self) -> None:
        self.activity = self.say(
            "PlanActivity",
            "from FY2024",
            kind="training",
            title="就労研修",
            body_id=self.work,
            council_id=self.council,
            partner_ids=[self.office],
            stage="準備",
            meeting_id=self.meeting,
            agenda_number=1,
            audience="public",
        )
        self.say("HoldActivity", "at 2024-11-11", self.activity, days=1, audience="public")
        self.phase = self.say(
            "PlanPhase",
            "from FY2024",
            council_id=self.council,
            name="立ち上げ期",
            number=1,
            fiscal_years=[2024, 2025],
            goals=[{"title": "連携", "examples": ["名簿"]}],
            cadence=[{"as_needed": True}],
            audience="public",
        )
        self.say("SetAnnualTheme", "from FY2024", self.council, fiscal_year=2024, text="つながる")
        self.rule = self.say(
            "EnactRule",
            "from 2010-04-01",
            title="協議会設置要綱",
            council_id=self.council,
            scope_id=self.assembly,
            max_members=25,
            term_years=3,
            quorum="過半数",
            openness="open",
            audience="public",
        )
        for subject in (self.work, self.meeting, self.issue, self.recommendation, self.activity):
            self.say("WritePlainSummary", "from 2025-10-01", subject, summary="やさしい ことばで 言うと")
