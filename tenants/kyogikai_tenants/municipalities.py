"""自治体: the tenant itself, in the one stream whose id is the tenant's.

What is said here are acts on the service, not facts of the world: a registration is undated, because the
municipality was there before us, and every later act carries the day on which it was done (``done_on``).
The directory of host names (``log.directory``) follows this stream; whoever registers writes both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Any, NamedTuple

from typing_extensions import override

from kyogikai_tenants.changes import Change
from kyogikai_tenants.effective import AsWritten, Basis, Effective, Kind, Value
from kyogikai_tenants.errors import AlreadyThere, Refused
from kyogikai_tenants.events import Begins, Fact
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.record import Record
from kyogikai_tenants.retention import RetentionSet, out_of_bounds
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.states import Entity, Part, Version
from kyogikai_tenants.vocabulary import BodyKind, Existence, MunicipalityKind, Role, TenantStatus

RESERVED = frozenset({"console", "www", "api", "static"})
"""Host names that are the platform's own."""
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
CODE = re.compile(r"[0-9]{6}")
ADDRESS = re.compile(r"https?://[!-~]{1,500}")

ALWAYS = Effective(Kind.UNDATED, basis=Basis.LIVE)
"""The effective time of a registration."""


def done_on(day: date) -> Effective:
    """The effective time of an act: the day on which somebody did it here."""
    return Effective(Kind.AT, day.isoformat(), Basis.LIVE)


class Notation(StrEnum):
    """How a municipality writes the word for disability: 障害, 障がい or 障碍."""

    KANJI = auto()
    HIRAGANA = auto()
    TRADITIONAL = auto()

    @property
    def word(self) -> str:
        """The word itself."""
        return {Notation.KANJI: "障害", Notation.HIRAGANA: "障がい", Notation.TRADITIONAL: "障碍"}[self]


class EraDisplay(StrEnum):
    """How years are shown: 2011年, 平成23年, or both."""

    WESTERN = auto()
    JAPANESE = auto()
    BOTH = auto()


class Accent(StrEnum):
    """A municipality's colour: one of a few whose contrast is known on white and on its own tint."""

    BLUE = auto()
    GREEN = auto()
    MAGENTA = auto()
    ORANGE = auto()
    PURPLE = auto()
    TEAL = auto()


class Writing(NamedTuple):
    """How a municipality writes, and its colour if it has one."""

    notation: Notation = Notation.KANJI
    years: EraDisplay = EraDisplay.JAPANESE
    accent: str = ""


AS_MOST = Writing()


class OwnWord(Value, frozen=True):
    """A municipality's own word for a kind of body."""

    kind: BodyKind
    word: AsWritten


class MunicipalityProfile(Entity, frozen=True, kw_only=True):
    """A municipality, and where it stands as a tenant, on a day."""

    TABLE = "municipality_profile"

    code: str = ""
    name: str
    reading: str = ""
    kind: MunicipalityKind
    parent_name: str = ""
    status: TenantStatus
    fictitious: bool = False
    notation: Notation
    era: EraDisplay
    vocabulary: tuple[OwnWord, ...] = ()
    licence: str = ""
    licence_url: str = ""
    contact: str = ""
    accent: Accent | None = None

    @override
    def caption(self) -> str:
        """Its name."""
        return self.name

    @override
    def sort_key(self) -> str:
        """By code."""
        return self.code


class MunicipalityMember(Part, frozen=True, kw_only=True):
    """A municipality that keeps this record together with others."""

    TABLE = "municipality_member"

    code: str
    name: str

    @override
    def sort_key(self) -> str:
        """By code."""
        return self.code


@dataclass(frozen=True, kw_only=True)
class TenantRegistered(Begins):
    """A municipality becomes a tenant; its stream has the tenant's own id."""

    TOPIC, COMMAND, SUBJECTS = "tenant.registered", "RegisterTenant", ("municipality_profile",)
    LABEL, LABEL_EN = "自治体登録", "Tenant registered"
    SENTENCE, SENTENCE_EN = (
        "自治体「{name}」をホスト名 {host} で登録",
        "Registered the municipality {name} under the host name {host}",
    )

    code: str = ""
    """全国地方公共団体コード: six digits, the last a check digit; may be missing if joint or fictitious."""
    name: str
    reading: str = ""
    kind: MunicipalityKind
    parent_name: str = ""
    """The prefecture, or a ward's city."""
    host: str
    fictitious: bool = False

    @override
    def sets(self) -> dict[str, Any]:
        """Registered, with the settings that most have."""
        common = {"notation": Notation.KANJI, "era": EraDisplay.JAPANESE, "vocabulary": ()}
        return {"status": TenantStatus.REGISTERED, **common}


@dataclass(frozen=True, kw_only=True)
class TenantSettingsChanged(Fact):
    """The settings, all of them, as they are from then on."""

    TOPIC, COMMAND = "tenant.settings_changed", "ChangeTenantSettings"
    SUBJECTS = ("municipality_profile",)
    LABEL, LABEL_EN = "表記設定の変更", "Tenant settings changed"
    SENTENCE, SENTENCE_EN = (
        "{subject}の表記設定を変更（{notation}・{era}）",
        "Changed the settings of {subject} ({notation}, {era})",
    )
    CLEARS = frozenset({"vocabulary", "licence", "licence_url", "contact", "accent"})

    notation: Notation
    era: EraDisplay
    vocabulary: tuple[OwnWord, ...] = ()
    licence: str = ""
    """Under which terms what is published may be used, as the municipality states it: CC BY 4.0."""
    licence_url: str = ""
    """Where these terms stand."""
    contact: str = ""
    """Whom to ask about the site and about its accessibility."""
    accent: Accent | None = None
    """The colour of its pages; none: the product's."""


@dataclass(frozen=True, kw_only=True)
class TenantActivated(Fact):
    """A registered tenant goes into use."""

    TOPIC, COMMAND, SUBJECTS = "tenant.activated", "ActivateTenant", ("municipality_profile",)
    LABEL, LABEL_EN = "利用開始", "Tenant activated"
    SENTENCE, SENTENCE_EN = "{subject}の利用を開始（{effective}）", "Activated {subject} ({effective})"

    @override
    def sets(self) -> dict[str, Any]:
        """Active."""
        return {"status": TenantStatus.ACTIVE}


@dataclass(frozen=True, kw_only=True)
class TenantSuspended(Fact):
    """A tenant in use is closed to its users for a while."""

    TOPIC, COMMAND, SUBJECTS = "tenant.suspended", "SuspendTenant", ("municipality_profile",)
    LABEL, LABEL_EN = "利用停止", "Tenant suspended"
    SENTENCE, SENTENCE_EN = (
        "{subject}の利用を停止（{effective}、{reason}）",
        "Suspended {subject} ({effective}, {reason})",
    )

    reason: str

    @override
    def sets(self) -> dict[str, Any]:
        """Suspended."""
        return {"status": TenantStatus.SUSPENDED}


@dataclass(frozen=True, kw_only=True)
class TenantResumed(Fact):
    """A suspended tenant goes into use again."""

    TOPIC, COMMAND, SUBJECTS = "tenant.resumed", "ResumeTenant", ("municipality_profile",)
    LABEL, LABEL_EN = "利用再開", "Tenant resumed"
    SENTENCE, SENTENCE_EN = "{subject}の利用を再開（{effective}）", "Resumed {subject} ({effective})"

    @override
    def sets(self) -> dict[str, Any]:
        """Active."""
        return {"status": TenantStatus.ACTIVE}


@dataclass(frozen=True, kw_only=True)
class TenantClosed(Fact):
    """A tenant ends as a customer. Its record may be destroyed from a day on; until then it may reopen."""

    TOPIC, COMMAND, SUBJECTS = "tenant.closed", "CloseTenant", ("municipality_profile",)
    LABEL, LABEL_EN = "利用終了", "Tenant closed"
    SENTENCE, SENTENCE_EN = (
        "{subject}の利用を終了（{effective}、{reason}）",
        "Closed {subject} ({effective}, {reason})",
    )

    reason: str
    due: date | None = None
    """The first day on which the record may be destroyed; without one it is only closed."""

    @override
    def sets(self) -> dict[str, Any]:
        """Closed."""
        return {"status": TenantStatus.CLOSED}


@dataclass(frozen=True, kw_only=True)
class TenantReopened(Fact):
    """The closing is called off, or the record goes on in another installation."""

    TOPIC, COMMAND, SUBJECTS = "tenant.reopened", "ReopenTenant", ("municipality_profile",)
    LABEL, LABEL_EN = "利用終了の取消し", "Closing called off"
    SENTENCE, SENTENCE_EN = (
        "{subject}の利用終了を取り消し（{effective}、{reason}）",
        "Called off the closing of {subject} ({effective}, {reason})",
    )

    reason: str

    @override
    def sets(self) -> dict[str, Any]:
        """Active."""
        return {"status": TenantStatus.ACTIVE}


@dataclass(frozen=True, kw_only=True)
class MunicipalityJoined(Fact):
    """A municipality joins those that hold the council together."""

    TOPIC, COMMAND, SUBJECTS = "tenant.municipality_joined", "JoinMunicipality", ("municipality_profile",)
    LABEL, LABEL_EN = "構成自治体の加入", "Municipality joined"
    SENTENCE, SENTENCE_EN = (
        "{member_name}が{subject}に加入（{effective}）",
        "{member_name} joined {subject} ({effective})",
    )

    member_code: str
    member_name: str


@dataclass(frozen=True, kw_only=True)
class MunicipalityLeft(Fact):
    """A municipality leaves those that hold the council together."""

    TOPIC, COMMAND, SUBJECTS = "tenant.municipality_left", "LeaveMunicipality", ("municipality_profile",)
    LABEL, LABEL_EN = "構成自治体の脱退", "Municipality left"
    SENTENCE, SENTENCE_EN = (
        "構成自治体 {member_code} が{subject}から脱退（{effective}）",
        "The municipality {member_code} left {subject} ({effective})",
    )

    member_code: str
    reason: str = ""


class BadCode(Refused):
    """A municipality's code is six digits, the last a check digit; the joint or fictitious may have none."""

    CODE = "BAD_CODE"
    JA = "全国地方公共団体コード「{code}」は正しくありません（6桁、末尾は検査数字）。"
    EN = "{code} is no municipality code: six digits, the last one the check digit."


class BadAddress(Refused):
    """The terms of a licence stand at an address of the web."""

    CODE = "BAD_ADDRESS"
    JA = "「{address}」はウェブのアドレスではありません（https:// または http:// で始めてください）。"
    EN = "{address} is no address of the web: it begins with https:// or http://."


class BadHost(Refused):
    """A host name is one DNS label in lower case, of at most 63 characters."""

    CODE = "BAD_HOST"
    JA = "ホスト名「{host}」は使えません（英小文字・数字・ハイフン、63文字まで）。"
    EN = "{host} is no host name: lower-case letters, digits and hyphens inside, at most 63."


class ReservedHost(Refused):
    """Some host names are the platform's own."""

    CODE = "RESERVED_HOST"
    JA, EN = "ホスト名「{host}」は予約されています。", "The host name {host} is reserved."


class TenantState(Refused):
    """A tenant is registered, active, suspended and active again, and closed, unless that is called off."""

    CODE = "TENANT_STATE"
    JA = "自治体の状態「{status}」では「{event}」を行えません。"
    EN = "{event_en}: this does not follow on {status}."
    MAY_ALLOW = (Role.PLATFORM_OPERATOR,)


class MemberState(Refused):
    """A municipality joins when it is no member, and leaves when it is one."""

    CODE = "MEMBER_STATE"
    JA = "構成自治体 {code} の加入・脱退の順序が正しくありません。"
    EN = "The municipality {code} joins what it is in, or leaves what it is not in."


NEXT: dict[TenantStatus, frozenset[type[Fact]]] = {
    TenantStatus.REGISTERED: frozenset({TenantActivated}),
    TenantStatus.ACTIVE: frozenset({TenantSuspended, TenantClosed}),
    TenantStatus.SUSPENDED: frozenset({TenantResumed}),
    TenantStatus.CLOSED: frozenset({TenantReopened}),
}
"""What may come next in a tenant's life; who is suspended resumes before being closed."""


def is_code(code: str) -> bool:
    """Whether the last of six digits is the check digit of those before."""
    return bool(CODE.fullmatch(code)) and check_digit(code[:5]) == int(code[5])


def check_digit(code: str) -> int:
    """Of five digits: that of 11 - (6a + 5b + 4c + 3d + 2e) mod 11."""
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), code, strict=True))
    return (11 - total % 11) % 10


class Municipality(Record, state=MunicipalityProfile, opened_by=[TenantRegistered]):
    """The tenant's own record."""

    @override
    def parts(self) -> Iterator[Version]:
        """How long things are kept; and the members, each from joining to leaving."""
        yield from super().parts()
        for joined, left in self._memberships():
            if isinstance(joined, MunicipalityJoined) and (left is None or joined.day < left.day):
                until = left.effective.before if left else None
                row = MunicipalityMember(
                    effective=joined.effective, until=until, code=joined.member_code, name=joined.member_name
                )
                key = part_id(self.id, f"member:{joined.originator_version}")
                by = tuple(f.originator_version for f in (joined, left) if f)
                yield Version(key, joined.day, left.day if left else None, Existence.LIVE, row, by)

    def _memberships(self) -> list[tuple[Fact | None, Fact | None]]:
        """Each joining with its leaving, in order; what does not pair stands alone."""
        found: list[tuple[Fact | None, Fact | None]] = []
        open_at: dict[str, int] = {}
        for fact in self._ordered():
            if isinstance(fact, MunicipalityJoined):
                open_at[fact.member_code] = len(found)
                found.append((fact, None))
            elif isinstance(fact, MunicipalityLeft):
                place = open_at.pop(fact.member_code, None)
                if place is None:
                    found.append((None, fact))
                else:
                    found[place] = found[place][0], fact
        return found

    def _ordered(self) -> Sequence[Fact]:
        return sorted(self.said, key=lambda f: (f.day, f.originator_version))

    @override
    def problems(self) -> Iterator[Refused]:
        """Code, host name, the tenant's life and its members."""
        yield from super().problems()
        for fact in self.said:
            if isinstance(fact, TenantRegistered):
                yield from _entered(fact)
            elif isinstance(fact, TenantSettingsChanged) and fact.licence_url:
                if not ADDRESS.fullmatch(fact.licence_url):
                    yield BadAddress(field="licence_url", address=fact.licence_url)
            elif isinstance(fact, RetentionSet):
                yield from out_of_bounds(fact)
            elif isinstance(fact, MunicipalityJoined) and not is_code(fact.member_code):
                yield BadCode(field="member_code", code=fact.member_code)
        yield from self._broken_life()
        yield from self._broken_memberships()

    def _broken_life(self) -> Iterator[Refused]:
        status = TenantStatus.REGISTERED
        for fact in self._ordered():
            then = None if isinstance(fact, TenantRegistered) else fact.sets().get("status")
            if (then or status is TenantStatus.CLOSED) and type(fact) not in NEXT[status]:
                yield TenantState(status=status, event=fact.LABEL, event_en=fact.LABEL_EN)
            status = then or status

    def _broken_memberships(self) -> Iterator[Refused]:
        pairs = self._memberships()
        inside = [j.member_code for j, left in pairs if isinstance(j, MunicipalityJoined) and left is None]
        yield from (MemberState(code=code) for code in set(inside) if inside.count(code) > 1)
        yield from (
            MemberState(code=left.member_code)
            for joined, left in pairs
            if joined is None and isinstance(left, MunicipalityLeft)
        )


def _entered(fact: TenantRegistered) -> Iterator[Refused]:
    may_have_none = fact.fictitious or fact.kind is MunicipalityKind.JOINT
    if not is_code(fact.code) and (fact.code or not may_have_none):
        yield BadCode(field="code", code=fact.code)
    if not HOST.fullmatch(fact.host):
        yield BadHost(field="host", host=fact.host)
    if fact.host in RESERVED:
        yield ReservedHost(field="host", host=fact.host)


@rule
def a_log_is_of_one_municipality(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Nobody else is registered in it."""
    for change in changes:
        if change.record.kind == "municipality_profile" and change.before is None:
            others = {k.record_id for k in reads.versions(MunicipalityProfile)} - {change.record.id}
            yield from (AlreadyThere(id=other) for other in sorted(others))
