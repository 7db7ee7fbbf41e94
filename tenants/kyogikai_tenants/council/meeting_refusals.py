"""What is refused of a meeting: each class states its rule."""

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.vocabulary import Role


class MeetingNeedsABody(Refused):
    """A meeting is of at least one body, and of each once."""

    CODE = "MEETING_NEEDS_A_BODY"
    JA = "会議には会議体が要ります（同じ会議体は一度だけ）。"
    EN = "A meeting is of at least one body, and of each once."


class HeldInTheFuture(Refused):
    """A meeting is recorded as held when its day has come, in Japan."""

    CODE = "HELD_IN_THE_FUTURE"
    JA = "開催日 {day} はまだ来ていません。予定として記録してください。"
    EN = "{day} has not come yet: schedule the meeting instead."


class FiscalYearMismatch(Refused):
    """The fiscal year follows from the date: February 2012 is in fiscal year 2011."""

    CODE = "FISCAL_YEAR_MISMATCH"
    JA = "{day} は {year} 年度ではありません。"
    EN = "{day} does not lie in fiscal year {year}."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class WrongWeekday(Refused):
    """A date's weekday is as the calendar has it; where a source has another, it is kept, and flagged."""

    CODE = "WRONG_WEEKDAY"
    JA = "{day} は{weekday}曜日です（記載: {written}）。"
    EN = "{day} is a {weekday}; the source says {written}."
    FLAGGED = True


class StartsAnotherDay(Refused):
    """A meeting begins on its date, and ends after it begins."""

    CODE = "STARTS_ANOTHER_DAY"
    JA = "開始・終了の時刻が開催日 {day} と合いません。"
    EN = "The times do not fit the date {day}: reschedule the meeting, or give the times."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class HeldOnce(Refused):
    """A meeting is held once, or cancelled, and never both."""

    CODE = "HELD_ONCE"
    JA = "会議は一度だけ開催されるか、中止されるかのいずれかです: {facts}"
    EN = "A meeting is held once, or cancelled once, never both: {facts}"


class MeetingOver(Refused):
    """What prepares a meeting comes before it is held or cancelled."""

    CODE = "MEETING_OVER"
    JA = "開催または中止の後です: {facts}"
    EN = "After the meeting was held or cancelled: {facts}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class NotHeld(Refused):
    """Attendance, observers, decisions and minutes are of a meeting that was held, and not before it."""

    CODE = "NOT_HELD"
    JA = "開催の記録がないか、開催より前です: {facts}"
    EN = "The meeting was not held, or not yet: {facts}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class InEachBody(Refused):
    """A joint meeting is numbered in each body, and its quorum is counted in each body, or in none."""

    CODE = "IN_EACH_BODY"
    JA = "合同会議の回数と定足数は、会議体ごとに（または、どれにも）記録します。"
    EN = "A joint meeting is numbered, and its quorum counted, in each of its bodies or in none."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class NoSuchItem(Refused):
    """A decision on an item is on one that the agenda has."""

    CODE = "NO_SUCH_ITEM"
    JA, EN = "次第に {number} はありません。", "The agenda has no item {number}."


class ClosedPart(Refused):
    """While a meeting is closed, nothing of it is public."""

    CODE = "CLOSED_PART"
    JA = "非公開の会議に、公開のものがあります: {what}"
    EN = "The meeting is closed, but this would be public: {what}"
