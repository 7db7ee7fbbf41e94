"""The field's words: every enumeration of the domain, with its Japanese and English label.

A member's value is its name in lower case; the API shows the name.
"""

from enum import StrEnum, auto


class Role(StrEnum):
    """Who acts (domain card, roles)."""

    PLATFORM_OPERATOR = auto()
    TENANT_ADMINISTRATOR = auto()
    SECRETARIAT = auto()
    CHAIR = auto()
    MEMBER = auto()
    CASE_WORKER = auto()
    AUDITOR = auto()
    VIEWER = auto()
    PUBLIC = auto()
    API_CLIENT = auto()


class Audience(StrEnum):
    """Who may see a subject; public readers see it if and only if it is PUBLIC."""

    PUBLIC = auto()
    COUNCIL = auto()
    BODY = auto()
    SECRETARIAT = auto()
    CASE = auto()


class Existence(StrEnum):
    """What can be said of a life on a day."""

    NOT_YET = auto()
    UNKNOWN = auto()
    LIVE = auto()
    ENDED = auto()


class MunicipalityKind(StrEnum):
    """自治体の種類."""

    PREFECTURE = auto()
    CITY = auto()
    TOWN = auto()
    VILLAGE = auto()
    SPECIAL_WARD = auto()
    ADMINISTRATIVE_WARD = auto()
    WIDE_AREA_UNION = auto()
    JOINT = auto()


class TenantStatus(StrEnum):
    """Where a tenant stands in its own life as a customer."""

    REGISTERED = auto()
    ACTIVE = auto()
    SUSPENDED = auto()
    CLOSED = auto()


class CouncilStanding(StrEnum):
    """A statutory council, a network without legal standing before it, or somebody else's council."""

    STATUTORY = auto()
    NETWORK = auto()
    EXTERNAL = auto()


class BodyKind(StrEnum):
    """会議体の種類, in the order in which an organisation chart shows them."""

    GENERAL_ASSEMBLY = auto()
    COORDINATION_COMMITTEE = auto()
    CASE_CONFERENCE = auto()
    SECRETARIAT_MEETING = auto()
    REPRESENTATIVES_MEETING = auto()
    PRACTITIONERS_MEETING = auto()
    SUBCOMMITTEE = auto()
    WORKING_GROUP = auto()
    LIAISON_GROUP = auto()
    SECTION = auto()
    AREA_SECTION = auto()
    PROJECT_TEAM = auto()
    OTHER = auto()


class NameKind(StrEnum):
    """An official name, another name used beside it, or a short form."""

    OFFICIAL = auto()
    ALIAS = auto()
    SHORT = auto()


class StatementKind(StrEnum):
    """What a council says of itself."""

    SLOGAN = auto()
    PURPOSE = auto()
    GOAL = auto()
    FUNCTION = auto()
    POLICY = auto()
    DESCRIPTION = auto()


class SecretariatMode(StrEnum):
    """事務局の運営: by the municipality, by a contractor, together, or not said."""

    DIRECT = auto()
    OUTSOURCED = auto()
    JOINT = auto()
    UNKNOWN = auto()


class LineageChange(StrEnum):
    """How something became something else."""

    RENAMED = auto()
    SUCCEEDED = auto()
    MERGED = auto()
    SPLIT = auto()
    REPOSITIONED = auto()
    RESTARTED = auto()
    FUNCTION_MOVED = auto()
    MOVED = auto()
    KIND_CHANGED = auto()
    UNKNOWN = auto()


class NumberingScheme(StrEnum):
    """第N回 counts within a fiscal year, from the first one on, or within a term."""

    FISCAL_YEAR = auto()
    CUMULATIVE = auto()
    TERM = auto()


class MeetingKind(StrEnum):
    """会議の種別."""

    ORDINARY = auto()
    EXTRAORDINARY = auto()
    JOINT = auto()
    WRITTEN = auto()
    INFORMAL = auto()


class MeetingMode(StrEnum):
    """開催形式."""

    ONSITE = auto()
    ONLINE = auto()
    HYBRID = auto()
    WRITTEN = auto()


class MeetingState(StrEnum):
    """会議の状態."""

    SCHEDULED = auto()
    HELD = auto()
    CANCELLED = auto()


class Openness(StrEnum):
    """公開・非公開."""

    OPEN = auto()
    CLOSED = auto()
    PARTLY_OPEN = auto()
    UNDECIDED = auto()


class AgendaItemKind(StrEnum):
    """次第の種別."""

    REPORT = auto()
    DISCUSSION = auto()
    DECISION = auto()
    CASE_STUDY = auto()
    SURVEY = auto()
    STUDY = auto()
    EXCHANGE = auto()
    INTRODUCTION = auto()
    PLANNING = auto()
    OTHER = auto()


class AttendanceAnswer(StrEnum):
    """出欠回答."""

    YES = auto()
    NO = auto()
    PROXY = auto()
    UNDECIDED = auto()


class AttendanceStatus(StrEnum):
    """出欠の記録."""

    PRESENT = auto()
    ABSENT = auto()
    LATE = auto()
    LEFT = auto()
    PROXY = auto()


class MinutesState(StrEnum):
    """会議録の状態."""

    DRAFT = auto()
    CONFIRMED = auto()
    PUBLISHED = auto()
    WITHDRAWN = auto()


class IssueState(StrEnum):
    """課題の状態."""

    OPEN = auto()
    REFERRED = auto()
    ESCALATED = auto()
    DEFERRED = auto()
    RESOLVED = auto()
    CLOSED = auto()
    HANDED_OVER = auto()


class ReferralAct(StrEnum):
    """課題の動き."""

    RAISE = auto()
    SUBMIT = auto()
    SCREEN = auto()
    REFER = auto()
    ESCALATE = auto()
    RETURN = auto()
    DEFER = auto()
    PROPOSE = auto()
    RECOMMEND = auto()
    RESOLVE = auto()
    CLOSE = auto()
    REOPEN = auto()
    HAND_OVER = auto()
    REPORT = auto()
    CONSULT = auto()
    ANSWER = auto()


class RecommendationKind(StrEnum):
    """提言の種別."""

    RECOMMENDATION = auto()
    REPORT_TO_MAYOR = auto()
    OPINION = auto()
    REQUEST = auto()


class ActivityKind(StrEnum):
    """活動の種別."""

    EVENT = auto()
    TRAINING = auto()
    STUDY = auto()
    FORUM = auto()
    SURVEY = auto()
    HEARING = auto()
    PUBLICATION = auto()
    VISIT = auto()
    EXCHANGE = auto()
    OTHER = auto()


class ActivityState(StrEnum):
    """活動の状態."""

    PLANNED = auto()
    HELD = auto()
    CANCELLED = auto()


class PhaseState(StrEnum):
    """段階の状態."""

    PLANNED = auto()
    STARTED = auto()
    COMPLETED = auto()
