"""What is refused of a case (domain card, section 4): each rule, and who may allow it."""

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.vocabulary import Role


class SharingNeedsGround(Refused):
    """A case is shared with others only on the person's consent or a recorded legal ground."""

    CODE = "SHARING_NEEDS_GROUND"
    JA = "事例の共有には、本人の同意か法令上の根拠の記録が先に必要です（担当の個別支援担当が記録できます）。"
    EN = "A case is shared only once consent or a legal ground is on record; its case worker records it."
    MAY_ALLOW = (Role.CASE_WORKER,)


class NothingToWithdraw(Refused):
    """What is withdrawn is a consent that stands, on a day not before it was given."""

    CODE = "NOTHING_TO_WITHDRAW"
    JA = "撤回できる同意の記録がありません（同意の日より前の日での撤回も記録できません）。"
    EN = "There is no consent on record that could be withdrawn on that day."
    MAY_ALLOW = (Role.CASE_WORKER,)


class WithdrawalEndsAccess(Refused):
    """With a consent goes all access that rested on it."""

    CODE = "WITHDRAWAL_ENDS_ACCESS"
    JA = "同意の撤回と同時に、その同意だけにもとづく共有はすべて取り消します。"
    EN = "With the consent, all access that rested on it alone is taken back."
    MAY_ALLOW = (Role.CASE_WORKER,)


class NotACaseConference(Refused):
    """A conference on a case, where it was a meeting of the record, was one of the case conference."""

    CODE = "NOT_A_CASE_CONFERENCE"
    JA = "個別支援会議の開催として選べるのは、個別支援会議だけが開いた会議です。"
    EN = "The meeting of a case conference is one that case conferences alone have held."
    MAY_ALLOW = (Role.CASE_WORKER,)


class AbstractNeeded(Refused):
    """Outside the case conference a case is presented by an abstract that was approved before."""

    CODE = "ABSTRACT_NEEDED"
    JA = "個別支援会議以外の会議に出せるのは、その日までに作成者以外が承認した要旨のある事例に限られます。"
    EN = "Outside the case conference a case needs an abstract approved by then by someone else."
    MAY_ALLOW = (Role.SECRETARIAT, Role.CASE_WORKER)


class AbstractByAnother(Refused):
    """An abstract is approved by somebody other than its author."""

    CODE = "ABSTRACT_BY_ANOTHER"
    JA = "要旨は、作成者以外の人が承認します（事務局、または共有を受けた個別支援担当）。"
    EN = "An abstract is approved by somebody other than its author."
    MAY_ALLOW = (Role.SECRETARIAT, Role.CASE_WORKER)


class LastAbstractOnly(Refused):
    """The abstract that is approved is the last one that was written."""

    CODE = "LAST_ABSTRACT_ONLY"
    JA, EN = (
        "承認できるのは、最後に書かれた要旨です。",
        "Only the abstract that was written last is approved.",
    )
    MAY_ALLOW = (Role.CASE_WORKER,)


class ApprovedAbstractStands(Refused):
    """An approved abstract is not changed: another one is written, and approved again."""

    CODE = "APPROVED_ABSTRACT_STANDS"
    JA = "承認された要旨は訂正・取消しできません。新しい要旨を作成し、承認を受けてください。"
    EN = "An approved abstract stands; write another one and have it approved."
    MAY_ALLOW = (Role.CASE_WORKER,)


class CaseIsClosed(Refused):
    """A closed case is shared and presented no more."""

    CODE = "CASE_IS_CLOSED"
    JA, EN = "終結した事例です: {fact}", "The case is closed: {fact}"
    MAY_ALLOW = (Role.CASE_WORKER,)


class CloseFirst(Refused):
    """A case is closed before its key is destroyed."""

    CODE = "CLOSE_FIRST"
    JA, EN = "鍵の破棄は、事例の終結の後に行います。", "A case is closed before its key is destroyed."
    MAY_ALLOW = (Role.CASE_WORKER,)


class NothingAfterErasure(Refused):
    """Nothing is recorded of a case after its key is destroyed; nobody may allow it."""

    CODE = "NOTHING_AFTER_ERASURE"
    JA = "鍵を破棄した事例には、もう何も記録できません（誰にも許可できません）。"
    EN = "Nothing is recorded of a case whose key is destroyed, and nobody can allow it."


class CaseStaysSealed(Refused):
    """What is said of a case is sealed: it has no other audience, no note, no source, no other text."""

    CODE = "CASE_STAYS_SEALED"
    JA = "個別事例には、封じる欄のほかに文章・出典・公開範囲を付けられません。"
    EN = "A case has no other audience, note or source: nothing is written beside its sealed fields."


class NamesAPerson(Refused):
    """A reason that auditors read holds nothing that identifies a person."""

    CODE = "NAMES_A_PERSON"
    JA = "理由に個人が分かる番号や生年月日は書けません（監査が読みます）。"
    EN = "The reason is read by auditors: it holds nothing that identifies a person."


class NotACaseWorker(Refused):
    """A case is opened to case workers only."""

    CODE = "NOT_A_CASE_WORKER"
    JA, EN = "共有できる相手は個別支援担当に限られます。", "A case is opened to case workers only."
    MAY_ALLOW = (Role.TENANT_ADMINISTRATOR,)


class NotOpened(Refused):
    """Access is taken from whoever was given it; a case worker keeps their own case."""

    CODE = "NOT_OPENED"
    JA, EN = "この人には共有されていません。", "The case was not opened to this person."
    MAY_ALLOW = (Role.CASE_WORKER,)


class RevokedBeforeOpened(Refused):
    """Access is taken back on a day not before it was given, or it would stay open by day."""

    CODE = "REVOKED_BEFORE_OPENED"
    JA = "共有の取消しの日は、共有した日（{day}）より前にできません。"
    EN = "Access is taken back on a day not before it was given ({day})."
    MAY_ALLOW = (Role.CASE_WORKER,)


class PresentedOnAnotherDay(Refused):
    """What is said to have been at a meeting was on the day of that meeting."""

    CODE = "PRESENTED_ON_ANOTHER_DAY"
    JA = "会議の日（{day}）と違う日付です。会議の日を入れてください。"
    EN = "This was on another day than the meeting ({day})."
    MAY_ALLOW = (Role.CASE_WORKER,)


class LinkedAlready(Refused):
    """An issue is linked to a case once, or its number would count twice."""

    CODE = "LINKED_ALREADY"
    JA, EN = "この課題とは、すでに対応付けてあります。", "The case is linked to this issue already."
    MAY_ALLOW = (Role.CASE_WORKER,)


class AtTheCaseDesk(Refused):
    """What is said of a case is said at the case desk, where it is kept in no draft."""

    CODE = "AT_THE_CASE_DESK"
    JA, EN = "個別事例の記録は、個別事例のページで行います。", "A case is recorded at the case desk only."
    MAY_ALLOW = (Role.CASE_WORKER,)
