"""What single forms, or groups of fields, call a field whose general word says too little there.

``Command.field``, its Japanese and its English word.
"""

from kyogikai_projections.field_labels import Words

_LINES = """
AdoptAnnualSchedule.entries 予定 what is planned
AdoptRecommendation.from_id 提言する会議体など recommended by
AdoptRecommendation.in_answer_to もとになった諮問 in answer to
AdoptRecommendation.text 提言の内容 text
AmendRule.categories 委員の区分 categories of members
AmendRule.decision 議決の方法 how decisions are made
AmendRule.number 規程の番号 number of the rule
AmendRule.scope_id 適用する会議体など whom it binds
AmendRule.title 規程の題名 title of the rule
AnswerAttendance.name 答えた人の氏名 name of who answered
AssignSecretariat.mode 担い方 how it is run
AssignSecretariat.names 事務局の名称 names of the secretariat
Attendee.capacity どの立場で in which capacity
Attendee.mode 出席のしかた attends by
Attendee.name 氏名 name of the person
Attendee.status 出欠 attendance
BodyAtMeeting.label 回の書き方 number as written
BodyAtMeeting.number 第何回 number
ConfirmMinutes.text 会議録の本文 text of the minutes
ConveneMeeting.mode 開催方式 how it is held
CreateBody.kind 会議体の種別 kind of body
CreateBody.name 会議体の名称 name of the body
CreateBody.number 会議体の番号 number of the body
DefineBodyPurpose.texts 役割の内容 what it is for
DefineSeat.label 枠の呼び方 what the seat is called
DefineSeat.number 枠の番号 number of the seat
DeferIssue.due いつまで until
DraftMinutes.text 会議録の本文 text of the minutes
ElectOfficer.method 選び方 how they were chosen
EnactRule.categories 委員の区分 categories of members
EnactRule.decision 議決の方法 how decisions are made
EnactRule.number 規程の番号 number of the rule
EnactRule.scope_id 適用する会議体など whom it binds
EnactRule.title 規程の題名 title of the rule
EscalateIssue.act 上程のしかた act
EscalateIssue.due 回答の期限 answer wanted by
EscalateIssue.from_id 上程する側 from
EscalateIssue.to_id 上程先 to
GrantRole.until いつまで last day
HoldMeeting.kind 会議の種別 kind of meeting
HoldMeeting.mode 開催方式 how it is held
HoldMeeting.title 会議の題名 title of the meeting
Item.label 資料での番号 mark in the source
LinkPerson.person_id 名簿の人 person on record
MakeDecision.method 決め方 how it was decided
MakeDecision.result 決まったこと what was decided
NoteExternalParty.kind 相手の種別 kind of party
NoteExternalParty.name 相手の名称 name of the party
OwnWord.kind 会議体の種別 kind of body
Paper.number 資料番号 number of the paper
Paper.title 資料の題名 title of the paper
Period.days 残す日数 days it is kept
Period.what 残すもの what is kept
PlanPhase.number 第何段階 number of the phase
QuorumCounted.base もとになる人数 members counted
QuorumCounted.needed 必要な人数 needed
QuorumCounted.present 出席した人数 present
RaiseIssue.category 課題の分類 kind of issue
RaiseIssue.owner_id 担当の会議体 owner
RaiseIssue.text 課題の内容 text
RaiseIssue.title 課題の題名 title
ReceiveResponse.answer 回答の内容 the answer
ReceiveResponse.decision どうするとしたか what was decided
RecordLegalBasis.form 法令の形式 form of the law
RecordStatement.label 資料での番号 mark in the source
ReferIssue.due 回答の期限 answer wanted by
ReferIssue.from_id 付託する側 from
ReferIssue.to_id 付託先 to
RegisterOrganization.category 分野 field of work
RegisterOrganization.name 機関の名称 name of the organization
RegisterPerson.name 氏名 name of the person
RegisterSourceDocument.form 資料の形式 form of the document
RegisterSourceDocument.title 資料の題名 title of the document
ReopenIssue.to_id 担当する会議体 owner
ReportActivityResult.result 活動の結果 what came of it
RescheduleMeeting.date 新しい日付 new date
RescheduleMeeting.mode 開催方式 how it is held
ReturnIssue.from_id 差し戻す側 from
ReturnIssue.outcome 差し戻すときの結果 outcome
ReturnIssue.to_id 差戻し先 to
Route.act 経路での動き act
ScheduleMeeting.date 開催日 date of the meeting
ScheduleMeeting.kind 会議の種別 kind of meeting
ScheduleMeeting.mode 開催方式 how it is held
ScheduleMeeting.title 会議の題名 title of the meeting
ScreenIssue.category 課題の分類 kind of issue
SetBodyCadence.rules 開催頻度の定め rules
StartTerm.number 第何期 number of the term
SubItem.label 資料での番号 mark in the source
SucceedCouncil.change どう変わったか how it changed
WritePlainSummary.summary やさしい要約 plain summary
"""


def _words(line: str) -> tuple[str, Words]:
    name, japanese, english = line.split(" ", 2)
    return name, (japanese, english)


OWN: dict[str, Words] = dict(map(_words, _LINES.strip().splitlines()))
"""Each of them."""
